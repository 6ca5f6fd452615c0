"""Takes a fresh checkout and gives a running server: `python3 server.py`, and nothing before it."""

import sys
from pathlib import Path

import environment

HERE = Path(__file__).resolve().parent


def run() -> int:
    """Builds, checks and serves; gives the exit status."""
    environment.ensure("serve", "requirements/serve.txt")
    from kameoka_graph.cli.main import main

    return main(
        [
            "serve",
            "--build",
            "--data",
            str(HERE / "data"),
            "--releases",
            str(HERE / "releases"),
            *sys.argv[1:],
        ]
    )


if __name__ == "__main__":  # worker processes import this file too, and must not start over
    sys.exit(run())
