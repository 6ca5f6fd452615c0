"""Tables that came in change the data as they say, wholly or not at all, and come out the same."""

import csv
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from kameoka_graph.check.data import DataWrongError
from kameoka_graph.exchange.asked import ask
from kameoka_graph.exchange.intake import Deed, Origin, Wishes
from kameoka_graph.exchange.judging import Basis
from kameoka_graph.exchange.rows import fill
from kameoka_graph.exchange.table import Filled
from kameoka_graph.exchange.taking import Intake
from kameoka_graph.release.assembly import Inputs, assemble
from kameoka_graph.release.files import exchange_files
from kameoka_graph.release.folder import Release
from kameoka_graph.release.intake import (
    STAGE,
    ImportRunningError,
    Prepared,
    carry_out,
    finish,
    prepare,
)
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.embedded import Embedded
from tests.exchange.tables_in import PLAN, Edit, Rows, intake_of, row

FOLDER: Final = "plans/262064-machizukuri-kyodo-3"
ENTRY: Final = "action-plan/2/fy/2023/activity/3"
BASIS: Final = Basis("proposal", "0.9", "2026-12-01")
WISHES: Final = Wishes(Origin("tables.xlsx", "0" * 64), BASIS)
NOBODY: Final = replace(WISHES, basis=replace(BASIS, curator=""))
FREELY: Final = replace(WISHES, withdraw=True, set_aside=True)
Try = Callable[..., Prepared]


@pytest.fixture
def data(tmp_path: Path, root: Path) -> Path:
    """Give a copy of the real data."""
    return Path(shutil.copytree(root / "data", tmp_path / "data"))


@pytest.fixture
def into(inputs: Inputs, data: Path) -> Inputs:
    """Give the inputs of a build of that copy."""
    return replace(inputs, data=data)


@pytest.fixture
def tables(release: Release) -> Path:
    """Give the folder with the tables of the real data."""
    return release.folder / "files"


@pytest.fixture(scope="module")
def now(store: Embedded, iris: Iris) -> tuple[Filled, ...]:
    """Give the tables that the real data give."""
    return fill(ask(store), iris)


@pytest.fixture
def attempt(into: Inputs, tables: Path, now: tuple[Filled, ...]) -> Try:
    """Give a function that tells what tables after an edit would change."""

    def attempt(edit: Edit, wishes: Wishes = WISHES, *only: str) -> Prepared:
        return prepare(into, intake_of(tables, edit, only), wishes, tables=now)

    return attempt


