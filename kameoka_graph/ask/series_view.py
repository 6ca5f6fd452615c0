"""A series to its course: the wording of each year, what changed, and years without an entry."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from kameoka_graph.ask.labels import ASKED, Labels, names_of
from kameoka_graph.ask.naming import Name, Names
from kameoka_graph.ask.query import view_query
from kameoka_graph.say import Language
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import Term as Own
from kameoka_graph.store.answer import Iri, Store, Term, plain

Rows = Sequence[Mapping[str, Term]]
"""Entries of a series, in the order of the years."""


@dataclass(frozen=True, slots=True)
class Change:
    """A run of characters of a wording, compared with the wording before it."""

    kind: str
    """`kept`, `gone` or `new`."""
    text: str
    """The characters."""


@dataclass(frozen=True, slots=True)
class SeriesEntry:
    """One entry of a series."""

    name: Name
    """The entry."""
    whole: Name
    """Its action plan."""
    text: str
    """Its wording."""
    changes: tuple[Change, ...]
    """Its wording compared with the one before it; empty where nothing changed."""


@dataclass(frozen=True, slots=True)
class SeriesYear:
    """A year between the first and the last of a series."""

    year: Name
    """The fiscal year."""
    entries: tuple[SeriesEntry, ...]
    """Its entries; none where nothing of the series is listed in that year."""


@dataclass(frozen=True, slots=True)
class SeriesView:
    """A series over the years."""

    name: Name
    """The series."""
    years: tuple[SeriesYear, ...]
    """Its years, gaps included."""


def view_series(
    store: Store, thing: Iri, language: Language, iris: Iris, labels: Labels = ASKED
) -> tuple[SeriesView, ...]:
    """View the series that `thing` is, or that it belongs to; empty where it is no part of any."""
    rows = list(store.select(view_query("series", thing=[thing])).records())
    by_series: dict[str, list[Mapping[str, Term]]] = {}
    for row in rows:
        by_series.setdefault(plain(row["series"]), []).append(row)
    things = {Iri(plain(row[key])) for row in rows for key in ("series", "entry", "whole")}
    things |= {year for found in by_series.values() for year in _span(found, iris)}
    names = names_of(store, things, language, str(iris.mp(Own.MARKER)), labels)
    return tuple(_view(Iri(name), found, names, iris) for name, found in by_series.items())


def compare(before: str, after: str) -> tuple[Change, ...]:
    """Compare two wordings character by character; gives nothing where they are equal."""
    if before == after:
        return ()
    return tuple(_changes(before, after))


def _changes(before: str, after: str) -> Iterator[Change]:
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Change("kept", before[a:b])
            continue
        if a < b:
            yield Change("gone", before[a:b])
        if c < d:
            yield Change("new", after[c:d])


def _view(series: Iri, rows: Rows, names: Names, iris: Iris) -> SeriesView:
    course: list[SeriesYear] = []
    before: str | None = None
    for year in _span(rows, iris):
        entries = [row for row in rows if row["year"] == year]
        course.append(
            SeriesYear(
                names[year],
                tuple(
                    SeriesEntry(
                        names[Iri(plain(row["entry"]))],
                        names[Iri(plain(row["whole"]))],
                        plain(row["text"]),
                        () if before is None else compare(before, plain(row["text"])),
                    )
                    for row in entries
                ),
            )
        )
        before = plain(entries[-1]["text"]) if entries else before
    return SeriesView(names[series], tuple(course))


def _span(rows: Rows, iris: Iris) -> tuple[Iri, ...]:
    """Give the fiscal years from the first to the last of some entries, gaps included."""
    years = [int(plain(row["year"]).rpartition("/")[2]) for row in rows]
    return tuple(Iri(iris.fiscal_year(year)) for year in range(min(years), max(years) + 1))
