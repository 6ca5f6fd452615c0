"""The pure parts of the comparison of endpoints; the comparison itself is for people to run."""

import math
import re
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import endpoint
from benchmarks.endpoint import OURS, OXIGRAPH, RDFLIB, REPEATED, Findings, Measured, Plan

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("values", "percent", "expected"),
    [
        ([3.0], 50, 3.0),
        ([1.0, 2.0], 50, 1.0),
        ([1.0, 2.0, 3.0], 50, 2.0),
        ([float(one) for one in range(100, 0, -1)], 95, 95.0),
        ([float(one) for one in range(1, 101)], 99, 99.0),
        ([float(one) for one in range(1, 11)], 99, 10.0),
        ([5.0, 1.0], 0, 1.0),
        ([5.0, 1.0], 100, 5.0),
    ],
)
def test_percentile(values: list[float], percent: float, expected: float) -> None:
    """A percentile is one of the values: the smallest that so many percent do not exceed."""
    assert endpoint.percentile(values, percent) == expected


def test_nothing_measured_is_no_number() -> None:
    """Where nothing was answered, percentiles and ratios are no numbers, and nothing is raised."""
    assert math.isnan(endpoint.percentile([], 95))
    assert math.isnan(endpoint.ratio(1.0, 0.0))
    assert Measured().throughput == 0.0
    assert endpoint.cells(Measured(failures=3)) == ["0.0", "nan", "nan", "nan", "3"]


def test_clients_are_merged() -> None:
    """Clients that ask at once share their time, and their answers add up."""
    both = endpoint.merged([Measured(2.0, [0.1, 0.2]), Measured(2.5, [0.3], 1)])
    assert (both.seconds, both.failures) == (2.5, 1)
    assert both.throughput == pytest.approx(3 / 2.5)
    assert endpoint.cells(both) == ["1.2", "200.0", "300.0", "300.0", "1"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (None, -1),
        (b'{"head": {}, "results": {"bindings": [{}, {}]}}', 2),
        (b"<a:a> <a:b> <a:c> .\n<a:a> <a:b> <a:d> .\n\n<a:a> <a:b> <a:c> .\n", 2),
        (b"", 0),
    ],
)
def test_size_of_an_answer(body: bytes | None, expected: int) -> None:
    """An answer's size is its rows, or its different triples."""
    assert endpoint.size_of(body) == expected


def test_report_compares_ours_with_each_peer() -> None:
    """The report has a row for each query and endpoint, with the ratios of throughput."""

    def found(answers: int) -> Findings:
        some = Measured(1.0, [0.01] * answers)
        return Findings(
            {"lookup": some}, {"lookup": 9}, some, Measured(1.0, [0.02]), (2_000_000, 3_000_000)
        )

    text = endpoint.report(
        {OURS: found(20), OXIGRAPH: found(80), RDFLIB: found(4)},
        {"lookup": Measured(1.0, [0.01] * 40)},
    )
    rows = [re.split(r"\s{2,}", line) for line in text.splitlines()[1:5]]
    assert [(*row[:3], *row[-2:]) for row in rows] == [
        ("lookup", OURS, "9", "0.25", "5.00"),
        ("lookup", REPEATED, "9", "0.50", "10.00"),
        ("lookup", OXIGRAPH, "9", "1.00", "20.00"),
        ("lookup", RDFLIB, "9", "0.05", "1.00"),
    ]
    attacked = [line.split() for line in text.splitlines() if line.startswith(OURS)]
    assert [row[-4:] for row in attacked] == [["10.0", "2.00", "2", "3"]]


def test_queries_name_the_base_of_the_entry() -> None:
    """The queries stand on the base of the entry, so that any release can be measured."""
    queries = endpoint.queries_about("https://x.example/a/id/1/plan/2")
    assert len(queries) == 5
    assert "<https://x.example/a/ns/mp#>" in queries["join"]
    assert "<https://x.example/a/id/1/plan/2>" in queries["lookup"]


def test_quick_is_quicker() -> None:
    """`--quick` measures for a shorter time, and both times can be chosen."""
    usual, quick = (endpoint.plan_of(endpoint.arguments(words)) for words in ([], ["--quick"]))
    assert quick.idle < usual.idle
    assert quick.attack < usual.attack
    chosen = endpoint.arguments(["--seconds", "1", "--attack", "2"])
    assert endpoint.plan_of(chosen) == Plan(1.0, 2.0)


def test_help_needs_nothing_installed() -> None:
    """`--help` tells what it does with the standard library alone."""
    done = subprocess.run(
        [sys.executable, "-S", str(ROOT / "benchmarks" / "endpoint.py"), "--help"],
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    assert "--quick" in done.stdout
