"""The files of other standards: which there are, what is said of them, and that they hold."""

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from kameoka_graph.exchange.file import File
from kameoka_graph.exchange.standards import write_standards
from kameoka_graph.release.assembly import Assembly
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.embedded import Embedded

SCRIPT = """
import hashlib, sys
from pathlib import Path
from kameoka_graph.exchange.standards import write_standards
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.embedded import Embedded
iris = Iris(sys.argv[2])
store = Embedded.in_memory(Path(sys.argv[1]).read_bytes(), iris.root, iris.prefixes)
digest = hashlib.sha256()
for made in write_standards(store, iris):
    digest.update(made.name.encode() + made.content)
print(digest.hexdigest())
"""


@pytest.fixture(scope="module")
def files(store: Embedded, iris: Iris) -> Sequence[File]:
    """Give the files of the real release."""
    return write_standards(store, iris)


def test_files(files: Sequence[File]) -> None:
    """These are the files, with their media types."""
    assert {made.name: made.media_type for made in files} == {
        "elements.jsonl": "application/x-ndjson",
        "schema-org.jsonld": "application/ld+json",
        "imi.jsonld": "application/ld+json",
        "stratml-part1-262064-machizukuri-kyodo-3.xml": "application/xml",
        "stratml-part2-262064-machizukuri-kyodo-3.xml": "application/xml",
        "context.jsonld": "application/ld+json",
    }


def test_said_of_them(files: Sequence[File]) -> None:
    """Each file is told in both languages, and what it conforms to has an address."""
    for made in files:
        told = (made.title.ja, made.title.en, made.description.ja, made.description.en)
        assert all(told)
        assert made.conforms_to
        assert all(":" in address for address in made.conforms_to)


def test_readable(files: Sequence[File]) -> None:
    """Each file can be read as what its media type says, and ends with a line end."""
    for made in files:
        text = made.content.decode()
        assert text.endswith("\n")
        if made.media_type == "application/xml":
            ET.fromstring(text)  # noqa: S314 - our own
        else:
            is_lines = made.media_type.endswith("ndjson")
            for document in text.splitlines() if is_lines else [text]:
                json.loads(document)


def test_own_iris(files: Sequence[File], store: Embedded, iris: Iris) -> None:
    """Every IRI of ours in any file is a thing that the store speaks of, so that it resolves."""
    rows = store.select("SELECT DISTINCT ?s { ?s ?p ?o }").rows
    subjects = {str(row[0]) for row in rows}
    pattern = re.compile(re.escape(iris.root) + r"[^\s\"<>（）]*")
    found = {one for made in files for one in pattern.findall(made.content.decode())}
    documents_and_spaces = {str(iris.at(path)) for path in ("ns/context.jsonld", "ns/mp#")}
    assert len(found) > 250
    assert found - subjects - documents_and_spaces == set()


def test_no_https_form(files: Sequence[File]) -> None:
    """No file has an IRI of schema.org in the `https:` form, which the data does not use."""
    assert [made.name for made in files if b"https://schema.org" in made.content] == []


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo"])
def test_same_bytes(
    files: Sequence[File], assembly: Assembly, tmp_path: Path, root: Path, zone: str
) -> None:
    """Another hash seed and another time zone give the same bytes."""
    data = tmp_path / "data.nq"
    data.write_bytes(assembly.nquads)
    digest = hashlib.sha256()
    for made in files:
        digest.update(made.name.encode() + made.content)
    for seed in ("0", "4711"):
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT, str(data), assembly.iris.base],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            cwd=root,
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == digest.hexdigest()
