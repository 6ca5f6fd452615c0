"""What tests of the command line share: the real command in a process of its own, and its data."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kameoka_graph.release.folder import Release

ROOT = Path(__file__).resolve().parent.parent.parent
PLAN = "plans/262064-machizukuri-kyodo-3"

Run = Callable[..., subprocess.CompletedProcess[str]]
"""Takes the arguments of `kameoka-graph`, and gives its exit status and what it printed."""


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Give a function that runs the command in an empty folder, and makes sure of no traceback."""

    def run(
        *arguments: object, stdin: bytes = b"", **variables: str
    ) -> subprocess.CompletedProcess[str]:
        environ = {name: value for name, value in os.environ.items() if not name.startswith("LC_")}
        done = subprocess.run(
            [sys.executable, "-m", "kameoka_graph", *map(str, arguments)],
            input=stdin,
            capture_output=True,
            check=False,
            cwd=tmp_path,
            env=environ | {"LANG": "C.UTF-8"} | variables,
            timeout=120,
        )
        out, err = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
        assert "Traceback" not in err, err
        return subprocess.CompletedProcess(done.args, done.returncode, out, err)

    return run


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Give a copy of the real data that a test may spoil."""
    return Path(shutil.copytree(ROOT / "data", tmp_path / "data"))


@pytest.fixture
def source(data: Path) -> Path:
    """Give the text of the plan in the copy."""
    return data / PLAN / "source.txt"


@pytest.fixture
def releases(release: Release, tmp_path: Path) -> Path:
    """Give a copy of the folder of the real release, which is the current one."""
    return Path(shutil.copytree(release.folder.parent, tmp_path / "releases"))
