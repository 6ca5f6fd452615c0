"""Tables that came in to the new files of a plan's folder, or to why they cannot be taken.

Nothing is written here. The text is written anew where wordings changed and read again by the
parser: it must give exactly the elements that the rows want. Judgements on a wording that changed
do not stay by themselves: they are told, and set aside if so wished.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from kameoka_graph.exchange.differences import (
    Difference,
    Differences,
    cells_by_id,
    differences,
)
from kameoka_graph.exchange.judging import Basis, Judging, Names, stored, untouched
from kameoka_graph.exchange.ledger import (
    SET_ASIDE,
    SHEET_OF,
    Entry,
    Ledger,
    empty_ledger,
    open_ledger,
    set_aside_text,
)
from kameoka_graph.exchange.progress_text import TooManyMarksError, Written, compose, rewrite
from kameoka_graph.exchange.table import Filled
from kameoka_graph.exchange.taking import CHANGED, Intake, TakenRow
from kameoka_graph.exchange.wanted import Node, WantedPlan, want
from kameoka_graph.read.curation import Curation
from kameoka_graph.read.document import Element, Plan, Source, Span
from kameoka_graph.read.plan_folder import PlanFolder
from kameoka_graph.read.progress_table import PlanSyntaxError, parse
from kameoka_graph.read.registry import Entry as Registered
from kameoka_graph.read.registry import write_registry
from kameoka_graph.read.sheet import ANOMALIES, CONTRIBUTIONS, SERIES, SHEETS
from kameoka_graph.read.table import CellError
from kameoka_graph.say import Say, excerpt
from kameoka_graph.state.numbering import Numbering, number

SOURCE: Final = "source.txt"
EARLIER: Final = "earlier"
"""Folder of a plan that keeps the texts that were replaced, by the first digits of their digest."""
_PLAN_ID: Final = re.compile(
    r"(?P<code>[0-9]{6})/plan/(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*)-(?P<n>[1-9][0-9]*)"
)
_ORIGIN: Final = re.compile(r"\n*(?:#[^\n]*\n)?\[document\.table\]\n(?:[^\[\n][^\n]*\n?)*")
_SHOWN_IN: Final = ("plans", "plan-elements", "activities", "series", "entities")


class Deed(StrEnum):
    """What was done with an element or a judgement."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    MOVED = "moved"
    SET_ASIDE = "set-aside"


@dataclass(frozen=True, slots=True)
class Change:
    """One change."""

    deed: Deed
    """What was done."""
    what: str
    """The ID of an element, or table and number of a judgement."""
    before: str
    """What it said; empty for what is new."""
    after: str
    """What it says; empty for what is gone."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The file that came in."""

    file: str
    """Its name, without folders."""
    sha256: str
    """Digest of its bytes."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person allows and states."""

    origin: Origin
    """What came in."""
    basis: Basis
    """Under whose name values are recorded."""
    withdraw: bool = False
    """Whether elements and judgements without a row are taken out."""
    set_aside: bool = False
    """Whether judgements on a changed wording are set aside."""


@dataclass(frozen=True, slots=True)
class PlanNow:
    """A plan as the data give it now."""

    prefix: str
    """Its ID, e.g. 262064/plan/machizukuri-kyodo-3."""
    folder: PlanFolder | None
    """Its folder; None for a plan that is to be made."""
    curation: Curation | None
    """What was judged of it."""
    set_aside: str
    """The text of the file of rows set aside; empty where there is none."""
    manifest: str
    """The text of `plan.toml`."""
    names: Mapping[str, str]
    """Names of things outside of the plan, by ID."""
    codes: Mapping[str, str]
    """Codes of kinds and statuses by their Japanese names."""


@dataclass(frozen=True, slots=True)
class PlanChange:
    """What the tables make of a plan."""

    prefix: str
    """Its ID."""
    files: Mapping[str, str]
    """New texts by path below the plan's folder; empty where nothing changes."""
    changes: tuple[Change, ...]
    """What changes."""
    notes: tuple[Say, ...]
    """What was left out."""
    wrong: tuple[CellError, ...]
    """What cannot be taken; nothing is changed then."""
    unsure: tuple[Say, ...]
    """Judgements that a person has to look at, or that need --withdraw; nothing is changed then."""


