"""A file of mappings to the outside (SSSOM as TSV) to frozen rows.

https://mapping-commons.github.io/sssom/spec-formats-tsv/: a head of comment lines in YAML, then the
table. Of YAML the head may use `key: value` and one block of prefixes, `curie_map`; anything else
is refused with its line, so that nothing is misread.
"""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

from kameoka_graph.read.cell import Cells, unreadable
from kameoka_graph.read.source import SourceRefusedError, decode, read_bytes
from kameoka_graph.read.table import CellError, Row, take_table
from kameoka_graph.say import Say

COLUMNS: Final = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "author_id",
    "mapping_date",
    "confidence",
    "comment",
)
"""Header of the table."""
KEYS: Final = (
    "mapping_set_id",
    "mapping_set_title",
    "mapping_set_version",
    "license",
    "comment",
    "curie_map",
)
"""Keys of the head; all are required but `comment`."""

_LINE: Final = re.compile(r"# ?(?P<indent> *)(?P<key>[A-Za-z_][\w.-]*):(?:\s+(?P<value>.*))?")
_CURIE: Final = re.compile(r"(?P<prefix>[A-Za-z_][\w.-]*):(?P<name>\S+)")
_REFUSED_STARTS: Final = tuple("|>[{&*!%@`-?,")
"""What a plain value of YAML does not start with."""


@dataclass(frozen=True, slots=True)
class MappingRow:
    """One link to the outside; identifiers are written in full, our own ones below the base."""

    row: Row
    """Where it stands."""
    subject: str
    """E.g. id/262064."""
    subject_label: str
    """E.g. 亀岡市."""
    predicate: str
    """E.g. http://www.w3.org/2004/02/skos/core#closeMatch."""
    object: str
    """E.g. https://sws.geonames.org/1860635/."""
    object_label: str
    """E.g. Kameoka."""
    justification: str
    """E.g. https://w3id.org/semapv/vocab/ManualMappingCuration."""
    author: str
    """E.g. id/agent/proposal."""
    date: datetime.date
    """The day of the judgement."""
    confidence: Decimal
    """Above 0, at most 1."""
    comment: str
    """Why."""


@dataclass(frozen=True, slots=True)
class MappingSet:
    """A file of links."""

    id: str
    """Below the base, e.g. links/kameoka."""
    title: str
    """E.g. 亀岡市の外部識別子との対応 / Links of Kameoka City to external identifiers."""
    version: str
    """E.g. 2026-11-22."""
    license: str
    """IRI of the licence."""
    comment: str
    """What to mind; may be empty."""
    mappings: tuple[MappingRow, ...]
    """The links."""


def read_mappings(path: Path) -> tuple[MappingSet | None, tuple[CellError, ...]]:
    """Read a file of links; gives it (None where it cannot be read at all) and what is wrong."""
    try:
        text = decode(str(path), read_bytes(path).removeprefix(b"\xef\xbb\xbf"))
        head, above, table = _parted(text)
        values, prefixes = _read_head(str(path), head)
        rows = take_table(str(path), table, COLUMNS, delimiter="\t", above=above)
    except CellError as error:
        return None, (error,)
    except SourceRefusedError as error:
        return None, (unreadable(path, error),)
    wrong: list[CellError] = []
    mappings: list[MappingRow] = []
    for row in rows:
        cells = Cells(row)
        mapping = _mapping(cells, prefixes)
        wrong += cells.wrong
        if not cells.wrong:
            mappings.append(mapping)
    return _mapping_set(values, tuple(mappings)), tuple(wrong)


def _parted(text: str) -> tuple[list[str], int, str]:
    """Part the head from the table; gives the head's lines, their number, and the table."""
    lines = text.splitlines(keepends=True)
    count = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return [line.rstrip("\r\n") for line in lines[:count]], count, "".join(lines[count:])


def _mapping_set(values: Mapping[str, str], mappings: tuple[MappingRow, ...]) -> MappingSet:
    return MappingSet(
        values["mapping_set_id"],
        values["mapping_set_title"],
        values["mapping_set_version"],
        values["license"],
        values.get("comment", ""),
        mappings,
    )


