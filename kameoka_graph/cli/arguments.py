"""The commands and options of `kameoka-graph`, in the language chosen."""

import argparse
import datetime
import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from kameoka_graph import __version__
from kameoka_graph.cli.parser import Parser
from kameoka_graph.say import Language, Say

PROGRAM: Final = "kameoka-graph"
DEFAULT_HOST: Final = "127.0.0.1"
DEFAULT_PORT: Final = 8000
LAST_PORT: Final = 65535
TABLE_FORMATS: Final = ("table", "csv", "tsv", "json")
REPORT_FORMATS: Final = ("text", "turtle", "json")
COMMAND: Final = Say("コマンド", "command")
NAME: Final = Say("名前", "name")
_ADDRESS: Final = re.compile(r"https?://[^\s/?#]+(?:[/?][^\s#]*)?")


def language_of(arguments: Sequence[str]) -> Language:
    """Give the language to speak: that of `--lang`, else that of the locale, else Japanese."""
    for at, argument in enumerate(arguments):
        option, equals, chosen = argument.partition("=")
        if option == "--lang" and not equals and at + 1 < len(arguments):
            chosen = arguments[at + 1]
        if option == "--lang" and chosen in set(Language):
            return Language(chosen)
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((os.environ[name] for name in names if os.environ.get(name)), "")
    return Language.EN if locale.startswith("en") else Language.JA


def parser_in(language: Language) -> Parser:
    """Make the parser of `kameoka-graph` in a language."""
    parser = Parser(
        language,
        PROGRAM,
        Say(
            "自治体の計画を、つながるオープンデータとして公開します。",
            "Publishes municipal plans as linked open data.",
        ),
    )
    _language(parser)
    parser.take(
        "--version",
        action="version",
        version=__version__,
        say=Say("版を表示する", "show the version"),
    )
    commands = parser.add_subparsers(
        dest="command",
        required=True,
        metavar=parser.to(COMMAND),
        title=parser.to(Say("コマンド", "commands")),
    )
    for name, (say, fill) in COMMANDS.items():
        command = commands.add_parser(
            name,
            help=parser.to(say),
            language=language,
            prog=f"{PROGRAM} {name}",
            purpose=say,
        )
        _language(command)
        command.take(
            "--json", action="store_true", say=Say("結果を JSON で出す", "print results as JSON")
        )
        fill(command)
    return parser


def _language(parser: Parser) -> None:
    parser.take(
        "--lang",
        choices=[one.value for one in Language],
        default=argparse.SUPPRESS,
        say=Say("表示の言語", "language of messages"),
    )


def _data(parser: Parser) -> None:
    parser.take(
        "--data",
        type=Path,
        default=Path("data"),
        metavar="DIR",
        say=Say("データのフォルダー（既定 data）", "folder of the data (data)"),
    )


def _releases(parser: Parser) -> None:
    parser.take(
        "--releases",
        type=Path,
        default=Path("releases"),
        metavar="DIR",
        say=Say("公開データのフォルダー（既定 releases）", "folder of the releases (releases)"),
    )


def _base(parser: Parser) -> None:
    usual = f"http://{DEFAULT_HOST}:{DEFAULT_PORT}"
    parser.take(
        "--base",
        metavar="IRI",
        say=Say(f"IRI の土台（既定 {usual}）", f"base of all IRIs ({usual})"),
    )


def _making(parser: Parser) -> None:
    _data(parser)
    _base(parser)
    parser.take(
        "--publish",
        action="store_true",
        say=Say(
            "公開用に作る（だれでも解決できる土台と公開用の規則を求める）",
            "make it for publication (a base that everyone can resolve, and the rules for that)",
        ),
    )
    parser.take(
        "--register",
        action="store_true",
        say=Say(
            "新しい要素の番号を registry.csv に記録する",
            "record numbers of new elements in registry.csv",
        ),
    )


def _build(parser: Parser) -> None:
    _making(parser)
    _releases(parser)


def _validate(parser: Parser) -> None:
    _making(parser)
    parser.take(
        "files",
        nargs="*",
        type=Path,
        metavar=parser.to(Say("ファイル", "file")),
        say=Say("確かめる RDF（省けば data/）", "RDF to check (data/ if none)"),
    )
    parser.take(
        "--all", action="store_true", say=Say("すべての指摘を表示する", "show every finding")
    )
    parser.take(
        "--strict",
        action="store_true",
        say=Say("注意があっても終了状態を1にする", "exit with status 1 on warnings as well"),
    )
    parser.take(
        "--format",
        choices=REPORT_FORMATS,
        default="text",
        say=Say("報告の形式", "format of the report"),
    )


