"""Text on a terminal: cells counted as terminals do, and nothing that moves the cursor."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kameoka_graph.cli.terminal import tame, width


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("", 0),
        ("abc", 3),
        ("行動計画", 8),
        ("ｶﾒｵｶ", 4),
        ("Ａ１", 4),
        ("　", 2),
        ("が", 2),
        ("か\u3099", 2),
        ("e\u0301", 1),
        ("葛\U000e0100", 2),
        ("☃\ufe0f", 1),
        ("a\u20dd", 1),
        ("a\u200bb", 2),
        ("亀岡city", 8),
    ],
)
def test_width(text: str, cells: int) -> None:
    """Full-width characters take two cells; combining marks and variation selectors take none."""
    assert width(text) == cells


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("令和5年度　協働", "令和5年度　協働"),
        ("a\nb\tc\rd", "a b c d"),
        ("\x1b[31mred", "\ufffd[31mred"),
        ("\x9b31m", "\ufffd31m"),
        ("a\u202eb\u2066c", "a\ufffdb\ufffdc"),
        ("a\u2028b", "a b"),
        ("か\u3099", "か\u3099"),
        ("\udc8e", "\ufffd"),
        ("\x00\x07\x08\x7f", "\ufffd\ufffd\ufffd\ufffd"),
    ],
)
def test_controls_are_made_harmless(text: str, shown: str) -> None:
    """Controls, also those of text direction, become a space or U+FFFD; all else stays."""
    assert tame(text) == shown


def test_what_is_to_be_kept_is_kept() -> None:
    """A report keeps its line ends."""
    assert tame("a\nb\x1b", keep="\n") == "a\nb\ufffd"


@given(st.text(st.characters(codec=None)))
def test_tame_text_is_tame(text: str) -> None:
    """What is made harmless once stays as it is, and has no control characters."""
    once = tame(text)
    assert tame(once) == once
    assert len(once) == len(text)
    assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in once)
