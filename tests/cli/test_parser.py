"""The parser's own words: in the language chosen, whatever is wrong."""

import re

import pytest

from kameoka_graph.cli.arguments import parser_in
from kameoka_graph.cli.parser import in_japanese
from kameoka_graph.say import Language

WRONG = [
    ([], "必要な引数がありません: コマンド", "the following arguments are required: command"),
    (["bulid"], "'bulid' は選べません", "invalid choice: 'bulid'"),
    (
        ["query"],
        "必要な引数がありません: 問い合わせ",
        "the following arguments are required: query",
    ),
    (["query", "x", "y"], "知らない引数です: y", "unrecognized arguments: y"),
    (["build", "--dry-run"], "知らない引数です: --dry-run", "unrecognized arguments: --dry-run"),
    (["build", "--data"], "--data: 値が1つ必要です", "argument --data: expected one argument"),
    (["build", "--json=1"], "--json: 値は付けられません: '1'", "ignored explicit argument '1'"),
    (["query", "x", "--format", "xml"], "--format: 'xml' は選べません", "invalid choice: 'xml'"),
    (["build", "--lang", "fr"], "--lang: 'fr' は選べません", "invalid choice: 'fr'"),
    (["build", "--rel", "x"], "知らない引数です: --rel x", "unrecognized arguments: --rel x"),
]
"""Arguments, and what is said of them in Japanese and in English."""


def complaint(language: Language, words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """Give what the parser prints on standard error before it ends with status 2."""
    with pytest.raises(SystemExit) as end:
        parser_in(language).parse_args(words)
    assert end.value.code == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    return printed.err


@pytest.mark.parametrize(("words", "ja", "en"), WRONG)
def test_wrong_arguments_are_told_in_japanese(
    words: list[str], ja: str, en: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """In Japanese no word of the complaint is argparse's own English."""
    text = complaint(Language.JA, words, capsys)
    usage, told = text.split("引数の誤り: ")
    assert usage.startswith("使い方: kameoka-graph ")
    assert told.startswith(ja) or f"コマンド: {ja}" in told
    assert not re.search("argument|choice|choose|required|expected|usage|error", text)


@pytest.mark.parametrize(("words", "ja", "en"), WRONG)
def test_wrong_arguments_are_told_in_english(
    words: list[str], ja: str, en: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """In English the complaint says what is wrong, and has no Japanese in it."""
    text = complaint(Language.EN, words, capsys)
    assert text.startswith("usage: kameoka-graph ")
    assert en in text
    assert not re.search("[ぁ-んァ-ヶ一-龠]", text)


@pytest.mark.parametrize("language", Language)
def test_complaint_names_the_help_to_ask_for(
    language: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    """The last line names the command whose help tells more."""
    last = complaint(language, ["query"], capsys).splitlines()[-1]
    assert "kameoka-graph query --help" in last


@pytest.mark.parametrize("quoted", ["'csv', 'tsv'", "csv, tsv"])
def test_choices_are_listed_as_each_python_writes_them(quoted: str) -> None:
    """Quoted or not, as Python's versions differ, the choices are told in Japanese."""
    told = in_japanese(f"argument --format: invalid choice: 'x' (choose from {quoted})")
    assert told == f"--format: 'x' は選べません（選べるもの: {quoted}）"


def test_unknown_complaint_is_kept() -> None:
    """What a later Python may say is passed on, not lost."""
    assert in_japanese("argument --data: something new") == "--data: something new"
