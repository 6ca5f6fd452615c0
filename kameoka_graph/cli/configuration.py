"""A TOML file to the settings of a server: limits of queries, the server itself, federation.

There is one file and one table of settings: no environment variable changes any of them, so what
`kameoka-graph config` shows is all there is.
"""

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Final

from kameoka_graph.ask.limits import MIB, Limits
from kameoka_graph.say import Language, Say, ToldError, excerpt
from kameoka_graph.show.front import Reception
from kameoka_graph.show.proxies import LISTED, STANDARD, Proxies

Value = int | float | str | tuple[str, ...]
DEFAULT: Final = Say("既定", "default")
DAY: Final = 86_400.0
MANY: Final = 1_000_000
TIB: Final = 1 << 40
_ENDPOINT: Final = re.compile(r"https?://[^\s/?#<>\"{}|\\^`]+(?:[/?][^\s#<>\"{}|\\^`]*)?")


class ConfigurationError(ToldError, ValueError):
    """A file of settings that cannot be used."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One key of the file."""

    table: str
    """Its table, e.g. limits."""
    key: str
    """Its name with its unit, e.g. deadline_seconds."""
    say: Say
    """What it is."""
    default: Value
    """What holds without it."""
    read: Callable[[object], Value]
    """Gives the value; raises `_WrongError` for one that it cannot have."""

    @property
    def name(self) -> str:
        """Its table and key."""
        return f"{self.table}.{self.key}"


class _WrongError(Exception):
    def __init__(self, expected: Say) -> None:
        super().__init__(expected)
        self.expected = expected


def _whole(least: int, most: int) -> Callable[[object], Value]:
    def read(value: object) -> Value:
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        raise _WrongError(
            Say(f"{least} から {most} までの整数", f"a whole number from {least} to {most}")
        )

    return read


def _seconds(least: float, most: float = DAY) -> Callable[[object], Value]:
    def read(value: object) -> Value:
        if (
            isinstance(value, int | float)
            and not isinstance(value, bool)
            and least <= value <= most
        ):
            return float(value)
        raise _WrongError(
            Say(f"{least:g} から {most:g} までの秒数", f"seconds from {least:g} to {most:g}")
        )

    return read


def _texts(good: Callable[[str], bool], expected: Say) -> Callable[[object], Value]:
    def read(value: object) -> Value:
        if isinstance(value, list) and all(isinstance(one, str) and good(one) for one in value):
            return tuple(value)
        raise _WrongError(expected)

    return read


def _one_of(*names: str) -> Callable[[object], Value]:
    def read(value: object) -> Value:
        if isinstance(value, str) and value in names:
            return value
        raise _WrongError(Say(" か ".join(names), " or ".join(names)))

    return read


def _is_network(text: str) -> bool:
    try:
        ip_network(text)
    except ValueError:
        return False
    return True


