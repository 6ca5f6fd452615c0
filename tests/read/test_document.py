"""The plan as values: pieces in order, elements with their parents, nothing lost and nothing twice."""

import dataclasses
from collections import Counter

import pytest

from kameoka_graph.read.document import Kind, Piece, Plan, Source, Span


def test_pieces_tile_the_source(plan: Plan) -> None:
    """Every character of the source belongs to exactly one piece."""
    at = 0
    for piece in plan.pieces():
        assert piece.span.start == at
        assert piece.span.end > at
        at = piece.span.end
    assert at == len(plan.source.text)


def test_spans_slice_back_to_their_text(plan: Plan) -> None:
    """Each piece's text is the slice of the source at its span."""
    for piece in plan.pieces():
        assert plan.source.text[piece.span.start : piece.span.end] == piece.text


def test_the_source_is_rebuilt_byte_for_byte(plan: Plan) -> None:
    """The pieces alone give the source back."""
    assert plan.rebuild() == plan.source.text
    assert len(plan.rebuild().encode()) == plan.source.size


def test_roles_are_named(plan: Plan) -> None:
    """Each piece plays one of the named roles, and only layout is white space."""
    roles = Counter(piece.role for piece in plan.pieces())
    assert set(roles) == {
        "text",
        "mark",
        "heading",
        "bracket",
        "cell-label",
        "cell-border",
        "line-break",
        "list-mark",
        "space",
    }
    for piece in plan.pieces():
        assert (piece.text.strip() == "") == (piece.role in {"space", "line-break", "cell-border"})


def test_walking_gives_parents_before_parts(plan: Plan) -> None:
    """Each element comes after its parent, in printed order, and top elements have none."""
    seen: list[Span] = []
    for element, parent in plan.walk():
        if parent is None:
            assert element in plan.elements
        else:
            assert parent.text.span in seen
            assert element in parent.parts
        seen.append(element.text.span)
    assert seen == sorted(seen)
    assert len(seen) == 93


def test_values_are_frozen(plan: Plan) -> None:
    """A plan that was read cannot be changed."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        plan.title.role = "mark"  # type: ignore[misc]  # what must not work is tried


def test_a_source_is_named_by_twelve_digits() -> None:
    """A document's short name is the start of its digest."""
    assert Source("a", "", "0123456789abcdef" * 4, 0).short == "0123456789ab"


def test_spans_order_by_place() -> None:
    """Spans sort by where they start, then by where they end."""
    assert sorted([Span(2, 3), Span(1, 9), Span(1, 2)]) == [Span(1, 2), Span(1, 9), Span(2, 3)]
    assert Piece(Span(0, 1), "①", "mark").text == "①"
    assert Kind("Activity") is Kind.ACTIVITY