def _check(parser: Parser) -> None:
    _base(parser)
    parser.take(
        "data",
        nargs="?",
        type=Path,
        default=Path("data"),
        metavar="DIR",
        say=Say("データのフォルダー（既定 data）", "folder of the data (data)"),
    )


def _serve(parser: Parser) -> None:
    _making(parser)
    _releases(parser)
    parser.take(
        "--build", action="store_true", say=Say("先に公開データを作る", "make a release first")
    )
    parser.take(
        "--host",
        default=DEFAULT_HOST,
        say=Say(
            f"待ち受けるアドレス（既定 {DEFAULT_HOST}）", f"address to listen on ({DEFAULT_HOST})"
        ),
    )
    parser.take(
        "--port",
        type=_port(parser),
        default=DEFAULT_PORT,
        say=Say(
            f"ポート（既定 {DEFAULT_PORT}、0 は空いているもの）",
            f"port ({DEFAULT_PORT}; 0 takes a free one)",
        ),
    )
    parser.take(
        "--store",
        type=_address(parser),
        metavar="URL",
        say=Say("ページが問い合わせる SPARQL エンドポイント", "SPARQL endpoint that the pages ask"),
    )
    _settings(parser)


def _settings(parser: Parser) -> None:
    parser.take(
        "--config",
        type=Path,
        metavar=parser.to(Say("ファイル", "FILE")),
        say=Say("設定のファイル", "file of settings (TOML)"),
    )


def _config(parser: Parser) -> None:
    _settings(parser)
    parser.take(
        "--template",
        action="store_true",
        say=Say("説明付きのひな形を出す", "print a file to start from, with explanations"),
    )


def _port(parser: Parser) -> Callable[[str], int]:
    def port(text: str) -> int:
        if text.isascii() and text.isdecimal() and int(text[:9]) <= LAST_PORT:
            return int(text)
        say = Say(
            f"{text} はポートではありません（0〜{LAST_PORT}）", f"{text} is no port (0-{LAST_PORT})"
        )
        raise argparse.ArgumentTypeError(parser.to(say))

    return port


def _address(parser: Parser) -> Callable[[str], str]:
    def address(text: str) -> str:
        if _ADDRESS.fullmatch(text):
            return text
        say = Say(
            f"「{text}」は http:// か https:// で始まるアドレスではありません",
            f"“{text}” is no address that starts with http:// or https://",
        )
        raise argparse.ArgumentTypeError(parser.to(say))

    return address


def _query(parser: Parser) -> None:
    _releases(parser)
    parser.take(
        "query",
        metavar=parser.to(Say("問い合わせ", "query")),
        say=Say(
            "SPARQL の文、ファイル、または -（標準入力）",
            "SPARQL text, a file, or - (standard input)",
        ),
    )
    parser.take(
        "--format",
        choices=TABLE_FORMATS,
        default="table",
        say=Say("結果の形式", "format of the result"),
    )
    parser.take(
        "--endpoint",
        type=_address(parser),
        metavar="URL",
        say=Say("問い合わせる SPARQL エンドポイント", "SPARQL endpoint to ask"),
    )


def _rollback(parser: Parser) -> None:
    _releases(parser)
    parser.take(
        "name",
        nargs="?",
        metavar=parser.to(NAME),
        say=Say("公開データの名前（省けば1つ前）", "name of the release (the one before, if none)"),
    )


def _verify(parser: Parser) -> None:
    _releases(parser)
    parser.take(
        "name",
        nargs="?",
        metavar=parser.to(NAME),
        say=Say(
            "公開データの名前（省けば現在のもの）", "name of the release (the current one, if none)"
        ),
    )


def _export(parser: Parser) -> None:
    _verify(parser)
    parser.take(
        "--to",
        type=Path,
        required=True,
        metavar="DIR",
        say=Say(
            "書き出し先（空か、前に書き出したフォルダー）",
            "where to write (an empty folder, or one written before)",
        ),
    )


