"""What a client accepts to the formats and the language to answer in (RFC 9110, 12.4 and 12.5).

Werkzeug parses the header. Three cases are decided here: parameters of a range other than `q`
(`;charset=utf-8`, JSON-LD's `;profile=`) do not narrow it, the most specific range that covers a
format decides, and no header accepts all.
"""

from collections.abc import Sequence
from math import isfinite

from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_list_header, parse_options_header

from kameoka_graph.formats import Format
from kameoka_graph.say import Language


def acceptable(header: str | None, offered: Sequence[Format]) -> tuple[Format, ...]:
    """Give the offered formats that an Accept header takes, the most wanted first.

    Formats that are wanted equally keep the order in which they are offered.
    """
    ranges = _ranges(header)
    wanted = [(_quality(form, ranges), form) for form in offered]
    return tuple(form for quality, form in sorted(wanted, key=lambda pair: -pair[0]) if quality > 0)


def language_for(header: str | None, choice: str | None) -> Language:
    """Give the language of `?lang=`, else what Accept-Language wants, else Japanese."""
    if choice in set(Language):
        return Language(choice)
    ranges = [(tag, quality) for tag, quality in _ranges(header) if tag not in {"*", "*/*"}]
    best = LanguageAccept(ranges).best_match([language.value for language in Language])
    return Language.JA if best is None else Language(best)


def _ranges(header: str | None) -> list[tuple[str, float]]:
    """Give each range of the header with its quality; a quality that is no number counts as 0."""
    if header is None or not header.strip():
        return [("*/*", 1.0)]
    ranges = []
    for item in parse_list_header(header):
        value, options = parse_options_header(item)
        ranges.append((value.strip().lower(), _number(options.get("q", "1"))))
    return ranges


def _number(text: str) -> float:
    try:
        quality = float(text)
    except ValueError:
        return 0.0
    return min(max(quality, 0.0), 1.0) if isfinite(quality) else 0.0


def _quality(form: Format, ranges: Sequence[tuple[str, float]]) -> float:
    """Give the quality of the most specific range that covers the format, 0 where none does."""
    kind = f"{form.media_type.partition('/')[0]}/*"
    exact = (form.media_type, *(alias for alias in form.aliases if "/" in alias))
    ranks = {"*/*": 1, kind: 2} | dict.fromkeys(exact, 3)
    found = [(ranks[value], quality) for value, quality in ranges if value in ranks]
    return max(found, default=(0, 0.0))[1]
