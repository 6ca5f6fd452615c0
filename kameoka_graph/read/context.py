"""The tables under `context/` to frozen rows: what other publications say, page by page.

A cell that does not fit its column is told and its row left out; what rows refer to is not looked
up here.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final, TypeVar

from kameoka_graph.read.agents import A_SLUG, SLUG
from kameoka_graph.read.cell import Cells, rows_of
from kameoka_graph.read.table import CellError, Row
from kameoka_graph.say import Say

PAGES: Final = "pages.csv"
ENTITIES: Final = "entities.csv"
FACTS: Final = "facts.csv"
LEFT_OUT: Final = "left-out.csv"
COLUMNS: Final = {
    PAGES: ("page", "url", "title", "page_date", "retrieved", "note"),
    ENTITIES: ("entity", "type", "label", "page"),
    FACTS: ("page", "subject", "property", "value", "value_kind", "lang"),
    LEFT_OUT: ("thing", "claim", "value", "why", "why_en"),
}
"""Header of each table."""

T = TypeVar("T")

_URL: Final = re.compile(r"https?://[^\s<>\"{}|^`\\]+")
_A_URL: Final = Say(
    "http:// か https:// で始まるアドレス", "an address that starts with http(s)://"
)
_ENTITY: Final = re.compile(r"[0-9]{6}(?:/[a-z0-9]+(?:-[a-z0-9]+)*)*")
_AN_ENTITY: Final = Say(
    "262064/org/shiminryoku-suishin-ka の形の名前（先頭に / を書かない）",
    "a name such as 262064/org/shiminryoku-suishin-ka, without a leading /",
)
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]+)*")


class ValueKind(StrEnum):
    """What the value of a fact is."""

    IRI = "iri"
    THING = "thing"
    TEXT = "text"
    DATE = "date"
    MONTH = "month"
    YEAR = "year"
    NUMBER = "number"
    INTEGER = "integer"


_FORMS: Final = {
    ValueKind.IRI: (_URL, _A_URL),
    ValueKind.THING: (
        re.compile(r"[a-z0-9]+(?:[-/][a-z0-9]+)*"),
        Say(
            "262064/… か fiscal-year/2010 の形の名前", "a name such as 262064/… or fiscal-year/2010"
        ),
    ),
    ValueKind.MONTH: (
        re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])"),
        Say("2008-03 の形の年月", "a month such as 2008-03"),
    ),
    ValueKind.YEAR: (re.compile(r"[0-9]{4}"), Say("2018 の形の西暦", "a year such as 2018")),
    ValueKind.NUMBER: (
        re.compile(r"-?[0-9]+(?:\.[0-9]+)?"),
        Say("35.01 の形の数（半角）", "a number such as 35.01"),
    ),
    ValueKind.INTEGER: (re.compile(r"-?[0-9]+"), Say("整数（半角）", "a whole number")),
}


@dataclass(frozen=True, slots=True)
class Page:
    """A publication, other than a plan's text, that facts rest on."""

    row: Row
    """Where it stands."""
    name: str
    """Its name here, e.g. kameoka-2207."""
    url: str
    """Its address."""
    title: str
    """E.g. 第3次亀岡市まちづくり協働推進実施計画を策定しました."""
    date: str
    """The date printed on it; empty if not known."""
    retrieved: str
    """The day it was read; empty if not known."""
    note: str
    """What to mind about it; may be empty."""


@dataclass(frozen=True, slots=True)
class Entity:
    """An organisation, facility, fund, scheme, event, guideline or plan."""

    row: Row
    """Where it stands."""
    name: str
    """Below `id/`, e.g. 262064/org/shiminryoku-suishin-ka."""
    types: tuple[str, ...]
    """E.g. org:OrganizationalUnit."""
    label: str
    """E.g. 市民力推進課."""
    page: str
    """The page that the label comes from."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a page says."""

    row: Row
    """Where it stands."""
    page: str
    """The page."""
    subject: str
    """Below `id/`."""
    property: str
    """E.g. dcterms:issued."""
    value: str
    """As the table writes it."""
    kind: ValueKind
    """What the value is."""
    language: str
    """Language of a text; empty for identifiers."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that could have been said and is not."""

    row: Row
    """Where it stands."""
    thing: str
    """What it would have been about, below `id/`."""
    claim: Say
    """What it would have said, e.g. 法人番号."""
    value: str
    """The value that was found; may be empty."""
    why: Say
    """Why it is not said."""