def plan_ids(intake: Intake) -> tuple[str, ...]:
    """Give the IDs in the table of plans that have the form of one."""
    ids = (row.get("id") for row in intake.rows("plans"))
    return tuple(one for one in ids if _PLAN_ID.fullmatch(one))


def folder_name(prefix: str) -> str:
    """Give the name of the folder of a new plan."""
    return prefix.replace("/plan/", "-")


def change_plan(
    now: PlanNow, intake: Intake, tables: Mapping[str, Filled], wishes: Wishes
) -> PlanChange:
    """Work out what rows about one plan change; `tables` are those of the data as they are now."""
    return _Changing(now, intake, tables, wishes).whole()


class _Changing:
    """One plan in the course of change."""

    def __init__(
        self, now: PlanNow, intake: Intake, tables: Mapping[str, Filled], wishes: Wishes
    ) -> None:
        self.now = now
        self.intake = intake
        self.tables = tables
        self.found = Differences((), {}, {}, (), ())
        self.wishes = wishes
        self.wrong: list[CellError] = [*intake.wrong]
        self.unsure: list[Say] = []
        self.changes: list[Change] = []
        self.aside: dict[str, tuple[Entry, str]] = {}
        self.plan: Plan | None = now.folder.plan if now.folder else None
        self.registry: tuple[Registered, ...] = now.folder.registry if now.folder else ()
        self.numbering: Numbering | None = (
            number(now.folder.plan, now.folder.registry) if now.folder else None
        )
        self.written = Written("")
        self.aliases: dict[str, str] = {}
        self.torn: set[str] = set()
        self.rows: dict[str, TakenRow] = {}

    def whole(self) -> PlanChange:
        files: dict[str, str] = {}
        before, old = self.plan, self.numbering
        paths = {} if before is None or old is None else _by_path(before, old)
        wanted = want(self.intake, self.now.prefix, before, paths)
        self._recognise(wanted)
        self.found = differences(self.intake, self.tables)
        self.wrong += [*wanted.wrong, *self.found.wrong, *self._strange()]
        if not self.wrong:
            files |= self._text(wanted)
        if not self.wrong and self.plan is not None:
            files |= self._judgements()
        stopped = bool(self.wrong or self.unsure)
        return PlanChange(
            self.now.prefix,
            {} if stopped else files,
            tuple(self.changes),
            self.found.notes,
            tuple(self.wrong),
            tuple(self.unsure),
        )

    # --- the text

    def _strange(self) -> Iterator[CellError]:
        """Refuse new rows of tables whose rows are made in other files."""
        for name, say in _MADE_ELSEWHERE.items():
            for row in self.found.added.get(name, ()):
                if row.get("id") != self.now.prefix:
                    yield row.wrong("ID", say, row.get("id"))

    def _recognise(self, wanted: WantedPlan) -> None:
        """Give the rows without an ID that stand for known elements the cells of those."""
        tables = {}
        for name, taken in self.intake.tables.items():
            now = cells_by_id(self.tables[name])
            rows = (
                _filled_in(row, now[wanted.recognised[row.file, row.number]], CHANGED[name])
                if (row.file, row.number) in wanted.recognised
                else row
                for row in taken.rows
            )
            tables[name] = replace(taken, rows=tuple(rows))
        self.intake = replace(self.intake, tables=tables)

    def _text(self, wanted: WantedPlan) -> dict[str, str]:
        """Write the text anew where it changes, and number its elements."""
        before = self.plan
        try:
            text = self._write(wanted)
        except TooManyMarksError as error:
            self._refuse(error.say)
            return {}
        if self.wrong or not self._read_again(text, wanted):
            return {}
        self._tell_text(wanted)
        if before is not None and text == before.source.text:
            return {}
        return self._text_files(text, before)

    def _write(self, wanted: WantedPlan) -> str:
        elements = [node.frozen() for node in wanted.nodes]
        if self.plan is not None:
            self.written = rewrite(self.plan, elements, wanted.columns)
            return self.written.text
        row = next((row for row in self.intake.rows("plans")), None)
        title = row.get("name") if row else ""
        period = row.get("printed_period") if row else ""
        if row is not None and not period and row.get("first_year") and row.get("last_year"):
            period = f"{row.get('first_year')}年度～{row.get('last_year')}年度"
        if row is None or not title or re.search(r"\s", title) or not period:
            self._refuse(_NEW_PLAN, row)
            return ""
        return compose(title, period, elements, wanted.columns)

    def _read_again(self, text: str, wanted: WantedPlan) -> bool:
        """Read the text by the parser and number it; refuse it where it gives other elements."""
        data = text.encode()
        source = Source(SOURCE, text, hashlib.sha256(data).hexdigest(), len(data))
        try:
            plan = parse(source)
        except PlanSyntaxError as error:
            self._refuse(
                Say(
                    f"この表からは進捗表を書けません（{error.say.ja}）",
                    f"no progress table can be written from these rows ({error.say.en})",
                )
            )
            return False
        nodes, read = list(wanted.walk()), [element for element, _ in plan.walk()]
        for node, element in zip(nodes, read, strict=False):
            is_read = (element.kind, element.text.text, element.fiscal_year)
            if (node.kind, node.text, node.year) != is_read:
                return self._misread(node.row, node.text)
        if len(nodes) != len(read):
            return self._misread(None, text)
        return self._number(plan, list(zip(nodes, read, strict=True)))

    def _number(self, plan: Plan, pairs: Sequence[tuple[Node, Element]]) -> bool:
        """Number the elements; those that were there keep their numbers."""
        prefix = f"{self.now.prefix}/"
        renamed = {node.key.removeprefix(prefix): node.text for node, _ in pairs if node.known}
        registry = tuple(
            replace(one, text=renamed.get(one.path, one.text)) for one in self.registry
        )
        numbering = number(plan, registry)
        for node, element in pairs:
            path = numbering[element]
            if node.known is not None and prefix + path != node.key:
                self._refuse(_RENUMBERED, node.row, "原文")
                return False
            if node.row is not None:
                self.rows[path] = node.row
            if node.known is None and node.key:
                self.aliases[node.key] = path
        self.plan, self.numbering = plan, numbering
        self.registry = (*registry, *numbering.added)
        return True

    def _misread(self, row: TakenRow | None, text: str) -> bool:
        self._refuse(
            Say(
                f"「{excerpt(text)}」をそのまま進捗表に書くと、別の行として読まれます。"
                "空白のあとの「・」や丸数字、（1）の形の番号、【】を文言から除いてください。",
                f"“{excerpt(text)}” would be read as other elements in a progress table; leave "
                "marks such as ・, circled numbers, （1） and 【】 after a blank out of it.",
            ),
            row,
            "原文",
        )
        return False

    def _refuse(self, say: Say, row: TakenRow | None = None, column: str = "") -> None:
        if row is None:
            self.wrong.append(CellError(self.now.prefix, 0, column, "", say))
        else:
            self.wrong.append(row.wrong(column, say))

    def _tell_text(self, wanted: WantedPlan) -> None:
        """Note what changes in the text; what is withdrawn must have been allowed."""
        texts = self._old_texts()
        for node in wanted.walk():
            if node.known is not None and node.text != node.known.text.text:
                self.changes.append(Change(Deed.CHANGED, node.key, node.known.text.text, node.text))
        for path, row in self.rows.items():
            key = f"{self.now.prefix}/{path}"
            if key not in texts:
                self.changes.append(Change(Deed.ADDED, key, "", row.get("text")))
        for key in wanted.moved:
            self.changes.append(Change(Deed.MOVED, key, texts[key], texts[key]))
        for key in wanted.removed:
            self.changes.append(Change(Deed.REMOVED, key, texts[key], ""))
            if not self.wishes.withdraw:
                self.unsure.append(_withdrawn(key, texts[key]))

    def _old_texts(self) -> dict[str, str]:
        folder = self.now.folder
        if folder is None:
            return {}
        numbering = number(folder.plan, folder.registry)
        return {
            f"{self.now.prefix}/{numbering[element]}": element.text.text
            for element, _ in folder.plan.walk()
        }

    def _text_files(self, text: str, before: Plan | None) -> dict[str, str]:
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        files = {
            SOURCE: text,
            "registry.csv": write_registry(self.registry),
            "plan.toml": self._manifest(sha256, before),
        }
        if before is not None:
            files[f"{EARLIER}/{before.source.short}.txt"] = before.source.text
        return files

    def _manifest(self, sha256: str, before: Plan | None) -> str:
        origin, basis = self.wishes.origin, self.wishes.basis
        file = origin.file.replace("\\", "_").replace('"', "_")
        record = (
            "\n# 表から書いた記録 / the table that the text was written from\n[document.table]\n"
            f'file = "{file}"\nsha256 = "{origin.sha256}"\ndate = {basis.date}\n'
        )
        if before is None:
            return _new_manifest(self.now.prefix, sha256) + record
        text = _ORIGIN.sub("\n", self.now.manifest).rstrip("\n") + "\n"
        return text.replace(before.source.sha256, sha256) + record

    # --- judgements

    def _judgements(self) -> dict[str, str]:
        """Change the curated tables, and give the files that are not as they were."""
        curation = self.now.curation
        given = tuple(int(one) for one in re.findall(r"(?m)^([0-9]{4}),", self.now.set_aside))
        ledger = open_ledger(curation, given) if curation is not None else empty_ledger()
        was = {one.id: Entry(one.file, dict(one.cells)) for one in ledger.entries.values()}
        judging = Judging(ledger, self._names(ledger), self.wishes.basis)
        self._apply(judging)
        self._move_notes(judging)
        self.wrong += judging.wrong
        if self.wrong:
            return {}
        self._look_again(ledger, was, judging.names)
        self.changes += _ledger_changes(was, ledger, self.aside)
        files = {f"curated/{file}": text for file, text in ledger.files().items()}
        if self.aside:
            files[SET_ASIDE] = set_aside_text(self.aside, lambda: self.now.set_aside)
        return files

    def _names(self, ledger: Ledger) -> Names:
        prefix, plan, numbering = self.now.prefix, self.plan, self.numbering
        texts: dict[str, str] = {}
        if plan is not None and numbering is not None:
            texts = {path: one.text.text for path, one in _by_path(plan, numbering).items()}
        names = {**self.now.names}
        if plan is not None:
            names[prefix] = plan.title.text
        labels = {
            self._reference(row.get("id")): row.get("name") for row in self.intake.rows("series")
        }

        def wording(reference: str) -> str | None:
            if reference.startswith("/"):
                return names.get(reference[1:])
            if reference.startswith("series/"):
                return labels.get(reference) or _series_label(ledger, reference)
            return texts.get(reference)

        return Names(self._reference, wording)

    def _reference(self, key: str) -> str:
        """Give how the curated tables refer to a thing."""
        prefix = f"{self.now.prefix}/"
        full = key if re.match(r"[0-9]{6}(?:/|$)", key) else f"{prefix}{key}"
        if full in self.aliases:
            return self.aliases[full]
        return full.removeprefix(prefix) if full.startswith(prefix) else f"/{full}"

    def _apply(self, judging: Judging) -> None:
        changed = self.found.changed
        for name, change in (("statements", judging.statement), ("anomalies", judging.note)):
            change(one for one in changed if one.table.name == name)
        for row in self.found.added.get("statements", ()):
            judging.new_statement(row)
        for row in self.found.added.get("anomalies", ()):
            judging.new_note(row)
        for name in ("statements", "anomalies"):
            for key in self.found.removed.get(name, ()):
                self._remove(judging.ledger, key)
        self._apply_shown(judging, [one for one in changed if one.table.name in _SHOWN_IN])

    def _apply_shown(self, judging: Judging, changed: Sequence[Difference]) -> None:
        """Take changes of what the tables of elements show, memberships of series last."""
        for one in changed:
            self._shown(judging, one)
        self._new_rows(judging)
        members = [one for one in changed if one.column.name == "entries"]
        for joining in (True, False):
            for one in members:
                self._members(judging, one.row, (one.before, one.after), joining=joining)
        if not self.wishes.withdraw:
            self.unsure += [_cleared(entry) for entry in judging.cleared]

    def _remove(self, ledger: Ledger, key: str) -> None:
        entry = ledger.delete(key.rpartition("/")[2])
        if not self.wishes.withdraw:
            self.unsure.append(_withdrawn(key, entry.cells.get("text") or entry.cells["quote"]))

    def _shown(self, judging: Judging, one: Difference) -> None:
        """Take a change of what a table of elements shows of a thing itself."""
        name = one.column.name
        if name == "name" and "/series/" in one.id:
            judging.rename_series(one.row, self._reference(one.id), one.after)
        column = {"kinds": "kind_codes", "status": "status_code"}.get(name, name)
        if column in SHEET_OF and not _is_named(column, self._reference(one.id)):
            before, after = (self._stored(column, cell) for cell in (one.before, one.after))
            judging.shown(one.row, column, one.column.title.ja, before, after)

    def _stored(self, column: str, cell: str) -> tuple[str, ...]:
        named = stored(column, cell, self._reference, self.now.codes)
        if column not in {"kind_codes", "status_code"}:
            return named
        return tuple(self.now.codes.get(one, one) for one in named)

    def _members(
        self, judging: Judging, row: TakenRow, cells: tuple[str, str], *, joining: bool
    ) -> None:
        """Take the entries that join, or that leave, a series by its own row."""
        series = self._reference(row.get("id"))
        before, after = (set(stored("entries", cell, self._reference, {})) for cell in cells)
        for entry in sorted(after - before if joining else before - after):
            held = {one.cells["series"] for one in judging.ledger.find("series", entry)}
            if joining and held != {series}:
                was = set(self._series_before(entry))
                judging.about(row, "series", _title("entries"), entry, (was, [series]))
            elif not joining and series in held:
                judging.about(row, "series", _title("entries"), entry, (held, []))

    def _series_before(self, entry: str) -> tuple[str, ...]:
        """Give the series that an entry belongs to in the data as they are now."""
        now = cells_by_id(self.tables["activities"]).get(f"{self.now.prefix}/{entry}", {})
        return self._stored("series", now.get("series", ""))

    def _new_rows(self, judging: Judging) -> None:
        """Take what is judged of new elements and series in their own rows."""
        new = [
            (path, row)
            for path, row in self.rows.items()
            if f"{self.now.prefix}/{path}" not in self._old_texts()
        ]
        series = self.found.added.get("series", ())
        named = [(self._reference(row.get("id")), row) for row in series]
        if self.now.folder is None:
            plans = self.intake.rows("plans")[:1]
            named += [(self._reference(row.get("id")), row) for row in plans]
        for reference, row in (*new, *named):
            self._new_row(judging, reference, row)

    def _new_row(self, judging: Judging, reference: str, row: TakenRow) -> None:
        for column in SHEET_OF:
            other = {"kind_codes": "kinds", "status_code": "status"}.get(column, column)
            cell = row.get(column) or row.get(other)
            if cell and not _is_named(column, reference):
                title = _title(column)
                judging.about(
                    row, column, title, reference, (set(), list(self._stored(column, cell)))
                )
        if reference.startswith("series/") and row.get("entries"):
            self._members(judging, row, ("", row.get("entries")), joining=True)

    def _move_notes(self, judging: Judging) -> None:
        """Let the places of notes follow the text, where their words stand unchanged.

        A note on words that changed is torn from its place, even if its quotation happens to stand
        there still, unless somebody changed its row, and so has looked at it.
        """
        if not self.written.text:
            return
        for entry in tuple(untouched(judging)):
            span = Span(int(entry.cells["start"]), int(entry.cells["end"]))
            moved = self.written.moved(span)
            if moved is None and entry.id not in judging.looked:
                self.torn.add(entry.id)
            elif moved is not None and moved != span:
                cells = {"start": str(moved.start), "end": str(moved.end)}
                judging.ledger.change(entry.id, "", cells)

    def _look_again(self, ledger: Ledger, was: Mapping[str, Entry], names: Names) -> None:
        """Find judgements on wordings that changed: tell them, or set them aside."""
        for entry in tuple(ledger.entries.values()):
            why = self._outdated(entry, names)
            if why is None:
                continue
            if self.wishes.set_aside and entry.id in was:
                self.aside[entry.id] = (Entry(entry.file, dict(entry.cells)), why.ja)
                ledger.delete(entry.id)
            else:
                self.unsure.append(
                    Say(
                        f"curated/{entry.file} {entry.id}: {why.ja}",
                        f"curated/{entry.file} {entry.id}: {why.en}",
                    )
                )

    def _outdated(self, entry: Entry, names: Names) -> Say | None:
        if entry.file == ANOMALIES:
            return self._outdated_note(entry, names)
        sheet = next(one for one in SHEETS if one.file == entry.file)
        pairs = [(sheet.subject, "text")]
        if sheet is CONTRIBUTIONS:
            pairs.append((sheet.value, sheet.value_text))
        for reference, text in pairs:
            wording = names.wording(entry.cells[reference])
            if wording is None:
                return _gone(entry.cells[reference], entry.cells[text])
            if wording != entry.cells[text]:
                return _reworded(entry.cells[reference], entry.cells[text], wording)
        return None

    def _outdated_note(self, entry: Entry, names: Names) -> Say | None:
        thing, quote = entry.cells["thing"], entry.cells["quote"]
        if thing and names.wording(thing) is None:
            return _gone(thing, quote)
        text = self.plan.source.text if self.plan else ""
        start, end = (entry.cells[name] for name in ("start", "end"))
        there = text[int(start) : int(end)] if start.isdecimal() and end.isdecimal() else ""
        if there == quote and entry.id not in self.torn:
            return None
        return _reworded(f"{start}〜{end}", quote, there)


