"""Files of links in SSSOM are read; of their head only what is understood is taken."""

from decimal import Decimal
from pathlib import Path

import pytest

from kameoka_graph.read.sssom import COLUMNS, MappingSet, read_mappings
from kameoka_graph.read.table import CellError

HEAD = """# mapping_set_id: links/kameoka
# mapping_set_title: "対応 / Links"
# mapping_set_version: '2026-11-22'
# license: https://creativecommons.org/licenses/by/4.0/
# curie_map:
#   id: id/
#   agent: id/agent/
#   geonames: https://sws.geonames.org/
#   skos: http://www.w3.org/2004/02/skos/core#
#   semapv: https://w3id.org/semapv/vocab/
"""
ROW = (
    "id:262064\t亀岡市\tskos:closeMatch\tgeonames:1860635/\tKameoka\tsemapv:ManualMappingCuration"
    "\tagent:proposal\t2026-11-22\t0.9\t別名に亀岡市を含む。"
)


def read(
    folder: Path, head: str = HEAD, row: str = ROW
) -> tuple[MappingSet | None, tuple[CellError, ...]]:
    """Read a file with this head and one row."""
    path = folder / "test.sssom.tsv"
    path.write_text(head + "\t".join(COLUMNS) + "\n" + row + "\n", encoding="utf-8")
    return read_mappings(path)


def test_the_real_links_are_right(root: Path) -> None:
    """The real file is read with nothing wrong."""
    links, wrong = read_mappings(root / "data/links/kameoka.sssom.tsv")
    assert links is not None
    assert wrong == ()
    assert [(one.subject, one.object) for one in links.mappings] == [
        ("id/262064", "https://sws.geonames.org/1860635/")
    ]


def test_head_and_row_are_taken_as_values(tmp_path: Path) -> None:
    """Keys of the head lose their quotation marks; identifiers are written in full."""
    links, wrong = read(tmp_path)
    assert wrong == ()
    assert links is not None
    assert (links.id, links.title, links.version) == ("links/kameoka", "対応 / Links", "2026-11-22")
    (row,) = links.mappings
    assert row.predicate == "http://www.w3.org/2004/02/skos/core#closeMatch"
    assert row.justification == "https://w3id.org/semapv/vocab/ManualMappingCuration"
    assert (row.author, row.confidence) == ("id/agent/proposal", Decimal("0.9"))


@pytest.mark.parametrize(
    ("old", "new", "row", "ja"),
    [
        ("links/kameoka", "[a, b]", 1, "1行の文字列だけ"),
        ("links/kameoka", "|", 1, "1行の文字列だけ"),
        ("links/kameoka", "&x y", 1, "1行の文字列だけ"),
        ("links/kameoka", "a: b", 1, "1行の文字列だけ"),
        ("links/kameoka", "a # b", 1, "1行の文字列だけ"),
        ('"対応 / Links"', '"対応', 2, "1行の文字列だけ"),
        ('"対応 / Links"', '"対\\n応"', 2, "1行の文字列だけ"),
        ("links/kameoka", "", 1, "値を同じ行に"),
        ("# curie_map:", "# curie_map: x", 5, "値を同じ行に"),
        ("# license", "# licence", 4, "書けるのは mapping_set_id"),
        ("# license", "#   license", 4, "書けるのは mapping_set_id"),
        ("# curie_map:", "# - curie_map", 5, "「# key: value」の形"),
        ("#   agent: id/agent/", "#   id: id/agent/", 7, "同じ項目が2回"),
        ("# mapping_set_version: '2026-11-22'\n", "", 0, "mapping_set_version がありません"),
    ],
    ids=[
        "list",
        "block",
        "anchor",
        "map",
        "comment",
        "open-quote",
        "escape",
        "no-value",
        "value-of-prefixes",
        "unknown-key",
        "indented-key",
        "item",
        "twice",
        "missing",
    ],
)
def test_another_head_is_refused(tmp_path: Path, old: str, new: str, row: int, ja: str) -> None:
    """What the head cannot hold is refused with its line, and nothing of the file is taken."""
    links, (error,) = read(tmp_path, HEAD.replace(old, new, 1))
    assert links is None
    assert error.row == row
    assert ja in error.say.ja


@pytest.mark.parametrize(
    ("old", "new", "column", "en"),
    [
        ("id:262064", "262064", "subject_id", "the prefixes are id, agent"),
        ("skos:closeMatch", "owl:sameAs", "predicate_id", "the prefixes are id, agent"),
        ("\t0.9\t", "\t90%\t", "confidence", "above 0 and at most 1"),
        ("2026-11-22", "22.11.2026", "mapping_date", "a date such as"),
        ("別名に亀岡市を含む。", "", "comment", "it is empty"),
    ],
    ids=["no-prefix", "unknown-prefix", "confidence", "date", "comment"],
)
def test_a_wrong_cell_is_told(tmp_path: Path, old: str, new: str, column: str, en: str) -> None:
    """A wrong cell is told with its line in the file, and its row left out."""
    links, (error,) = read(tmp_path, row=ROW.replace(old, new, 1))
    assert links is not None
    assert links.mappings == ()
    assert (error.row, error.column) == (12, column)
    assert en in error.say.en


def test_another_table_is_refused(tmp_path: Path) -> None:
    """Another header is told with the line it stands on."""
    path = tmp_path / "test.sssom.tsv"
    path.write_text(HEAD + "subject_id\n", encoding="utf-8")
    links, (error,) = read_mappings(path)
    assert links is None
    assert error.row == 11


def test_another_encoding_is_refused(tmp_path: Path) -> None:
    """A file that is not UTF-8 is told, its name once."""
    path = tmp_path / "test.sssom.tsv"
    path.write_bytes(HEAD.encode("cp932"))
    links, (error,) = read_mappings(path)
    assert links is None
    assert error.say.en.count("test.sssom.tsv") == 1
