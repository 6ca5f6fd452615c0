"""A description holds all that is said of a thing, of its fragments and of what has no name of its own, and no more than it may."""

from collections import defaultdict
from collections.abc import Sequence

import pytest

from kameoka_graph.ask import description
from kameoka_graph.ask.description import INCOMING_LIMIT, Description, describe
from kameoka_graph.formats import Format
from kameoka_graph.release.folder import Release
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.answer import Blank, Iri, Quad, Rows, Text, Triple
from kameoka_graph.store.embedded import Embedded
from kameoka_graph.store.syntax import read_nquads

RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
HIDDEN = "http://www.w3.org/2004/02/skos/core#hiddenLabel"
WHOLE_TEXT = "http://www.w3.org/ns/prov#value"


CHANGED = {
    "http://www.w3.org/ns/dcat#byteSize",
    "http://www.w3.org/ns/shacl#minInclusive",
    "http://www.w3.org/ns/shacl#maxInclusive",
}
"""Properties with numbers that the engine gives in another form: it keeps the value, as xsd:integer and without 0 after the point."""


@pytest.fixture(scope="module")
def quads(store: Embedded) -> list[Quad]:
    """Give all quads of the release, as its store has them."""
    rows = store.select("SELECT ?s ?p ?o ?g { GRAPH ?g { ?s ?p ?o } }").rows
    return [
        (s, p, o, g) for s, p, o, g in rows if s and isinstance(p, Iri) and o and isinstance(g, Iri)
    ]


@pytest.fixture(scope="module")
def said(quads: list[Quad], iris: Iris) -> dict[str, set[Quad]]:
    """Give what is said of each own thing and of its fragments, by the thing."""
    found: dict[str, set[Quad]] = defaultdict(set)
    for quad in quads:
        if isinstance(quad[0], Iri) and iris.is_own(quad[0]):
            found[quad[0].partition("#")[0]].add(quad)
    return found


@pytest.fixture(scope="module")
def descriptions(store: Embedded, said: dict[str, set[Quad]]) -> dict[str, Description]:
    """Give the description of every own thing."""
    found = {thing: describe(store, thing) for thing in said}
    return {thing: one for thing, one in found.items() if one is not None}


def _left_out(quad: Quad, iris: Iris) -> bool:
    """Tell whether a quad is left to others: the text to the document, spellings to the search."""
    return quad[1] == WHOLE_TEXT or (quad[1] == HIDDEN and quad[3] == iris.graph("inferred"))


def test_the_store_holds_what_the_dump_says(quads: list[Quad], release: Release) -> None:
    """No quad of the dump is lost or changed, apart from the numbers that are known to be written in another form."""
    held = set(quads)
    dumped = {quad for dump in release.dumps for quad in read_nquads(dump.read_bytes())}
    lost = {
        quad
        for quad in dumped - held
        if not isinstance(quad[0], Blank) and not isinstance(quad[2], Blank)
    }
    assert {quad[1] for quad in lost} == CHANGED
    assert len(held) == len(dumped)


def test_everything_said_of_every_thing_is_in_its_description(
    said: dict[str, set[Quad]], descriptions: dict[str, Description], iris: Iris
) -> None:
    """Each quad about a thing or a fragment of it is in the thing's description, whole text and search spellings apart."""
    assert len(said) > 150
    for thing, quads in said.items():
        found = descriptions[thing]
        assert {quad for quad in quads if not _left_out(quad, iris)} <= found.quads, thing


def test_a_description_states_nothing_new(
    descriptions: dict[str, Description], quads: list[Quad]
) -> None:
    """Every quad of a description is a quad of the release, and none is the text of a document."""
    known = {quad for quad in quads if not any(isinstance(term, Blank) for term in quad)}
    for thing in descriptions:
        found = descriptions[thing]
        own = {quad for quad in found.quads if not any(isinstance(term, Blank) for term in quad)}
        assert own <= known, thing
        assert not any(quad[1] == WHOLE_TEXT for quad in found.quads)


def test_no_blank_node_is_left_without_its_content(descriptions: dict[str, Description]) -> None:
    """A list or path that a thing holds comes with it, to its last member; no cell comes without its list."""
    lists = 0
    for thing in descriptions:
        found = descriptions[thing]
        blank = {
            term for quad in found.quads for term in (quad[0], quad[2]) if isinstance(term, Blank)
        }
        assert blank <= {quad[0] for quad in found.quads}, thing
        assert blank <= {quad[2] for quad in found.quads}, thing
        lists += len(blank)
    assert lists > 0


def test_what_points_at_a_thing_is_in_its_description(store: Embedded, iris: Iris) -> None:
    """A thing that only others speak of is described by what they say."""
    department = Iri(iris.at("id/262064"))
    found = describe(store, department)
    assert found is not None
    assert found.incoming
    assert {quad[2] for quad in found.incoming} == {department}
    assert not found.cut


