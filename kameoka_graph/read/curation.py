"""The tables under `curated/` of a plan to frozen rows: what people judged, with reason and author.

Each table may be missing. A cell that does not fit its column is told and its row left out; what
rows refer to is not looked up here.
"""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

from kameoka_graph.read.cell import Cells, rows_of
from kameoka_graph.read.document import Span
from kameoka_graph.read.sheet import (
    ANOMALIES,
    ANOMALY_COLUMNS,
    COMMON,
    CORRECTED_LABELS,
    ENGLISH_LABELS,
    LABELS,
    READINGS,
    SERIES,
    SHEETS,
    Relation,
    Sheet,
)
from kameoka_graph.read.table import CellError, Row
from kameoka_graph.say import Say

MOTIVATIONS: Final = ("editing", "identifying", "assessing")
"""What a note is for, as the Web Annotation Vocabulary names it."""

_SERIES: Final = re.compile(r"series/[a-z0-9]+(?:-[a-z0-9]+)*")
_ANOMALY: Final = re.compile(r"A[1-9][0-9]*")
_NO_READING: Final = re.compile(r"[^\S\n]|[A-Za-z0-9Ａ-Ｚａ-ｚ０-９ァ-ヺｦ-ﾟ々一-鿿㐀-䶿]")
_JAPANESE: Final = re.compile(r"[ぁ-ゖァ-ヺｦ-ﾟ々一-鿿㐀-䶿]")
_CANDIDATE: Final = re.compile(r"(?P<text>[^|=]*[^|=\s])=(?P<confidence>0\.[0-9]{1,6}|1(?:\.0+)?)")


@dataclass(frozen=True, slots=True)
class Basis:
    """Why a row says what it says, how surely, and who says so."""

    reason: str
    """One sentence in Japanese."""
    confidence: Decimal
    """Above 0, at most 1."""
    curator: str
    """An agent of `agents.csv`."""
    date: datetime.date
    """The day of the judgement."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A row that states one relation."""

    row: Row
    """Where it stands."""
    sheet: Sheet
    """Its table."""
    id: str
    """Four digits, e.g. 0012."""
    subject: str
    """The thing, as a reference is written: action-plan/1, /262064/fund/kameoka-nawashiro."""
    text: str
    """The wording of the thing when it was judged."""
    relation: Relation
    """What is said of it."""
    value: str
    """A reference, a code or a text."""
    value_text: str
    """The wording, or the name, of the value; empty where the table has none."""
    basis: Basis
    """Why, how surely, by whom."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be meant at a place of the source."""

    text: str
    """E.g. 財政基盤."""
    confidence: Decimal
    """That this is it, e.g. 0.7."""


@dataclass(frozen=True, slots=True)
class Note:
    """A row of `anomalies.csv`: one place of the source that needs care."""

    row: Row
    """Where it stands."""
    id: str
    """Four digits, e.g. 0484."""
    anomaly: str
    """E.g. A4."""
    thing: str
    """The element concerned, as a reference is written; empty for the document."""
    quote: str
    """The exact text, e.g. 財線基盤."""
    span: Span
    """Where it stands in the document."""
    type: str
    """Code of the scheme `anomaly`."""
    motivation: str
    """One of `MOTIVATIONS`."""
    severity: str
    """Code of the scheme `severity`."""
    say: Say
    """What is there, and what is not known."""
    candidates: tuple[Candidate, ...]
    """What may be meant."""
    basis: Basis
    """How it was found, how surely, by whom."""


@dataclass(frozen=True, slots=True)
class Curation:
    """What was judged of one plan."""

    judgements: tuple[Judgement, ...]
    """One relation each, by table."""
    notes: tuple[Note, ...]
    """One place of the source each."""
    wrong: tuple[CellError, ...]
    """What is not as it should be; the rows concerned are left out."""
    unread: frozenset[str]
    """The tables that could not be read at all."""
    series: frozenset[str]
    """The names of series in all rows, those left out among them."""

    def of(self, sheet: Sheet) -> tuple[Judgement, ...]:
        """Give the rows of one table."""
        return tuple(one for one in self.judgements if one.sheet is sheet)


def read_curation(folder: Path) -> Curation:
    """Read the tables in `folder`, the `curated` folder of a plan; it may be missing."""
    reader = _Reader(folder)
    reader.refuse_strangers()
    for sheet in SHEETS:
        for row in reader.rows(sheet.file, (*sheet.columns, *COMMON)):
            reader.take_judgement(row, sheet)
    for row in reader.rows(ANOMALIES, ANOMALY_COLUMNS):
        reader.take_note(row)
    return Curation(
        tuple(reader.judgements),
        tuple(reader.notes),
        tuple(reader.wrong),
        frozenset(reader.unread),
        frozenset(reader.series),
    )


