"""Tiny plans as data, for what the real plan does not show: columns left out, words that come back, no judgements at all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kameoka_graph.ask.entries import Entries, view_entries
from kameoka_graph.ask.plan_view import PlanView, view_plan
from kameoka_graph.say import Language
from kameoka_graph.state.iris import read_base
from kameoka_graph.store.answer import Iri
from kameoka_graph.store.embedded import Embedded

IRIS = read_base("https://plans.test")
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
DCT = "http://purl.org/dc/terms/"
PROV = "http://www.w3.org/ns/prov#"
SCHEMA = "http://schema.org/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
MP = "https://plans.test/ns/mp#"
INTEGER = "http://www.w3.org/2001/XMLSchema#integer"


def text(value: str, language: str = "ja") -> str:
    """Write a text as N-Quads do."""
    return f'"{value}"@{language}'


@dataclass
class Tiny:
    """A plan that a test makes up."""

    code: str = "999999"
    """The code of its municipality."""
    covered: Sequence[int] = (2020, 2021, 2022)
    """The years of its period."""
    printed: Sequence[int] = (2020, 2021, 2022)
    """The years that its table has columns for."""
    cells: Sequence[tuple[int, int, str, str]] = ()
    """Entries: number of the action plan, year, wording, series (or nothing)."""
    action_plans: int = 1
    """How many action plans it has."""
    lines: list[str] = field(default_factory=list)
    """Whatever else is said, as N-Quads."""

    @property
    def plan(self) -> Iri:
        """The plan."""
        return Iri(f"https://plans.test/id/{self.code}/plan/tiny-1")

    def quads(self) -> Iterable[str]:
        """Yield the plan as N-Quads."""
        source = f"https://plans.test/source/{self.code}"
        yield from self._said(self.plan, RDF + "type", f"<{MP}Plan>")
        yield from self._said(self.plan, RDFS + "label", text(f"計画{self.code}"))
        yield from self._said(self.plan, MP + "printedPeriod", text("令和2年度～4年度"))
        yield from self._said(self.plan, PROV + "hadPrimarySource", f"<{source}>")
        yield from self._said(self.plan, DCT + "publisher", f"<https://plans.test/id/{self.code}>")
        for year in self.covered:
            yield from self._said(self.plan, MP + "coversFiscalYear", f"<{_year(year)}>")
        for year in self.printed:
            yield from self._said(source, MP + "reportsFiscalYear", f"<{_year(year)}>")
        for number in range(1, self.action_plans + 1):
            name = f"{self.plan}/action-plan/{number}"
            yield from self._element(name, self.plan, "ActionPlan", number, f"行動{number}")
        for at, (number, year, wording, series) in enumerate(self.cells, 1):
            name = f"{self.plan}/action-plan/{number}/fy/{year}/activity/{at}"
            whole = f"{self.plan}/action-plan/{number}"
            yield from self._element(name, whole, "Activity", at, wording)
            yield from self._said(name, MP + "fiscalYear", f"<{_year(year)}>")
            if series:
                yield from self._said(name, MP + "inSeries", f"<{self.plan}/series/{series}>")
        yield from self.lines

    def _element(
        self, name: str, whole: str, kind: str, position: int, wording: str
    ) -> Iterable[str]:
        yield from self._said(name, RDF + "type", f"<{MP}{kind}>")
        yield from self._said(name, DCT + "isPartOf", f"<{whole}>")
        yield from self._said(name, SCHEMA + "position", f'"{position}"^^<{INTEGER}>')
        yield from self._said(name, MP + "sourceText", text(wording))
        yield from self._said(name, RDFS + "label", text(wording))

    def _said(self, subject: str, predicate: str, value: str) -> Iterable[str]:
        yield f"<{subject}> <{predicate}> {value} <https://plans.test/graph/source/{self.code}> ."


def _year(year: int) -> str:
    return f"https://plans.test/id/fiscal-year/{year}"


def store_of(*plans: Tiny) -> Embedded:
    """Give a store that holds some plans."""
    lines = "".join(f"{line}\n" for plan in plans for line in plan.quads())
    return Embedded.in_memory(lines.encode(), IRIS.root, IRIS.prefixes)


def plan_of(tiny: Tiny) -> PlanView:
    """View a plan in Japanese."""
    found = view_plan(store_of(tiny), tiny.plan, Language.JA, IRIS)
    assert found is not None
    return found


def entries_of(tiny: Tiny) -> Entries:
    """View the entries of a plan in Japanese."""
    return view_entries(store_of(tiny), plan_of(tiny), Language.JA, IRIS)
