"""The table of formats: name, media type, extension and what can be written in it.

One table for negotiation, links and files.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Carries(StrEnum):
    """What a format can carry."""

    PAGE = "page"
    TRIPLES = "triples"
    QUADS = "quads"
    ROWS = "rows"


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write an answer."""

    name: str
    """Value of `?format=` and file extension, e.g. ttl."""
    media_type: str
    """E.g. text/turtle."""
    title: str
    """Name for people, e.g. Turtle."""
    carries: Carries
    """What it can carry."""
    aliases: tuple[str, ...] = ()
    """Other media types and names that ask for it."""

    @property
    def content_type(self) -> str:
        """The value of the Content-Type header."""
        textual = self.media_type.startswith("text/") or self.name in {"nt", "nq", "trig"}
        return f"{self.media_type}; charset=utf-8" if textual else self.media_type


HTML: Final = Format("html", "text/html", "HTML", Carries.PAGE, ("application/xhtml+xml",))
TEXT: Final = Format("txt", "text/plain", "テキスト", Carries.PAGE)
JSON: Final = Format("json", "application/json", "JSON", Carries.PAGE)
LINKSET: Final = Format("linkset", "application/linkset+json", "Linkset", Carries.PAGE)
"""A set of typed links between documents, RFC 9264."""
TURTLE: Final = Format(
    "ttl",
    "text/turtle",
    "Turtle",
    Carries.TRIPLES,
    ("turtle", "application/x-turtle", "n3", "text/n3"),
)
JSONLD: Final = Format("jsonld", "application/ld+json", "JSON-LD", Carries.QUADS, ("json-ld",))
NTRIPLES: Final = Format("nt", "application/n-triples", "N-Triples", Carries.TRIPLES, ("ntriples",))
RDFXML: Final = Format(
    "rdf", "application/rdf+xml", "RDF/XML", Carries.TRIPLES, ("rdfxml", "rdf+xml")
)
TRIG: Final = Format("trig", "application/trig", "TriG", Carries.QUADS)
NQUADS: Final = Format("nq", "application/n-quads", "N-Quads", Carries.QUADS, ("nquads",))
RESULTS_JSON: Final = Format(
    "json", "application/sparql-results+json", "JSON", Carries.ROWS, ("application/json",)
)
RESULTS_XML: Final = Format(
    "xml", "application/sparql-results+xml", "XML", Carries.ROWS, ("application/xml", "text/xml")
)
CSV: Final = Format("csv", "text/csv", "CSV", Carries.ROWS)
TSV: Final = Format("tsv", "text/tab-separated-values", "TSV", Carries.ROWS)

GRAPHS: Final = (TURTLE, JSONLD, NTRIPLES, RDFXML, TRIG, NQUADS)
"""What RDF is written in, the preferred format first."""
RESULTS: Final = (RESULTS_JSON, RESULTS_XML, CSV, TSV)
"""What rows and booleans are written in, the preferred format first."""
ALL: Final = (HTML, TEXT, LINKSET, *GRAPHS, *RESULTS)
"""Every format."""


def by_name(name: str, offered: tuple[Format, ...]) -> Format | None:
    """Find the offered format that `name` (name, media type or alias, in any case) asks for."""
    wanted = name.strip().lower()
    for one in offered:
        if wanted in {one.name, one.media_type, *one.aliases}:
            return one
    return None