class _Reader:
    """A folder in the course of reading."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.judgements: list[Judgement] = []
        self.notes: list[Note] = []
        self.wrong: list[CellError] = []
        self.unread: set[str] = set()
        self.series: set[str] = set()

    def refuse_strangers(self) -> None:
        """Refuse tables that nobody reads: their names are misspelt, or misunderstood."""
        known = [*(sheet.file for sheet in SHEETS), ANOMALIES]
        for path in sorted(self.folder.glob("*.csv")):
            if path.name not in known:
                self.wrong.append(
                    CellError(
                        str(path),
                        0,
                        "",
                        "",
                        Say(
                            "この名前の表はありません。置けるのは "
                            f"{'、'.join(known)} です。名前を確かめてください。",
                            f"there is no table of this name; there are {', '.join(known)}. "
                            "Check the name.",
                        ),
                    )
                )

    def rows(self, file: str, columns: Sequence[str]) -> tuple[Row, ...]:
        found = rows_of(self.folder / file, columns, self.wrong)
        if found is None:
            self.unread.add(file)
        return found or ()

    def take_judgement(self, row: Row, sheet: Sheet) -> None:
        if sheet is SERIES:
            self.series.add(row["series"])
        cells = Cells(row)
        number, subject, text = cells.number("id"), cells.text(sheet.subject), cells.text("text")
        relation = sheet.relation or _label(cells)
        value = cells.text(sheet.value)
        value_text = cells.text(sheet.value_text) if sheet.value_text else ""
        _refuse_wrong_form(cells, sheet, value)
        basis = _basis(cells)
        self.wrong += cells.wrong
        if not cells.wrong:
            self.judgements.append(
                Judgement(row, sheet, number, subject, text, relation, value, value_text, basis)
            )

    def take_note(self, row: Row) -> None:
        cells = Cells(row)
        note = Note(
            row,
            cells.number("id"),
            cells.form("anomaly", _ANOMALY, Say("A1 の形の番号", "a number such as A1")),
            cells.maybe("thing"),
            _quote(cells),
            Span(cells.whole("start"), cells.whole("end")),
            cells.text("type"),
            cells.one_of("motivation", MOTIVATIONS),
            cells.text("severity"),
            Say(cells.text("note_ja"), cells.text("note_en")),
            _candidates(cells),
            _basis(cells),
        )
        self.wrong += cells.wrong
        if not cells.wrong:
            self.notes.append(note)


def _label(cells: Cells) -> Relation:
    code = cells.one_of("property", LABELS)
    return Relation(code) if code in LABELS else Relation.PREF_LABEL


def _basis(cells: Cells) -> Basis:
    return Basis(
        cells.text("reason"),
        cells.confidence("confidence"),
        cells.text("curator"),
        cells.date("date"),
    )


def _quote(cells: Cells) -> str:
    """Give the quotation as it stands: blanks and line breaks are part of the source."""
    if not cells.row["quote"]:
        cells.refuse("quote", Say("空です。原文を写してください。", "it is empty; copy the text."))
    return cells.row["quote"]


def _refuse_wrong_form(cells: Cells, sheet: Sheet, value: str) -> None:
    if sheet is SERIES and not _SERIES.fullmatch(value):
        cells.refuse(
            "series",
            Say(
                "series/ に英小文字・数字・ハイフンの名前を続けたものが必要です。",
                "expected series/ and a name of lower-case letters, digits and hyphens.",
            ),
        )
    if sheet is CORRECTED_LABELS:
        cells.one_of("lang", (sheet.language,))
    if sheet is READINGS and _NO_READING.search(value):
        cells.refuse(
            "reading",
            Say(
                "よみがなは、ひらがなと長音符（ー）で書きます。漢字、カタカナ、英数字、空白は使えません。",
                "a reading is written in hiragana and the long-vowel mark (ー), without kanji, "
                "katakana, letters, digits or blanks.",
            ),
        )
    if sheet is ENGLISH_LABELS and _JAPANESE.search(value):
        cells.refuse(
            "label",
            Say("英語名に日本語の字があります。", "there are Japanese characters in it."),
        )


def _candidates(cells: Cells) -> tuple[Candidate, ...]:
    text = cells.row["candidates"]
    if not text:
        return ()
    found = [_CANDIDATE.fullmatch(part) for part in text.split("|")]
    read = tuple(Candidate(one["text"], Decimal(one["confidence"])) for one in found if one)
    if len(read) < len(found):
        cells.refuse(
            "candidates",
            Say(
                "財政基盤=0.7|財源基盤=0.3 の形が必要です。",
                "expected the form 財政基盤=0.7|財源基盤=0.3.",
            ),
        )
    elif sum(one.confidence for one in read) > 1:
        cells.refuse(
            "candidates",
            Say(
                "候補の確かさの合計が 1 を超えています。合計を 1 以下にしてください。",
                "the confidences add up to more than 1; make them at most 1 in all.",
            ),
        )
    return read
