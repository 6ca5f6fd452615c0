"""A table as it stands in a file, before anybody knows what its columns mean: CSV to rows of texts.

People save CSV as their program does it, so Shift_JIS, UTF-16, tabs and semicolons are taken as
they are meant, and told. Nothing is normalised.
"""

import csv
import io
from dataclasses import dataclass, field
from typing import Final

from kameoka_graph.say import Say, ToldError, excerpt

MAX_BYTES: Final = 20_000_000
"""The largest file that is read as tables."""
MAX_ROWS: Final = 20_000
"""The most rows that a table may have, its header among them."""
MAX_COLUMNS: Final = 200
"""The most columns that a table may have."""
MAX_CELL: Final = 100_000
"""The most characters that a cell may have."""
REPLACEMENT: Final = "\ufffd"
"""What programs write for a character that they could not read."""

_NO_SHIFT_JIS: Final = frozenset("\x80\xa0\uf8f1\uf8f2\uf8f3")
"""What the decoder makes of bytes that Shift_JIS does not have."""
_DELIMITERS: Final = (",", "\t", ";")
_DELIMITER_NAMES: Final = {"\t": Say("タブ", "tabs"), ";": Say("セミコロン", "semicolons")}
_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8", None),
    (b"\xff\xfe", "utf-16-le", Say("UTF-16", "UTF-16")),
    (b"\xfe\xff", "utf-16-be", Say("UTF-16", "UTF-16")),
)


class TableRefusedError(ToldError, ValueError):
    """A file, sheet or cell of a table that cannot be taken; nothing of it was."""


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row."""

    number: int
    """As a spreadsheet counts: the header is row 1."""
    cells: tuple[str, ...]
    """The texts of its cells; a number or day is written plainly (0.9, 2026-11-22)."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One table of a file."""

    file: str
    """The file as the person named it."""
    sheet: str
    """The name of the sheet; empty for a CSV file."""
    rows: tuple[GridRow, ...]
    """The rows that are not empty, the header first."""
    notes: tuple[Say, ...] = field(default=())
    """What was taken in another way than it stands there, in sentences."""

    @property
    def place(self) -> Say:
        """Where it is, for messages."""
        if not self.sheet:
            return Say(self.file, self.file)
        return Say(f"{self.file} の「{self.sheet}」", f"{self.file}, sheet “{self.sheet}”")


def read_csv_grid(file: str, data: bytes) -> Grid:
    """Read a CSV file; raises `TableRefusedError` for what is no such file, or too large."""
    refuse_large(file, len(data))
    text, encoding = _decoded(file, data)
    delimiter = _delimiter(text)
    notes = []
    if encoding is not None:
        notes.append(
            Say(f"{file}: {encoding.ja} として読みました。", f"{file}: read as {encoding.en}.")
        )
    if delimiter in _DELIMITER_NAMES:
        name = _DELIMITER_NAMES[delimiter]
        notes.append(
            Say(f"{file}: {name.ja}区切りとして読みました。", f"{file}: parted by {name.en}.")
        )
    return Grid(file, "", _rows(file, text, delimiter), tuple(notes))


def refuse_large(file: str, size: int) -> None:
    """Raise `TableRefusedError` for a file of more than `MAX_BYTES` bytes."""
    if size > MAX_BYTES:
        raise TableRefusedError(
            Say(
                f"{file}: {size:,} バイトあります。上限は {MAX_BYTES:,} バイトです。"
                "ファイルを取り違えていないか確かめてください。",
                f"{file}: {size:,} bytes; at most {MAX_BYTES:,} are read. Check that this is the "
                "right file.",
            )
        )


def too_many_rows(place: Say) -> TableRefusedError:
    """Give the refusal of a table with more rows or columns than are read."""
    return TableRefusedError(
        Say(
            f"{place.ja}: 表が大きすぎます。上限は {MAX_ROWS:,} 行、{MAX_COLUMNS} 列です。"
            "表の外に書式や文字が残っていないか確かめ、要らない行と列を削除してください。",
            f"{place.en}: the table is too large; at most {MAX_ROWS:,} rows and {MAX_COLUMNS} "
            "columns are read. Delete rows and columns that hold nothing but formats.",
        )
    )


