"""What a release offers, as the catalogue is made from it: files, issues of tables, and places."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from rdflib import Graph, URIRef
from rdflib.namespace import OWL, SKOS

from kameoka_graph.read.manifest import PublicationManifest
from kameoka_graph.say import Say
from kameoka_graph.state.terms import SSSOM

GEONAMES: Final = "https://sws.geonames.org/"
"""Where GeoNames has its places."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A file on offer, as the catalogue tells of it."""

    name: str
    """Its name below `download/`, e.g. activities.csv."""
    dataset: str
    """Path of its data set below `id/dataset/`, e.g. plan."""
    media_type: str
    """E.g. text/csv."""
    size: int
    """Bytes."""
    sha256: str
    """Digest, as 64 hexadecimal digits."""
    title: Say
    """What it is."""
    description: Say
    """What stands in it."""
    conforms_to: tuple[str, ...] = ()
    """Addresses of specifications."""
    described_by: str = ""
    """Name of the file that describes it; that one is no distribution itself."""
    compression: str = ""
    """Media type of the compression, or empty."""
    is_source: bool = False
    """Whether it is a source text, which our licence does not cover."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue of the table of a plan, as far as it is known."""

    code: str
    """The municipality, e.g. 262064."""
    plan: str
    """The plan's name in IRIs, e.g. machizukuri-kyodo-3."""
    document: str
    """First twelve digits of the digest of its document."""
    title: str
    """The plan's title as printed."""
    document_title: str
    """What the document calls itself, e.g. 行動計画（アクションプラン）進捗表."""
    printed_period: str
    """The plan's period as printed, e.g. 令和2年度～6年度."""
    first_day: datetime.date
    """First day of the plan's period."""
    last_day: datetime.date
    """Last day of the plan's period."""
    rights: Say
    """What is known of the terms of use of the text."""

    @property
    def series(self) -> str:
        """Path of the series of its issues below `id/dataset/`."""
        return f"{self.code}-{self.plan}"

    @property
    def dataset(self) -> str:
        """Path of its data set below `id/dataset/`."""
        return f"{self.series}/{self.document}"


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the outside that a municipality is linked to."""

    iri: str
    """E.g. https://sws.geonames.org/1860635/."""
    label: str
    """Its name there."""


@dataclass(frozen=True, slots=True)
class Offered:
    """Everything that a catalogue is made from."""

    publication: PublicationManifest
    """What the release says of itself."""
    date: datetime.date
    """Date of the release."""
    publisher: Say
    """Name of the agent who publishes."""
    creator: Say
    """Name of the agent who made the data."""
    offers: tuple[Offer, ...]
    """The files."""
    issues: tuple[Issue, ...] = ()
    """The documents of the plans."""
    places: tuple[Place, ...] = ()
    """Where the plans apply."""


def places_of(links: Graph, municipalities: Iterable[URIRef]) -> tuple[Place, ...]:
    """Give the places of GeoNames that municipalities are linked to as matching, by IRI."""
    found = {
        str(target)
        for one in municipalities
        for predicate in (SKOS.closeMatch, SKOS.exactMatch)
        for target in links.objects(one, predicate)
        if str(target).startswith(GEONAMES)
    }
    return tuple(Place(iri, _named(links, URIRef(iri))) for iri in sorted(found))


def _named(links: Graph, target: URIRef) -> str:
    """Give the name that a link states of its target."""
    names = {
        str(name)
        for link in links.subjects(OWL.annotatedTarget, target)
        for name in links.objects(link, SSSOM.object_label)
    }
    return min(names, default="")
