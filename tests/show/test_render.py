"""Templates say everything in both languages, and whatever data holds is shown as text."""

import re
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from jinja2 import UndefinedError

from kameoka_graph.ask.naming import Name
from kameoka_graph.formats import TURTLE
from kameoka_graph.say import Language, Say
from kameoka_graph.show.fault import Fault, not_acceptable, not_found
from kameoka_graph.show.render import KNOWLEDGE, Reader, Renderer, translations, western_year
from kameoka_graph.show.serving import Serving
from kameoka_graph.show.web import STATIC_TYPES
from kameoka_graph.state.iris import KNOWLEDGE as KINDS
from kameoka_graph.store.answer import Iri
from tests.show.page import Page

FOLDER = files("kameoka_graph.show")
TEMPLATES = sorted(one.name for one in (FOLDER / "templates").iterdir())
FIELD = re.compile(r"%\((\w+)\)s")
JAPANESE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uff00-\uffef]")


@pytest.fixture(scope="module")
def messages(root: Path) -> set[str]:
    """Give every message of the templates."""
    folder = root / "kameoka_graph" / "show" / "templates"
    options = {"**.html": {"trimmed": "false", "silent": "false"}}
    found = extract_from_dir(folder, [("**.html", "jinja2")], options, {"_": None})
    return {str(one[2]) for one in found}


@pytest.fixture(scope="module")
def catalogue() -> dict[str, Message]:
    """Give the English catalogue by message."""
    text = (FOLDER / "locale" / "en" / "LC_MESSAGES" / "messages.po").read_bytes()
    return {
        str(message.id): message for message in read_po(BytesIO(text), locale="en") if message.id
    }


def test_every_message_has_its_english(messages: set[str], catalogue: dict[str, Message]) -> None:
    """Every message of the templates is in the catalogue, and nothing is there that no template says."""
    assert len(messages) > 40
    assert set(catalogue) == messages


def test_every_translation_is_said_and_sure(catalogue: dict[str, Message]) -> None:
    """No translation is empty, fuzzy or still Japanese."""
    for message in catalogue.values():
        assert str(message.string).strip(), message.id
        assert not message.fuzzy
        assert not JAPANESE.search(str(message.string)), message.id


def test_translations_name_the_same_facts(catalogue: dict[str, Message]) -> None:
    """A translation has the fields of its message, no more and no fewer."""
    for message in catalogue.values():
        assert sorted(FIELD.findall(str(message.string))) == sorted(FIELD.findall(str(message.id)))


def test_japanese_needs_no_catalogue() -> None:
    """The messages are the Japanese; English comes from the catalogue."""
    assert translations(Language.JA).gettext("計画") == "計画"
    assert translations(Language.EN).gettext("計画") == "Plans"


@pytest.mark.parametrize("name", TEMPLATES)
def test_templates_say_nothing_outside_messages(name: str) -> None:
    """No template has Japanese outside a message, apart from that language's own name and the year beside its era name."""
    source = (FOLDER / "templates" / name).read_text(encoding="utf-8")
    said = re.sub(r"_\([\"'].*?[\"']|\{#.*?#\}", "", source)
    if name == "base.html":
        assert said.count("'日本語'") == 2
        said = said.replace("'日本語'", "")
    if name == "macros.html":
        said = said.replace("（{{ name|western_year }}年度）", "")
    assert not JAPANESE.search(said), JAPANESE.search(said)


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_message_is_a_literal(name: str) -> None:
    """No message is put together while a page is made, where no catalogue could know it."""
    source = (FOLDER / "templates" / name).read_text(encoding="utf-8")
    assert re.findall(r"(?<!\w)_\((?![\"'])", source) == []
    assert "|safe" not in source.replace(" ", "")
    assert "autoescape" not in source


def test_every_kind_of_knowledge_has_its_words() -> None:
    """Each kind of graph has a mark that pages show."""
    assert set(KNOWLEDGE) == set(KINDS.values())


def test_every_static_file_has_a_type(serving: Serving) -> None:
    """Each static file is plain in its folder and has a known type and an address."""
    for one in (FOLDER / "static").iterdir():
        assert one.is_file()
        assert one.name.rpartition(".")[2] in STATIC_TYPES
        assert serving.site.static(one.name).startswith(f"/static/{one.name}?v=")


NASTY = [
    "<script>alert(1)</script>",
    "</title></bdi><img src=x onerror=alert(1)>",
    "\"' onmouseover='x' &amp; {{ 7*7 }} {% raw %}",
    "\u202egnp.exe\u202c \u2066x\u2069 \u200f",
    "亀" * 100_000,
    "%(x)s %s %",
]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    "text", NASTY, ids=["script", "break-out", "quotes", "direction", "long", "percent"]
)
def test_whatever_is_said_is_shown_as_text(serving: Serving, language: Language, text: str) -> None:
    """Markup, templates, direction marks and very long texts come out as the characters that they are."""
    page = Page.read(
        Renderer(serving.site, Reader(language)).page(
            "fault.html",
            "",
            thing="",
            fault=Fault(not_found("/").status, Say(text, text), Say(text, text)),
        )
    )
    assert page.faults == []
    assert page.heading() == text.strip()
    assert {"script", "img"}.isdisjoint(page.elements)
    assert not any(name.startswith("on") for found in page.attributes for name in found)


@pytest.mark.parametrize(
    "text", NASTY, ids=["script", "break-out", "quotes", "direction", "long", "percent"]
)
def test_a_name_is_isolated(serving: Serving, text: str) -> None:
    """A label stands in an element of its own direction, marked with its language where that is another."""
    environment = Renderer(serving.site, Reader(Language.EN))._environment
    named = environment.filters["named"](Name(Iri("https://plans.test/id/x"), text, "ja"))
    page = Page.read(str(named))
    assert page.elements == ["bdi"]
    assert page.attributes == [{"lang": "ja"}]
    assert page.text == text
    same = environment.filters["named"](Name(Iri("https://plans.test/id/x"), "x", "en"))
    assert str(same) == "<bdi>x</bdi>"


def test_formats_are_listed_where_none_fits(serving: Serving) -> None:
    """The page of a fault lists what can be had."""
    page = Page.read(
        Renderer(serving.site, Reader(Language.EN)).page(
            "fault.html", "", thing="", fault=not_acceptable((TURTLE,))
        )
    )
    assert "text/turtle" in page.text


def test_a_missing_value_is_an_error(serving: Serving) -> None:
    """A template that asks for what a view does not have stops, rather than leave a gap."""
    with pytest.raises(UndefinedError):
        Renderer(serving.site, Reader(Language.JA)).page("fault.html", "", thing="")


def test_the_western_year_is_the_end_of_the_iri() -> None:
    """令和5年度 is 2023."""
    assert (
        western_year(Name(Iri("https://plans.test/id/fiscal-year/2023"), "令和5年度", "ja"))
        == "2023"
    )
