"""A path to a `Source`: bytes, checked to be UTF-8 text, decoded and otherwise untouched."""

import hashlib
import re
from pathlib import Path
from typing import Final

from kameoka_graph.read.document import Source
from kameoka_graph.say import Say, ToldError

MAX_BYTES: Final = 10_000_000
"""No plan in text comes near it; more is a wrong file, and would cost memory."""

_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufeff]")
"""All control characters but line feed and tab."""
_COMMON: Final = re.compile("[\t\n -~ぁ-ヶ]")
"""Line ends, ASCII and kana, which any Japanese text has."""
_BOMS: Final = (
    (b"\xef\xbb\xbf", Say("BOM付きのUTF-8", "UTF-8 with a byte order mark")),
    (b"\xff\xfe", Say("UTF-16（リトルエンディアン）", "UTF-16 (little endian)")),
    (b"\xfe\xff", Say("UTF-16（ビッグエンディアン）", "UTF-16 (big endian)")),
)
_WANTED: Final = Say("BOMなしのUTF-8", "UTF-8 without a byte order mark")


class SourceRefusedError(ToldError, ValueError):
    """A file that cannot be the text of a plan; nothing of it was taken."""


def read_source(path: Path, *, max_bytes: int = MAX_BYTES) -> Source:
    """Read the file at `path` as the text of a plan.

    Raises `SourceRefusedError` where there is no such file, where it is a folder, is empty, is over
    `max_bytes`, is not UTF-8 (the encoding it looks like is named), starts with a byte order mark,
    or holds carriage returns or other control characters (with line and column).
    """
    data = read_bytes(path, max_bytes=max_bytes)
    if not data:
        raise SourceRefusedError(
            Say(
                f"{path}: ファイルが空です。計画の本文が必要です。",
                f"{path}: the file is empty; the text of a plan is expected.",
            )
        )
    text = decode(str(path), data)
    _refuse_controls(str(path), text)
    return Source(str(path), text, hashlib.sha256(data).hexdigest(), len(data))


def read_bytes(path: Path, *, max_bytes: int = MAX_BYTES) -> bytes:
    """Read all bytes of a file of at most `max_bytes`; `SourceRefusedError` says why not."""
    try:
        if path.is_dir():
            raise SourceRefusedError(
                Say(
                    f"{path}: フォルダーです。ファイルを指定してください。",
                    f"{path}: this is a folder; name a file.",
                )
            )
        if not path.is_file() and path.exists():
            raise SourceRefusedError(
                Say(
                    f"{path}: 通常のファイルではありません。",
                    f"{path}: this is not a regular file.",
                )
            )
        size = path.stat().st_size
        if size > max_bytes:
            raise SourceRefusedError(
                Say(
                    f"{path}: {size:,} バイトあります。上限は {max_bytes:,} バイトです。"
                    "ファイルを取り違えていないか確かめてください。",
                    f"{path}: {size:,} bytes; at most {max_bytes:,} are read. Check that this is "
                    "the right file.",
                )
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise SourceRefusedError(
            Say(f"{path}: ファイルがありません。", f"{path}: there is no such file.")
        ) from None
    except OSError as error:
        raise SourceRefusedError(
            Say(
                f"{path}: 読み取れません（{error.strerror}）。",
                f"{path}: cannot be read ({error.strerror}).",
            )
        ) from error


def decode(name: str, data: bytes) -> str:
    """Decode UTF-8 without a byte order mark; `SourceRefusedError` names what it looks like."""
    for bom, looks in _BOMS:
        if data.startswith(bom):
            raise _wrong_encoding(name, looks)
    utf16 = _utf16(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _wrong_encoding(name, utf16 or _looks_like(data), error.start) from None
    if utf16 is not None and data.count(0) * 3 > len(data):
        raise _wrong_encoding(name, utf16)
    return text


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Give line and column of a code-point offset, both from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _utf16(data: bytes) -> Say | None:
    """Tell UTF-16 without a mark, which has zero bytes, by the order that gives the more kana."""
    if len(data) % 2 or 0 not in data:
        return None
    little, big = (
        len(_COMMON.findall(data.decode(codec, "replace"))) for codec in ("utf-16-le", "utf-16-be")
    )
    if little == big:
        return None
    return _BOMS[1][1] if little > big else _BOMS[2][1]


def _looks_like(data: bytes) -> Say:
    for codec, name in (("euc_jis_2004", "EUC-JP"), ("cp932", "Shift_JIS")):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if any("ぁ" <= char <= "ん" for char in text):
            return Say(name, name)
    return Say("UTF-8ではない文字コード", "an encoding other than UTF-8")


def _wrong_encoding(name: str, looks: Say, offset: int | None = None) -> SourceRefusedError:
    where = (
        Say("", "") if offset is None else Say(f"（{offset:,} バイト目）", f" (at byte {offset:,})")
    )
    return SourceRefusedError(
        Say(
            f"{name}: {looks.ja}のようです{where.ja}。{_WANTED.ja}で保存し直してください。",
            f"{name}: this looks like {looks.en}{where.en}. Save it again as {_WANTED.en}.",
        )
    )


def _refuse_controls(name: str, text: str) -> None:
    found = _CONTROL.search(text)
    if found is None:
        return
    char = found[0]
    line, column = line_and_column(text, found.start())
    what = (
        Say(
            "改行がCRLFです。LFで保存し直してください。",
            "the line ends in CRLF; save the file again with LF.",
        )
        if char == "\r"
        else Say(
            f"制御文字 U+{ord(char):04X} があります。取り除いてください。",
            f"control character U+{ord(char):04X}; remove it.",
        )
    )
    raise SourceRefusedError(
        Say(f"{name}:{line}:{column}: {what.ja}", f"{name}:{line}:{column}: {what.en}")
    )
