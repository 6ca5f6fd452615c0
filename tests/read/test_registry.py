"""The registry of numbers is read whole or not at all, and written as it is read."""

from pathlib import Path

import pytest

from kameoka_graph.read.document import Kind
from kameoka_graph.read.registry import COLUMNS, Entry, read_registry, write_registry
from kameoka_graph.read.table import CellError

HEADER = ",".join(COLUMNS)


def read(folder: Path, *rows: str) -> tuple[Entry, ...]:
    """Read a registry with these rows."""
    path = folder / "registry.csv"
    path.write_text("\n".join([HEADER, *rows]), encoding="utf-8")
    return read_registry(path)


def test_the_real_registry_numbers_every_element(root: Path) -> None:
    """The real registry has one path for each of the 93 elements, and is written as it is kept."""
    path = root / "data/plans/262064-machizukuri-kyodo-3/registry.csv"
    entries = read_registry(path)
    assert len({entry.path for entry in entries}) == len(entries) == 93
    assert write_registry(entries).encode() == path.read_bytes()


def test_a_missing_registry_is_empty(tmp_path: Path) -> None:
    """A plan that was never built has no numbers."""
    assert read_registry(tmp_path / "registry.csv") == ()


def test_an_entry_is_taken_as_a_value(tmp_path: Path) -> None:
    """Path, class, fiscal year and wording of an entry are taken."""
    (entry,) = read(
        tmp_path, "action-plan/2/fy/2023/activity/3,Activity,2023,フォーラム,371fd4250226"
    )
    assert entry == Entry(
        "action-plan/2/fy/2023/activity/3", Kind.ACTIVITY, 2023, "フォーラム", "371fd4250226"
    )


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        ("pillar,Pillar,,a,b", "path", "pillar"),
        ("pillar/0,Pillar,,a,b", "path", "pillar/0"),
        ("/pillar/1,Pillar,,a,b", "path", "/pillar/1"),
        ("pillar/../1,Pillar,,a,b", "path", "pillar/../1"),
        ("pillar/9999999999,Pillar,,a,b", "path", "pillar/9999999999"),
        ("pillar/1,Plan,,a,b", "class", "Plan"),
        ("pillar/1,Activity,R5,a,b", "fiscal_year", "R5"),
    ],
)
def test_a_bad_cell_is_refused(tmp_path: Path, row: str, column: str, value: str) -> None:
    """A path, class or fiscal year of another form is refused with its row and column."""
    with pytest.raises(CellError) as caught:
        read(tmp_path, "theme/1,Theme,,a,b", row)
    assert (caught.value.row, caught.value.column, caught.value.value) == (3, column, value)


def test_a_path_may_not_be_listed_twice(tmp_path: Path) -> None:
    """Two entries with one path are refused at the second."""
    with pytest.raises(CellError) as caught:
        read(tmp_path, "theme/1,Theme,,a,b", "theme/1,Theme,,c,d")
    assert (caught.value.row, caught.value.column, caught.value.value) == (3, "path", "theme/1")
    assert "2回" in caught.value.say.ja
    assert "twice" in caught.value.say.en
