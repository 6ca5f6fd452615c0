"""The commands that take tables in, and that give empty ones out."""

import argparse
import datetime
import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kameoka_graph.cli.folders import package_folder
from kameoka_graph.cli.output import Output
from kameoka_graph.say import Language, Say, ToldError

if TYPE_CHECKING:  # the command imports what it needs, so that help comes at once
    from kameoka_graph.exchange.intake import Change, Origin
    from kameoka_graph.exchange.taking import Intake
    from kameoka_graph.release.assembly import Inputs
    from kameoka_graph.release.intake import Prepared
    from kameoka_graph.state.iris import Iris

DONE: Final = 0
DOES_NOT_HOLD: Final = 1
_ZIP_OR_OLE: Final = (b"PK", b"\xd0\xcf\x11\xe0")
_SHOWN: Final = 200
_DEEDS: Final = {
    "added": Say("追加", "added"),
    "changed": Say("変更", "changed"),
    "removed": Say("取り下げ", "withdrawn"),
    "moved": Say("移動", "moved"),
    "set-aside": Say("保留", "set aside"),
}


class NothingToTakeError(ToldError, ValueError):
    """A folder without a table in it."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    """How an import went."""

    status: int
    """The exit status."""
    told: Say
    """The sentence at the end."""
    taken: bool
    """Whether the data were changed."""


def import_tables(options: argparse.Namespace, inputs: "Inputs", output: Output) -> int:
    """Take tables in, all of them or nothing, and tell what changes."""
    from kameoka_graph.exchange.intake import Wishes
    from kameoka_graph.exchange.judging import Basis
    from kameoka_graph.release.intake import prepare

    finish_import(inputs.data, output)
    intake, origin = read_tables(options.files)
    base = base_of(intake) if options.base is None else None
    inputs = inputs if base is None else replace(inputs, iris=base)
    date = options.date or _date(inputs)
    basis = Basis(options.curator or "", options.confidence, str(date))
    wishes = Wishes(origin, basis, options.withdraw, options.set_aside)
    prepared = prepare(inputs, intake, wishes, output.progress)
    outcome = _carried_out(options, inputs, intake, prepared, output)
    notes = (*intake.notes, *prepared.notes)
    if options.json:
        output.result(json.dumps(_as_json(prepared, notes, outcome), ensure_ascii=False, indent=1))
    else:
        output.show(_as_text(prepared, notes, outcome, output.language))
    return outcome.status


def base_of(intake: "Intake") -> "Iris | None":
    """Give the base that the tables were made with, by their addresses; None where none tells.

    Tables of a public release are taken in anywhere: what the data say does not depend on it.
    """
    from kameoka_graph.state.iris import BadBaseError, read_base

    for taken in intake.tables.values():
        for row in taken.rows:
            uri, tail = row.get("uri"), f"/id/{row.get('id')}"
            if row.get("id") and uri.endswith(tail):
                try:
                    return read_base(uri.removesuffix(tail))
                except BadBaseError:
                    return None
    return None


def finish_import(data: Path, output: Output) -> None:
    """Finish an import that was cut off, if there is one, and say so."""
    from kameoka_graph.release.intake import finish

    _tell_finished(finish(data), output)


def _tell_finished(finished: bool, output: Output) -> None:
    if finished:
        output.tell(
            Say(
                "前の取り込みが途中で止まっていたので、残りを済ませました。",
                "An earlier import had been cut off; the rest of it was done.",
            )
        )


def read_tables(paths: Sequence[Path]) -> "tuple[Intake, Origin]":
    """Read files of tables: a workbook, CSV files, or a folder of CSV files.

    Raises `SourceRefusedError`, `TableRefusedError`, and `NothingToTakeError`.
    """
    from kameoka_graph.exchange.intake import Origin
    from kameoka_graph.exchange.taking import is_table, take
    from kameoka_graph.read.grid import MAX_BYTES, Grid, read_csv_grid
    from kameoka_graph.read.source import read_bytes
    from kameoka_graph.read.workbook import read_workbook

    grids: list[Grid] = []
    notes: list[Say] = []
    digest = hashlib.sha256()
    files = [file for path in paths for file in _files(path)]
    for file in files:
        data = read_bytes(file, max_bytes=MAX_BYTES)
        digest.update(data)
        if data.startswith(_ZIP_OR_OLE) or file.suffix.lower().startswith((".xls", ".ods")):
            book = read_workbook(str(file), data, is_table)
            grids += book.grids
            notes += [*book.notes, *_unread(file, book.others)]
        else:
            grids.append(read_csv_grid(str(file), data))
    if not grids:
        raise NothingToTakeError(_nothing(files))
    intake = take(grids)
    origin = Origin(", ".join(file.name for file in files), digest.hexdigest())
    return type(intake)(intake.tables, (*notes, *intake.notes), intake.wrong), origin


def _unread(file: Path, sheets: Sequence[str]) -> list[Say]:
    from kameoka_graph.exchange.template import EXPLANATIONS

    others = [name for name in sheets if name not in EXPLANATIONS]
    if not others:
        return []
    return [
        Say(
            f"{file}: 表ではないシートは読みません: {'、'.join(others)}。",
            f"{file}: sheets that are none of the tables are not read: {', '.join(others)}.",
        )
    ]


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    files = sorted(one for one in path.iterdir() if one.suffix.lower() == ".csv")
    if not files:
        raise NothingToTakeError(_nothing([path]))
    return files


def _nothing(files: Sequence[Path]) -> Say:
    from kameoka_graph.exchange.definition import TABLES

    names = "、".join(str(file) for file in files)
    titles = "、".join(table.title.ja for table in TABLES)
    return Say(
        f"{names}: 取り込める表がありません。シートの名前は {titles} のどれかです。",
        f"{names}: there is no table to take in; a sheet is named as one of {titles}.",
    )


def _date(inputs: "Inputs") -> datetime.date:
    from kameoka_graph.read.manifest import read_publication_manifest
    from kameoka_graph.release.assembly import release_date

    publication = read_publication_manifest(inputs.data / "publication.toml")
    return release_date(publication, os.environ.get("SOURCE_DATE_EPOCH"))


def _carried_out(
    options: argparse.Namespace,
    inputs: "Inputs",
    intake: "Intake",
    prepared: "Prepared",
    output: Output,
) -> _Outcome:
    from kameoka_graph.check.report import ShapesViolatedError, as_text
    from kameoka_graph.release.intake import carry_out

    stopped = _stopped(options, prepared)
    if stopped is not None:
        return stopped
    try:
        carry_out(inputs, intake, prepared, output.progress)
    except ShapesViolatedError as error:
        output.tell(error.say)
        output.tell(
            Say(*(as_text(error.report, language) for language in (Language.JA, Language.EN)))
        )
        return _Outcome(DOES_NOT_HOLD, _REFUSED, taken=False)
    count = len(prepared.changes)
    return _Outcome(
        DONE,
        Say(
            f"{count} 件の変更を取り込みました（{options.data}、{len(prepared.files)} ファイル）。"
            "kameoka-graph build で公開データを作れます。",
            f"Took {count} change(s) in ({options.data}, {len(prepared.files)} file(s)); make a "
            "release with kameoka-graph build.",
        ),
        taken=True,
    )


def _stopped(options: argparse.Namespace, prepared: "Prepared") -> _Outcome | None:
    """Give the outcome of an import that changes nothing, or None where there is work to do."""
    if prepared.wrong or prepared.unsure:
        return _Outcome(DOES_NOT_HOLD, _REFUSED, taken=False)
    if not prepared.files:
        return _Outcome(DONE, _UNCHANGED, taken=False)
    if options.dry_run:
        return _Outcome(DONE, _TRIED, taken=False)
    return None


_REFUSED: Final = Say("何も取り込みませんでした。", "Nothing was taken in.")
_UNCHANGED: Final = Say(
    "変更はありません。何も書き換えていません。", "No changes; nothing was written."
)
_TRIED: Final = Say(
    "--dry-run なので、何も書き換えていません。", "This was a --dry-run; nothing was written."
)


def _as_text(
    prepared: "Prepared", notes: Sequence[Say], outcome: _Outcome, language: Language
) -> str:
    lines = [say.to(language) for say in notes]
    shown = prepared.changes[:_SHOWN]
    lines += [_line(change, language) for change in shown]
    rest = len(prepared.changes) - len(shown)
    if rest:
        lines.append(
            Say(f"ほか {rest} 件（--json で全部）", f"and {rest} more (all with --json)").to(
                language
            )
        )
    lines += [error.say.to(language) for error in prepared.wrong]
    if prepared.unsure:
        lines.append(_UNSURE.to(language))
        lines += [f"  {say.to(language)}" for say in prepared.unsure]
    return "\n".join((*lines, outcome.told.to(language)))


_UNSURE: Final = Say(
    "人が決めることがあります。文言の変わった判断は、見直して「判断」の表の「判断時の文言」を今の原文に改めるか、"
    "--set-aside を付けると set-aside.csv に移して取り込みます。",
    "There is something to decide. For judgements on a changed wording, look at them again and "
    "put the new wording into the table of judgements, or give --set-aside to move them to "
    "set-aside.csv.",
)


def _line(change: "Change", language: Language) -> str:
    deed = _DEEDS[change.deed.value].to(language)
    says = " → ".join(f"「{text}」" for text in (change.before, change.after) if text)
    if change.before == change.after:
        says = f"「{change.after}」"
    return f"{deed} {change.what} {says}"


def _as_json(prepared: "Prepared", notes: Sequence[Say], outcome: _Outcome) -> dict[str, object]:
    return {
        "taken": outcome.taken,
        "told": _both(outcome.told),
        "changes": [
            {"deed": one.deed.value, "what": one.what, "before": one.before, "after": one.after}
            for one in prepared.changes
        ],
        "files": sorted(prepared.files),
        "notes": [_both(say) for say in notes],
        "unsure": [_both(say) for say in prepared.unsure],
        "wrong": [
            {
                "file": one.file,
                "row": one.row,
                "column": one.column,
                "value": one.value,
                "wrong": _both(one.wrong),
            }
            for one in prepared.wrong
        ],
    }


def _both(say: Say) -> dict[str, str]:
    return {"ja": say.ja, "en": say.en}


def write_template(options: argparse.Namespace, output: Output) -> int:
    """Write the empty tables that another plan is filled into."""
    from kameoka_graph.exchange.template import template
    from kameoka_graph.read.municipality import read_municipalities
    from kameoka_graph.release.intake import concept_names

    listed = options.data / "municipalities" / "municipalities.csv"
    municipalities = read_municipalities(listed)
    if options.municipality not in municipalities:
        raise NothingToTakeError(
            Say(
                f"{options.municipality}: この全国地方公共団体コードは {listed} にありません。"
                "検査数字まで6桁で確かめてください。",
                f"{options.municipality}: this local government code is not in {listed}; check "
                "all six digits.",
            )
        )
    if options.to.exists():
        raise NothingToTakeError(
            Say(
                f"{options.to}: 同じ名前のファイルがあります。上書きはしません。",
                f"{options.to}: there is a file of this name; it is not written over.",
            )
        )
    kinds = concept_names(package_folder("ontology"))["activity-kind"]
    options.to.write_bytes(template(kinds, municipalities[options.municipality]).content)
    told = Say(f"{options.to} を作りました。", f"Made {options.to}.")
    if options.json:
        output.result(json.dumps({"file": str(options.to)}, ensure_ascii=False))
    else:
        output.show(told.to(output.language))
    return DONE
