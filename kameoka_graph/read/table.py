"""A CSV file that a person edits to frozen rows that know their file and line."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kameoka_graph.read.source import decode, read_bytes
from kameoka_graph.say import Say, ToldError, excerpt


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a CSV file."""

    file: str
    """The file as the person named it."""
    line: int
    """Line on which the row ends, from 1, as an editor counts."""
    number: int
    """Row as a spreadsheet counts: the header is row 1."""
    cells: Mapping[str, str]
    """Cell texts by column name, untouched."""

    def __getitem__(self, column: str) -> str:
        """Give the text of the cell in `column`."""
        return self.cells[column]


class CellError(ToldError, ValueError):
    """A cell, row or header that cannot be taken; `file`, `row`, `column` and `value` say which."""

    def __init__(self, file: str, row: int, column: str, value: str, wrong: Say) -> None:
        """Tell what is `wrong` and where; row 0, no column and no value are left out."""
        ja, en = file, file
        if row:
            ja, en = f"{ja}: {row}行目", f"{en}: row {row}"
        if column:
            ja, en = f"{ja} {column}列", f"{en}, column {column}"
        if value:
            ja, en = f"{ja}「{excerpt(value)}」", f"{en} “{excerpt(value)}”"
        super().__init__(Say(f"{ja}: {wrong.ja}", f"{en}: {wrong.en}"))
        self.file = file
        self.row = row
        self.column = column
        self.value = value
        self.wrong = wrong


def read_table(path: Path, columns: Sequence[str]) -> tuple[Row, ...]:
    """Read a CSV file (UTF-8, RFC 4180) with exactly the header `columns`, in that order.

    A byte order mark, as spreadsheets write it, and CRLF line ends are accepted. Raises `CellError`
    for another header, a row of another width, or broken quoting; `SourceRefusedError` for a file
    that cannot be read as UTF-8.
    """
    text = decode(str(path), read_bytes(path).removeprefix(b"\xef\xbb\xbf"))
    return take_table(str(path), text, columns)


def take_table(
    file: str, text: str, columns: Sequence[str], *, delimiter: str = ",", above: int = 0
) -> tuple[Row, ...]:
    """Take the text of a table as `read_table` does; `above` lines of the file stand before it."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter)
    rows: list[Row] = []
    try:
        header = next(reader, [])
        _check_header(file, above + 1, header, columns)
        for number, cells in enumerate(reader, above + 2):
            if any(cells):
                rows.append(_row(file, above + reader.line_num, number, columns, cells))
    except csv.Error as error:
        raise CellError(
            file,
            above + reader.line_num,
            "",
            "",
            Say(f"CSV として読めません（{error}）。", f"cannot be read as CSV ({error})."),
        ) from error
    return tuple(rows)


def write_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Give the text of a CSV file (RFC 4180, but LF) with header `columns`."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()


def _check_header(file: str, number: int, header: Sequence[str], columns: Sequence[str]) -> None:
    if tuple(header) == tuple(columns):
        return
    missing = [name for name in columns if name not in header]
    extra = [name for name in header if name not in columns]
    raise CellError(
        file,
        number,
        "",
        "",
        Say(
            f"見出しが違います（足りない列: {'、'.join(missing) or 'なし'}、"
            f"余分な列: {'、'.join(extra) or 'なし'}）。見出しは {','.join(columns)} です。",
            f"wrong header (missing: {', '.join(missing) or 'none'}; extra: "
            f"{', '.join(extra) or 'none'}); it must be {','.join(columns)}.",
        ),
    )


def _row(file: str, line: int, number: int, columns: Sequence[str], cells: Sequence[str]) -> Row:
    if len(cells) != len(columns):
        raise CellError(
            file,
            number,
            "",
            "",
            Say(
                f"{len(cells)} 列あります。{len(columns)} 列が必要です。",
                f"{len(cells)} cells; expected {len(columns)}.",
            ),
        )
    return Row(file, line, number, dict(zip(columns, cells, strict=True)))