def _filled_in(row: TakenRow, now: Mapping[str, str], changed: frozenset[str]) -> TakenRow:
    """Give a row the cells of the element that it stands for, but for what people change."""
    own = {name: cell for name, cell in row.cells.items() if name in changed}
    return replace(row, cells={**now, **own})


def _by_path(plan: Plan, numbering: Numbering) -> dict[str, Element]:
    return {numbering[element]: element for element, _ in plan.walk()}


def _is_named(column: str, reference: str) -> bool:
    """Tell whether a row's own name is no judgement: that of a plan or a series."""
    return column == "name" and (reference.startswith(("/", "series/")))


def _title(column: str) -> str:
    titles = {
        "name": "名称（整えたもの）",
        "name_kana": "名称_カナ",
        "name_en": "名称_英字",
        "aliases": "別名",
        "contributes_to": "寄与先ID",
        "series": "系列ID",
        "involves": "関係主体ID",
        "follows_up": "受けた取組ID",
        "kind_codes": "活動の種類コード",
        "status_code": "実施状況コード",
        "entries": "活動ID",
    }
    return titles[column]


def _series_label(ledger: Ledger, reference: str) -> str | None:
    for entry in ledger.sheet(SERIES):
        if entry.cells["series"] == reference:
            return entry.cells["series_label"]
    return None