@dataclass(frozen=True, slots=True)
class Context:
    """What other publications say."""

    pages: tuple[Page, ...]
    """The pages."""
    entities: tuple[Entity, ...]
    """The things they speak of."""
    facts: tuple[Fact, ...]
    """What they say."""
    left_out: tuple[LeftOut, ...]
    """What is not said."""
    wrong: tuple[CellError, ...]
    """What is not as it should be; the rows concerned are left out."""
    unread: frozenset[str]
    """The tables that could not be read at all."""
    page_names: frozenset[str]
    """The names in all rows of `pages.csv`."""
    entity_names: frozenset[str]
    """The names in all rows of `entities.csv`."""


def read_context(folder: Path) -> Context:
    """Read the tables in `folder`, the `context` folder of the data; each may be missing."""
    wrong: list[CellError] = []
    found = {file: rows_of(folder / file, columns, wrong) for file, columns in COLUMNS.items()}
    rows = {file: some or () for file, some in found.items()}
    return Context(
        _taken(rows[PAGES], _page, wrong),
        _taken(rows[ENTITIES], _entity, wrong),
        _taken(rows[FACTS], _fact, wrong),
        _taken(rows[LEFT_OUT], _left_out, wrong),
        tuple(wrong),
        frozenset(file for file, some in found.items() if some is None),
        frozenset(row["page"] for row in rows[PAGES]),
        frozenset(row["entity"] for row in rows[ENTITIES]),
    )


def _taken(
    rows: tuple[Row, ...], take: Callable[[Cells], T], wrong: list[CellError]
) -> tuple[T, ...]:
    taken = []
    for row in rows:
        cells = Cells(row)
        one = take(cells)
        wrong += cells.wrong
        if not cells.wrong:
            taken.append(one)
    return tuple(taken)


def _page(cells: Cells) -> Page:
    for column in ("page_date", "retrieved"):
        if cells.row[column]:
            cells.date(column)
    return Page(
        cells.row,
        cells.form("page", SLUG, A_SLUG),
        cells.form("url", _URL, _A_URL),
        cells.text("title"),
        cells.row["page_date"],
        cells.row["retrieved"],
        cells.maybe("note"),
    )


def _entity(cells: Cells) -> Entity:
    return Entity(
        cells.row,
        cells.form("entity", _ENTITY, _AN_ENTITY),
        tuple(cells.text("type").split("|")),
        cells.text("label"),
        cells.text("page"),
    )


def _fact(cells: Cells) -> Fact:
    code = cells.one_of("value_kind", list(ValueKind))
    kind = ValueKind(code) if code in set(ValueKind) else ValueKind.TEXT
    language = cells.row["lang"]
    if language and kind is not ValueKind.TEXT:
        cells.refuse(
            "lang",
            Say(
                "value_kind が text のときだけ書きます。空欄にしてください。",
                "it is for the value_kind text only; empty the cell.",
            ),
        )
    elif language:
        cells.form("lang", _LANGUAGE, Say("ja や en の形の言語", "a language such as ja or en"))
    return Fact(
        cells.row,
        cells.text("page"),
        cells.text("subject"),
        cells.text("property"),
        _value(cells, kind),
        kind,
        language,
    )


def _value(cells: Cells, kind: ValueKind) -> str:
    if kind is ValueKind.DATE:
        cells.date("value")
        return cells.row["value"]
    if kind is ValueKind.TEXT:
        return cells.text("value")
    return cells.form("value", *_FORMS[kind])


def _left_out(cells: Cells) -> LeftOut:
    ja, parted, en = cells.text("claim").partition(" / ")
    if cells.row["claim"] and not (parted and ja and en):
        cells.refuse(
            "claim",
            Say("「日本語 / 英語」の形が必要です。", "expected the form “Japanese / English”."),
        )
    return LeftOut(
        cells.row,
        cells.form("thing", _ENTITY, _AN_ENTITY),
        Say(ja, en),
        cells.maybe("value"),
        Say(cells.text("why"), cells.text("why_en")),
    )
