"""The open table of municipalities gives each by its code with check digit."""

from pathlib import Path

import pytest

from kameoka_graph.read.municipality import Municipality, read_municipalities
from kameoka_graph.read.table import CellError


def check_digit(code: str) -> int:
    """Compute the last digit of a local government code from the first five."""
    total = sum(int(digit) * weight for digit, weight in zip(code, (6, 5, 4, 3, 2), strict=False))
    return (11 - total % 11) % 10


def test_kameoka_is_listed(root: Path) -> None:
    """The table gives Kameoka its prefecture, name, reading and site."""
    listed = read_municipalities(root / "data/municipalities/municipalities.csv")
    assert listed["262064"] == Municipality(
        "262064", "京都府", "亀岡市", "かめおかし", "https://www.city.kameoka.kyoto.jp/"
    )


def test_every_code_has_its_check_digit(root: Path) -> None:
    """All 1,916 codes of the table have six digits, the last of which agrees with the others."""
    codes = read_municipalities(root / "data/municipalities/municipalities.csv").keys()
    assert len(codes) == 1916
    assert [code for code in codes if len(code) != 6 or check_digit(code) != int(code[5])] == []


def test_another_table_is_refused(tmp_path: Path) -> None:
    """A table with another header is not the table of municipalities."""
    path = tmp_path / "municipalities.csv"
    path.write_text("lgcode,city\n262064,亀岡市\n", encoding="utf-8")
    with pytest.raises(CellError, match="citykana"):
        read_municipalities(path)