_USUAL: Final = Limits()
SETTINGS: Final = (
    Setting(
        "limits",
        "deadline_seconds",
        Say("問い合わせ1件の評価にかけられる時間", "time for the evaluation of one query"),
        _USUAL.deadline,
        _seconds(0.1),
    ),
    Setting(
        "limits",
        "quick_seconds",
        Say(
            "優先して評価する時間。これを超えた問い合わせは、空いた時間に評価する",
            "time in the quick lane; a query that takes longer gets only idle processor time",
        ),
        _USUAL.quick,
        _seconds(0.001),
    ),
    Setting(
        "limits",
        "patience_seconds",
        Say("順番を待てる時間", "time that a query waits for its turn"),
        _USUAL.patience,
        _seconds(0.0),
    ),
    Setting(
        "limits",
        "quick_workers",
        Say("優先して同時に評価する数", "queries evaluated at once in the quick lane"),
        _USUAL.quick_workers,
        _whole(1, 1000),
    ),
    Setting(
        "limits",
        "slow_workers",
        Say("空いた時間に同時に評価する数", "queries evaluated at once in the slow lane"),
        _USUAL.slow_workers,
        _whole(1, 1000),
    ),
    Setting(
        "limits",
        "queries",
        Say("受け付けている問い合わせの数（全体）", "queries of all clients that run or wait"),
        _USUAL.queue,
        _whole(1, 10_000),
    ),
    Setting(
        "limits",
        "client_queries",
        Say("受け付けている問い合わせの数（1か所から）", "queries of one client that run or wait"),
        _USUAL.share,
        _whole(1, 10_000),
    ),
    Setting(
        "limits",
        "memory_bytes",
        Say("評価1件に使えるメモリ", "memory for one evaluation, beyond the shared store"),
        _USUAL.memory,
        _whole(16 * MIB, TIB),
    ),
    Setting(
        "limits",
        "answer_bytes",
        Say("結果の長さ", "length of the longest answer"),
        _USUAL.body,
        _whole(1, 4 * (1 << 30) - 1),
    ),
    Setting(
        "limits",
        "answer_rows",
        Say(
            "結果の行（トリプル）の数。超えた分は切り、そう示す。0 は切らない",
            "rows (or triples) after which an answer is cut, and said to be; 0 never cuts",
        ),
        0,
        _whole(0, TIB),
    ),
    Setting(
        "limits",
        "kept_bytes",
        Say(
            "同じ要求にそのまま返すために取っておく応答。0 は取っておかない",
            "responses kept to be given again to the same request; 0 keeps none",
        ),
        _USUAL.cache,
        _whole(0, TIB),
    ),
    Setting(
        "limits",
        "query_characters",
        Say("問い合わせの長さ", "length of the longest query"),
        _USUAL.query_length,
        _whole(1, MANY),
    ),
    Setting(
        "limits",
        "nesting",
        Say("括弧の入れ子の深さ", "how deep brackets may nest"),
        _USUAL.nesting,
        _whole(1, 256),
    ),
    Setting(
        "limits",
        "query_tokens",
        Say(
            "問い合わせの語や記号の数（VALUES のデータを除く）",
            "words and marks of a query, the data of VALUES apart",
        ),
        _USUAL.tokens,
        _whole(1, 40_000),
    ),
    Setting(
        "server",
        "connections",
        Say("同時に開いておく接続の数", "connections that are open at once"),
        4096,
        _whole(1, MANY),
    ),
    Setting(
        "server",
        "body_seconds",
        Say("要求の本文が届ききるまでの時間", "time in which a request's body must arrive whole"),
        Reception().seconds,
        _seconds(0.1),
    ),
    Setting(
        "server",
        "header_seconds",
        Say("要求のヘッダーが届ききるまでの時間", "time in which a request's header must arrive"),
        30.0,
        _seconds(0.1),
    ),
    Setting(
        "server",
        "trusted_proxies",
        Say(
            "信頼する代理サーバーのアドレスか範囲。そのヘッダーから利用者を見分ける",
            "addresses or networks of proxies that are believed when they name a client",
        ),
        (),
        _texts(
            _is_network,
            Say(
                'アドレスか範囲の並び（["127.0.0.1", "10.0.0.0/8"] など）',
                'a list of addresses or networks, such as ["127.0.0.1", "10.0.0.0/8"]',
            ),
        ),
    ),
    Setting(
        "server",
        "proxy_header",
        Say("信頼する代理サーバーが書くヘッダー", "the header that the trusted proxies write"),
        LISTED,
        _one_of(LISTED, STANDARD),
    ),
    Setting(
        "federation",
        "endpoints",
        Say(
            "SERVICE に書けるエンドポイント（一字一句同じもの）。空なら外には問い合わせない",
            "endpoints that SERVICE may name, letter by letter; none: no query leaves this machine",
        ),
        (),
        _texts(
            lambda text: _ENDPOINT.fullmatch(text) is not None,
            Say(
                'http:// か https:// で始まるアドレスの並び（["https://example.jp/sparql"] など）',
                "a list of addresses that start with http:// or https://, such as "
                '["https://example.jp/sparql"]',
            ),
        ),
    ),
)
"""Every setting, in the order in which they are shown."""
_BY_NAME: Final = {setting.name: setting for setting in SETTINGS}
_TABLES: Final = tuple(dict.fromkeys(setting.table for setting in SETTINGS))


@dataclass(frozen=True, slots=True)
class Configuration:
    """The settings that hold."""

    file: str = ""
    """The file that some of them come from."""
    given: Mapping[str, Value] = field(default_factory=dict)
    """Those that the file gives, by their names."""

    def value(self, name: str) -> Any:
        """Give the value of a setting."""
        return self.given.get(name, _BY_NAME[name].default)

    @property
    def limits(self) -> Limits:
        """The limits of public queries."""
        return Limits(
            deadline=self.value("limits.deadline_seconds"),
            quick=self.value("limits.quick_seconds"),
            patience=self.value("limits.patience_seconds"),
            quick_workers=self.value("limits.quick_workers"),
            slow_workers=self.value("limits.slow_workers"),
            queue=self.value("limits.queries"),
            share=self.value("limits.client_queries"),
            memory=self.value("limits.memory_bytes"),
            body=self.value("limits.answer_bytes"),
            rows=self.value("limits.answer_rows") or None,
            cache=self.value("limits.kept_bytes"),
            query_length=self.value("limits.query_characters"),
            nesting=self.value("limits.nesting"),
            tokens=self.value("limits.query_tokens"),
            endpoints=self.value("federation.endpoints"),
        )

    @property
    def proxies(self) -> Proxies:
        """The proxies whose word is believed."""
        networks = tuple(map(ip_network, self.value("server.trusted_proxies")))
        return Proxies(networks, self.value("server.proxy_header"))

    @property
    def reception(self) -> Reception:
        """How requests are taken in."""
        return Reception(seconds=self.value("server.body_seconds"), proxies=self.proxies)


