"""An independent processor of CSVW: it checks tables, and makes RDF of them in minimal mode.

It passes the tests of the W3C for all three, but leaves three things to whoever calls it, which are
done here: it does not drop the byte order mark, as decoding UTF-8 by the Encoding Standard does; it
writes `,` in IRIs as `%2C`; and it types plain texts as `xsd:string`, which RDF 1.1 says is the
same and rdflib takes for another.
"""

import functools
import http.server
import tempfile
import threading
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from rdflib import Graph

from kameoka_graph.exchange.file import File

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # newer Pythons find fault with escapes in its text
    from csvw_functions import (  # type: ignore[import-untyped]  # it ships no types
        CSVWError,
        create_annotated_table_group,
        create_rdf,
        get_errors,
    )

BOM: Final = b"\xef\xbb\xbf"
_STRING: Final = "^^<http://www.w3.org/2001/XMLSchema#string>"

__all__ = ["CSVWError", "checked", "rdf_of"]


def checked(files: Iterable[File], description: str) -> list[Any]:
    """Check what a description describes; give wrong cells, raise `CSVWError` for all else."""
    return list(get_errors(_annotated(files, description)))


def rdf_of(files: Iterable[File], description: str) -> Graph:
    """Make RDF of what a description describes, in minimal mode."""
    lines = create_rdf(_annotated(files, description), mode="minimal")
    plain = lines.replace("%2C", ",").replace(_STRING, "")
    return Graph().parse(data=plain, format="ntriples")


def _annotated(files: Iterable[File], description: str) -> Any:
    with _offered(files) as address:
        return create_annotated_table_group(f"{address}/{description}", validate=True)


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """Offers a folder and tells nobody."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def _offered(files: Iterable[File]) -> Iterator[str]:
    """Offer files over HTTP: the processor's own paths of files do not work everywhere."""
    with tempfile.TemporaryDirectory() as name:
        for file in files:
            (Path(name) / file.name).write_bytes(file.content.removeprefix(BOM))
        handler = functools.partial(_Quiet, directory=name)
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
            yield f"http://127.0.0.1:{server.server_port}"
            server.shutdown()
