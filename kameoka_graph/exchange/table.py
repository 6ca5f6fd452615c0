"""A table as it is laid out: its columns, what they hold, and what they mean as RDF.

Both directions are made from these values: the files that are written, and what is read back.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kameoka_graph.exchange.file import Part
from kameoka_graph.say import Say

KEY: Final = "id"
"""Name of the column that is the key of every table."""
SEPARATOR: Final = ";"
"""What stands between the values of a cell that holds several, as in the municipal standard set."""
PARAGRAPHS: Final = "\n"
"""What stands between whole sentences in one cell; no cell of the data holds a line break."""


class Datatype(StrEnum):
    """What the cells of a column are; the value is the name that CSVW gives it."""

    STRING = "string"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    BOOLEAN = "boolean"
    ADDRESS = "anyURI"


YES: Final = "はい"
"""How a true cell is written."""
NO: Final = "いいえ"
"""How a false cell is written."""


class Knowledge(StrEnum):
    """The kind of knowledge that a column holds: a code of the scheme `voc/knowledge`."""

    STATED = "stated"
    CURATED = "curated"
    CONTEXT = "context"
    LINK = "link"
    DERIVED = "derived"
    RECORD = "record"


KNOWLEDGE_NAMES: Final = {
    Knowledge.STATED: Say("記載", "stated"),
    Knowledge.CURATED: Say("判断", "curated"),
    Knowledge.CONTEXT: Say("背景", "context"),
    Knowledge.LINK: Say("外部リンク", "link"),
    Knowledge.DERIVED: Say("導出", "derived"),
    Knowledge.RECORD: Say("記録", "record"),
}
"""What the kinds of knowledge are called, as in docs/names.md."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a cell says as RDF: subject, property, and the cell as a value or as part of an IRI.

    `about` and `value` are URI templates (RFC 6570) over the names of the row's columns, below the
    base, e.g. `id/{+parent}`.
    """

    property: str
    """A prefixed name, e.g. dcterms:isPartOf."""
    value: str = ""
    """Template of the IRI that is the value; empty where the cell itself is the value."""
    about: str = ""
    """Template of the subject; empty for the thing that the row is about."""
    language: str = ""
    """Language of a cell that is a text, e.g. ja."""
    whole: bool = False
    """Whether `value` gives a whole IRI, not one below the base."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column."""

    name: str
    """Its name in CSVW and in templates: lower-case letters, digits and underscores."""
    title: Say
    """Its header: Japanese in the files, English in their description."""
    description: Say
    """What stands in it, in a sentence; shown as a note on the header."""
    knowledge: Knowledge
    """Whether its cells are stated by the source, judged, taken from elsewhere, or made by us."""
    datatype: Datatype = Datatype.STRING
    """What its cells are."""
    required: bool = False
    """Whether no cell is empty."""
    separator: str = ""
    """What stands between the values of a cell that holds several; empty where there is one."""
    meaning: Meaning | None = None
    """What a cell says as RDF; None where it is there for the reader alone."""


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A column whose cells are IDs of rows of a table."""

    column: str
    """Name of the column."""
    table: str
    """Name of the table."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: a CSV file, and a sheet of the workbook."""

    name: str
    """The name of its file without the ending, e.g. plan-elements."""
    title: Say
    """What a row is, in a word or two; the name of the sheet."""
    description: Say
    """What stands in it and for whom, in one or two sentences."""
    part: Part
    """Which part of the data it carries."""
    about: str
    """Template of the thing that a row is about (see `Meaning`)."""
    columns: tuple[Column, ...]
    """The columns in order."""
    implied: tuple[Meaning, ...] = ()
    """What every row says without a column of its own."""
    foreign_keys: tuple[ForeignKey, ...] = ()
    """Columns that refer to rows, also of this table."""

    @property
    def file(self) -> str:
        """The name of its CSV file."""
        return f"{self.name}.csv"

    @property
    def metadata_file(self) -> str:
        """The name of the CSVW description of its file."""
        return f"{self.name}.csv-metadata.json"

    @property
    def header(self) -> tuple[str, ...]:
        """The header line."""
        return tuple(column.title.ja for column in self.columns)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)

    def at(self, name: str) -> int:
        """Give the place of a column by name; raises ValueError for a name that is not there."""
        return self.names.index(name)


@dataclass(frozen=True, slots=True)
class Filled:
    """A table with its rows."""

    table: Table
    """How it is laid out."""
    rows: tuple[tuple[str, ...], ...]
    """Rows of cells in the order of the columns; an empty cell says nothing."""

    def column(self, name: str) -> tuple[str, ...]:
        """Give the cells of a column by name."""
        at = self.table.at(name)
        return tuple(row[at] for row in self.rows)