def read_configuration(file: Path | None) -> Configuration:
    """Read a file of settings; None gives the defaults.

    Raises `ConfigurationError` that tells everything wrong with it, and OSError.
    """
    if file is None:
        return Configuration()
    try:
        tables = tomllib.loads(file.read_bytes().decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(
            Say(f"{file}: TOML として読めません（{error}）。", f"{file} is no TOML ({error}).")
        ) from None
    given: dict[str, Value] = {}
    wrong = [*_read(tables, given)] or [*_disagreements(Configuration(str(file), given))]
    if wrong:
        ja = "\n".join(f"{file}: {say.ja}" for say in wrong)
        raise ConfigurationError(Say(ja, "\n".join(f"{file}: {say.en}" for say in wrong)))
    return Configuration(str(file), given)


def _read(tables: Mapping[str, Any], given: dict[str, Value]) -> Iterator[Say]:
    """Take what is right into `given`, and tell what is wrong."""
    for table, keys in tables.items():
        if table not in _TABLES or not isinstance(keys, dict):
            yield _unknown(Say(f"表 [{table}]", f"the table [{table}]"), _TABLES)
            continue
        for key, value in keys.items():
            setting = _BY_NAME.get(f"{table}.{key}")
            if setting is None:
                known = tuple(one.key for one in SETTINGS if one.table == table)
                yield _unknown(Say(f"{table}.{key}", f"{table}.{key}"), known)
                continue
            try:
                given[setting.name] = setting.read(value)
            except _WrongError as error:
                yield _misfit(setting, value, error.expected)


def _unknown(what: Say, known: tuple[str, ...]) -> Say:
    return Say(
        f"{what.ja} という設定はありません。あるのは {'、'.join(known)} です。",
        f"there is no {what.en}; there are {', '.join(known)}.",
    )


def _misfit(setting: Setting, value: object, expected: Say) -> Say:
    read = excerpt(repr(value), 60)
    return Say(
        f"{setting.name} が {read} です。{expected.ja}を書いてください。",
        f"{setting.name} is {read}; write {expected.en}.",
    )


def _disagreements(configuration: Configuration) -> Iterator[Say]:
    """Tell which settings contradict each other."""
    for less, more in (
        ("limits.quick_seconds", "limits.deadline_seconds"),
        ("limits.client_queries", "limits.queries"),
    ):
        smaller, greater = configuration.value(less), configuration.value(more)
        if smaller > greater:
            yield Say(
                f"{less}（{smaller}）は {more}（{greater}）以下にしてください。",
                f"{less} ({smaller}) must not exceed {more} ({greater}).",
            )


def as_toml(configuration: Configuration, language: Language) -> str:
    """Write the settings that hold as a file of settings; comments tell where each comes from."""
    lines: list[str] = []
    for table in _TABLES:
        lines += ["", f"[{table}]"] if lines else [f"[{table}]"]
        for setting in SETTINGS:
            if setting.table == table:
                from_file = setting.name in configuration.given
                source = configuration.file if from_file else DEFAULT.to(language)
                value = _written(configuration.value(setting.name))
                lines.append(f"{setting.key} = {value}  # {source}: {setting.say.to(language)}")
    return "\n".join(lines)


def as_template(language: Language) -> str:
    """Write a file of settings in which everything is explained and nothing is set."""
    lines: list[str] = []
    for table in _TABLES:
        lines += ["", f"[{table}]"] if lines else [f"[{table}]"]
        for setting in SETTINGS:
            if setting.table == table:
                lines.append(f"# {setting.say.to(language)}")
                lines.append(f"# {setting.key} = {_written(setting.default)}")
    return "\n".join(lines)


def as_json(configuration: Configuration) -> str:
    """Write the settings that hold, and where each comes from, for programs."""
    found = {
        setting.name: {
            "value": configuration.value(setting.name),
            "from": configuration.file if setting.name in configuration.given else "default",
            "default": setting.default,
            "about": {"ja": setting.say.ja, "en": setting.say.en},
        }
        for setting in SETTINGS
    }
    return json.dumps(found, ensure_ascii=False, indent=1)


def _written(value: Value) -> str:
    """Write a value as TOML: what is text here is an address, so JSON's quotes do."""
    return json.dumps(list(value) if isinstance(value, tuple) else value)