def refuse_broken(place: Say, number: int, cells: tuple[str, ...]) -> None:
    """Raise `TableRefusedError` for a cell with a broken or control character, or too long."""
    for at, cell in enumerate(cells, 1):
        wrong = _broken(cell)
        if wrong is not None:
            name, shown = column_letters(at), excerpt(cell)
            raise TableRefusedError(
                Say(
                    f"{place.ja} {number}行目 {name}列「{shown}」: {wrong.ja}",
                    f"{place.en}, row {number}, column {name} “{shown}”: {wrong.en}",
                )
            )


def column_letters(at: int) -> str:
    """Give the letters by which spreadsheets name a column, from 1: 28 is AB."""
    letters = ""
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _broken(cell: str) -> Say | None:
    if len(cell) > MAX_CELL:
        return Say(
            f"{len(cell):,} 文字あります。上限は {MAX_CELL:,} 文字です。引用符の閉じ忘れがないか"
            "確かめてください。",
            f"{len(cell):,} characters; at most {MAX_CELL:,} are read. Check for a quotation mark "
            "that is not closed.",
        )
    if REPLACEMENT in cell:
        return Say(
            "読めなかった文字（U+FFFD）があります。文字化けする前のファイルを使ってください。",
            "it holds a character that some program could not read (U+FFFD); use the file from "
            "before it was garbled.",
        )
    bad = next((c for c in cell if (ord(c) < ord(" ") and c not in "\t\n\r") or c == "\x7f"), "")
    if bad:
        return Say(
            f"制御文字 U+{ord(bad):04X} があります。取り除いてください。",
            f"it holds the control character U+{ord(bad):04X}; remove it.",
        )
    return None


def _decoded(file: str, data: bytes) -> tuple[str, Say | None]:
    """Decode, and name the encoding where it is not UTF-8."""
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return _strictly(file, data[len(mark) :], codec), name
    if b"\x00" in data:
        raise _no_text(file)
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError:
        text = _strictly(file, data, "cp932")
        if _NO_SHIFT_JIS.intersection(text):
            raise _no_text(file) from None
        return text, Say("Shift_JIS（CP932）", "Shift_JIS (CP932)")


def _strictly(file: str, data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise _no_text(file, error.start) from None


def _no_text(file: str, offset: int | None = None) -> TableRefusedError:
    ja, en = ("", "") if offset is None else (f"（{offset:,} バイト目）", f" (at byte {offset:,})")
    return TableRefusedError(
        Say(
            f"{file}: UTF-8 としても Shift_JIS としても読めません{ja}。表計算ソフトで"
            "「CSV UTF-8」を選んで保存し直してください。",
            f"{file}: can be read neither as UTF-8 nor as Shift_JIS{en}; save it again as "
            "“CSV UTF-8”.",
        )
    )


def _delimiter(text: str) -> str:
    """Give what parts the cells of the first line; a comma where nothing does."""
    line = text.lstrip("\r\n").partition("\n")[0]
    return max(_DELIMITERS, key=line.count)


def _rows(file: str, text: str, delimiter: str) -> tuple[GridRow, ...]:
    place = Say(file, file)
    rows: list[GridRow] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter)
    try:
        for number, read in enumerate(reader, 1):
            if not any(read):
                continue
            cells = tuple(read)
            if len(rows) >= MAX_ROWS or len(cells) > MAX_COLUMNS:
                raise too_many_rows(place)
            refuse_broken(place, number, cells)
            rows.append(GridRow(number, cells))
    except csv.Error as error:
        raise TableRefusedError(
            Say(
                f'{file}:{reader.line_num}: CSV として読めません（{error}）。引用符（"）の対応を'
                "確かめてください。",
                f"{file}:{reader.line_num}: cannot be read as CSV ({error}); check the quotation "
                "marks.",
            )
        ) from error
    return tuple(rows)
