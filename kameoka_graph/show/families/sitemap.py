"""The addresses of all pages for search engines (https://www.sitemaps.org/protocol.html).

Up to 50,000 addresses stand in one file; more stand in several, which an index lists.
"""

from collections.abc import Iterable, Sequence
from functools import partial
from itertools import islice
from typing import Final
from urllib.parse import quote

from markupsafe import escape

from kameoka_graph.formats import HTML, TEXT, Carries, Format
from kameoka_graph.say import Language
from kameoka_graph.show.edition import Body, Edition
from kameoka_graph.show.family import Family, Outcome, Wanted

LARGEST: Final = 50_000
"""Addresses in one file at most."""
XML: Final = Format("xml", "application/xml", "XML", Carries.PAGE)
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML: Final = "http://www.w3.org/1999/xhtml"
_ROBOTS: Final = """\
User-agent: *
Disallow: {prefix}/sparql?
Disallow: {prefix}/search?

Sitemap: {sitemap}
"""


def sitemaps(families: Sequence[Family], largest: int = LARGEST) -> tuple[Family, ...]:
    """Give the families of the files that list all pages of `families`."""
    pages = tuple(family for family in families if HTML in family.formats)
    return (
        Family("sitemap.xml", (XML,), partial(_write_whole, pages, largest), _one, by_accept=False),
        Family(
            "sitemap/",
            (XML,),
            partial(_write_part, pages, largest),
            partial(_numbers, pages, largest),
            by_accept=False,
        ),
        Family("robots.txt", (TEXT,), _write_robots, _one, by_accept=False),
    )


def _one(_: Edition) -> Iterable[str]:
    return ("",)


def _numbers(families: Sequence[Family], largest: int, edition: Edition) -> Iterable[str]:
    """Give the numbers of the parts; none where one file holds all."""
    parts = -(-sum(1 for _ in _paths(families, edition)) // largest)
    return map(str, range(1, parts + 1)) if parts > 1 else ()


def _paths(families: Sequence[Family], edition: Edition) -> Iterable[str]:
    return (family.start + rest for family in families for rest in family.rests(edition))


def _write_whole(
    families: Sequence[Family], largest: int, edition: Edition, wanted: Wanted
) -> Outcome:
    return edition.once("sitemap", wanted.form, lambda: _whole(families, largest, edition))


def _whole(families: Sequence[Family], largest: int, edition: Edition) -> Body:
    """Give the list of all pages, or the index of its parts."""
    paths = tuple(_paths(families, edition))
    if len(paths) <= largest:
        return _list(edition, paths)
    addresses = edition.site.addresses.plain
    lines = [
        f"<sitemap><loc>{addresses.absolute(addresses.file(f'sitemap/{part}.xml'))}</loc>"
        f"<lastmod>{edition.site.date}</lastmod></sitemap>\n"
        for part in _numbers(families, largest, edition)
    ]
    return _xml(f'<sitemapindex xmlns="{_SPACE}">\n{"".join(lines)}</sitemapindex>\n')


def _write_part(
    families: Sequence[Family], largest: int, edition: Edition, wanted: Wanted
) -> Outcome:
    """Write one part of a list that is too long for one file."""
    number = int(wanted.rest) if wanted.rest.isascii() and wanted.rest.isdecimal() else 0
    if not 0 < number < largest:
        return None
    start = (number - 1) * largest
    paths = tuple(islice(_paths(families, edition), start, start + largest))
    whole = number == 1 and len(paths) < largest  # then all of it is in one file
    return None if not paths or whole else _list(edition, paths)


def _list(edition: Edition, paths: Sequence[str]) -> Body:
    urls = "".join(_url(edition, path) for path in paths)
    return _xml(f'<urlset xmlns="{_SPACE}" xmlns:xhtml="{_XHTML}">\n{urls}</urlset>\n')


def _url(edition: Edition, path: str) -> str:
    """Give the entry of a page: its address, when it changed, and its languages."""
    addresses = edition.site.addresses.plain
    address = addresses.at(quote(path))
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language.value}" '
        f'href="{escape(addresses.absolute(addresses.in_language(address, language)))}"/>'
        for language in Language
    )
    where = escape(addresses.absolute(address))
    return f"<url><loc>{where}</loc><lastmod>{edition.site.date}</lastmod>{others}</url>\n"


def _xml(text: str) -> Body:
    return Body(XML, f"{_HEAD}{text}".encode())


def _write_robots(edition: Edition, _: Wanted) -> Outcome:
    """Tell crawlers what to leave: pages that exist for any question somebody thinks of."""
    addresses = edition.site.addresses.plain
    sitemap = addresses.absolute(addresses.file("sitemap.xml"))
    return Body(TEXT, _ROBOTS.format(prefix=addresses.prefix, sitemap=sitemap).encode())
