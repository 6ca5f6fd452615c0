"""Messages without variables are part of the compiled template, and read as if they were looked up."""

from gettext import NullTranslations

import pytest
from jinja2 import Environment
from markupsafe import Markup

from kameoka_graph.show.constants import ConstantMessages


class Catalogue(NullTranslations):
    """A catalogue that counts what it is asked."""

    def __init__(self) -> None:
        """Count from nothing."""
        super().__init__()
        self.asked: list[str] = []

    def gettext(self, message: str) -> str:
        """Give the message between angle brackets."""
        self.asked.append(message)
        return f"<i>{message}</i>"


@pytest.fixture
def catalogue() -> Catalogue:
    """Give a catalogue that nobody has asked yet."""
    return Catalogue()


def environment(catalogue: Catalogue, *more: type[ConstantMessages]) -> Environment:
    """Give an environment with Jinja's own extension, and others."""
    found = Environment(autoescape=True, extensions=["jinja2.ext.i18n", *more])
    found.extend(catalogue=catalogue)
    found.install_gettext_translations(catalogue, newstyle=True)  # type: ignore[attr-defined]  # added by the i18n extension
    return found


SOURCES = [
    '{{ _("計画") }}',
    "{{ _('計画') }} と {{ x }}",
    '{{ _("100%%") }}',
    '{{ _("a \\"b\\" <b>&amp;</b>\n") }}',
    '{% set words = _("計画") %}{{ words }}',
    '{{ (_("計画") ~ x)|length }}',
    '{% if x %}{{ _("a") if x else _("b") }}{% endif %}',
    '{% for one in [("a/", _("表")), ("b/", _("図"))] %}{{ one[1] }}{% endfor %}',
    '{% macro m(words) %}<b title="{{ words }}">{{ words }}</b>{% endmacro %}{{ m(_("計画")) }}',
    '{{ _("%(x)s の計画", x=x) }}{{ _("計画")|upper }}',
    "{{ _(x) }}",
    '{{ "_(\\"計画\\")" }} _("計画")',
]


@pytest.mark.parametrize("source", SOURCES)
def test_a_page_reads_the_same(source: str, catalogue: Catalogue) -> None:
    """Whatever stands around a message, the page is the one that Jinja's own lookup gives."""
    values = {"x": Markup("<u>") + "<x>"}
    expected = environment(catalogue).from_string(source).render(values)
    assert environment(catalogue, ConstantMessages).from_string(source).render(values) == expected


def test_a_message_is_looked_up_once(catalogue: Catalogue) -> None:
    """Writing a page asks the catalogue for messages with variables only."""
    template = environment(catalogue, ConstantMessages).from_string(
        '{{ _("計画") }}{{ _("%(x)s", x=1) }}'
    )
    catalogue.asked.clear()
    assert [template.render(), template.render()] == ["<i>計画</i><i>1</i>"] * 2
    assert catalogue.asked == ["%(x)s", "%(x)s"]


def test_a_name_of_another_kind_is_left_alone(catalogue: Catalogue) -> None:
    """A function that is not `_` is called with its text."""
    template = environment(catalogue, ConstantMessages).from_string('{{ f("計画") }}')
    assert template.render(f=str.upper) == "計画"
    assert catalogue.asked == []
