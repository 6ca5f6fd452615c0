"""Bad input, through the command itself: told in both languages, status 2, nothing written."""

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import PLAN, Run

Spoil = Callable[[Path], None]
"""Takes the text of a plan, and spoils it."""


def listing(folder: Path) -> dict[str, bytes]:
    """Give the digest of each file below a folder, and an empty one for each folder."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).digest()
        if path.is_file()
        else b""
        for path in sorted(folder.rglob("*"))
    }


def become(content: bytes) -> Spoil:
    """Spoil by other content."""

    def spoil(source: Path) -> None:
        source.write_bytes(content)

    return spoil


def encoded(codec: str, mark: bytes = b"") -> Spoil:
    """Spoil by another encoding."""

    def spoil(source: Path) -> None:
        text = source.read_text(encoding="utf-8").replace("～", "〜").replace("\uff5e", "〜")
        source.write_bytes(mark + text.encode(codec, "ignore"))

    return spoil


def changed(pattern: str, replacement: str) -> Spoil:
    """Spoil by one change of the text, and let the manifest know of it."""

    def spoil(source: Path) -> None:
        text = source.read_bytes().decode("utf-8")
        other, count = re.subn(pattern, replacement, text, count=1)
        assert count == 1
        source.write_bytes(other.encode("utf-8"))
        manifest = source.with_name("plan.toml")
        digest = hashlib.sha256(source.read_bytes()).hexdigest()
        stated = re.sub(
            'sha256 = "[0-9a-f]{64}"', f'sha256 = "{digest}"', manifest.read_text(encoding="utf-8")
        )
        manifest.write_text(stated, encoding="utf-8")

    return spoil


def large(source: Path) -> None:
    """Spoil by 50 MB."""
    with source.open("ab") as file:
        file.truncate(50_000_000)


def folder(source: Path) -> None:
    """Spoil by a folder of that name."""
    source.unlink()
    source.mkdir()


BAD: dict[str, tuple[Spoil, str, str]] = {
    "empty": (become(b""), "ファイルが空です", "the file is empty"),
    "Shift_JIS": (encoded("cp932"), "Shift_JISのようです", "looks like Shift_JIS"),
    "EUC-JP": (encoded("euc_jp"), "EUC-JPのようです", "looks like EUC-JP"),
    "UTF-16": (encoded("utf-16"), "UTF-16（リトルエンディアン）", "UTF-16 (little endian)"),
    "UTF-16-BE": (encoded("utf-16-be"), "UTF-16（ビッグエンディアン）", "UTF-16 (big endian)"),
    "BOM": (encoded("utf-8", b"\xef\xbb\xbf"), "BOM付きのUTF-8", "UTF-8 with a byte order mark"),
    "CRLF": (changed("\n", "\r\n"), "改行がCRLFです", "the line ends in CRLF"),
    "control character": (
        changed("計画期間", "計画\x00期間"),
        "制御文字 U+0000",
        "control character U+0000",
    ),
    "missing column": (changed(r"\t[^\t]*$", ""), ":33:", ":33:"),
    "extra column": (changed(r"(\n【行動計画2】[^\n]*)", r"\1\t余分な列"), ":32:", ":32:"),
    "missing year": (changed("\t令和7年度", ""), "source.txt:3", "source.txt:3"),
    "duplicate year": (changed("\t令和7年度", "\t令和6年度"), ":30:", ":30:"),
    "duplicate number": (changed("【行動計画2】", "【行動計画1】"), ":32:", ":32:"),
    "duplicate pillar": (changed(r"\n2\. ", r"\n1. "), ":13:", ":13:"),
    "unknown era": (changed("\t令和7年度", "\t大化7年度"), "大化7年度", "大化7年度"),
    "year 0": (changed("\t令和2年度", "\t令和0年度"), "令和0年度", "令和0年度"),
    "year after the era": (
        changed("計画期間：令和2年度～6年度", "計画期間：平成99年度～令和6年度"),
        "平成99年度",
        "平成99年度",
    ),
    "50 MB": (large, "50,000,000 バイト", "50,000,000 bytes"),
    "folder": (folder, "フォルダーです", "this is a folder"),
    "no file": (lambda source: source.unlink(), "ファイルがありません", "there is no such file"),
    "other text": (become("協働\n".encode()), "source.txt", "source.txt"),
}
"""What is wrong with the text of a plan, and what is said of it in Japanese and in English."""


@pytest.mark.parametrize("wrong", BAD)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_bad_source(wrong: str, language: str, run: Run, source: Path, tmp_path: Path) -> None:
    """A text that cannot be read stops the build: place and reason told, status 2, nothing written."""
    spoil, ja, en = BAD[wrong]
    spoil(source)
    before = listing(tmp_path)
    done = run("build", "--register", "--lang", language)
    assert (done.returncode, done.stdout) == (2, "")
    assert (ja if language == "ja" else en) in done.stderr
    assert f"{PLAN}/source.txt" in done.stderr
    assert len([line for line in done.stderr.splitlines() if not line.startswith("… ")]) == 1
    assert listing(tmp_path) == before


@pytest.mark.parametrize("command", ["validate", "serve"])
def test_bad_source_stops_other_commands(
    command: str, run: Run, source: Path, tmp_path: Path
) -> None:
    """What `build` refuses, `validate` and `serve --build` refuse as well."""
    source.write_bytes(b"")
    before = listing(tmp_path)
    done = run(command, *(["--build", "--port=0"] if command == "serve" else []), "--lang", "en")
    assert (done.returncode, done.stdout) == (2, "")
    assert "the file is empty" in done.stderr
    assert listing(tmp_path) == before


def test_bad_source_leaves_the_release(
    run: Run, source: Path, releases: Path, tmp_path: Path
) -> None:
    """A build that fails leaves the releases as they are."""
    source.write_bytes(b"")
    before = listing(tmp_path)
    assert run("build").returncode == 2
    assert listing(tmp_path) == before


FILES: dict[str, tuple[str, bytes | None, str, str]] = {
    "publication.toml": ("publication.toml", b"[release", "publication.toml", "publication.toml"),
    "no publication.toml": (
        "publication.toml",
        None,
        "ファイルがありません",
        "there is no such file",
    ),
    "plan.toml": (f"{PLAN}/plan.toml", b"[plan]\n", "plan.toml", "plan.toml"),
    "plan.toml in Shift_JIS": (
        f"{PLAN}/plan.toml",
        "# ひらがな".encode("cp932"),
        "Shift_JIS",
        "Shift_JIS",
    ),
    "registry.csv": (f"{PLAN}/registry.csv", b"a,b\n1,2\n", "registry.csv", "registry.csv"),
    "municipalities.csv": (
        "municipalities/municipalities.csv",
        b"",
        "municipalities.csv",
        "municipalities.csv",
    ),
    "agents.csv": ("agents.csv", b"\xff\xfe", "agents.csv", "agents.csv"),
}
"""Files beside the text, what they hold, and what is said of it."""


@pytest.mark.parametrize("wrong", FILES)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_bad_files_beside_the_source(
    wrong: str, language: str, run: Run, data: Path, tmp_path: Path
) -> None:
    """A manifest or a table that cannot be read stops the build in the same way."""
    name, content, ja, en = FILES[wrong]
    (data / name).unlink()
    if content is not None:
        (data / name).write_bytes(content)
    before = listing(tmp_path)
    done = run("build", "--lang", language)
    assert (done.returncode, done.stdout) == (2, "")
    assert (ja if language == "ja" else en) in done.stderr
    assert listing(tmp_path) == before


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("given", ["nowhere", "data/publication.toml", "data/plans"])
def test_data_folder_that_is_none(
    given: str, language: str, run: Run, data: Path, tmp_path: Path
) -> None:
    """A data folder that is missing, a file, or another folder is named."""
    before = listing(tmp_path)
    done = run("build", "--data", given, "--lang", language)
    assert (done.returncode, done.stdout) == (2, "")
    assert given in done.stderr
    assert listing(tmp_path) == before
