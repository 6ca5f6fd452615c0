"""`python -m kameoka_graph` is the command `kameoka-graph`."""

import sys

from kameoka_graph.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