def _ledger_changes(
    was: Mapping[str, Entry], ledger: Ledger, aside: Mapping[str, tuple[Entry, str]]
) -> Iterator[Change]:
    for key in sorted({*was, *ledger.entries}):
        before, after = was.get(key), ledger.entries.get(key)
        if key in aside:
            file, why = aside[key][0].file, aside[key][1]
            yield Change(Deed.SET_ASIDE, f"{file} {key}", _line(before), why)
        elif before is None and after is not None:
            yield Change(Deed.ADDED, f"{after.file} {key}", "", _line(after))
        elif after is None and before is not None:
            yield Change(Deed.REMOVED, f"{before.file} {key}", _line(before), "")
        elif before and after and after.told and before.cells != after.cells:
            was_is = _changed(before, after)
            yield Change(Deed.CHANGED, f"{after.file} {key}", *was_is)


def _line(entry: Entry | None) -> str:
    cells = entry.cells if entry else {}
    return " | ".join(cell for name, cell in cells.items() if cell and name not in {"id", "date"})


def _changed(before: Entry, after: Entry) -> tuple[str, str]:
    names = [name for name in after.cells if before.cells[name] != after.cells[name]]
    was, is_now = (
        " | ".join(f"{name}={entry.cells[name]}" for name in names) for entry in (before, after)
    )
    return was, is_now