def _read_head(file: str, lines: list[str]) -> tuple[dict[str, str], dict[str, str]]:
    values: dict[str, str] = {}
    prefixes: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        found = _LINE.fullmatch(line)
        if found is None:
            raise _head_error(
                file,
                number,
                line,
                Say("「# key: value」の形が必要です。", "expected “# key: value”."),
            )
        is_prefix = bool(found["indent"]) and "curie_map" in values
        _take(file, number, found, prefixes if is_prefix else values, is_prefix=is_prefix)
    missing = [key for key in KEYS if key not in values and key != "comment"]
    if missing:
        raise CellError(
            file,
            0,
            "",
            "",
            Say(
                f"先頭の # の行に {'、'.join(missing)} がありません。",
                f"the lines that start with # lack {', '.join(missing)}.",
            ),
        )
    return values, prefixes


def _take(
    file: str, number: int, found: re.Match[str], into: dict[str, str], *, is_prefix: bool
) -> None:
    key, value = found["key"], _plain_value(file, number, found)
    if not is_prefix and (found["indent"] or key not in KEYS):
        raise _head_error(
            file,
            number,
            found[0],
            Say(f"書けるのは {'、'.join(KEYS)} です。", f"the keys are {', '.join(KEYS)}."),
        )
    if key in into:
        raise _head_error(
            file, number, found[0], Say("同じ項目が2回あります。", "this key stands twice.")
        )
    if bool(value) is (key == "curie_map" and not is_prefix):
        raise _head_error(
            file,
            number,
            found[0],
            Say(
                "値を同じ行に書きます（curie_map だけは次の行から字下げして書きます）。",
                "the value stands on the same line (only that of curie_map is indented below it).",
            ),
        )
    into[key] = value


def _plain_value(file: str, number: int, found: re.Match[str]) -> str:
    """Give the text of a value: plain, or between quotation marks with nothing escaped in them."""
    value = (found["value"] or "").strip()
    mark = value[:1]
    if mark in {'"', "'"}:
        inner = value[1:-1]
        if len(value) > 1 and value.endswith(mark) and mark not in inner and "\\" not in inner:
            return inner
    elif not value.startswith(_REFUSED_STARTS) and " #" not in value and ": " not in value:
        return value
    raise _head_error(
        file,
        number,
        found[0],
        Say(
            "1行の文字列だけを書けます（一覧、複数行、エスケープは読みません）。",
            "only a text on one line can stand here (no lists, blocks or escapes).",
        ),
    )


def _head_error(file: str, number: int, line: str, wrong: Say) -> CellError:
    return CellError(file, number, "", line, wrong)


def _mapping(cells: Cells, prefixes: Mapping[str, str]) -> MappingRow:
    return MappingRow(
        cells.row,
        _expanded(cells, "subject_id", prefixes),
        cells.text("subject_label"),
        _expanded(cells, "predicate_id", prefixes),
        _expanded(cells, "object_id", prefixes),
        cells.text("object_label"),
        _expanded(cells, "mapping_justification", prefixes),
        _expanded(cells, "author_id", prefixes),
        cells.date("mapping_date"),
        cells.confidence("confidence"),
        cells.text("comment"),
    )


def _expanded(cells: Cells, column: str, prefixes: Mapping[str, str]) -> str:
    """Give an identifier in full; its prefix must be one of the head's `curie_map`."""
    found = _CURIE.fullmatch(cells.row[column])
    if found is None or found["prefix"] not in prefixes:
        cells.refuse(
            column,
            Say(
                "curie_map にある接頭辞をもつ識別子（skos:closeMatch など）が必要です。接頭辞は "
                f"{'、'.join(prefixes)} です。",
                "expected an identifier with a prefix of curie_map, such as skos:closeMatch; the "
                f"prefixes are {', '.join(prefixes)}.",
            ),
        )
        return ""
    return prefixes[found["prefix"]] + found["name"]
