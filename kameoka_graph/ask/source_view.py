"""A source document to the view of its full text: quoted ranges lead to what is quoted there."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kameoka_graph.ask.description import Description
from kameoka_graph.ask.naming import Name
from kameoka_graph.ask.query import view_query
from kameoka_graph.ask.thing import ThingView, view_thing
from kameoka_graph.say import Language
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.answer import Iri, Store, Text, plain


@dataclass(frozen=True, slots=True)
class Run:
    """A run of the text that is quoted by the same things."""

    text: str
    """The characters."""
    start: int
    """First code point, from 0."""
    end: int
    """One past the last."""
    thing: Name | None
    """What is quoted from here; None for layout."""
    anchors: tuple[tuple[int, int], ...] = ()
    """Other ranges that somebody refers to and that start in here."""


@dataclass(frozen=True, slots=True)
class SourceView:
    """The full text of a document."""

    about: ThingView
    """The document as a thing, without its ranges (`#char=0,5`), which the text itself shows."""
    runs: tuple[Run, ...]
    """The text, cut where a quotation starts or ends."""


def text_of(store: Store, document: Iri) -> str | None:
    """Give the whole text of a document, or None where there is no such document."""
    try:
        rows = store.select(view_query("document-text", document=[document])).records()
    except ValueError:  # what an address holds may be no IRI: then there is no such document
        return None
    return next((plain(row["text"]) for row in rows), None)


def view_source(
    store: Store, description: Description, language: Language, iris: Iris
) -> SourceView:
    """Make the view of a described source document."""
    about = view_thing(store, description, language, iris)
    about = replace(about, sections=tuple(one for one in about.sections if "=" not in one.anchor))
    text = text_of(store, description.thing) or ""
    rows = store.select(view_query("spans", document=[description.thing])).records()
    spans = [
        (int(plain(row["start"])), int(plain(row["end"])), plain(row.get("thing", Text(""))))
        for row in rows
    ]
    quoted = [span for span in spans if span[2]]
    runs = _runs(text, quoted, description.thing, _labels(text, quoted))
    ranges = {(start, end) for start, end, _ in spans}
    return SourceView(about, tuple(replace(run, anchors=_anchors(run, ranges)) for run in runs))


def _labels(text: str, spans: list[tuple[int, int, str]]) -> dict[str, Name]:
    return {thing: Name(Iri(thing), text[start:end], "ja") for start, end, thing in spans}


def _anchors(run: Run, ranges: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    own = (run.start, run.end) if run.thing else None
    return tuple(sorted(at for at in ranges if run.start <= at[0] < run.end and at != own))


def _runs(
    text: str, spans: list[tuple[int, int, str]], document: str, names: dict[str, Name]
) -> tuple[Run, ...]:
    """Cut the text at every quotation; where they lie within each other, link the innermost."""
    innermost: list[str | None] = [None] * len(text)
    for start, end, thing in sorted(spans, key=lambda span: span[0] - span[1]):
        if thing != document:
            innermost[start:end] = [thing] * (end - start)
    runs: list[Run] = []
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or innermost[at] != innermost[start]:
            quoted = innermost[start]
            runs.append(Run(text[start:at], start, at, None if quoted is None else names[quoted]))
            start = at
    return tuple(runs)