def _withdrawn(key: str, text: str) -> Say:
    return Say(
        f"{key}「{excerpt(text)}」の行がありません。取り下げるなら --withdraw を付けてください"
        "（番号は二度と使われません）。",
        f"{key} “{excerpt(text)}” has no row; to withdraw it, give --withdraw (its number is never "
        "used again).",
    )


def _cleared(entry: Entry) -> Say:
    return Say(
        f"curated/{entry.file} {entry.id}「{excerpt(entry.cells['text'])}」: "
        "セルが空になっています。"
        "この判断を取り下げるなら --withdraw を付けてください。",
        f"curated/{entry.file} {entry.id} “{excerpt(entry.cells['text'])}”: the cell is empty now; "
        "to withdraw this judgement, give --withdraw.",
    )


def _gone(reference: str, text: str) -> Say:
    return Say(
        f"{reference}「{excerpt(text)}」が取り下げられるので、この判断は当てはまりません。",
        f"{reference} “{excerpt(text)}” is withdrawn, so this judgement has nothing to hold of.",
    )


def _reworded(reference: str, text: str, now: str) -> Say:
    return Say(
        f"{reference} の文言が「{excerpt(text)}」から「{excerpt(now)}」に変わるので、"
        "判断の見直しが要ります。",
        f"{reference} changes from “{excerpt(text)}” to “{excerpt(now)}”, so this judgement has to "
        "be looked at again.",
    )


