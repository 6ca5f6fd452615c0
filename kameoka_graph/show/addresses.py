"""A thing's IRI to addresses of pages and files: paths that work on any host, made only here."""

from dataclasses import dataclass, replace
from typing import Final, Self
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from kameoka_graph.formats import Format
from kameoka_graph.say import Language
from kameoka_graph.state.iris import Iris

SAFE: Final = "/#?=&,;:@!$'()*+%"
"""What stands in an IRI as it is; the rest of it is percent-encoded in an address."""
PAGES: Final = frozenset({"catalog", "sparql"})
"""Pages about no thing that data names, as the address of a service for instance."""
FILES: Final = frozenset({"ns/context.jsonld"})
"""Files whose addresses start like IRIs of things."""
THINGS: Final = ("id/", "voc/", "ns/", "shapes/", "source/", "graph/", "links/", "queries/")
"""Where IRIs of things start below the base; what else stands there is a file or a service."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Paths on the site that publishes the IRIs below one base."""

    iris: Iris
    """The base of the IRIs."""
    carried: Language | None = None
    """The language that links to pages keep, where a reader has chosen one."""

    @property
    def plain(self) -> Self:
        """The same addresses without a language: what a document is cited by."""
        return replace(self, carried=None)

    @property
    def prefix(self) -> str:
        """The path of the base itself, e.g. /lod of https://data.example.jp/lod; often empty."""
        return urlsplit(self.iris.base).path

    def at(self, path: str) -> str:
        """Give the path of a page of the site, e.g. of `sparql`."""
        address = f"{self.prefix}/{path}"
        return address if self.carried is None else self.in_language(address, self.carried)

    def file(self, path: str) -> str:
        """Give the path of what is the same in every language: a file, a download."""
        return f"{self.prefix}/{path}"

    def page(self, iri: str) -> str:
        """Give the address of the page about a thing; a file or another site is its own address."""
        if not self.iris.is_own(iri):
            return iri
        below = iri.removeprefix(self.iris.root)
        if below.startswith("page/") or below in PAGES:
            return self.at(quote(below, safe=SAFE))
        if not below.startswith(THINGS) or below in FILES:
            return self.thing(iri)
        path, hash_mark, fragment = self.iris.document_path(iri).partition("#")
        return f"{self.at(f'page/{quote(path)}')}{hash_mark}{fragment}"

    def chain(self, plan: str) -> str:
        """Give the address of the page that walks a plan from its themes to its entries."""
        return self.at(f"chain/{quote(self.iris.document_path(plan))}")

    def about(self, start: str, thing: str) -> str:
        """Give the address of a family's page about a thing, e.g. of `timeline/` about a plan."""
        return self.at(f"{start}{quote(self.iris.document_path(thing))}")

    def table(self, start: str, thing: str, form: Format) -> str:
        """Give the address of such a page's content as a table, the same in every language."""
        return self.file(f"{start}{quote(self.iris.document_path(thing))}.{form.name}")

    def page_number(self, thing: str, number: int) -> str:
        """Give the address of a further page of what points at a thing; the first is its page."""
        return self.numbered(self.page(thing), number)

    def numbered(self, address: str, number: int) -> str:
        """Give the address of a page of a list; the first is the list's own."""
        if number == 1:
            return address
        return f"{address}{'&' if '?' in address else '?'}{urlencode({'page': number})}"

    def data(self, iri: str, form: Format) -> str:
        """Give the address of the file about an own thing in a format."""
        return self.file(
            f"data/{quote(self.iris.document_path(iri).partition('#')[0])}.{form.name}"
        )

    def graph(self, iri: str, form: Format) -> str:
        """Give the address of all that a named graph holds, in a format."""
        asked = urlencode({"graph": iri, "format": form.name})
        return self.file(f"rdf-graph-store?{asked}")

    def thing(self, iri: str) -> str:
        """Give the path of an own thing itself, which redirects to its page or its data."""
        return self.file(quote(iri.removeprefix(self.iris.root), safe=SAFE))

    def source_text(self, document: str) -> str:
        """Give the address of the bytes of a source document."""
        return f"{self.thing(document)}?{urlencode({'format': 'txt'})}"

    def in_language(self, address: str, language: Language) -> str:
        """Give the address of the same document in a language, its other parameters kept."""
        path, _, query = address.partition("?")
        kept = [pair for pair in parse_qsl(query, keep_blank_values=True) if pair[0] != "lang"]
        return f"{path}?{urlencode([*kept, ('lang', language.value)])}"

    def in_format(self, address: str, form: Format) -> str:
        """Give the address of the same document in a format, its other parameters kept."""
        path, _, query = address.partition("?")
        kept = [pair for pair in parse_qsl(query, keep_blank_values=True) if pair[0] != "format"]
        return f"{path}?{urlencode([*kept, ('format', form.name)])}"

    def absolute(self, path: str) -> str:
        """Give the canonical address of a path of the site."""
        return self.iris.base + path.removeprefix(self.prefix)
