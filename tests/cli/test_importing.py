"""The commands that take tables in and give empty ones out, as a person runs them."""

import io
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import openpyxl  # type: ignore[import-untyped]  # it ships no types
import pytest

from kameoka_graph.release.folder import Release
from tests.cli.conftest import PLAN, Run
from tests.release.test_intake import snapshot

OFFICE: Final = shutil.which("soffice")
PATIENCE: Final = 180
CSV_IN: Final = "Text - txt - csv (StarCalc):44,34,76,1,,0,false,false"
CSV_OUT: Final = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false"
OTHER: Final = "262013"


@pytest.fixture
def workbook(release: Release, tmp_path: Path) -> Path:
    """Give a copy of the workbook of the release."""
    return Path(shutil.copy(release.folder / "files" / "tables.xlsx", tmp_path / "tables.xlsx"))


def edited(path: Path, edit: Callable[[Any], None]) -> Path:
    """Edit a workbook as a person does, and save it."""
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    edit(book)
    book.save(path)
    return path


def append(sheet: Any, **cells: str) -> None:
    """Add a row with cells by their headers."""
    header = {one.value: one.column for one in sheet[1]}
    number = sheet.max_row + 1
    for title, text in cells.items():
        sheet.cell(number, header[title], text)


def office(folder: Path, form: str, *paths: Path, source: str = "") -> None:
    """Save files in another form by LibreOffice, into a folder."""
    if OFFICE is None:
        pytest.fail("LibreOffice Calc is needed (.ci/run installs it)")
    profile = f"-env:UserInstallation={(folder.parent / 'office').as_uri()}"
    reading = [f"--infilter={source}"] if source else []
    subprocess.run(
        [OFFICE, profile, "--headless", *reading, "--convert-to", form, "--outdir", folder, *paths],
        check=True,
        capture_output=True,
        timeout=PATIENCE,
        env=os.environ | {"LANG": "C.UTF-8"},
    )


def test_a_workbook_as_it_was_changes_nothing(run: Run, data: Path, workbook: Path) -> None:
    """The workbook of the data, taken in as it is, changes nothing, and that is said."""
    before = snapshot(data)
    done = run("import", workbook, "--data", data, "--lang", "en")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "No changes; nothing was written.\n"
    assert snapshot(data) == before


def test_libreoffice_changes_nothing(
    run: Run, data: Path, workbook: Path, release: Release, tmp_path: Path
) -> None:
    """Saved again by LibreOffice as XLSX, by way of ODS, and as CSV, the tables change nothing."""
    before = snapshot(data)
    office(tmp_path / "ods", "ods", workbook)
    office(tmp_path / "by-ods", "xlsx", tmp_path / "ods" / "tables.ods")
    office(tmp_path / "again", "xlsx", workbook)
    tables = sorted((release.folder / "files").glob("*.csv"))
    assert len(tables) == 8
    office(tmp_path / "csv", CSV_OUT, *tables, source=CSV_IN)
    for given in ("by-ods/tables.xlsx", "again/tables.xlsx", "csv"):
        done = run("import", tmp_path / given, "--data", data)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "変更はありません" in done.stdout
    done = run("import", tmp_path / "ods" / "tables.ods", "--data", data)
    assert done.returncode == 2
    assert ".ods" in done.stderr
    assert snapshot(data) == before


