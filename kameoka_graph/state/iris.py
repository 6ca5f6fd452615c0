"""A base and the names of a thing to its IRI: the one place that mints IRIs.

The patterns stand in docs/design.md, section 2.
"""

import ipaddress
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from rdflib import URIRef

from kameoka_graph.read.document import Kind, Span
from kameoka_graph.say import Say, ToldError
from kameoka_graph.state.terms import PREFIXES, Term

SEGMENTS: Final = {
    Kind.THEME: "theme",
    Kind.PILLAR: "pillar",
    Kind.MEASURE: "measure",
    Kind.ACTION_PLAN: "action-plan",
    Kind.AIM: "aim",
    Kind.CONCRETE_ACTION: "concrete-action",
    Kind.ACTIVITY: "activity",
}
"""The path segment of each kind of element."""

KNOWLEDGE: Final = {
    "source": "stated",
    "curated": "curated",
    "context": "context",
    "links": "link",
    "inferred": "derived",
    "ontology": "vocabulary",
    "alignments": "vocabulary",
    "voc": "vocabulary",
    "shapes": "vocabulary",
    "queries": "vocabulary",
    "meta": "record",
    "catalog": "record",
    "report": "record",
}
"""The kind of knowledge (a code of the scheme `knowledge`) by the first name in a graph's path."""
_OWN_SPACES: Final = ("voc/", "ns/", "shapes/", "source/", "graph/", "links/", "queries/")

_BASE: Final = re.compile(
    r"https?://(?:[A-Za-z0-9](?:[A-Za-z0-9.\-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::[0-9]+)?"
    r"(?:/(?!\.{1,2}(?:/|$))[A-Za-z0-9._~\-]+)*"
)
_RESERVED: Final = re.compile(
    r"(?:^|\.)(?:localhost|test|invalid|example|local|internal)$|(?:^|\.)example\.(?:com|org|net)$"
)


class BadBaseError(ToldError, ValueError):
    """A base that IRIs cannot be made from, or that is not fit for publication."""


@dataclass(frozen=True, slots=True)
class Iris:
    """The IRIs below one base."""

    base: str
    """E.g. http://127.0.0.1:8000, without a slash at the end."""

    @property
    def root(self) -> str:
        """The base with its slash: what relative IRIs are resolved against."""
        return f"{self.base}/"

    @property
    def prefixes(self) -> dict[str, str]:
        """Prefixes by name with absolute namespaces."""
        return {name: self.absolute(value) for name, value in PREFIXES.items()}

    def absolute(self, iri: str) -> str:
        """Give an IRI that is written below the base in full; one with a scheme stays as it is."""
        return iri if ":" in iri else self.root + iri

    def at(self, path: str) -> URIRef:
        """Give the IRI at `path` below the base, e.g. voc/status/unstated."""
        return URIRef(self.root + path)

    def mp(self, term: Term) -> URIRef:
        """Give the IRI of a term of our vocabulary."""
        return self.at(f"ns/mp#{term.value}")

    def kind(self, kind: Kind) -> URIRef:
        """Give the class of a kind of element."""
        return self.at(f"ns/mp#{kind.value}")

    def municipality(self, code: str) -> URIRef:
        """Give the IRI of a municipality by its six-digit code."""
        return self.at(f"id/{code}")

    def plan(self, code: str, name: str) -> URIRef:
        """Give the IRI of a plan, e.g. of 262064 and machizukuri-kyodo-3."""
        return self.at(f"id/{code}/plan/{name}")

    def below(self, plan: URIRef, path: str) -> URIRef:
        """Give the IRI of what stands at `path` under a plan, e.g. pillar/2/measure/3."""
        return URIRef(f"{plan}/{path}")

    def fiscal_year(self, year: int) -> URIRef:
        """Give the IRI of the fiscal year that starts in the Western year `year`."""
        return self.at(f"id/fiscal-year/{year}")

    def agent(self, slug: str) -> URIRef:
        """Give the IRI of a curator or a piece of software."""
        return self.at(f"id/agent/{slug}")

    def source(self, short: str) -> URIRef:
        """Give the IRI of a source document by the first twelve digits of its digest."""
        return self.at(f"source/{short}")

    def span(self, short: str, span: Span) -> URIRef:
        """Give the IRI of a range of characters (in the style of RFC 5147)."""
        return self.at(f"source/{short}#char={span.start},{span.end}")

    def position(self, short: str, span: Span) -> URIRef:
        """Give the IRI of the position selector of a range."""
        return self.at(f"source/{short}#position={span.start},{span.end}")

    def quote(self, short: str, span: Span) -> URIRef:
        """Give the IRI of the quotation selector of a range."""
        return self.at(f"source/{short}#quote={span.start},{span.end}")

    def graph(self, name: str) -> URIRef:
        """Give the IRI of a named graph, e.g. source/371fd4250226."""
        return self.at(f"graph/{name}")

    def concept(self, scheme: str, code: str) -> URIRef:
        """Give the IRI of a concept, e.g. of status and unstated."""
        return self.at(f"voc/{scheme}/{code}")

    def is_own(self, iri: str) -> bool:
        """Tell whether an IRI stands below the base."""
        return iri.startswith(self.root)

    def document_path(self, iri: str) -> str:
        """Give the path of the document about an own thing: `id/` left out, fragment kept."""
        return iri.removeprefix(self.root).removeprefix("id/")

    def thing_at(self, document_path: str) -> URIRef:
        """Give the thing that the document at a path is about: the reverse of `document_path`."""
        return self.at(
            document_path if document_path.startswith(_OWN_SPACES) else f"id/{document_path}"
        )

    def knowledge(self, graph: str) -> str:
        """Give the kind of knowledge a named graph holds: stated, curated, context or other."""
        return KNOWLEDGE[graph.removeprefix(f"{self.root}graph/").partition("/")[0]]


def read_base(text: str) -> Iris:
    """Take a base IRI as a person gives it; `BadBaseError` where it is no plain http(s) address."""
    base = text.rstrip("/")
    if not _BASE.fullmatch(base) or not _has_host_and_port(base):
        raise BadBaseError(
            Say(
                f"「{text}」は IRI の土台になりません。https://data.example.jp のような、"
                "問い合わせ（?）や断片（#）のない http(s) のアドレスが必要です。",
                f"“{text}” cannot be the base of IRIs; expected an http(s) address without query "
                "or fragment, such as https://data.example.jp.",
            )
        )
    return Iris(base)


def _has_host_and_port(address: str) -> bool:
    try:
        return urlsplit(address).port != 0
    except ValueError:  # a port over 65535, or no address between the brackets
        return False


def refuse_unpublishable(iris: Iris) -> None:
    """Raise `BadBaseError` for a loopback, private or example base, which others cannot resolve."""
    host = (urlsplit(iris.base).hostname or "").lower()
    if _is_private(host):
        raise BadBaseError(
            Say(
                f"{iris.base} は公開用の IRI の土台にできません（手元や例示のための名前です）。"
                "--base に、市などが保持し続けるアドレスを指定してください。",
                f"{iris.base} cannot be the base of a release for publication (a loopback, "
                "private or example name); give --base an address that its owner will keep.",
            )
        )


def _is_private(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        last = host.rpartition(".")[2]
        return "." not in host or last.isdigit() or _RESERVED.search(host) is not None