def _import(parser: Parser) -> None:
    parser.take(
        "files",
        nargs="+",
        type=Path,
        metavar=parser.to(Say("ファイル", "file")),
        say=Say(
            "表（tables.xlsx、CSV、または CSV のフォルダー）",
            "tables (tables.xlsx, CSV files, or a folder of them)",
        ),
    )
    _data(parser)
    _base(parser)
    parser.take(
        "--dry-run",
        action="store_true",
        say=Say("変更を示すだけで、書き換えない", "show the changes and write nothing"),
    )
    parser.take(
        "--curator",
        metavar=parser.to(NAME),
        say=Say(
            "要素の表に書き入れた判断を、だれのものとして記録するか（agents.csv の名前）",
            "whose the judgements entered in the tables of elements are (a name of agents.csv)",
        ),
    )
    parser.take(
        "--confidence",
        type=_confidence(parser),
        default="1",
        metavar=parser.to(Say("数", "number")),
        say=Say("その判断の確度（既定 1）", "how sure those judgements are (1)"),
    )
    parser.take(
        "--date",
        type=_day(parser),
        metavar=parser.to(Say("日付", "date")),
        say=Say(
            "記録する日付（省けば publication.toml の日付）",
            "the day to record (that of publication.toml, if none)",
        ),
    )
    parser.take(
        "--set-aside",
        action="store_true",
        say=Say(
            "文言が変わった判断を set-aside.csv に移して取り込む",
            "move judgements on changed wordings to set-aside.csv",
        ),
    )
    parser.take(
        "--withdraw",
        action="store_true",
        say=Say(
            "行のない要素や判断を取り下げる（番号は二度と使わない）",
            "withdraw elements and judgements without a row (numbers are never used again)",
        ),
    )


def _template(parser: Parser) -> None:
    _data(parser)
    parser.take(
        "--municipality",
        required=True,
        metavar=parser.to(Say("コード", "code")),
        say=Say("全国地方公共団体コード（6桁）", "local government code (six digits)"),
    )
    parser.take(
        "--to",
        type=Path,
        required=True,
        metavar=parser.to(Say("ファイル", "file")),
        say=Say("書き出すファイル（.xlsx）", "file to write (.xlsx)"),
    )


def _confidence(parser: Parser) -> Callable[[str], str]:
    def confidence(text: str) -> str:
        if re.fullmatch(r"1(?:\.0{1,6})?|0\.[0-9]{0,5}[1-9][0-9]{0,5}", text):
            return text
        say = Say(
            f"「{text}」は 0 より大きく 1 以下の数ではありません",
            f"“{text}” is no number above 0 and at most 1",
        )
        raise argparse.ArgumentTypeError(parser.to(say))

    return confidence


def _day(parser: Parser) -> Callable[[str], datetime.date]:
    def day(text: str) -> datetime.date:
        try:
            return datetime.date.fromisoformat(text)
        except ValueError:
            say = Say(
                f"「{text}」は 2026-11-22 の形の日付ではありません",
                f"“{text}” is no date such as 2026-11-22",
            )
            raise argparse.ArgumentTypeError(parser.to(say)) from None

    return day


COMMANDS: Final[dict[str, tuple[Say, Callable[[Parser], None]]]] = {
    "build": (
        Say(
            "データを読み、検証し、公開データを作って切り替える",
            "read and check the data, make a release and switch to it",
        ),
        _build,
    ),
    "validate": (
        Say(
            "データ、または RDF のファイルを SHACL の規則で確かめる",
            "check the data, or files of RDF, against the shapes",
        ),
        _validate,
    ),
    "check": (
        Say("CSV を、ます目ごとに確かめる", "check the CSV files, cell by cell"),
        _check,
    ),
    "serve": (
        Say("公開データをページと SPARQL で公開する", "serve a release as pages and SPARQL"),
        _serve,
    ),
    "config": (
        Say("サーバーの設定と、それぞれの出どころを示す", "show the settings and their origin"),
        _config,
    ),
    "query": (
        Say(
            "公開データ、または SPARQL エンドポイントに問い合わせる",
            "query a release, or a SPARQL endpoint",
        ),
        _query,
    ),
    "releases": (Say("公開データの一覧を示す", "list the releases"), _releases),
    "rollback": (
        Say("前の公開データに切り替える", "switch to an earlier release"),
        _rollback,
    ),
    "verify": (
        Say(
            "公開データの各ファイルを台帳の SHA-256 と照らす",
            "compare each file of a release with its SHA-256",
        ),
        _verify,
    ),
    "export": (
        Say(
            "公開データの全ファイルと目録を、一つのフォルダーに書き出す",
            "write all files of a release and its catalogue into one folder",
        ),
        _export,
    ),
    "import": (
        Say(
            "表（Excel、CSV）を読み戻し、データのフォルダーに反映する",
            "take tables (Excel, CSV) back into the data folder",
        ),
        _import,
    ),
    "template": (
        Say(
            "別の計画を書き入れるための、空の表（Excel）を作る",
            "make empty tables (Excel) that another plan is filled into",
        ),
        _template,
    ),
}
"""What each command is for, and what it takes."""