def test_a_new_year_is_taken_in_and_built(
    run: Run, data: Path, workbook: Path, tmp_path: Path
) -> None:
    """Entries of a new year that were added in the workbook are in the next release, and stay."""

    def add(book: Any) -> None:
        append(book["活動"], 行動計画ID="action-plan/2", 年度="令和８年度", 原文="新しい広報")

    edited(workbook, add)
    tried = run("import", workbook, "--data", data, "--dry-run", "--json")
    assert tried.returncode == 0, tried.stdout + tried.stderr
    assert not json.loads(tried.stdout)["taken"]
    done = run("import", workbook, "--data", data, "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    said = json.loads(done.stdout)
    assert said["taken"]
    assert [one["what"].rpartition("/plan/")[2] for one in said["changes"]] == [
        "machizukuri-kyodo-3/action-plan/2/fy/2026/activity/1"
    ]
    built = run("build", "--data", data, "--releases", tmp_path / "releases")
    assert built.returncode == 0, built.stderr
    (tables,) = (tmp_path / "releases").glob("2*/files/tables.xlsx")
    again = run("import", tables, "--data", data)
    assert "変更はありません" in again.stdout


def test_what_has_to_be_decided_is_listed(run: Run, data: Path, workbook: Path) -> None:
    """A changed wording ends with status 1, the list of judgements on it, and the same data."""

    def reword(book: Any) -> None:
        sheet = book["活動"]
        header = {one.value: one.column for one in sheet[1]}
        sheet.cell(2, header["原文"], "職員向け広報の実施")

    before = snapshot(data)
    done = run("import", edited(workbook, reword), "--data", data)
    assert done.returncode == 1
    assert "curated/readings.csv" in done.stdout
    assert "何も取り込みませんでした" in done.stdout
    assert snapshot(data) == before


def test_formulas_end_with_their_cell(run: Run, data: Path, workbook: Path) -> None:
    """A formula in a table ends with status 2, sheet and cell."""

    def calculate(book: Any) -> None:
        book["活動"]["L2"] = "=A1"

    done = run("import", edited(workbook, calculate), "--data", data)
    assert done.returncode == 2
    assert "活動" in done.stderr
    assert "L2" in done.stderr


@pytest.mark.parametrize("name", ["nothing.xlsx", "empty"])
def test_what_is_no_table_is_refused(run: Run, data: Path, tmp_path: Path, name: str) -> None:
    """A missing file and a folder without tables are refused in a sentence."""
    (tmp_path / "empty").mkdir()
    done = run("import", tmp_path / name, "--data", data)
    assert done.returncode == 2
    assert name in done.stderr


def fill_in(book: Any) -> None:
    """Fill the plan of another municipality into the template."""
    sheet = book["計画"]
    sheet.cell(3, 2, f"{OTHER}/plan/mimamori-2")
    sheet.cell(3, 4, "第2次見守り計画")
    sheet.cell(3, 7, "令和5年度～9年度")
    elements = (
        ("テーマ", "支え合い"),
        ("取り組み（柱）", "しくみ"),
        ("施策", "見守りの支援"),
        ("施策", "研修"),
        ("取り組み（柱）", "人"),
        ("行動計画", "見守りを広げる"),
        ("ねらい", "担い手を増やす"),
        ("具体的な行動", "講座を開く"),
        ("行動計画", "つながる"),
        ("ねらい", "顔の見える関係"),
        ("具体的な行動", "交流会"),
    )
    for kind, text in elements:
        append(book["計画要素"], 種別=kind, 原文=text)
    entry = {"行動計画ID": "action-plan/1", "年度": "令和5年度", "原文": "見守り講座の開催"}
    more = {"名称_カナ": "ミマモリコウザノカイサイ", "活動の種類": "開催", "系列ID": "series/koza"}
    append(book["活動"], **entry, **more)
    append(book["活動"], 行動計画ID="つながる", 年度="令和6年度", 原文="交流会の実施")
    append(book["活動系列"], ID="series/koza", 名称="見守り講座")


def test_a_template_becomes_a_plan(run: Run, data: Path, tmp_path: Path) -> None:
    """A template that was filled in makes a plan folder that is built; again it changes nothing."""
    path = tmp_path / "template.xlsx"
    made = run("template", "--municipality", OTHER, "--to", path, "--data", data)
    assert made.returncode == 0, made.stderr
    edited(path, fill_in)
    done = run("import", path, "--data", data, "--curator", "proposal")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "記入例" in done.stdout
    folder = data / "plans" / f"{OTHER}-mimamori-2"
    assert (folder / "source.txt").read_text(encoding="utf-8").count("【行動計画") == 2
    assert "みまもりこうざのかいさい" in (folder / "curated" / "readings.csv").read_text("utf-8")
    assert (data / PLAN / "source.txt").is_file()
    built = run("build", "--data", data, "--releases", tmp_path / "releases")
    assert built.returncode == 0, built.stderr
    again = run("import", path, "--data", data, "--curator", "proposal")
    assert again.returncode == 0, again.stdout
    assert "変更はありません" in again.stdout


def test_a_template_is_the_first_plan_of_a_folder(run: Run, data: Path, tmp_path: Path) -> None:
    """Taken into data without a plan, a template makes the first one."""
    for name in ("plans", "context", "links"):
        shutil.rmtree(data / name)
    path = tmp_path / "template.xlsx"
    assert run("template", "--municipality", OTHER, "--to", path, "--data", data).returncode == 0
    edited(path, fill_in)
    done = run("import", path, "--data", data, "--curator", "proposal")
    assert done.returncode == 0, done.stdout + done.stderr


def test_templates_are_the_same_and_never_written_over(
    run: Run, data: Path, tmp_path: Path
) -> None:
    """Two templates are the same bytes; one that is there is kept; an unknown code is refused."""
    paths = [tmp_path / "one.xlsx", tmp_path / "two.xlsx"]
    for path in paths:
        done = run("template", "--municipality", OTHER, "--to", path, "--data", data)
        assert done.returncode == 0
    assert paths[0].read_bytes() == paths[1].read_bytes()
    again = run("template", "--municipality", OTHER, "--to", paths[0], "--data", data)
    unknown = run("template", "--municipality", "123456", "--to", tmp_path / "x", "--data", data)
    assert (again.returncode, unknown.returncode) == (2, 2)
    assert "123456" in unknown.stderr
