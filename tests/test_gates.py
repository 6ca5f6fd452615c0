"""Each gate turns red when it should: proven on a copy of the checkout, with one fault at a time."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = Path(sys.executable).parent
NOT_COPIED = shutil.ignore_patterns(
    ".git",
    ".venv",
    ".*_cache",
    ".hypothesis",
    ".artifacts",
    ".coverage*",
    "__pycache__",
    "releases",
)
DEADLINE = 120

LAYERS = ["lint-imports", "--no-cache"]
CONFIGURATION = ["validate-pyproject", "pyproject.toml"]
TERMS = ["python", "-m", "pytest", "-q", "tests/state/test_terms.py", "-k", "lacks"]
SHAPES = [
    "python", "-m", "pytest", "-q", "tests/test_shape_files.py",
    "-k", "test_a_rule_has_data_that_passes_and_data_that_fails",
]  # fmt: skip


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Give a copy of the checkout that a test may spoil."""
    return Path(shutil.copytree(ROOT, tmp_path / "checkout", ignore=NOT_COPIED))


def gate(checkout: Path, words: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a gate in the copy, on the copy's own code."""
    variables = {
        name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")
    }
    return subprocess.run(
        [str(SCRIPTS / words[0]), *words[1:]],
        capture_output=True,
        check=False,
        cwd=checkout,
        env=variables | {"PYTHONPATH": str(checkout), "PYTHONDONTWRITEBYTECODE": "1"},
        encoding="utf-8",
        timeout=DEADLINE,
    )


def append(name: str, text: str) -> Callable[[Path], None]:
    """Spoil a file by a line at its end."""

    def spoil(checkout: Path) -> None:
        with (checkout / name).open("a", encoding="utf-8") as file:
            file.write(text)

    return spoil


def insert(name: str, before: str, text: str) -> Callable[[Path], None]:
    """Spoil a file by lines before a certain one."""

    def spoil(checkout: Path) -> None:
        file = checkout / name
        whole = file.read_text(encoding="utf-8")
        assert whole.count(before) == 1
        file.write_text(whole.replace(before, text + before), encoding="utf-8")

    return spoil


def without_failing_example(checkout: Path) -> None:
    """Take away all data that one shape refuses."""
    examples = list(
        (checkout / "tests" / "shapes" / "fail").glob("progress-table-blank-cell*.trig")
    )
    assert examples
    for example in examples:
        example.unlink()


@pytest.mark.parametrize(
    "words", [LAYERS, CONFIGURATION, TERMS, SHAPES], ids=lambda words: words[-1]
)
def test_gate_is_green_on_an_unspoilt_copy(words: list[str], checkout: Path) -> None:
    """A copy of the checkout passes, so that what follows is red for its own reason."""
    done = gate(checkout, words)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("words", "spoil", "told"),
    [
        (LAYERS, append("kameoka_graph/read/era.py", "\nimport kameoka_graph.show.web\n"), "kameoka_graph.read.era -> kameoka_graph.show.web"),
        (LAYERS, append("kameoka_graph/state/iris.py", "\nimport pyoxigraph\n"), "kameoka_graph.state.iris -> pyoxigraph"),
        (LAYERS, append("kameoka_graph/stray.py", '"""Has no layer."""\n'), "stray"),
        (CONFIGURATION, append("pyproject.toml", '\n[lint]\nselect = ["E"]\n'), "lint"),
        (CONFIGURATION, append("pyproject.toml", "\n[tool.mypy.strict]\n"), ""),
        (SHAPES, without_failing_example, "blank-cell"),
        (TERMS, insert("kameoka_graph/state/terms.py", '    PLAN = "Plan"\n', '    PLAM = "Plam"\n'), "Plam"),
        (TERMS, insert("ontology/mp.ttl", "mp:Plan a ", "mp:Plam a owl:Class .\n"), "Plam"),
    ],
    ids=[
        "upward import",
        "engine outside the store",
        "module without a layer",
        "misplaced table",
        "table where a value belongs",
        "shape without its failing example",
        "term that the ontology lacks",
        "term that the code lacks",
    ],
)  # fmt: skip
def test_gate_turns_red(
    words: list[str], spoil: Callable[[Path], None], told: str, checkout: Path
) -> None:
    """A fault of the kind that a gate is for turns it red, and it says where."""
    spoil(checkout)
    done = gate(checkout, words)
    assert done.returncode != 0
    assert told in done.stdout + done.stderr
