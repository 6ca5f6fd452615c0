"""Files that are the text of a plan are taken untouched; any other is refused in two languages, with its reason."""

import codecs
import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kameoka_graph.read.source import (
    MAX_BYTES,
    SourceRefusedError,
    decode,
    line_and_column,
    read_bytes,
    read_source,
)

SAMPLE = "第3次計画\tすすむ\nまちづくり\n"


def refused(path: Path) -> SourceRefusedError:
    """Give the error that reading the file raises."""
    with pytest.raises(SourceRefusedError) as caught:
        read_source(path)
    assert str(path) in caught.value.say.ja
    assert str(path) in caught.value.say.en
    return caught.value


def written(folder: Path, data: bytes) -> Path:
    """Give a file with these bytes."""
    path = folder / "source.txt"
    path.write_bytes(data)
    return path


def test_the_real_source_is_pinned(root: Path) -> None:
    """The real source has the digest, the size and the length that the model names."""
    source = read_source(root / "data/plans/262064-machizukuri-kyodo-3/source.txt")
    assert source.sha256 == "371fd42502268d900656fb60c8250da0617bace6b0865853f98e11ca0a7c2da9"
    assert source.short == "371fd4250226"
    assert source.size == 5893
    assert len(source.text) == 2142


def test_text_is_taken_untouched(tmp_path: Path) -> None:
    """Text, digest and size are those of the bytes."""
    data = " \u3000①（１）～\n\n終".encode()
    source = read_source(written(tmp_path, data))
    assert source.text.encode() == data
    assert source.sha256 == hashlib.sha256(data).hexdigest()
    assert source.size == len(data)


@pytest.mark.parametrize(
    ("data", "ja", "en"),
    [
        (SAMPLE.encode("cp932"), "Shift_JIS", "Shift_JIS"),
        (SAMPLE.encode("euc_jp"), "EUC-JP", "EUC-JP"),
        (codecs.BOM_UTF16_LE + SAMPLE.encode("utf-16-le"), "UTF-16（リトル", "UTF-16 (little"),
        (codecs.BOM_UTF16_BE + SAMPLE.encode("utf-16-be"), "UTF-16（ビッグ", "UTF-16 (big"),
        (SAMPLE.encode("utf-16-le"), "UTF-16（リトル", "UTF-16 (little"),
        (SAMPLE.encode("utf-16-be"), "UTF-16（ビッグ", "UTF-16 (big"),
        ("Kameoka 2020\n".encode("utf-16-le"), "UTF-16（リトル", "UTF-16 (little"),
        ("Kameoka 2020\n".encode("utf-16-be"), "UTF-16（ビッグ", "UTF-16 (big"),
        (codecs.BOM_UTF8 + SAMPLE.encode(), "BOM付きのUTF-8", "byte order mark"),
        (b"\xff\xfa\xf0 plan", "UTF-8ではない", "other than UTF-8"),
        ("中間支援".encode("cp932"), "UTF-8ではない", "other than UTF-8"),
        (SAMPLE.encode()[:-2], "UTF-8ではない", "other than UTF-8"),
        (b"\xff\xff\0\xff", "UTF-8ではない", "other than UTF-8"),
    ],
    ids=[
        "shift-jis",
        "euc-jp",
        "utf-16-le-bom",
        "utf-16-be-bom",
        "utf-16-le",
        "utf-16-be",
        "utf-16-le-ascii",
        "utf-16-be-ascii",
        "utf-8-bom",
        "no-encoding",
        "kanji-only",
        "cut-off",
        "no-byte-order",
    ],
)
def test_another_encoding_is_named(tmp_path: Path, data: bytes, ja: str, en: str) -> None:
    """Bytes that are not UTF-8 without a mark are refused, and the message names what they look like."""
    error = refused(written(tmp_path, data))
    assert ja in error.say.ja
    assert en in error.say.en
    assert "BOMなしのUTF-8で保存し直してください" in error.say.ja


def test_the_real_text_is_recognised_in_every_common_encoding(tmp_path: Path, text: str) -> None:
    """The real plan, saved as Japanese editors may, is refused by the name of its encoding."""
    names = {
        "euc_jis_2004": "EUC-JP",
        "cp932": "Shift_JIS",
        "utf-16-le": "little",
        "utf-16-be": "big",
    }
    for codec, name in names.items():
        assert name in refused(written(tmp_path, text.encode(codec))).say.en, codec


def test_the_first_wrong_byte_is_told(tmp_path: Path) -> None:
    """The message counts the bytes up to the first one that is not UTF-8."""
    error = refused(written(tmp_path, "あ".encode() + b"\xff"))
    assert "3 バイト目" in error.say.ja
    assert "at byte 3" in error.say.en


