"""A store to the plan-native views: the plans, each with its table of years and action plans."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kameoka_graph.ask.labels import names_of
from kameoka_graph.ask.naming import Name, ending
from kameoka_graph.ask.query import view_query
from kameoka_graph.read.document import Kind
from kameoka_graph.say import Language
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import Term as Own
from kameoka_graph.store.answer import Iri, Store, Term, Text, plain


@dataclass(frozen=True, slots=True)
class Year:
    """A fiscal-year column."""

    name: Name
    """The fiscal year."""
    year: int
    """The Western year it starts in."""
    covered: bool
    """Whether the plan's period covers it."""
    printed: bool = True
    """Whether the table has a column for it."""


@dataclass(frozen=True, slots=True)
class Element:
    """An element of a plan with what stands under it."""

    name: Name
    """The element."""
    kind: Kind
    """What it is."""
    parts: tuple["Element", ...]
    """The elements directly under it, in printed order."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """An action plan with its cells."""

    action_plan: Element
    """The action plan, with aims and concrete actions among its parts."""
    cells: tuple[tuple[Name, ...], ...]
    """The entries of each year, in the order of the columns; empty for a year without entries."""


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan as its document prints it."""

    name: Name
    """The plan."""
    publisher: Name
    """The municipality."""
    period: str
    """The period as printed."""
    document: Name
    """The source document."""
    years: tuple[Year, ...]
    """The columns of its table, in order."""
    themes: tuple[Element, ...]
    """Its themes."""
    pillars: tuple[Element, ...]
    """Its pillars with their measures."""
    rows: tuple[TableRow, ...]
    """Its action plans with their entries by year."""
    texts: Mapping[Iri, str]
    """The wording of each element and entry, exactly as printed."""

    @property
    def entries(self) -> int:
        """How many activity entries the table has."""
        return sum(len(cell) for row in self.rows for cell in row.cells)


def view_plans(store: Store, language: Language, iris: Iris) -> tuple[PlanView, ...]:
    """View every plan that a source states."""
    rows = store.select(view_query("plans")).records()
    return tuple(_view_plan(store, row, language, iris) for row in rows)


def view_plan(store: Store, plan: Iri, language: Language, iris: Iris) -> PlanView | None:
    """View one plan; None where no source states it."""
    try:
        row = next(store.select(view_query("plan", plan=[plan])).records(), None)
    except ValueError:  # what an address holds may be no IRI
        return None
    return None if row is None else _view_plan(store, row, language, iris)


def plans_stated(store: Store) -> tuple[Iri, ...]:
    """Give every plan that a source states, in the order of their IRIs."""
    return tuple(Iri(plain(row["plan"])) for row in store.select(view_query("plans")).records())


def _view_plan(store: Store, row: Mapping[str, Term], language: Language, iris: Iris) -> PlanView:
    plan = Iri(plain(row["plan"]))
    elements = store.select(view_query("elements", plan=[plan])).records()
    columns = list(store.select(view_query("reported-years", plan=[plan])).records())
    publisher, document = Iri(plain(row["publisher"])), Iri(plain(row["document"]))
    things = {plan, publisher, document, *(Iri(plain(column["year"])) for column in columns)}
    names = names_of(store, things, language, str(iris.mp(Own.MARKER)))
    years = tuple(_year(names[Iri(plain(column["year"]))], column) for column in columns)
    tree = _Tree(elements, language)
    top = tree.under(plan)
    return PlanView(
        name=names[plan],
        publisher=names[publisher],
        period=plain(row["period"]),
        document=names[document],
        years=years,
        themes=_of(top, Kind.THEME),
        pillars=_of(top, Kind.PILLAR),
        rows=tuple(
            TableRow(one, tree.cells(one.name.iri, years)) for one in _of(top, Kind.ACTION_PLAN)
        ),
        texts=tree.texts,
    )


def _year(name: Name, column: Mapping[str, Term]) -> Year:
    year = int(name.iri.rpartition("/")[2])
    return Year(name, year, plain(column["covered"]) == "true", plain(column["printed"]) == "true")


def _name(row: Mapping[str, Term], language: Language) -> Name:
    """Name an element: as printed in Japanese, by its curated label in English if it has one."""
    iri = Iri(plain(row["element"]))
    spoken = ("english", "label") if language is Language.EN else ("label", "english")
    found = next((row[key] for key in spoken if key in row), Text(ending(iri)))
    return Name(
        iri,
        plain(found),
        found.language if isinstance(found, Text) else "",
        plain(row["mark"]) if "mark" in row else "",
        int(plain(row["position"])),
        year=plain(row["year"]).rpartition("/")[2] if "year" in row else "",
    )


def _of(elements: tuple[Element, ...], kind: Kind) -> tuple[Element, ...]:
    return tuple(element for element in elements if element.kind is kind)


class _Tree:
    """The elements of a plan by what they stand under."""

    def __init__(self, rows: Iterable[Mapping[str, Term]], language: Language) -> None:
        self.texts: dict[Iri, str] = {}
        self._names: dict[str, Name] = {}
        self._under: dict[str, list[Mapping[str, Term]]] = defaultdict(list)
        for row in rows:
            iri = plain(row["element"])
            if iri not in self._names:  # a second label of one language makes a second row
                self._names[iri] = _name(row, language)
                self.texts[Iri(iri)] = plain(row["text"])
                self._under[plain(row["whole"])].append(row)

    def under(self, whole: str) -> tuple[Element, ...]:
        """Give the elements directly under a thing, in printed order, entries of years left out."""
        return tuple(
            Element(
                self._names[plain(row["element"])],
                Kind(plain(row["class"]).rpartition("#")[2]),
                self.under(plain(row["element"])),
            )
            for row in self._in_order(whole)
            if "year" not in row
        )

    def cells(self, whole: str, years: tuple[Year, ...]) -> tuple[tuple[Name, ...], ...]:
        """Give the entries of each year under an action plan, in printed order."""
        entries = [row for row in self._in_order(whole) if "year" in row]
        return tuple(
            tuple(
                self._names[plain(row["element"])]
                for row in entries
                if plain(row["year"]) == year.name.iri
            )
            for year in years
        )

    def _in_order(self, whole: str) -> list[Mapping[str, Term]]:
        return sorted(self._under[whole], key=lambda row: int(plain(row["position"])))
