"""`plan.toml` and `publication.toml` to frozen values: what a person states beside the text."""

import datetime
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NoReturn

from kameoka_graph.read.source import decode, read_bytes
from kameoka_graph.say import Language, Say, ToldError

LAYOUTS: Final = ("progress-table",)
"""The layouts of source documents that can be read."""

_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_CODE: Final = re.compile(r"[0-9]{6}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_FILE: Final = re.compile(r"[^/\\\x00-\x1f]+")
_HTTP: Final = re.compile(r"https?://[^\s<>\"{}|^`\\]+")
_EMAIL: Final = re.compile(r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9](?:[A-Za-z0-9.\-]*[A-Za-z0-9])?")
_VERSION: Final = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+")
_LAYOUT: Final = re.compile("|".join(LAYOUTS))
_TEXT: Final = re.compile(r"(?s).*\S.*")


class ManifestError(ToldError, ValueError):
    """A manifest that lacks an entry, has one too many, or holds a value of the wrong form."""


@dataclass(frozen=True, slots=True)
class TableOrigin:
    """The table that a document was written from."""

    file: str
    """Its file name, e.g. tables.xlsx."""
    sha256: str
    """Digest of its bytes."""
    date: datetime.date
    """The day that was given for it; never the clock's."""


@dataclass(frozen=True, slots=True)
class DocumentManifest:
    """What is known of one source document beside its text."""

    file: str
    """File name beside the manifest, e.g. source.txt."""
    layout: str
    """One of `LAYOUTS`."""
    sha256: str
    """Digest that the file must have."""
    rights: Say
    """What is known of the terms of use."""
    table: TableOrigin | None = None
    """The table that the text was written from, where it was."""


@dataclass(frozen=True, slots=True)
class PlanManifest:
    """What identifies a plan."""

    municipality: str
    """全国地方公共団体コード with check digit, e.g. 262064."""
    slug: str
    """E.g. machizukuri-kyodo."""
    edition: int
    """E.g. 3 for 第3次."""
    documents: tuple[DocumentManifest, ...]
    """The source documents, the current one last."""

    @property
    def name(self) -> str:
        """The plan's name in IRIs, e.g. machizukuri-kyodo-3."""
        return f"{self.slug}-{self.edition}"


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask about a publication; at least one of the two ways."""

    name: Say
    """Who answers, e.g. 市民力推進課."""
    email: str = ""
    """E.g. data@city.example.jp, or empty."""
    url: str = ""
    """Address of a form or page, or empty."""


@dataclass(frozen=True, slots=True)
class PublicationManifest:
    """What a release says of itself."""

    version: str
    """E.g. 0.1.0."""
    date: datetime.date | None
    """Date of the release, if the manifest gives one."""
    title: Say
    """Title of the whole data set."""
    description: Say
    """What the data set is."""
    license: str
    """IRI of the licence of what the publisher made (not of the source text)."""
    creator: str
    """Agent who made the data set, e.g. kameoka-graph."""
    publisher: str = ""
    """Agent who publishes it, where that is another one; see `published_by`."""
    contact: Contact | None = None
    """Whom to ask, where that is stated."""
    keywords: Mapping[Language, tuple[str, ...]] = field(default_factory=dict)
    """Words to find the data set by, in each language."""

    @property
    def published_by(self) -> str:
        """The agent who publishes the data set: its creator, where no other one is named."""
        return self.publisher or self.creator


def read_plan_manifest(path: Path) -> PlanManifest:
    """Read `plan.toml`.

    Raises `ManifestError` with the entry and what was expected, or `SourceRefusedError`.
    """
    top = _Table(path, "", _load(path))
    plan = top.table("plan")
    documents = tuple(_document(one) for one in top.tables("document"))
    top.refuse_others()
    manifest = PlanManifest(
        municipality=plan.text(
            "municipality",
            _CODE,
            Say("6桁の全国地方公共団体コード", "a local government code of six digits"),
        ),
        slug=plan.text(
            "slug",
            _SLUG,
            Say(
                "英小文字・数字・ハイフンの名前", "a name of lower-case letters, digits and hyphens"
            ),
        ),
        edition=plan.number("edition"),
        documents=documents,
    )
    plan.refuse_others()
    return manifest


def _document(table: "_Table") -> DocumentManifest:
    manifest = DocumentManifest(
        file=table.text(
            "file",
            _FILE,
            Say("同じフォルダーにあるファイルの名前", "the name of a file in the same folder"),
        ),
        layout=table.text(
            "layout",
            _LAYOUT,
            Say(f"レイアウトの名前（{'、'.join(LAYOUTS)}）", f"a layout ({', '.join(LAYOUTS)})"),
        ),
        sha256=table.text(
            "sha256", _SHA256, Say("SHA-256（16進64桁）", "a SHA-256 of 64 hexadecimal digits")
        ),
        rights=table.say("rights"),
        table=_table_origin(table.table("table")) if table.has("table") else None,
    )
    table.refuse_others()
    return manifest


def _table_origin(table: "_Table") -> TableOrigin:
    origin = TableOrigin(
        file=table.text("file", _FILE, Say("取り込んだファイルの名前", "the name of a file")),
        sha256=table.text(
            "sha256", _SHA256, Say("SHA-256（16進64桁）", "a SHA-256 of 64 hexadecimal digits")
        ),
        date=table.date("date") or table.missing("date"),
    )
    table.refuse_others()
    return origin


def read_publication_manifest(path: Path) -> PublicationManifest:
    """Read `publication.toml`.

    Raises `ManifestError` with the entry and what was expected, or `SourceRefusedError`.
    """
    top = _Table(path, "", _load(path))
    release, publication = top.table("release"), top.table("publication")
    contact = _contact(top.table("contact")) if top.has("contact") else None
    top.refuse_others()
    agent = Say("agents.csv の agent", "an agent of agents.csv")
    manifest = PublicationManifest(
        version=release.text("version", _VERSION, Say("1.0.0 の形の版", "a version such as 1.0.0")),
        date=release.date("date"),
        title=publication.say("title"),
        description=publication.say("description"),
        license=publication.text("license", _HTTP, Say("利用許諾の IRI", "the IRI of a licence")),
        creator=publication.text("creator", _SLUG, agent),
        publisher=publication.optional("publisher", _SLUG, agent),
        contact=contact,
        keywords={one: publication.words(f"keywords_{one}") for one in Language},
    )
    release.refuse_others()
    publication.refuse_others()
    return manifest


def _contact(table: "_Table") -> Contact:
    contact = Contact(
        name=table.say("name"),
        email=table.optional(
            "email", _EMAIL, Say("data@city.jp の形のアドレス", "an address such as data@city.jp")
        ),
        url=table.optional("url", _HTTP, Say("http(s) のアドレス", "an http(s) address")),
    )
    table.refuse_others()
    if not contact.email and not contact.url:
        raise ManifestError(
            Say(
                f"{table.path}: [contact] には email か url のどちらかが必要です。",
                f"{table.path}: [contact] needs an email or a url.",
            )
        )
    return contact


def _load(path: Path) -> dict[str, object]:
    text = decode(str(path), read_bytes(path))
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise ManifestError(
            Say(
                f"{path}: TOML として読めません（{error}）。",
                f"{path}: cannot be read as TOML ({error}).",
            )
        ) from error


class _Table:
    """A TOML table that knows where it stands and which of its entries were read."""

    def __init__(self, path: Path, name: str, values: Mapping[str, object]) -> None:
        self.path = path
        self.name = name
        self.values = values
        self.seen: set[str] = set()

    def table(self, key: str) -> "_Table":
        value = self._get(key)
        if not isinstance(value, dict):
            raise self._wrong(key, Say(f"表 [{key}]", f"a table [{key}]"))
        return _Table(self.path, f"{key}.", value)

    def tables(self, key: str) -> "list[_Table]":
        value = self._get(key)
        if (
            not isinstance(value, list)
            or not value
            or not all(isinstance(one, dict) for one in value)
        ):
            raise self._wrong(key, Say(f"1つ以上の表 [[{key}]]", f"one or more tables [[{key}]]"))
        return [_Table(self.path, f"{key}[{n}].", one) for n, one in enumerate(value, 1)]

    def text(self, key: str, form: re.Pattern[str], expected: Say) -> str:
        value = self._get(key)
        if not isinstance(value, str) or not form.fullmatch(value):
            raise self._wrong(key, expected)
        return value

    def has(self, key: str) -> bool:
        self.seen.add(key)
        return key in self.values

    def optional(self, key: str, form: re.Pattern[str], expected: Say) -> str:
        return self.text(key, form, expected) if self.has(key) else ""

    def words(self, key: str) -> tuple[str, ...]:
        if not self.has(key):
            return ()
        value = self.values[key]
        if not isinstance(value, list) or not all(
            isinstance(one, str) and _TEXT.fullmatch(one) for one in value
        ):
            raise self._wrong(key, Say('["市", "計画"] の形の語', 'words such as ["city", "plan"]'))
        return tuple(value)

    def number(self, key: str) -> int:
        value = self._get(key)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise self._wrong(key, Say("1以上の整数", "a whole number from 1"))
        return value

    def date(self, key: str) -> datetime.date | None:
        self.seen.add(key)
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, datetime.date) or isinstance(value, datetime.datetime):
            raise self._wrong(
                key,
                Say(
                    "2026-11-22 の形の日付（引用符なし）",
                    "a date such as 2026-11-22, without quotes",
                ),
            )
        return value

    def say(self, key: str) -> Say:
        expected = Say("空でない文", "a sentence that is not empty")
        return Say(self.text(f"{key}_ja", _TEXT, expected), self.text(f"{key}_en", _TEXT, expected))

    def refuse_others(self) -> None:
        """Refuse entries that nobody reads: they are misspelt, or misunderstood."""
        for key in self.values.keys() - self.seen:
            raise ManifestError(
                Say(
                    f"{self.path}: {self.name}{key} という項目はありません。"
                    f"書けるのは {'、'.join(sorted(self.seen))} です。",
                    f"{self.path}: there is no entry {self.name}{key}; there are "
                    f"{', '.join(sorted(self.seen))}.",
                )
            )

    def missing(self, key: str) -> NoReturn:
        """Refuse a table without an entry that it needs."""
        raise ManifestError(
            Say(
                f"{self.path}: 項目 {self.name}{key} がありません。",
                f"{self.path}: the entry {self.name}{key} is missing.",
            )
        )

    def _get(self, key: str) -> object:
        self.seen.add(key)
        if key not in self.values:
            self.missing(key)
        return self.values[key]

    def _wrong(self, key: str, expected: Say) -> ManifestError:
        value = self.values[key]
        return ManifestError(
            Say(
                f"{self.path}: {self.name}{key} は {value!r} です。{expected.ja}が必要です。",
                f"{self.path}: {self.name}{key} is {value!r}; expected {expected.en}.",
            )
        )
