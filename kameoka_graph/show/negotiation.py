"""What a client accepts to the formats and the language to answer in (RFC 9110, 12.4 and 12.5).

Werkzeug parses the header. Three cases are decided here: parameters of a range other than `q`
(`;charset=utf-8`, JSON-LD's `;profile=`) do not narrow it, the most specific range that covers a
format decides, and no header accepts all.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import isfinite
from typing import Final

from werkzeug.http import parse_list_header, parse_options_header

from kameoka_graph.formats import Format
from kameoka_graph.say import Language

REMEMBERED: Final = 250
"""Characters of the longest Accept header that is read only once."""


def acceptable(header: str | None, offered: Sequence[Format]) -> tuple[Format, ...]:
    """Give the offered formats that an Accept header takes, the most wanted first.

    Formats that are wanted equally keep the order in which they are offered.
    """
    if header is not None and len(header) > REMEMBERED:
        return _acceptable(header, tuple(offered))
    return _remembered(header, tuple(offered))


def _acceptable(header: str | None, offered: tuple[Format, ...]) -> tuple[Format, ...]:
    ranges: dict[str, float] = {}
    for value, quality in _ranges(header):
        ranges[value] = max(quality, ranges.get(value, 0.0))
    wanted = [(_quality(form, ranges), form) for form in offered]
    return tuple(form for quality, form in sorted(wanted, key=lambda pair: -pair[0]) if quality > 0)


_remembered: Final = lru_cache(maxsize=1024)(_acceptable)
"""The same for headers as programs send them again and again; it depends on nothing else."""


def language_for(header: str | None, choice: str | None) -> Language:
    """Give the language of `?lang=`, else what Accept-Language wants, else Japanese."""
    if choice in set(Language):
        return Language(choice)
    wanted: dict[str, float] = {}
    for tag, quality in _ranges(header):
        primary = tag.partition("-")[0]  # en-GB is English, wanted as much as it is
        wanted[primary] = max(quality, wanted.get(primary, 0.0))
    others = wanted.get("*", 0.0)
    return max(Language, key=lambda language: wanted.get(language.value, others))


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


def _quality(form: Format, ranges: Mapping[str, float]) -> float:
    """Give the quality of the most specific range that covers the format, 0 where none does."""
    names = (form.media_type, *(alias for alias in form.aliases if "/" in alias))
    exact = [ranges[name] for name in names if name in ranges]
    if exact:
        return max(exact)
    kind = f"{form.media_type.partition('/')[0]}/*"
    return ranges.get(kind, ranges.get("*/*", 0.0))
