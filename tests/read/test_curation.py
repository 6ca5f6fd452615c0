"""The tables of judgements are read into rows; every wrong cell is told, not only the first."""

import datetime
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from kameoka_graph.read.curation import Candidate, Curation, read_curation
from kameoka_graph.read.document import Span
from kameoka_graph.read.sheet import (
    ANOMALIES,
    ANOMALY_COLUMNS,
    CONTRIBUTIONS,
    CORRECTED_LABELS,
    ENGLISH_LABELS,
    READINGS,
    SERIES,
    SHEETS,
    Relation,
    Sheet,
)

END = "理由がある。,0.9,proposal,2026-11-22"
NOTE = (
    "0484,A4,action-plan/3/aim/1,財線基盤,1681,1685,misprint,editing,medium,誤記とみる。,A misprint."
    ",財政基盤=0.7|財源基盤=0.3," + END
)


@pytest.fixture(scope="module")
def curation(root: Path) -> Curation:
    """Give what was judged of the real plan."""
    return read_curation(root / "data/plans/262064-machizukuri-kyodo-3/curated")


def written(folder: Path, file: str, columns: tuple[str, ...], *rows: str) -> Curation:
    """Read a folder with one table of these rows."""
    (folder / file).write_text("\n".join([",".join(columns), *rows]), encoding="utf-8")
    return read_curation(folder)


def of_sheet(folder: Path, sheet: Sheet, *rows: str) -> Curation:
    """Read a folder with one table of relations."""
    columns = (*sheet.columns, "reason", "confidence", "curator", "date")
    return written(folder, sheet.file, columns, *(f"{row},{END}" for row in rows))


def of_notes(folder: Path, *rows: str) -> Curation:
    """Read a folder with a table of notes."""
    return written(folder, ANOMALIES, ANOMALY_COLUMNS, *rows)


def test_the_real_tables_are_right(curation: Curation) -> None:
    """No cell of the real tables is wrong, and each table has rows."""
    assert curation.wrong == ()
    assert curation.unread == frozenset()
    assert {one.sheet.file for one in curation.judgements} == {sheet.file for sheet in SHEETS}


def test_numbers_are_given_once(curation: Curation) -> None:
    """No two rows of the real tables share a number, statements and notes alike."""
    numbers = Counter(one.id for one in curation.judgements)
    numbers += Counter(note.id for note in curation.notes)
    assert set(numbers.values()) == {1}


def test_twenty_series_hold_every_entry(curation: Curation) -> None:
    """The real table puts 48 entries into 20 series."""
    rows = curation.of(SERIES)
    assert len({row.value for row in rows}) == len(curation.series) == 20
    assert len({row.subject for row in rows}) == len(rows) == 48


def test_thirty_anomalies(curation: Curation) -> None:
    """The real notes tell of the anomalies A1 to A30."""
    assert {note.anomaly for note in curation.notes} == {f"A{n}" for n in range(1, 31)}


def test_an_empty_folder_judges_nothing(tmp_path: Path) -> None:
    """Each table may be missing, and so may the folder."""
    assert read_curation(tmp_path) == read_curation(tmp_path / "missing")
    assert read_curation(tmp_path).judgements == ()


def test_a_row_is_taken_as_a_value(tmp_path: Path) -> None:
    """Thing, wording, relation, value and basis of a row are taken, and it knows where it stands."""
    (one,) = of_sheet(
        tmp_path, CONTRIBUTIONS, "0001,action-plan/1,人づくり,pillar/1,共有"
    ).judgements
    assert (one.id, one.subject, one.text) == ("0001", "action-plan/1", "人づくり")
    assert (one.relation, one.value, one.value_text) == (
        Relation.CONTRIBUTES_TO,
        "pillar/1",
        "共有",
    )
    assert (one.basis.confidence, one.basis.curator) == (Decimal("0.9"), "proposal")
    assert one.basis.date == datetime.date(2026, 11, 22)
    assert (Path(one.row.file).name, one.row.number) == ("contributions.csv", 2)


def test_a_note_is_taken_as_a_value(tmp_path: Path) -> None:
    """Place, quotation, codes, both texts and candidates of a note are taken."""
    (note,) = of_notes(tmp_path, NOTE).notes
    assert (note.anomaly, note.quote, note.span) == ("A4", "財線基盤", Span(1681, 1685))
    assert (note.type, note.motivation, note.severity) == ("misprint", "editing", "medium")
    assert (note.say.ja, note.say.en) == ("誤記とみる。", "A misprint.")
    assert note.candidates == (
        Candidate("財政基盤", Decimal("0.7")),
        Candidate("財源基盤", Decimal("0.3")),
    )


