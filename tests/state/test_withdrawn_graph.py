"""What the registry has and the plan no longer uses is recorded as withdrawn, and nothing else is."""

from rdflib import Literal
from rdflib.namespace import OWL, RDF, RDFS

from kameoka_graph.read.document import Kind
from kameoka_graph.read.plan_folder import PlanFolder
from kameoka_graph.read.registry import Entry
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.numbering import Numbering, number
from kameoka_graph.state.withdrawn_graph import record_withdrawn

GONE = Entry("theme/9", Kind.THEME, None, "なくなったテーマ", "000000000000")


def test_nothing_is_withdrawn_from_the_real_plan(
    plan_folder: PlanFolder, numbering: Numbering, iris: Iris
) -> None:
    """Every number of the real registry is in use."""
    plan = iris.plan("262064", "machizukuri-kyodo-3")
    assert len(record_withdrawn(plan, plan_folder.registry, numbering, iris)) == 0


def test_an_unused_number_is_recorded(plan_folder: PlanFolder, iris: Iris) -> None:
    """An element that is in the registry only is recorded with its wording, and has no class."""
    plan = iris.plan("262064", "machizukuri-kyodo-3")
    registry = (*plan_folder.registry, GONE)
    graph = record_withdrawn(plan, registry, number(plan_folder.plan, registry), iris)
    element = iris.below(plan, "theme/9")
    assert set(graph) == {
        (element, OWL.deprecated, Literal(True)),
        (element, RDFS.label, Literal("なくなったテーマ", lang="ja")),
    }
    assert graph.value(element, RDF.type) is None
