"""The pure parts of measuring the search, and a run on a few names."""

from itertools import islice
from pathlib import Path

from benchmarks import search


def test_names_are_the_same_in_every_run() -> None:
    """The generated names are the same again, and 市民 is in about a fifth of them."""
    names = list(search.names(2000))
    assert names == list(search.names(2000))
    share = sum("市民" in name for name in names) / len(names)
    assert 0.15 < share < 0.3
    assert len(set(names)) > 1900


def test_some_entries_have_more_texts() -> None:
    """Every tenth entry has a reading and an English name as well."""
    counts = [len(entry.wordings) for entry in islice(search.entries(40), 40)]
    assert counts == [3, *[1] * 9] * 4


def test_every_kind_of_search_is_measured(tmp_path: Path) -> None:
    """Each kind of search is measured on a small index, and is written as a table."""
    built = search.build(300, tmp_path / "index")
    assert built["things"] == 300
    asked = search.ask_generated(tmp_path / "index")
    assert set(asked["queries"]) == {*search.QUERIES, "all"}
    assert asked["queries"]["frequent word"]["hits"] > 10
    assert asked["queries"]["nothing there"]["hits"] == 0
    told = search.report({"generated": built | asked})
    assert "frequent word" in told
    assert "aim < 50 ms" in told


def test_percentiles_are_values() -> None:
    """A percentile is one of the values: the smallest that so many percent do not exceed."""
    assert search.percentile([3.0, 1.0, 2.0], 50) == 2.0
    assert search.percentile([1.0], 95) == 1.0
    assert search.shares([float(one) for one in range(1, 101)]) == {
        "p50": 50,
        "p95": 95,
        "max": 100,
    }


def test_the_command_line_says_how_many() -> None:
    """A quick run takes fewer names; how many can be said."""
    assert search.arguments(["--quick"]).quick
    assert search.arguments(["--names", "5", "--json"]).names == 5
