"""Time and memory of building Kameoka's release from source, validation included.

Run it from a checkout: `python3 benchmarks/build.py [runs]`. Each run is a new process. It prints
wall seconds, CPU seconds and peak memory in megabytes.
"""

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import environment  # noqa: E402 - found only once the checkout is on the path

MEASURED = """
import resource, sys, time
started = time.perf_counter()
from kameoka_graph.cli.main import main
status = main(["build", "--json", "--data", sys.argv[1], "--releases", sys.argv[2]])
usage = resource.getrusage(resource.RUSAGE_SELF)
print(time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
sys.exit(status)
"""


def measure() -> tuple[float, float, float]:
    """Build once in a new process; gives wall seconds, CPU seconds and peak memory in megabytes."""
    with tempfile.TemporaryDirectory() as releases:
        done = subprocess.run(
            [sys.executable, "-c", MEASURED, str(ROOT / "data"), releases],
            check=True,
            capture_output=True,
            text=True,
            cwd=ROOT,
        )
    wall, cpu, memory = map(float, done.stdout.splitlines()[-1].split())
    return wall, cpu, memory


def run() -> None:
    """Print the median and the extremes of some builds."""
    environment.ensure("serve", "requirements/serve.txt")
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    columns = zip(*(measure() for _ in range(runs)), strict=True)
    for name, values in zip(("wall s", "CPU s", "peak MB"), columns, strict=True):
        median = statistics.median(values)
        low, high = min(values), max(values)
        sys.stdout.write(f"{name:8} min {low:8.2f}  median {median:8.2f}  max {high:8.2f}\n")


if __name__ == "__main__":
    run()