@pytest.mark.parametrize(
    ("sheet", "row", "column", "ja", "en"),
    [
        (CONTRIBUTIONS, "1,a,b,c,d", "id", "4桁の数字", "four digits"),
        (CONTRIBUTIONS, "0001,,b,c,d", "element", "空です", "it is empty"),
        (SERIES, "0001,kenshu,研修,a,b", "series", "series/", "series/"),
        (SERIES, "0001,series/Kenshu,研修,a,b", "series", "series/", "series/"),
        (CORRECTED_LABELS, "0001,a,b,label,c,ja", "property", "prefLabel", "prefLabel"),
        (CORRECTED_LABELS, "0001,a,b,altLabel,c,en", "lang", "ja", "ja"),
        (READINGS, "0001,a,研修,けんシュウ", "reading", "ひらがな", "hiragana"),
        (READINGS, "0001,a,研修,けん しゅう", "reading", "空白", "blanks"),
        (READINGS, "0001,a,研修,研しゅう", "reading", "漢字", "kanji"),
        (ENGLISH_LABELS, "0001,a,研修,Staff 研修", "label", "日本語の字", "Japanese characters"),
    ],
    ids=[
        "number",
        "empty",
        "series-prefix",
        "series-capital",
        "property",
        "language",
        "katakana",
        "blank",
        "kanji",
        "english",
    ],
)
def test_a_wrong_cell_is_told(
    tmp_path: Path, sheet: Sheet, row: str, column: str, ja: str, en: str
) -> None:
    """A cell that does not fit its column is told in both languages, and its row left out."""
    curation = of_sheet(tmp_path, sheet, row)
    (error,) = curation.wrong
    assert (Path(error.file).name, error.row, error.column) == (sheet.file, 2, column)
    assert ja in error.say.ja
    assert en in error.say.en
    assert curation.judgements == ()


@pytest.mark.parametrize(
    ("old", "new", "column", "ja"),
    [
        ("A4,", "4,", "anomaly", "A1 の形"),
        ("財線基盤,", ",", "quote", "空です"),
        ("1681", "", "start", "0以上の整数"),
        ("editing", "mending", "motivation", "editing、identifying、assessing"),
        ("A misprint.", "", "note_en", "空です"),
        ("|", "、", "candidates", "財政基盤=0.7|財源基盤=0.3 の形"),
        ("=0.3", "=0.4", "candidates", "合計が 1 を超えています"),
    ],
    ids=["anomaly", "quote", "start", "motivation", "text", "form", "sum"],
)
def test_a_wrong_cell_of_a_note_is_told(
    tmp_path: Path, old: str, new: str, column: str, ja: str
) -> None:
    """A cell of a note that does not fit is told, and the note left out."""
    curation = of_notes(tmp_path, NOTE.replace(old, new, 1))
    (error,) = curation.wrong
    assert (error.row, error.column) == (2, column)
    assert ja in error.say.ja
    assert curation.notes == ()


def test_every_wrong_cell_is_told(tmp_path: Path) -> None:
    """All wrong cells of a table are told at once, several in a row included."""
    curation = of_sheet(tmp_path, CONTRIBUTIONS, "1,,b,c,d", "0002,a,b,c,d", "0003,a,,c,")
    assert [(error.row, error.column) for error in curation.wrong] == [
        (2, "id"),
        (2, "element"),
        (4, "text"),
        (4, "target_text"),
    ]
    assert [one.id for one in curation.judgements] == ["0002"]


def test_a_table_of_another_name_is_refused(tmp_path: Path) -> None:
    """A misspelt file name is told with the names there are, for else its rows would be lost."""
    (tmp_path / "serie.csv").write_text("", encoding="utf-8")
    (error,) = read_curation(tmp_path).wrong
    assert "serie.csv" in error.say.ja
    assert "series.csv" in error.wrong.en


def test_unreadable_tables_are_told_and_known(tmp_path: Path) -> None:
    """A table with another header, or not in UTF-8, is told once; the others are read."""
    (tmp_path / "series.csv").write_text("id\n", encoding="utf-8")
    (tmp_path / "statuses.csv").write_bytes("よみ".encode("cp932"))
    curation = of_sheet(tmp_path, CONTRIBUTIONS, "0001,a,b,c,d")
    assert curation.unread == {"series.csv", "statuses.csv"}
    assert [Path(error.file).name for error in curation.wrong] == ["series.csv", "statuses.csv"]
    assert curation.wrong[1].say.ja.count("statuses.csv") == 1
    assert len(curation.judgements) == 1
