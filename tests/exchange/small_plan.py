"""A small plan with any wording, in a store: what hostile texts are tried on."""

from collections.abc import Sequence

from kameoka_graph.formats import NQUADS
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import PREFIXES
from kameoka_graph.store.answer import Blank, Iri, Quad, Term, Text
from kameoka_graph.store.embedded import Embedded
from kameoka_graph.store.syntax import write_quads

XSD_INTEGER = f"{PREFIXES['xsd']}integer"
PLAN = "id/262064/plan/small-1"
ELEMENTS = {
    "theme/1": ("Theme", ""),
    "pillar/1": ("Pillar", ""),
    "pillar/1/measure/1": ("Measure", "/pillar/1"),
    "action-plan/1": ("ActionPlan", ""),
    "action-plan/1/aim/1": ("Aim", "/action-plan/1"),
    "action-plan/1/fy/2023/activity/1": ("Activity", "/action-plan/1"),
}
"""Path below the plan, class, and path of the whole."""


def own(iris: Iris, path: str) -> Iri:
    """Give an IRI below the base."""
    return Iri(str(iris.at(path)))


def store_of(iris: Iris, quads: Sequence[Quad]) -> Embedded:
    """Load quads."""
    return Embedded.in_memory(write_quads(quads, NQUADS, iris.prefixes), iris.root, iris.prefixes)


def said(iris: Iris, subject: str, *facts: tuple[str, str | Term]) -> list[Quad]:
    """State facts of a thing: prefixed property, and a term, or a path below the base."""
    graph = own(iris, "graph/source/test")
    return [
        (
            own(iris, subject),
            Iri(iris.prefixes[prop.partition(":")[0]] + prop.partition(":")[2]),
            value if isinstance(value, Iri | Blank | Text) else own(iris, value),
            graph,
        )
        for prop, value in facts
    ]


def element(iris: Iris, path: str, kind: str, whole: str, text: str) -> list[Quad]:
    """State one element of the small plan with a wording; `hasPart` as it is derived."""
    thing = f"{PLAN}/{path}"
    position = path.rpartition("/")[2]
    return [
        *said(
            iris,
            thing,
            ("rdf:type", f"ns/mp#{kind}"),
            ("rdf:type", "ns/mp#PlanElement"),
            ("rdfs:label", Text(text, "ja")),
            ("mp:sourceText", Text(text, "ja")),
            ("mp:marker", Text("①")),
            ("schema:position", Text(position, "", XSD_INTEGER)),
            ("dcterms:isPartOf", f"{PLAN}{whole}"),
        ),
        *said(iris, f"{PLAN}{whole}", ("dcterms:hasPart", thing)),
    ]


def small_plan(iris: Iris, text: str, *more: Sequence[Quad], elements: bool = True) -> Embedded:
    """Give a store with a plan whose every wording is `text`, and more quads."""
    quads = said(iris, PLAN, ("rdf:type", "ns/mp#Plan"), ("rdfs:label", Text(text or "名", "ja")))
    for path, (kind, whole) in ELEMENTS.items() if elements else ():
        quads += element(iris, path, kind, whole, text)
    for others in more:
        quads += others
    return store_of(iris, quads)
