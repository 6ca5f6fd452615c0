"""A store to the plan-native views: the plans, each with its table of years and action plans."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from kameoka_graph.ask.naming import Name, Names
from kameoka_graph.ask.query import view_query
from kameoka_graph.read.document import Kind
from kameoka_graph.say import Language
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import Term as Own
from kameoka_graph.store.answer import Iri, Quad, Store, Term, plain


@dataclass(frozen=True, slots=True)
class Year:
    """A fiscal-year column."""

    name: Name
    """The fiscal year."""
    year: int
    """The Western year it starts in."""
    covered: bool
    """Whether the plan's period covers it."""


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

    @property
    def entries(self) -> int:
        """How many activity entries the table has."""
        return sum(len(cell) for row in self.rows for cell in row.cells)


def view_plans(store: Store, language: Language, iris: Iris) -> tuple[PlanView, ...]:
    """View every plan that a source states."""
    rows = store.select(view_query("plans")).records()
    return tuple(_view_plan(store, row, language, iris) for row in rows)


def _view_plan(store: Store, row: Mapping[str, Term], language: Language, iris: Iris) -> PlanView:
    plan = Iri(plain(row["plan"]))
    elements = [
        dict(found) for found in store.select(view_query("elements", plan=[plan])).records()
    ]
    columns = list(store.select(view_query("reported-years", plan=[plan])).records())
    things = {Iri(plain(found["element"])) for found in elements} | {
        Iri(plain(c["year"])) for c in columns
    }
    names = _names(
        store,
        things | {plan, Iri(plain(row["publisher"])), Iri(plain(row["document"]))},
        language,
        iris,
    )
    years = tuple(
        _year(names[Iri(plain(c["year"]))], plain(c["covered"]) == "true") for c in columns
    )
    tree = _Tree(elements, names)
    top = tree.under(plan)
    return PlanView(
        name=names[plan],
        publisher=names[Iri(plain(row["publisher"]))],
        period=plain(row["period"]),
        document=names[Iri(plain(row["document"]))],
        years=years,
        themes=_of(top, Kind.THEME),
        pillars=_of(top, Kind.PILLAR),
        rows=tuple(
            TableRow(one, tree.cells(one.name.iri, years)) for one in _of(top, Kind.ACTION_PLAN)
        ),
    )


def _year(name: Name, covered: bool) -> Year:
    return Year(name, int(name.iri.rpartition("/")[2]), covered)


def _names(store: Store, things: set[Iri], language: Language, iris: Iris) -> Names:
    rows = store.select(view_query("labels", subject=sorted(things))).records()
    quads: list[Quad] = [
        (row["subject"], Iri(plain(row["predicate"])), row["object"], Iri(plain(row["graph"])))
        for row in rows
    ]
    return Names(quads, language, str(iris.mp(Own.MARKER)))


def _of(elements: tuple[Element, ...], kind: Kind) -> tuple[Element, ...]:
    return tuple(element for element in elements if element.kind is kind)


class _Tree:
    """The elements of a plan by what they stand under."""

    def __init__(self, rows: list[dict[str, Term]], names: Names) -> None:
        self._names = names
        self._under: dict[str, list[dict[str, Term]]] = defaultdict(list)
        for row in rows:
            self._under[plain(row["whole"])].append(row)

    def under(self, whole: Iri) -> tuple[Element, ...]:
        """Give the elements directly under a thing, in printed order, entries of years left out."""
        found = sorted(
            (row for row in self._under[whole] if "year" not in row),
            key=lambda row: int(plain(row["position"])),
        )
        return tuple(self._element(row) for row in found)

    def cells(self, whole: Iri, years: tuple[Year, ...]) -> tuple[tuple[Name, ...], ...]:
        """Give the entries of each year under an action plan, in printed order."""
        entries = [row for row in self._under[whole] if "year" in row]
        return tuple(
            tuple(
                self._names[Iri(plain(row["element"]))]
                for row in sorted(entries, key=lambda row: int(plain(row["position"])))
                if plain(row["year"]) == year.name.iri
            )
            for year in years
        )

    def _element(self, row: dict[str, Term]) -> Element:
        iri = Iri(plain(row["element"]))
        return Element(
            self._names[iri], Kind(plain(row["class"]).rpartition("#")[2]), self.under(iri)
        )