def test_linked_things_come_with_their_names(store: Embedded, iris: Iris) -> None:
    """The description of an entry holds the names of its action plan and of its year."""
    action_plan = str(iris.below(iris.plan("262064", "machizukuri-kyodo-3"), "action-plan/1"))
    found = describe(store, f"{action_plan}/fy/2020/activity/1")
    assert found is not None
    named = {quad[0] for quad in found.quads if quad[1] == RDFS_LABEL}
    assert {str(iris.fiscal_year(2020)), action_plan} <= named


@pytest.mark.parametrize(
    "thing",
    [
        "https://plans.test/id/nothing",
        "https://plans.test/id/a b",
        "https://plans.test/id/<x>",
        'https://plans.test/id/"} ?s ?p ?o {"',
        "https://plans.test/id/%zz",
        "https://plans.test/id/\x00",
        "https://plans.test/id/" + "x" * 100_000,
        "nothing",
        "",
    ],
    ids=["unknown", "space", "angle", "injection", "percent", "zero", "long", "relative", "empty"],
)
def test_what_nobody_speaks_of_has_no_description(store: Embedded, thing: str) -> None:
    """An unknown thing, or what is no IRI at all, has no description and is no error."""
    assert describe(store, thing) is None


def _busy(count: int) -> Embedded:
    """Give a store in which so many things, and as many fragments, point at one thing."""
    lines = [
        f"<https://plans.test/id/{n}> <https://plans.test/ns/mp#x> <https://plans.test/id/hub> <https://plans.test/graph/meta> ."
        for n in range(count)
    ]
    lines += [
        f"<https://plans.test/id/hub#{n}> <https://plans.test/ns/mp#x> <https://plans.test/id/hub> <https://plans.test/graph/meta> ."
        for n in range(count)
    ]
    return Embedded.in_memory("\n".join(lines).encode(), "https://plans.test/", {})


def test_a_cut_is_told() -> None:
    """Where more points at a thing than a description holds, the rest is left out and that is said."""
    found = describe(_busy(INCOMING_LIMIT + 1), "https://plans.test/id/hub")
    assert found is not None
    assert found.cut
    assert len(found.incoming) == INCOMING_LIMIT


def test_no_cut_is_told_at_the_limit() -> None:
    """Exactly as many as fit are all there; fragments of the thing do not count, and none is lost."""
    found = describe(_busy(INCOMING_LIMIT), "https://plans.test/id/hub")
    assert found is not None
    assert not found.cut
    assert len(found.incoming) == INCOMING_LIMIT
    assert len(found.outgoing) == INCOMING_LIMIT


def test_what_is_cut_off_stands_on_further_pages() -> None:
    """The pages of what points at a thing have each of it once, the last one says that it is the last, and each says all of the thing itself."""
    store = _busy(2 * INCOMING_LIMIT + 5)
    pages = [describe(store, "https://plans.test/id/hub", page) for page in (1, 2, 3)]
    found = [page for page in pages if page is not None]
    assert [(len(one.incoming), one.cut, one.page) for one in found] == [
        (INCOMING_LIMIT, True, 1),
        (INCOMING_LIMIT, True, 2),
        (5, False, 3),
    ]
    assert len({quad for one in found for quad in one.incoming}) == 2 * INCOMING_LIMIT + 5
    assert found[0].outgoing == found[2].outgoing
    assert describe(store, "https://plans.test/id/hub", 4) is None


class _Wrong:
    """A store whose answers are no quads."""

    def select(self, query: str) -> Rows:
        """Give a text where an IRI must be."""
        names = ("subject", "predicate", "object", "graph", "fragment")
        return Rows(names, (tuple(Text("x") for _ in names),))

    def construct(self, query: str) -> tuple[Triple, ...]:
        """Give nothing."""
        raise NotImplementedError

    def answer(self, query: str, formats: Sequence[Format]) -> tuple[Format, bytes]:
        """Give nothing."""
        raise NotImplementedError


def test_a_store_that_answers_nonsense_is_found_out() -> None:
    """A property or graph that is no IRI stops the description."""
    with pytest.raises(TypeError):
        description.describe(_Wrong(), "https://plans.test/id/262064")


def test_a_description_is_whole_or_cut() -> None:
    """Only a description that holds all that points at its thing tells what does not."""
    store, hub = _busy(INCOMING_LIMIT + 1), "https://plans.test/id/hub"
    for page in (1, 2):
        found = describe(store, hub, page)
        assert found is not None
        assert not found.is_whole
        assert found.may_have("https://plans.test/ns/mp#y")
    found = describe(_busy(3), hub)
    assert found is not None
    assert found.is_whole
    assert found.may_have("https://plans.test/ns/mp#x")
    assert not found.may_have("https://plans.test/ns/mp#y")


def test_what_speaks_of_a_thing_is_told(descriptions: dict[str, Description]) -> None:
    """What is told is about the statements and notes that point at the thing, and is part of the description."""
    told = {thing: found for thing, found in descriptions.items() if found.told}
    assert len(told) > 100
    for thing, found in told.items():
        assert {quad[0] for quad in found.told} <= {quad[0] for quad in found.incoming}, thing
        assert set(found.told) <= set(found.around)