def snapshot(folder: Path) -> dict[str, str]:
    """Give the digest of every file of a folder."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def export(inputs: Inputs, folder: Path) -> Path:
    """Write the tables of the data into a folder."""
    folder.mkdir()
    for file in exchange_files(assemble(inputs)):
        if file.media_type == "text/csv" or file.name.endswith(".xlsx"):
            (folder / file.name).write_bytes(file.content)
    return folder


def told(prepared: Prepared) -> str:
    """Give everything that is refused or has to be decided, in Japanese."""
    refused = [error.say.ja for error in prepared.wrong]
    return "\n".join([*refused, *(say.ja for say in prepared.unsure)])


def deeds(prepared: Prepared) -> dict[str, Deed]:
    """Give what was done with what."""
    return {change.what: change.deed for change in prepared.changes}


def reword(tables: dict[str, Rows]) -> None:
    """Change the wording of an entry."""
    row(tables["activities"], ENTRY)["text"] = "市民活動推進フォーラムの開催"


def next_year(tables: dict[str, Rows]) -> None:
    """Add entries of a new year, one of them with what is judged of it."""
    series = f"{PLAN}/series/shinki-saiyo-kenshu"
    tables["activities"] += [
        {
            "action_plan": f"{PLAN}/action-plan/1",
            "year": "2026",
            "text": "新規採用職員研修の実施",
            "name_kana": "シンキサイヨウショクインケンシュウノジッシ",
            "name_en": "Training of new recruits",
            "kinds": "研修",
            "series": series,
        },
        {"action_plan": "action-plan/3", "fiscal_year": "令和8年度", "text": "新しい助成"},
    ]


def withdraw(tables: dict[str, Rows]) -> None:
    """Take an entry out."""
    rows = tables["activities"]
    rows.remove(row(rows, "action-plan/1/fy/2025/activity/1"))


def everything(tables: dict[str, Rows]) -> None:
    """Do all of it."""
    reword(tables)
    next_year(tables)
    withdraw(tables)


# --- nothing changes


def test_tables_that_were_not_changed_change_nothing(attempt: Try, data: Path) -> None:
    """The tables of the data as they are change nothing, whichever of them come in."""
    before = snapshot(data)
    for only in ((), ("activities",), ("statements", "series")):
        prepared = attempt(lambda _: None, WISHES, *only)
        assert not prepared.changes
        assert not prepared.files
        assert not told(prepared)
    assert snapshot(data) == before


def test_rows_may_stand_in_any_order(attempt: Try) -> None:
    """Rows that were sorted in another way change nothing: their positions say where they stand."""

    def sort(tables: dict[str, Rows]) -> None:
        for rows in tables.values():
            rows.sort(key=lambda one: one["id"][::-1])

    prepared = attempt(sort)
    assert not prepared.changes
    assert not told(prepared)


# --- round trips


def test_changes_come_out_as_they_went_in(
    into: Inputs, tables: Path, now: tuple[Filled, ...], tmp_path: Path, data: Path
) -> None:
    """After changes of all sorts the tables that come out, taken in again, change nothing."""
    intake = intake_of(tables, everything)
    prepared = prepare(into, intake, FREELY, tables=now)
    assert not told(prepared)
    carry_out(into, intake, prepared)
    assert not (data / STAGE).exists()
    once = export(into, tmp_path / "once")
    again = prepare(into, intake_of(once), WISHES)
    assert not again.changes
    assert not again.files
    entries = (once / "activities.csv").read_text(encoding="utf-8-sig")
    assert "新しい助成" in entries
    assert "しんき" not in entries
    assert "シンキサイヨウショクインケンシュウノジッシ" in entries
    registry = (data / FOLDER / "registry.csv").read_text(encoding="utf-8")
    assert f"{ENTRY},Activity,2023,市民活動推進フォーラムの開催," in registry
    assert "action-plan/1/fy/2025/activity/1,Activity,2025,まちづくり活動博覧会の実施," in registry


def test_a_change_and_its_reverse_give_the_same_tables(
    into: Inputs, tables: Path, tmp_path: Path, data: Path
) -> None:
    """Entries that are added and taken out again leave the text and the tables as they were."""
    source = (data / FOLDER / "source.txt").read_bytes()

    def insert(rows: dict[str, Rows]) -> None:
        entries = rows["activities"]
        at = entries.index(row(entries, "action-plan/1/fy/2023/activity/2"))
        new = {"action_plan": f"{PLAN}/action-plan/1", "year": "2023", "text": "差し込んだ活動"}
        entries.insert(at + 1, new)

    def remove(rows: dict[str, Rows]) -> None:
        entries = rows["activities"]
        entries[:] = [one for one in entries if one["text"] != "差し込んだ活動"]

    for edit, folder in ((insert, tables), (remove, tmp_path / "with")):
        intake = intake_of(folder, edit)
        prepared = prepare(into, intake, replace(WISHES, withdraw=True))
        assert not told(prepared)
        carry_out(into, intake, prepared)
        if edit is insert:
            positions = export(into, tmp_path / "with") / "activities.csv"
            with positions.open(encoding="utf-8-sig", newline="") as lines:
                texts = [line["原文"] for line in csv.DictReader(lines)]
            at = texts.index("差し込んだ活動")
            assert texts[at - 1] == "霧の芸術祭マルシェでの市民活動団体WSの出展"
    assert (data / FOLDER / "source.txt").read_bytes() == source
    last = export(into, tmp_path / "last")
    for name in ("plan-elements", "activities", "series", "statements", "anomalies"):
        assert (last / f"{name}.csv").read_bytes() == (tables / f"{name}.csv").read_bytes()


# --- the text


def test_a_reworded_entry_keeps_its_number_and_asks_about_judgements(attempt: Try) -> None:
    """A new wording keeps the ID; every judgement on the old one is told, and nothing is done."""
    prepared = attempt(reword)
    assert deeds(prepared)[f"{PLAN}/{ENTRY}"] is Deed.CHANGED
    assert not prepared.files
    for file in ("series.csv 0061", "activity-kinds.csv 0147", "readings.csv 0262"):
        assert f"curated/{file}" in told(prepared)


def test_judgements_are_set_aside_if_so_wished(attempt: Try) -> None:
    """Set aside, a judgement leaves its table for a file that tells why, and is not lost."""
    prepared = attempt(reword, replace(WISHES, set_aside=True))
    aside = prepared.files[f"{FOLDER}/set-aside.csv"]
    assert deeds(prepared)["readings.csv 0262"] is Deed.SET_ASIDE
    assert "reading=しみんかつどうすいしんふぉーらむ" in aside
    assert "\n0262," not in prepared.files[f"{FOLDER}/curated/readings.csv"]


def test_a_judgement_that_was_looked_at_again_stays(attempt: Try) -> None:
    """With the new wording written into its row, a judgement holds of the new wording."""

    def looked(tables: dict[str, Rows]) -> None:
        reword(tables)
        for one in tables["statements"]:
            if one["subject"] == f"{PLAN}/{ENTRY}":
                one["quoted_texts"] = "市民活動推進フォーラムの開催"

    prepared = attempt(looked)
    assert "curated/readings.csv" not in told(prepared)
    assert "curated/anomalies.csv" in told(prepared)


def test_entries_are_withdrawn_only_if_so_wished(attempt: Try) -> None:
    """A missing row is told and nothing is done, unless withdrawing was wished for."""
    prepared = attempt(withdraw)
    assert "--withdraw" in told(prepared)
    assert not prepared.files
    assert attempt(withdraw, FREELY).files


def test_notes_follow_the_words_that_they_are_on(attempt: Try, data: Path) -> None:
    """When words move, the places of the notes on them move along and still quote them."""
    prepared = attempt(next_year)
    assert not told(prepared)
    text = prepared.files[f"{FOLDER}/source.txt"]
    moved = list(csv.DictReader(prepared.files[f"{FOLDER}/curated/anomalies.csv"].splitlines()))
    assert len(moved) == 141
    for note in moved:
        assert text[int(note["start"]) : int(note["end"])] == note["quote"]
    before = (data / FOLDER / "curated" / "anomalies.csv").read_text(encoding="utf-8")
    assert before != prepared.files[f"{FOLDER}/curated/anomalies.csv"]


def test_the_record_tells_the_table_that_the_text_came_from(attempt: Try, data: Path) -> None:
    """The manifest has the new digest, and name, digest and day of the table; the old text is kept."""
    prepared = attempt(next_year)
    text = prepared.files[f"{FOLDER}/source.txt"]
    manifest = prepared.files[f"{FOLDER}/plan.toml"]
    assert hashlib.sha256(text.encode()).hexdigest() in manifest
    assert 'file = "tables.xlsx"\n' in manifest
    assert "date = 2026-12-01\n" in manifest
    source = (data / FOLDER / "source.txt").read_text(encoding="utf-8")
    assert prepared.files[f"{FOLDER}/earlier/371fd4250226.txt"] == source


@pytest.mark.parametrize(
    "text", ["前 ・後", "二行\nの文言", "タブ\tの文言", " 空白で始まる", "", "前 ①後"]
)
def test_wordings_that_would_be_read_otherwise_are_refused(attempt: Try, text: str) -> None:
    """A wording with marks, breaks or blanks that the parser would take for layout is refused."""

    def write(tables: dict[str, Rows]) -> None:
        row(tables["plan-elements"], "action-plan/1/aim/1")["text"] = text

    prepared = attempt(write, FREELY)
    if text != "前 ・後":  # which only parts the entries of a year
        assert "原文" in told(prepared) or "書けません" in told(prepared)
        assert not prepared.files


@pytest.mark.parametrize(
    ("table", "key", "column", "value", "expected"),
    [
        ("activities", ENTRY, "year", "2022", "変えられません"),
        ("activities", ENTRY, "document", "source/000000000000", "別の版"),
        ("plan-elements", "action-plan/1", "level_name", "計画", "変えられません"),
        ("entities", "262064/fund/kameoka-nawashiro", "name", "基金", "data/context"),
        ("plans", PLAN, "name", "別の計画", "plan.toml"),
        ("activities", ENTRY, "id", f"{PLAN}/action-plan/9/fy/2023/activity/1", "ありません"),
    ],
)
def test_what_is_not_changed_by_tables_is_refused(
    attempt: Try, table: str, key: str, column: str, value: str, expected: str
) -> None:
    """A change of what is fixed, or stands in other files, is refused and tells what to do."""

    def write(tables: dict[str, Rows]) -> None:
        row(tables[table], key)[column] = value

    prepared = attempt(write)
    assert expected in told(prepared)
    assert not prepared.files


@pytest.mark.parametrize(
    ("table", "key", "expected"),
    [
        ("plans", "262064/plan/", "sogo-keikaku-1"),
        ("entities", "262064/fund/atarashii", "entities.csv"),
        ("links", "links/kameoka#link-x", "data/links"),
    ],
)
def test_rows_that_are_made_elsewhere_are_refused(
    attempt: Try, table: str, key: str, expected: str
) -> None:
    """A new row of plans without a whole ID, of entities or of links is refused, not passed over."""

    def add(tables: dict[str, Rows]) -> None:
        tables[table].append({**tables[table][0], "id": key})

    assert expected in told(attempt(add))


def test_what_follows_from_other_cells_is_left_out_and_told(attempt: Try) -> None:
    """A change of a derived cell changes nothing, and it is told."""

    def write(tables: dict[str, Rows]) -> None:
        row(tables["activities"], ENTRY)["municipality_name"] = "別の市"

    prepared = attempt(write)
    assert not prepared.changes
    assert any("地方公共団体名" in note.ja for note in prepared.notes)


# --- judgements


def test_a_judgement_is_changed_in_its_own_row(attempt: Try) -> None:
    """Reason, confidence, curator and day of a judgement are changed in the row that holds them."""

    def write(tables: dict[str, Rows]) -> None:
        one = row(tables["statements"], "statement/0001")
        one |= {"reason": "見直した。", "confidence": "0.9", "curator": "agent/kameoka-graph"}

    prepared = attempt(write, NOBODY)
    assert deeds(prepared) == {"contributions.csv 0001": Deed.CHANGED}
    text = prepared.files[f"{FOLDER}/curated/contributions.csv"]
    assert "見直した。,0.9,kameoka-graph," in text
    assert set(prepared.files) == {f"{FOLDER}/curated/contributions.csv"}


def test_a_judgement_entered_beside_an_element_needs_a_curator(attempt: Try) -> None:
    """A value entered where it is only shown is recorded under a curator, with its place."""

    def write(tables: dict[str, Rows]) -> None:
        row(tables["activities"], ENTRY)["name_en"] = "Forum"

    assert "--curator" in told(attempt(write, NOBODY))
    prepared = attempt(write)
    assert deeds(prepared) == {"english-labels.csv 0400": Deed.CHANGED}
    (line,) = re.findall("(?m)^0400,.*", prepared.files[f"{FOLDER}/curated/english-labels.csv"])
    assert line.endswith(",0.9,proposal,2026-12-01")
    assert "activities.csv の" in line


def test_the_same_judgement_in_two_tables_must_agree(attempt: Try) -> None:
    """Changed to the same in both tables it is taken, to something else it is refused."""

    def write(shown: str, judged: str) -> Edit:
        def edit(tables: dict[str, Rows]) -> None:
            row(tables["activities"], ENTRY)["name_en"] = shown
            row(tables["statements"], "statement/0400")["value_en"] = judged

        return edit

    assert not told(attempt(write("Forum", "Forum")))
    assert "そろえて" in told(attempt(write("Forum", "Another forum")))


def test_entries_join_a_series_from_either_table(attempt: Try) -> None:
    """An entry changes its series in its own row or in the row of the series, keeping its number."""
    first, other = f"{PLAN}/{ENTRY}", f"{PLAN}/series/shinki-saiyo-kenshu"

    def by_entry(tables: dict[str, Rows]) -> None:
        row(tables["activities"], ENTRY)["series"] = other

    def by_series(tables: dict[str, Rows]) -> None:
        row(tables["series"], "series/shinki-saiyo-kenshu")["entries"] += f";{first}"

    for edit in (by_entry, by_series):
        prepared = attempt(edit)
        assert not told(prepared)
        assert deeds(prepared) == {"series.csv 0061": Deed.CHANGED}


def test_clearing_a_cell_withdraws_only_if_so_wished(attempt: Try) -> None:
    """An emptied cell is told; with the wish to withdraw, its judgement is taken out."""

    def clear(tables: dict[str, Rows]) -> None:
        row(tables["activities"], ENTRY)["name_en"] = ""

    assert "--withdraw" in told(attempt(clear))
    assert deeds(attempt(clear, FREELY)) == {"english-labels.csv 0400": Deed.REMOVED}


def test_new_judgements_get_numbers_that_were_never_used(attempt: Try) -> None:
    """A new row of judgements goes to the table of its relation with the next number."""

    def add(tables: dict[str, Rows]) -> None:
        old = row(tables["statements"], "statement/0001")
        new = {**old, "id": "", "subject": f"{PLAN}/action-plan/2", "reason": "新しい判断。"}
        tables["statements"].append(new)

    prepared = attempt(add)
    assert not told(prepared)
    assert deeds(prepared) == {"contributions.csv 0613": Deed.ADDED}


def test_a_note_is_changed_in_its_row(attempt: Try) -> None:
    """The texts and candidates of a note are changed in the table of anomalies."""

    def write(tables: dict[str, Rows]) -> None:
        row(tables["anomalies"], "note/0472")["note"] = "期間のあとの年度がある。"

    prepared = attempt(write)
    assert deeds(prepared) == {"anomalies.csv 0472": Deed.CHANGED}


# --- all or nothing


def test_data_that_do_not_hold_are_not_taken(
    into: Inputs, tables: Path, now: tuple[Filled, ...], data: Path
) -> None:
    """A curator that nobody knows is found by the check of the new data, and nothing is changed."""

    def write(rows: dict[str, Rows]) -> None:
        row(rows["statements"], "statement/0001")["curator"] = "agent/nobody"

    before = snapshot(data)
    intake = intake_of(tables, write)
    prepared = prepare(into, intake, WISHES, tables=now)
    with pytest.raises(DataWrongError):
        carry_out(into, intake, prepared)
    assert snapshot(data) == before


def _ready(into: Inputs, tables: Path, now: tuple[Filled, ...]) -> tuple[Intake, Prepared]:
    intake = intake_of(tables, next_year)
    return intake, prepare(into, intake, WISHES, tables=now)


@pytest.mark.parametrize("at", [0, 1, 4])
def test_a_disk_that_fails_leaves_everything_as_it_was(
    into: Inputs, tables: Path, now: tuple[Filled, ...], data: Path, at: int
) -> None:
    """Whichever file cannot be put in place, all files are as they were."""
    before = snapshot(data)
    intake, prepared = _ready(into, tables, now)
    done: list[Path] = []

    def put(new: Path, path: Path) -> None:
        if len(done) == at:
            raise OSError(28, "No space left on device")
        done.append(path)
        new.replace(path)

    with pytest.raises(OSError, match="No space"):
        carry_out(into, intake, prepared, put=put)
    assert snapshot(data) == before


KILLED: Final = """
import os, sys
from dataclasses import replace
from pathlib import Path
from kameoka_graph.exchange.intake import Origin, Wishes
from kameoka_graph.exchange.judging import Basis
from kameoka_graph.release.assembly import Inputs
from kameoka_graph.release.intake import carry_out, prepare
from kameoka_graph.state.iris import read_base
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.embedded import Embedded
from tests.exchange.tables_in import intake_of
from tests.release.test_intake import WISHES, next_year

