"""A file of settings is read whole or told what is wrong with it, and what holds can be seen."""

import json
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from kameoka_graph.ask.limits import Limits
from kameoka_graph.cli.configuration import (
    SETTINGS,
    Configuration,
    ConfigurationError,
    as_json,
    as_template,
    as_toml,
    read_configuration,
)
from kameoka_graph.cli.main import main
from kameoka_graph.say import Language
from kameoka_graph.show.proxies import STANDARD

EVERYTHING = """
[limits]
deadline_seconds = 20
quick_seconds = 0.5
patience_seconds = 0
quick_workers = 3
slow_workers = 1
queries = 50
client_queries = 5
memory_bytes = 268435456
answer_bytes = 1000
answer_rows = 100
kept_bytes = 0
query_characters = 5000
nesting = 10
query_tokens = 500

[server]
connections = 100
body_seconds = 5
header_seconds = 2.5
trusted_proxies = ["127.0.0.1", "10.0.0.0/8", "2001:db8::/32"]
proxy_header = "Forwarded"

[federation]
endpoints = ["https://example.jp/sparql", "http://127.0.0.1:9/query?default=x"]
"""


def written(tmp_path: Path, text: str) -> Path:
    """Write a file of settings."""
    file = tmp_path / "settings.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_without_a_file_the_defaults_hold() -> None:
    """No file gives the limits that the program has by itself, and believes no proxy."""
    found = read_configuration(None)
    assert found.limits == Limits()
    assert found.proxies.networks == ()


def test_every_limit_can_be_set(tmp_path: Path) -> None:
    """Every setting of the file arrives, and there is a setting for every limit."""
    found = read_configuration(written(tmp_path, EVERYTHING))
    assert found.limits == Limits(
        deadline=20.0,
        quick=0.5,
        patience=0.0,
        quick_workers=3,
        slow_workers=1,
        queue=50,
        share=5,
        memory=1 << 28,
        body=1000,
        rows=100,
        cache=0,
        query_length=5000,
        nesting=10,
        tokens=500,
        endpoints=("https://example.jp/sparql", "http://127.0.0.1:9/query?default=x"),
    )
    assert [
        name.name
        for name in fields(Limits)
        if getattr(found.limits, name.name) == getattr(Limits(), name.name)
    ] == []
    assert (found.reception.seconds, found.value("server.connections")) == (5.0, 100)
    assert (len(found.proxies.networks), found.proxies.header) == (3, STANDARD)
    assert {setting.name for setting in SETTINGS} == set(found.given)


def test_an_empty_file_changes_nothing(tmp_path: Path) -> None:
    """A file that sets nothing leaves the defaults."""
    assert read_configuration(written(tmp_path, "[limits]\n")).limits == Limits()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[limits]\ndedline_seconds = 1", "limits.dedline_seconds"),
        ("[limit]\ndeadline_seconds = 1", "[limit]"),
        ("deadline_seconds = 1", "[deadline_seconds]"),
        ("limits = 1", "[limits]"),
        ("[limits]\ndeadline_seconds = '1'", "limits.deadline_seconds"),
        ("[limits]\ndeadline_seconds = true", "limits.deadline_seconds"),
        ("[limits]\ndeadline_seconds = nan", "limits.deadline_seconds"),
        ("[limits]\ndeadline_seconds = inf", "limits.deadline_seconds"),
        ("[limits]\ndeadline_seconds = 0", "limits.deadline_seconds"),
        ("[limits]\nquick_workers = 0", "limits.quick_workers"),
        ("[limits]\nquick_workers = 1.0", "limits.quick_workers"),
        ("[limits]\nquick_workers = false", "limits.quick_workers"),
        ("[limits]\nnesting = 257", "limits.nesting"),
        ("[limits]\nanswer_bytes = 4294967296", "limits.answer_bytes"),
        ("[limits]\nquick_seconds = 11", "limits.quick_seconds"),
        ("[limits]\nclient_queries = 41", "limits.client_queries"),
        ("[server]\ntrusted_proxies = '127.0.0.1'", "server.trusted_proxies"),
        ("[server]\ntrusted_proxies = ['proxy.example.jp']", "server.trusted_proxies"),
        ("[server]\ntrusted_proxies = ['10.0.0.1/8']", "server.trusted_proxies"),
        ("[server]\ntrusted_proxies = [1]", "server.trusted_proxies"),
        ("[server]\nproxy_header = 'X-Real-IP'", "server.proxy_header"),
        ("[federation]\nendpoints = ['example.jp/sparql']", "federation.endpoints"),
        ("[federation]\nendpoints = ['file:///etc/passwd']", "federation.endpoints"),
        ("[federation]\nendpoints = ['http://a b/']", "federation.endpoints"),
        ("[federation]\nendpoints = ['http://example.jp/#x']", "federation.endpoints"),
    ],
)
def test_what_cannot_be_is_told_with_file_and_key(tmp_path: Path, text: str, told: str) -> None:
    """An unknown key, a wrong type and a value out of range are refused in both languages."""
    file = written(tmp_path, text)
    with pytest.raises(ConfigurationError) as caught:
        read_configuration(file)
    for sentence in (caught.value.say.ja, caught.value.say.en):
        assert sentence.startswith(f"{file}: ")
        assert told in sentence


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    """Each mistake has a line of its own."""
    file = written(tmp_path, "[limits]\nnesting = 0\nx = 1\n[server]\nconnections = 'many'\n")
    with pytest.raises(ConfigurationError) as caught:
        read_configuration(file)
    assert len(caught.value.say.ja.splitlines()) == len(caught.value.say.en.splitlines()) == 3


