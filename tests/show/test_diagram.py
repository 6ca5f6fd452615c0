"""The drawing of a vocabulary has a box for every class, property and kind of value, none on another."""

import re
from itertools import combinations

import pytest

from kameoka_graph.ask.description import describe
from kameoka_graph.ask.vocabulary_view import VocabularyView, view_vocabulary
from kameoka_graph.say import Language
from kameoka_graph.show.diagram import Diagram, draw
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import Term
from kameoka_graph.store.embedded import Embedded


@pytest.fixture(scope="module")
def view(store: Embedded, iris: Iris) -> VocabularyView:
    """Give the view of the ontology."""
    description = describe(store, iris.at("ns/mp"))
    assert description is not None
    return view_vocabulary(store, description, Language.JA, iris)


@pytest.fixture(scope="module")
def diagram(view: VocabularyView) -> Diagram:
    """Give its drawing."""
    return draw(view)


def test_every_term_has_one_box(diagram: Diagram) -> None:
    """Each class and each property is drawn once, whatever it is above or below."""
    drawn = [box.code for box in diagram.boxes if box.kind != "value"]
    assert sorted(drawn) == sorted(f"mp:{term}" for term in Term)


def test_every_domain_and_range_has_one_line(diagram: Diagram, view: VocabularyView) -> None:
    """There are as many lines as the properties have domains and ranges."""
    kinds = [line.kind for line in diagram.lines]
    assert kinds.count("domain") == sum(len(one.domains) for one in view.properties)
    assert kinds.count("range") == sum(len(one.ranges) for one in view.properties)


def test_a_class_stands_below_and_right_of_the_one_above_it(diagram: Diagram) -> None:
    """The tree is read from the top and from the left."""
    places = {box.code: (box.x, box.y) for box in diagram.boxes if box.kind == "class"}
    above, below = places["mp:PlanElement"], places["mp:Activity"]
    assert below[0] > above[0]
    assert below[1] > above[1]


def test_no_box_lies_on_another(diagram: Diagram) -> None:
    """Boxes do not overlap, and none leaves the drawing."""
    for one, other in combinations(diagram.boxes, 2):
        apart_across = one.x + one.width <= other.x or other.x + other.width <= one.x
        apart_down = one.y + one.height <= other.y or other.y + other.height <= one.y
        assert apart_across or apart_down
    for box in diagram.boxes:
        assert 0 <= box.x <= box.x + box.width <= diagram.width
        assert 0 <= box.y <= box.y + box.height <= diagram.height


def test_lines_stay_in_the_drawing(diagram: Diagram) -> None:
    """No number of a line is beyond the width of the drawing."""
    numbers = [int(one) for line in diagram.lines for one in re.findall(r"\d+", line.path)]
    assert max(numbers) <= max(diagram.width, diagram.height)


def test_the_drawing_is_the_same_every_time(view: VocabularyView, diagram: Diagram) -> None:
    """Drawing again gives the same."""
    assert draw(view) == diagram
