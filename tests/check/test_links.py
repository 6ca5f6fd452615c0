"""Links that are identity, unconfirmed, or lead from or to nothing are told."""

from pathlib import Path

import pytest

from kameoka_graph.check.links import check_links
from kameoka_graph.read.sssom import COLUMNS, read_mappings
from kameoka_graph.read.table import CellError

HEAD = """# mapping_set_id: links/test
# mapping_set_title: Links
# mapping_set_version: "1"
# license: https://creativecommons.org/licenses/by/4.0/
# curie_map:
#   id: id/
#   agent: id/agent/
#   geonames: https://sws.geonames.org/
#   owl: http://www.w3.org/2002/07/owl#
#   skos: http://www.w3.org/2004/02/skos/core#
#   semapv: https://w3id.org/semapv/vocab/
"""
ROW = (
    "id:262064\t亀岡市\tskos:closeMatch\tgeonames:1860635/\tKameoka\tsemapv:ManualMappingCuration"
    "\tagent:proposal\t2026-11-22\t0.9\t別名に亀岡市を含むことを確認した。"
)


def check(folder: Path, *rows: str) -> tuple[CellError, ...]:
    """Check a file of these rows, in a world of one city and one agent."""
    path = folder / "test.sssom.tsv"
    path.write_text(HEAD + "\n".join(["\t".join(COLUMNS), *rows]), encoding="utf-8")
    links, wrong = read_mappings(path)
    assert links is not None
    assert wrong == ()
    return check_links((links,), {"262064"}, {"proposal"})


def test_a_confirmed_link_is_not_told(tmp_path: Path) -> None:
    """A close match that a person confirmed is right."""
    assert check(tmp_path, ROW) == ()


@pytest.mark.parametrize(
    ("old", "new", "column", "ja", "en"),
    [
        ("skos:closeMatch", "owl:sameAs", "predicate_id", "同一（owl:sameAs）", "identity"),
        ("skos:closeMatch", "skos:broader", "predicate_id", "skos:exactMatch", "skos:exactMatch"),
        ("ManualMappingCuration", "UnspecifiedMatching", "mapping_justification", "semapv:", "use"),
        ("確認した", "確認していない", "comment", "left-out.csv", "left-out.csv"),
        ("確認した", "確認できていない", "comment", "left-out.csv", "left-out.csv"),
        ("確認した", "推測した", "comment", "left-out.csv", "left-out.csv"),
        ("確認した", "not verified", "comment", "left-out.csv", "left-out.csv"),
        ("確認した", "[U]", "comment", "left-out.csv", "left-out.csv"),
        ("id:262064", "id:262099", "subject_id", "entities.csv", "entities.csv"),
        ("geonames:", "id:", "object_id", "外部のアドレス", "outside address"),
        ("agent:proposal", "agent:tanaka", "author_id", "agent:proposal", "agent:proposal"),
    ],
)
def test_what_may_not_stand_is_told(
    tmp_path: Path, old: str, new: str, column: str, ja: str, en: str
) -> None:
    """Identity, other relations, unconfirmed rows and unknown ends are told with the cell."""
    (error,) = check(tmp_path, ROW.replace(old, new, 1))
    assert (error.row, error.column) == (13, column)
    assert ja in error.say.ja
    assert en in error.say.en


def test_a_repetition_is_told(tmp_path: Path) -> None:
    """A link that another row states too is told."""
    (error,) = check(tmp_path, ROW, ROW.replace("0.9", "0.8"))
    assert (error.row, error.column) == (14, "object_id")
