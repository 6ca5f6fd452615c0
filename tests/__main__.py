"""Takes a fresh checkout and pytest's arguments, runs the tests, and gives pytest's exit status.

`python3 tests` runs them all. Coverage is measured each time; `.ci/gates` reports it.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import environment  # noqa: E402 - found only through the line above


def run(arguments: list[str]) -> int:
    """Runs the tests in their own environment, measured in every process they start."""
    environment.ensure("test", "requirements/test.txt")
    environment.wheelhouse("requirements/serve.txt")
    environment.node_packages("requirements/npm.json")
    coverage("erase")
    status = coverage("run", "-m", "pytest", *arguments)
    coverage("combine", "--quiet")
    return status


def coverage(*arguments: str) -> int:
    """Runs the measuring tool from the top folder, where its settings are; gives its exit status."""
    return subprocess.call([sys.executable, "-m", "coverage", *arguments], cwd=ROOT)


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
