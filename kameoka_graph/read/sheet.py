"""The tables under `curated/` of a plan as they are laid out: columns, and what a row says."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

READING: Final = "ja-hrkt"
"""Language tag of readings in kana, as e-Stat writes it."""
COMMON: Final = ("reason", "confidence", "curator", "date")
"""Columns that every table ends in."""


class Relation(StrEnum):
    """What a row says of its thing."""

    CONTRIBUTES_TO = "contributesTo"
    IN_SERIES = "inSeries"
    INVOLVES = "involves"
    FOLLOWS_UP = "followsUp"
    KIND = "kind"
    STATUS = "status"
    PREF_LABEL = "prefLabel"
    ALT_LABEL = "altLabel"
    HIDDEN_LABEL = "hiddenLabel"


LABELS: Final = (Relation.PREF_LABEL, Relation.ALT_LABEL, Relation.HIDDEN_LABEL)
"""The relations whose value is a text."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One of the tables, each row of which states one relation."""

    file: str
    """E.g. contributions.csv."""
    subject: str
    """Column of the thing that the row is about."""
    value: str
    """Column of what the row says of it."""
    columns: tuple[str, ...]
    """The header, without the columns that all tables end in."""
    relation: Relation | None = None
    """What all rows say; None where a column `property` says it."""
    value_text: str = ""
    """Column of the wording, or the name, of the value; empty where there is none."""
    language: str = ""
    """Language of the value where it is a text."""


CONTRIBUTIONS: Final = Sheet(
    "contributions.csv",
    "element",
    "contributes_to",
    ("id", "element", "text", "contributes_to", "target_text"),
    Relation.CONTRIBUTES_TO,
    "target_text",
)
SERIES: Final = Sheet(
    "series.csv",
    "entry",
    "series",
    ("id", "series", "series_label", "entry", "text"),
    Relation.IN_SERIES,
    "series_label",
)
INVOLVEMENTS: Final = Sheet(
    "involvements.csv",
    "element",
    "involves",
    ("id", "element", "text", "involves"),
    Relation.INVOLVES,
)
FOLLOW_UPS: Final = Sheet(
    "follow-ups.csv",
    "element",
    "follows_up",
    ("id", "element", "text", "follows_up"),
    Relation.FOLLOWS_UP,
)
ACTIVITY_KINDS: Final = Sheet(
    "activity-kinds.csv", "entry", "kind", ("id", "entry", "text", "kind"), Relation.KIND
)
STATUSES: Final = Sheet(
    "statuses.csv", "entry", "status", ("id", "entry", "text", "status"), Relation.STATUS
)
CORRECTED_LABELS: Final = Sheet(
    "corrected-labels.csv",
    "element",
    "label",
    ("id", "element", "text", "property", "label", "lang"),
    language="ja",
)
READINGS: Final = Sheet(
    "readings.csv",
    "thing",
    "reading",
    ("id", "thing", "text", "reading"),
    Relation.PREF_LABEL,
    language=READING,
)
ENGLISH_LABELS: Final = Sheet(
    "english-labels.csv",
    "thing",
    "label",
    ("id", "thing", "text", "label"),
    Relation.PREF_LABEL,
    language="en",
)
SHEETS: Final = (
    CONTRIBUTIONS,
    SERIES,
    INVOLVEMENTS,
    FOLLOW_UPS,
    ACTIVITY_KINDS,
    STATUSES,
    CORRECTED_LABELS,
    READINGS,
    ENGLISH_LABELS,
)
"""The tables whose rows state one relation each."""
ANOMALIES: Final = "anomalies.csv"
"""The table of notes."""
ANOMALY_COLUMNS: Final = (
    "id",
    "anomaly",
    "thing",
    "quote",
    "start",
    "end",
    "type",
    "motivation",
    "severity",
    "note_ja",
    "note_en",
    "candidates",
    *COMMON,
)
"""Header of the table of notes."""