root, data, tables, at = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])
into = Inputs(data, root / "ontology", root / "shapes", read_base("https://plans.test"))
intake = intake_of(tables, next_year)
count = 0
def put(new, path):
    global count
    if count == at:
        os._exit(9)
    count += 1
    os.replace(new, path)
def progress(say):
    if at < 0:
        os._exit(9)
prepared = prepare(into, intake, WISHES)
carry_out(into, intake, prepared, progress, put)
"""


@pytest.mark.parametrize("at", [-1, 0, 2])
def test_an_import_that_is_killed_is_wholly_done_or_not_at_all(
    into: Inputs, tables: Path, data: Path, root: Path, at: int
) -> None:
    """Killed before the files are listed it leaves the old data, after that the new ones."""
    before = snapshot(data)
    arguments = [str(root), str(data), str(tables), str(at)]
    done = subprocess.run(
        [sys.executable, "-c", KILLED, *arguments], cwd=root, check=False, capture_output=True
    )
    assert done.returncode == 9, done.stderr
    assert finish(data) is (at >= 0)
    assert not (data / STAGE).exists()
    if at < 0:
        assert snapshot(data) == before
    else:
        assert assemble(into).report.holds
        text = (data / FOLDER / "source.txt").read_text(encoding="utf-8")
        assert "新しい助成" in text


def test_two_imports_do_not_meet(
    into: Inputs, tables: Path, now: tuple[Filled, ...], data: Path
) -> None:
    """While another process prepares an import, a second one is refused."""
    (data / STAGE).mkdir()
    (data / STAGE / "process").write_text(str(os.getppid()), encoding="utf-8")
    intake, prepared = _ready(into, tables, now)
    with pytest.raises(ImportRunningError):
        carry_out(into, intake, prepared)
