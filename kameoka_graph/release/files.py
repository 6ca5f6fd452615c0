"""An assembly to the files that a release offers: dumps, parts, tables, other standards."""

import gzip
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from rdflib import Graph, Literal
from rdflib.namespace import SKOS

from kameoka_graph.exchange.file import File, Part
from kameoka_graph.exchange.standards import write_standards
from kameoka_graph.exchange.tables import write_tables
from kameoka_graph.exchange.template import template
from kameoka_graph.formats import JSONLD, NQUADS, TRIG, TURTLE, Format
from kameoka_graph.release.assembly import Assembly
from kameoka_graph.say import Say
from kameoka_graph.state.meta_graph import DUMPS
from kameoka_graph.store.embedded import Embedded
from kameoka_graph.store.syntax import rewrite

GZIP: Final = "application/gzip"
"""Media type of the compressed dump."""
LEVEL: Final = 6
"""How hard to compress; more takes three times as long for a twentieth less."""
PARTS: Final = {
    "stated": Part.PLAN,
    "curated": Part.CURATED,
    "context": Part.CONTEXT,
    "link": Part.LINKS,
    "vocabulary": Part.VOCABULARY,
}
"""The part that a kind of knowledge belongs to; what was derived or recorded is in the whole."""
_PART_TITLES: Final = {
    Part.PLAN: Say("原典の記載", "What the sources state"),
    Part.CURATED: Say("解釈による判断", "Interpretation"),
    Part.CONTEXT: Say("ほかのページの記載", "What other pages say"),
    Part.LINKS: Say("外部の識別子との対応", "Links to identifiers elsewhere"),
    Part.VOCABULARY: Say(
        "語彙・概念・規則・問い合わせ", "Vocabulary, concepts, shapes and queries"
    ),
}
_DUMPS: Final = {
    NQUADS: Say(
        "すべての名前付きグラフを、正規化して並べた N-Quads（RDFC-1.0）で。版どうしを比べられる。",
        "Canonical sorted N-Quads (RDFC-1.0) with every named graph; versions can be compared.",
    ),
    TRIG: Say(
        "すべての名前付きグラフを、人が読める形で。",
        "Every named graph, in a form that people can read.",
    ),
    TURTLE: Say(
        "すべてのグラフを一つに合わせたもの。だれの記載かの区別は含まない。",
        "The merge of all graphs, without who says what.",
    ),
    JSONLD: Say("すべての名前付きグラフを JSON-LD で。", "Every named graph in JSON-LD."),
}

STANDARDS: Final = {
    NQUADS: ("https://www.w3.org/TR/n-quads/", "https://www.w3.org/TR/rdf-canon/"),
    TRIG: ("https://www.w3.org/TR/trig/",),
    TURTLE: ("https://www.w3.org/TR/turtle/",),
    JSONLD: ("https://www.w3.org/TR/json-ld11/",),
}
"""Specifications of the formats."""


class DuplicateFileError(ValueError):
    """Two files of a release with the same name, which is a mistake of the program."""


def dumps(assembly: Assembly) -> tuple[File, ...]:
    """Write the whole data set in each format of `DUMPS`."""
    made = {f"dataset.{form.name}": _dump(assembly, form) for form in _DUMPS}
    whole = made["dataset.nq"]
    made["dataset.nq.gz"] = File(
        "dataset.nq.gz",
        NQUADS.media_type,
        _gzipped(whole.content),
        Say("全データ（N-Quads、gzip）", "All data (N-Quads, gzip)"),
        Say("dataset.nq を圧縮したもの。", "dataset.nq, compressed."),
        Part.WHOLE,
        conforms_to=whole.conforms_to,
        compression=GZIP,
    )
    return tuple(made[name] for name in DUMPS)


def _gzipped(content: bytes) -> bytes:
    """Compress as gzip does (RFC 1952), with no time and no system in the head."""
    packed = gzip.compress(content, LEVEL, mtime=0)
    return packed[:9] + b"\xff" + packed[10:]


def exchange_files(assembly: Assembly) -> tuple[File, ...]:
    """Write the parts in Turtle, tables, and the files of other standards.

    Raises `DuplicateFileError`.
    """
    store = Embedded.in_memory(assembly.nquads, assembly.iris.root, assembly.iris.prefixes)
    files = (
        *_parts(assembly),
        *write_tables(store, assembly.iris),
        *write_standards(store, assembly.iris),
        template(_kinds(assembly)),
    )
    names = [file.name for file in files]
    if len({*names, *DUMPS}) < len(names) + len(DUMPS):
        raise DuplicateFileError(names)
    return files


def _kinds(assembly: Assembly) -> Iterator[str]:
    """Give the Japanese names of the kinds of activities, which a table is filled in with."""
    concepts = assembly.graphs.get(assembly.iris.graph("voc"), Graph())
    scheme = assembly.iris.at("voc/activity-kind")
    for kind in sorted(concepts.subjects(SKOS.inScheme, scheme), key=str):
        for name in concepts.objects(kind, SKOS.prefLabel):
            if isinstance(name, Literal) and name.language == "ja":
                yield str(name)


def _dump(assembly: Assembly, form: Format) -> File:
    content = (
        assembly.nquads
        if form is NQUADS
        else rewrite(assembly.nquads, form, assembly.iris.prefixes)
    )
    return File(
        f"dataset.{form.name}",
        form.media_type,
        content,
        Say(f"全データ（{form.title}）", f"All data ({form.title})"),
        _DUMPS[form],
        Part.WHOLE,
        conforms_to=STANDARDS[form],
    )


def _parts(assembly: Assembly) -> Iterator[File]:
    for part, nquads in _quads_by_part(assembly).items():
        title = _PART_TITLES[part]
        yield File(
            f"dataset-{part}.ttl",
            TURTLE.media_type,
            rewrite(nquads, TURTLE, assembly.iris.prefixes),
            Say(f"{title.ja}（Turtle）", f"{title.en} (Turtle)"),
            Say(
                "この部分の名前付きグラフを一つに合わせたもの。",
                "The merge of the named graphs of this part.",
            ),
            part,
            conforms_to=STANDARDS[TURTLE],
        )


def _quads_by_part(assembly: Assembly) -> Mapping[Part, bytes]:
    """Give the canonical quads of each part; a line ends with the name of its graph."""
    lines: dict[Part, list[bytes]] = defaultdict(list)
    known: dict[bytes, Part | None] = {}
    for line in assembly.nquads.splitlines(keepends=True):
        name = line[line.rindex(b" <") + 2 : line.rindex(b">")]
        if name not in known:
            known[name] = PARTS.get(assembly.iris.knowledge(name.decode()))
        part = known[name]
        if part is not None:
            lines[part].append(line)
    return {part: b"".join(lines[part]) for part in Part if part in lines}
