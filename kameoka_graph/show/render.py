"""View values to HTML: the same templates for the live site and for files, in both languages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO
from typing import Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from kameoka_graph.ask.naming import Name
from kameoka_graph.formats import GRAPHS, RESULTS
from kameoka_graph.say import Language, Say
from kameoka_graph.show import typesetting
from kameoka_graph.show.addresses import Addresses
from kameoka_graph.show.constants import ConstantMessages
from kameoka_graph.store.answer import Iri, Text

KNOWLEDGE: Final = {
    "stated": Say("出典の記載", "stated in the source"),
    "curated": Say("解釈による判断", "interpretation"),
    "context": Say("他のページの記載", "from another page"),
    "link": Say("外部との対応づけ", "link to the outside"),
    "derived": Say("規則からの導出", "derived by rule"),
    "vocabulary": Say("語彙の定義", "vocabulary"),
    "record": Say("公開の記録", "record of the publication"),
}
"""The marks by which pages show who says so."""
LINKED: Final = ("http://", "https://")
"""How IRIs in answers start that pages make links of; a query can make any (javascript:)."""


@dataclass(frozen=True)
class Site:
    """What every page shows of the site and its release."""

    title: Say
    """Title of the site."""
    release: str
    """Name of the release."""
    version: str
    """Version of the data."""
    date: str
    """Date of the release, e.g. 2026-11-22."""
    addresses: Addresses
    """Where things are."""
    static: Callable[[str], str]
    """Gives the address of a static file."""
    starts: frozenset[str] = frozenset()
    """How the paths of its families of documents start: what pages may link beside things."""
    switched: datetime | None = None
    """Since when the release is the one being served; None where that is not known."""

    @property
    def modified(self) -> datetime:
        """When what is served here last changed, or for want of that the date of the release.

        Two releases may have the same date, so that alone a client cannot tell them apart by it.
        """
        return self.switched or datetime.fromisoformat(self.date).replace(tzinfo=UTC)

    def has(self, start: str) -> bool:
        """Tell whether there are documents whose paths start like this, e.g. `search`, `map/`."""
        return start in self.starts


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom a page is written."""

    language: Language
    """The language to write in."""
    keeps: bool = False
    """Whether the language was chosen by `?lang=`, so that the links of the page keep it."""


class Renderer:
    """Renders templates for one kind of reader."""

    def __init__(self, site: Site, reader: Reader) -> None:
        """Render pages of `site` for `reader`."""
        self._site = site
        self._language = reader.language
        self._addresses = replace(site.addresses, carried=reader.language if reader.keeps else None)

    def page(self, template: str, path: str, **view: object) -> str:
        """Render a template for the document at `path`."""
        return self._environment.get_template(template).render(path=path, **view)

    @cached_property
    def _environment(self) -> Environment:
        environment = Environment(
            loader=PackageLoader("kameoka_graph.show"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n", ConstantMessages],
        )
        catalogue = translations(self._language)
        environment.extend(catalogue=catalogue)
        environment.install_gettext_translations(catalogue, newstyle=True)  # type: ignore[attr-defined]  # added by the i18n extension
        environment.globals.update(self._globals())
        environment.filters.update(
            {
                "named": self._named,
                "headed": self._headed,
                "western_year": western_year,
                "day": lambda text: typesetting.day(text, self._language),
                "mixed": lambda text: typesetting.mixed(text, self._language),
                "literal": lambda term: typesetting.literal(term, self._language),
            }
        )
        return environment

    def _globals(self) -> Mapping[str, object]:
        return {
            "site": self._site,
            "at": self._addresses,
            "static": self._site.static,
            "language": self._language,
            "languages": tuple(Language),
            "graph_formats": GRAPHS,
            "result_formats": RESULTS,
            "knowledge": {code: say.to(self._language) for code, say in KNOWLEDGE.items()},
            "to": lambda say: say.to(self._language),
            "is_text": lambda term: isinstance(term, Text),
            "is_link": lambda term: isinstance(term, Iri) and term.startswith(LINKED),
        }

    def _named(self, name: Name) -> Markup:
        """Show a name with its language."""
        return self._isolated(name, escape(name.label))

    def _headed(self, name: Name, reading: str) -> Markup:
        """Show a name as a heading does: a Japanese one with its reading above it."""
        above = typesetting.ruby(name.label, reading) if reading and name.language == "ja" else None
        return self._named(name) if above is None else self._isolated(name, above)

    def _isolated(self, name: Name, shown: Markup) -> Markup:
        foreign = name.language not in {"", self._language.value}
        language = f' lang="{escape(name.language)}"' if foreign else ""
        return Markup(f"<bdi{language}>{shown}</bdi>")  # noqa: S704 - both are markup already


def translations(language: Language) -> NullTranslations:
    """Load the catalogue of a language; the messages themselves are Japanese."""
    if language is Language.JA:
        return NullTranslations()
    source = files("kameoka_graph.show") / "locale" / language.value / "LC_MESSAGES" / "messages.po"
    compiled = BytesIO()
    with source.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language.value))
    compiled.seek(0)
    return GNUTranslations(compiled)


def western_year(name: Name) -> str:
    """Give the Western year of a fiscal year: 2023年度 for 令和5年度."""
    return name.iri.rpartition("/")[2]