@pytest.mark.parametrize(
    ("data", "line", "column", "ja", "en"),
    [
        ("計画\r\n次\r\n".encode(), 1, 3, "CRLF", "CRLF"),
        ("計画\n次\r終".encode(), 2, 2, "CRLF", "CRLF"),
        ("計画\n\0".encode(), 2, 1, "U+0000", "U+0000"),
        ("計\0画".encode(), 1, 2, "U+0000", "U+0000"),
        (b"abc\0", 1, 4, "U+0000", "U+0000"),
        ("計画\x0b".encode(), 1, 3, "U+000B", "U+000B"),
        ("計画\x7f".encode(), 1, 3, "U+007F", "U+007F"),
        ("計画\n\ufeff".encode(), 2, 1, "U+FEFF", "U+FEFF"),
    ],
    ids=["crlf", "cr", "nul", "nul-inside", "nul-in-ascii", "vertical-tab", "delete", "inner-mark"],
)
def test_control_characters_are_refused_with_their_place(
    tmp_path: Path, data: bytes, line: int, column: int, ja: str, en: str
) -> None:
    """A carriage return, a NUL or another control is refused with its line and column."""
    path = written(tmp_path, data)
    error = refused(path)
    assert error.say.ja.startswith(f"{path}:{line}:{column}: ")
    assert error.say.en.startswith(f"{path}:{line}:{column}: ")
    assert ja in error.say.ja
    assert en in error.say.en


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    """A file of no bytes is refused as empty."""
    error = refused(written(tmp_path, b""))
    assert "空です" in error.say.ja
    assert "empty" in error.say.en


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """A path where nothing is is refused as such."""
    error = refused(tmp_path / "none.txt")
    assert "ありません" in error.say.ja
    assert "no such file" in error.say.en


def test_a_folder_is_refused(tmp_path: Path) -> None:
    """A folder is refused as a folder."""
    error = refused(tmp_path)
    assert "フォルダー" in error.say.ja
    assert "folder" in error.say.en


def test_a_file_of_50_mb_is_refused_unread(tmp_path: Path) -> None:
    """A huge file is refused by its size, which both languages tell."""
    path = written(tmp_path, b"")
    os.truncate(path, 50_000_000)
    error = refused(path)
    assert "50,000,000 バイト" in error.say.ja
    assert "50,000,000 bytes" in error.say.en


def test_the_limit_itself_is_read(tmp_path: Path) -> None:
    """A file of exactly the limit is read; one byte more is refused."""
    path = written(tmp_path, b"abcd")
    assert read_bytes(path, max_bytes=4) == b"abcd"
    assert MAX_BYTES > 5893
    with pytest.raises(SourceRefusedError):
        read_source(path, max_bytes=3)


def test_a_pipe_is_refused(tmp_path: Path) -> None:
    """A thing that is neither file nor folder is refused before it can block."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    assert "regular file" in refused(path).say.en


def test_a_path_through_a_file_is_refused(tmp_path: Path) -> None:
    """A path that the system cannot follow is refused with the system's reason."""
    assert "Not a directory" in refused(written(tmp_path, b"x") / "source.txt").say.en


def test_an_unreadable_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that the system does not let us read is refused with the system's reason."""

    def denied(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", denied)
    error = refused(written(tmp_path, b"text"))
    assert "読み取れません（Permission denied）" in error.say.ja
    assert "cannot be read (Permission denied)" in error.say.en


@pytest.mark.parametrize(
    ("offset", "place"),
    [(0, (1, 1)), (2, (1, 3)), (3, (2, 1)), (4, (3, 1)), (5, (3, 2))],
)
def test_lines_and_columns_count_from_one(offset: int, place: tuple[int, int]) -> None:
    """Line and column count code points from 1; a line feed ends its line."""
    assert line_and_column("ab\n\nc", offset) == place


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])), st.integers(min_value=0))
def test_a_place_leads_back_to_its_offset(text: str, at: int) -> None:
    """Line and column together name exactly one offset."""
    offset = at % (len(text) + 1)
    line, column = line_and_column(text, offset)
    lines = text.split("\n")
    assert sum(len(one) + 1 for one in lines[: line - 1]) + column - 1 == offset


@given(st.binary(max_size=40))
def test_decoding_is_total(data: bytes) -> None:
    """Any bytes are either decoded without loss or refused."""
    try:
        text = decode("plan", data)
    except SourceRefusedError:
        return
    assert text.encode() == data