@pytest.mark.parametrize("content", [b"[limits", b"a = 1\na = 2", b"\xff", b"\x00"])
def test_what_is_no_toml_is_told(tmp_path: Path, content: bytes) -> None:
    """A file that is no TOML, or no UTF-8, is told with its name."""
    file = tmp_path / "settings.toml"
    file.write_bytes(content)
    with pytest.raises(ConfigurationError, match="TOML"):
        read_configuration(file)


@pytest.mark.parametrize("language", Language)
def test_what_is_shown_can_be_read_again(tmp_path: Path, language: Language) -> None:
    """The settings that hold are shown as a file that sets just these, with their origin."""
    found = read_configuration(written(tmp_path, EVERYTHING))
    shown = as_toml(found, language)
    assert read_configuration(written(tmp_path, shown)).given == found.given
    assert shown.count(f"# {found.file}: ") == len(SETTINGS)
    usual = as_toml(Configuration(), language)
    assert read_configuration(written(tmp_path, usual)).limits == Limits()
    assert usual.count({"ja": "# 既定: ", "en": "# default: "}[language]) == len(SETTINGS)


@pytest.mark.parametrize("language", Language)
def test_the_template_explains_and_sets_nothing(tmp_path: Path, language: Language) -> None:
    """Each key of the template stands below its explanation, is commented out, and is a default."""
    template = as_template(language)
    assert read_configuration(written(tmp_path, template)).given == {}
    lines = template.splitlines()
    keys = [line for line in lines if " = " in line and line.startswith("# ")]
    assert len(keys) == len(SETTINGS)
    set_ = "\n".join(line.removeprefix("# ") if line in keys else line for line in lines)
    assert read_configuration(written(tmp_path, set_)).limits == Limits()
    assert tomllib.loads(set_).keys() == {"limits", "server", "federation"}


def test_programs_get_every_setting_with_its_origin(tmp_path: Path) -> None:
    """As JSON each setting has its value, its default, its origin and what it is."""
    found = read_configuration(written(tmp_path, "[limits]\nnesting = 8\n"))
    document = json.loads(as_json(found))
    assert len(document) == len(SETTINGS)
    assert document["limits.nesting"]["value"] == 8
    assert document["limits.nesting"]["from"] == found.file
    assert document["limits.deadline_seconds"]["from"] == "default"
    assert all(one["about"]["ja"] and one["about"]["en"] for one in document.values())


# --- the command


def test_the_command_shows_what_holds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`config` prints the settings, `--json` for programs, `--template` a file to start from."""
    file = str(written(tmp_path, "[limits]\nnesting = 8\n"))
    assert main(["config", "--config", file, "--lang", "en"]) == 0
    assert f"nesting = 8  # {file}: how deep" in capsys.readouterr().out
    assert main(["config", "--config", file, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["limits.nesting"]["value"] == 8
    assert main(["config", "--template", "--lang", "ja"]) == 0
    assert "# 括弧の入れ子の深さ\n# nesting = 64\n" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["config", "serve"])
def test_a_file_that_cannot_be_used_ends_the_command(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong file or one that is not there ends with status 2 and is named, before anything starts."""
    file = written(tmp_path, "[limits]\nnesting = 0\n")
    for path, told in ((str(file), "limits.nesting"), (str(tmp_path / "none.toml"), "none.toml")):
        assert main([command, "--config", path]) == 2
        captured = capsys.readouterr()
        assert told in captured.err
        assert captured.out == ""
