"""The text of a source document is shown to the last character, each quoted range leading to what was read from it."""

import pytest

from kameoka_graph.ask.description import describe
from kameoka_graph.ask.source_view import SourceView, text_of, view_source
from kameoka_graph.read.document import Plan
from kameoka_graph.say import Language
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.answer import Iri
from kameoka_graph.store.embedded import Embedded

EMPTY = """
<https://x.test/source/0> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://x.test/ns/mp#SourceDocument> <https://x.test/graph/meta> .
"""


@pytest.fixture(scope="module")
def view(store: Embedded, iris: Iris, plan: Plan) -> SourceView:
    """Give the view of the real source."""
    found = describe(store, str(iris.source(plan.source.short)))
    assert found is not None
    return view_source(store, found, Language.JA, iris)


def test_the_runs_are_the_whole_text(view: SourceView, text: str) -> None:
    """Put together, the runs are the source: no character is lost, added or changed."""
    assert "".join(run.text for run in view.runs) == text


def test_each_run_is_a_slice_of_the_text(view: SourceView, text: str) -> None:
    """Runs follow each other without a gap, and each stands where it says."""
    assert [run.start for run in view.runs[1:]] == [run.end for run in view.runs[:-1]]
    assert all(text[run.start : run.end] == run.text for run in view.runs)
    assert all(run.text for run in view.runs)


def test_every_element_is_linked_from_its_wording(view: SourceView, plan: Plan) -> None:
    """Each element's wording is a run of its own that leads to the element."""
    linked = {(run.start, run.end): run.thing for run in view.runs if run.thing}
    for element, _ in plan.walk():
        thing = linked[element.text.span.start, element.text.span.end]
        assert thing is not None
        assert thing.label == element.text.text


def test_layout_leads_nowhere(view: SourceView) -> None:
    """What nothing was read from is plain text."""
    assert any(run.thing is None and "\n" in run.text for run in view.runs)


def test_ranges_are_not_listed_again(view: SourceView) -> None:
    """The document's ranges are shown by its text; other fragments keep their sections."""
    assert view.about.sections
    assert not any("=" in section.anchor for section in view.about.sections)


def test_the_text_is_given_whole(store: Embedded, iris: Iris, plan: Plan) -> None:
    """The text of a document is the source's text."""
    assert text_of(store, Iri(iris.source(plan.source.short))) == plan.source.text


@pytest.mark.parametrize("path", ["source/000000000000", "id/262064", "source/a b", "source/%zz"])
def test_what_is_no_document_has_no_text(store: Embedded, path: str) -> None:
    """Neither an unknown document nor another thing nor what is no IRI has a text."""
    assert text_of(store, Iri(f"https://plans.test/{path}")) is None


def test_a_document_without_text_has_no_runs() -> None:
    """A document that is only described has a view without text."""
    iris = Iris("https://x.test")
    store = Embedded.in_memory(EMPTY.encode(), iris.root, iris.prefixes)
    found = describe(store, "https://x.test/source/0")
    assert found is not None
    assert view_source(store, found, Language.EN, iris).runs == ()


NESTED = [(0, 6, "outer"), (2, 4, "inner")]


def test_the_innermost_quotation_is_linked() -> None:
    """Where one quotation lies within another, each character leads to the narrower of the two."""
    iris = Iris("https://x.test")
    prov, oa, graph = (
        "http://www.w3.org/ns/prov#",
        "http://www.w3.org/ns/oa#",
        "<https://x.test/graph/meta>",
    )
    document = "<https://x.test/source/0>"
    lines = [f'{document} <{prov}value> "あいうえおか"@ja {graph} .']
    for start, end, name in [*NESTED, (0, 6, "source/0")]:
        span, at = (
            f"<https://x.test/source/0#char={start},{end}>",
            f"<https://x.test/source/0#position={start},{end}>",
        )
        thing = document if name == "source/0" else f"<https://x.test/id/{name}>"
        lines += [
            f"{span} <{oa}hasSource> {document} {graph} .",
            f"{span} <{oa}hasSelector> {at} {graph} .",
        ]
        lines += [
            f'{at} <{oa}{key}> "{n}"^^<http://www.w3.org/2001/XMLSchema#integer> {graph} .'
            for key, n in (("start", start), ("end", end))
        ]
        lines += [f"{thing} <{prov}wasQuotedFrom> {span} {graph} ."]
    store = Embedded.in_memory("\n".join(lines).encode(), iris.root, iris.prefixes)
    found = describe(store, "https://x.test/source/0")
    assert found is not None
    runs = view_source(store, found, Language.JA, iris).runs
    assert [(run.text, run.thing and run.thing.iri.rpartition("/")[2]) for run in runs] == [
        ("あい", "outer"),
        ("うえ", "inner"),
        ("おか", "outer"),
    ]