def _new_manifest(prefix: str, sha256: str) -> str:
    found = _PLAN_ID.fullmatch(prefix)
    code, slug, edition = found.group("code", "slug", "n") if found else ("", "", "")
    return (
        "# 計画の台帳。表計算ではなくテキストエディターで編集します。\n"
        "# The plan's manifest: what cannot be read from the text itself.\n\n"
        f'[plan]\nmunicipality = "{code}"\nslug = "{slug}"\nedition = {edition}\n\n'
        f'[[document]]\nfile = "{SOURCE}"\nlayout = "progress-table"\nsha256 = "{sha256}"\n'
        'rights_ja = "原典の利用条件は、取り込んだ表に記載がなく、確認できていません。"\n'
        'rights_en = "The terms of use of the source text are not stated in the table that it was '
        'taken from and are not known."\n'
    )


_MADE_ELSEWHERE: Final = {
    "plans": Say(
        "新しい計画の ID は 262013/plan/sogo-keikaku-1 の形（英小文字・数字・ハイフンの名前と、"
        "第何次かの番号）で書きます。",
        "the ID of a new plan has the form 262013/plan/sogo-keikaku-1: a name of lower-case "
        "letters, digits and hyphens, and the number of the edition.",
    ),
    "entities": Say(
        "この表の行は、表からは足せません。data/context/entities.csv に足してください。",
        "rows of this table are not added by tables; add it to data/context/entities.csv.",
    ),
    "links": Say(
        "この表の行は、表からは足せません。data/links の表に足してください。",
        "rows of this table are not added by tables; add it to the table in data/links.",
    ),
}
_NEW_PLAN: Final = Say(
    "新しい計画には、名称（空白を含まないもの）と計画期間（令和5年度～令和9年度 の形、"
    "または開始年度と終了年度）が必要です。",
    "a new plan needs its name (without blanks) and its period (such as 令和5年度～令和9年度, "
    "or the first and last year).",
)
_RENUMBERED: Final = Say(
    "同じ欄で前に取り下げた項目と同じ文言なので、番号を保てません。この行を消し、"
    "ID のない新しい行として書いてください。",
    "an element with this wording was withdrawn from the same place before, so the number cannot "
    "be kept; delete the row and write it as a new one without an ID.",
)
