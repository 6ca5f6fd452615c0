"""The commands and options: complete in both languages, and nothing guessed."""

import re
from itertools import product
from pathlib import Path

import pytest

from kameoka_graph.cli import main
from kameoka_graph.cli.arguments import COMMANDS, language_of, parser_in
from kameoka_graph.say import Language

NO_WORDS = re.compile(
    r"--?[a-z]+(?:-[a-z]+)*|\{[a-z,]+\}|kameoka-graph( [a-z]+)?|(?:registry|agents|set-aside)\.csv"
    r"|publication\.toml|(?:tables)?\.xlsx|Excel|http://127\.0\.0\.1:8000|127\.0\.0\.1"
    r"|\b(IRI|DIR|URL|HOST|PORT|JSON|RDF|SHACL|SPARQL|CSV|SHA|TOML|data|releases)\b"
)
"""Names that are the same in every language."""
JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]+")
ENGLISH = re.compile("[A-Za-z]{2,}")


def help_in(language: Language, command: str) -> str:
    """Give what `--help` prints; an empty command stands for the program."""
    parser = parser_in(language)
    if not command:
        return parser.format_help()
    with pytest.MonkeyPatch.context() as patch:
        shown: list[str] = []
        patch.setattr(
            "argparse.ArgumentParser.print_help", lambda self: shown.append(self.format_help())
        )
        with pytest.raises(SystemExit) as end:
            parser.parse_args([command, "--help"])
    assert end.value.code == 0
    return shown[0]


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_japanese_help_has_no_english(command: str) -> None:
    """No word of the Japanese help is English, apart from names."""
    text = help_in(Language.JA, command)
    listed = "|".join(map(re.escape, COMMANDS))
    words = NO_WORDS.sub("", re.sub(rf"^ +({listed})\b", "", text, flags=re.MULTILINE))
    assert ENGLISH.findall(words) == []
    assert JAPANESE.search(text)


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_english_help_has_no_japanese(command: str) -> None:
    """No word of the English help is Japanese."""
    assert JAPANESE.findall(help_in(Language.EN, command)) == []


@pytest.mark.parametrize(("language", "command"), list(product(Language, ["", *COMMANDS])))
def test_every_option_is_explained(language: Language, command: str) -> None:
    """Each option stands in the help with an explanation behind it, on its line or the next."""
    described = help_in(language, command).partition("\n\n")[2]
    options = re.findall(
        r"^  (?:-h, )?(--[a-z]+(?:-[a-z]+)*)(?: [A-Z]+| \{[a-z,]+\})?(\s+\S+)?",
        described,
        re.MULTILINE,
    )
    assert "--help" in dict(options)
    assert [name for name, explained in options if not explained.strip()] == []


def test_every_command_is_done_by_a_function() -> None:
    """The commands that can be given are those that something is done for."""
    assert sorted(COMMANDS) == sorted(main.COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_takes_the_common_options(command: str) -> None:
    """Each command takes `--lang` and `--json`."""
    needed = {
        "query": ["ASK {}"],
        "export": ["--to", "copy"],
        "import": ["tables.xlsx"],
        "template": ["--municipality", "262013", "--to", "plan.xlsx"],
    }
    words = [command, "--lang", "en", "--json", *needed.get(command, [])]
    options = parser_in(Language.JA).parse_args(words)
    assert (options.lang, options.json) == ("en", True)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], Language.JA),
        (["build", "--lang", "en"], Language.EN),
        (["--lang=en", "build"], Language.EN),
        (["build", "--lang", "fr"], Language.JA),
        (["build", "--lang"], Language.JA),
        (["--lang=", "en"], Language.JA),
        (["build", "--language=en"], Language.JA),
        (["build", "--lang", "fr", "--lang", "en"], Language.EN),
    ],
)
def test_language_is_that_of_the_option(
    words: list[str], expected: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`--lang` decides, wherever it stands; what is no language of ours decides nothing."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    assert language_of(words) is expected


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"LANG": "en_GB.UTF-8"}, Language.EN),
        ({"LANG": "ja_JP.UTF-8"}, Language.JA),
        ({"LANG": "C.UTF-8"}, Language.JA),
        ({"LANG": "ja_JP.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, Language.EN),
        (
            {"LANG": "en_US.UTF-8", "LC_MESSAGES": "en_US.UTF-8", "LC_ALL": "ja_JP.UTF-8"},
            Language.JA,
        ),
        ({"LANG": "en_US.UTF-8", "LC_ALL": ""}, Language.EN),
    ],
)
def test_language_is_else_that_of_the_locale(
    variables: dict[str, str], expected: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without `--lang`, an English locale gives English and any other Japanese."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert language_of(["build"]) is expected


def test_option_outweighs_the_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    """`--lang` decides against the locale."""
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    assert language_of(["build", "--lang", "ja"]) is Language.JA


@pytest.mark.parametrize(("text", "port"), [("0", 0), ("8000", 8000), ("65535", 65535)])
def test_ports(text: str, port: int) -> None:
    """A port is a number from 0 to 65535."""
    assert parser_in(Language.EN).parse_args(["serve", "--port", text]).port == port


@pytest.mark.parametrize("text", ["65536", "-1", "http", "８０００", "", "8000.0", "9" * 5000])
@pytest.mark.parametrize(
    ("language", "sentence"),
    [(Language.JA, "ポートではありません（0〜65535）"), (Language.EN, "is no port (0-65535)")],
)
def test_other_ports_are_refused(
    text: str, language: Language, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Anything else is refused in the language chosen, with the numbers that are ports."""
    with pytest.raises(SystemExit) as end:
        parser_in(language).parse_args(["serve", f"--port={text}"])
    assert end.value.code == 2
    assert sentence in capsys.readouterr().err


def test_usual_values_are_those_of_the_readme() -> None:
    """Without options the data is in `data`, releases are in `releases`, and the port is 8000."""
    options = parser_in(Language.EN).parse_args(["serve"])
    assert (options.data, options.releases) == (Path("data"), Path("releases"))
    assert (options.host, options.port, options.base) == ("127.0.0.1", 8000, None)
