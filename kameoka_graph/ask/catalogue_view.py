"""The catalogue of a release to what its pages show: data sets with their files, and services.

Pages and data files are made from the quads of the release's own file, not from answers of the
store: an engine may write a number with another datatype than the one that DCAT asks for.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kameoka_graph.exchange.definition import TABLES
from kameoka_graph.exchange.table import Table
from kameoka_graph.say import Language
from kameoka_graph.state.dcat_graph import CATALOG, PARTS, WHOLE
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import PREFIXES
from kameoka_graph.store.answer import Quad, Term, Text, plain

DCAT: Final = PREFIXES["dcat"]
DCTERMS: Final = PREFIXES["dcterms"]
RDFS: Final = PREFIXES["rdfs"]
SKOS: Final = PREFIXES["skos"]
SPDX: Final = PREFIXES["spdx"]
FOAF: Final = PREFIXES["foaf"]
VCARD: Final = "http://www.w3.org/2006/vcard/ns#"
TYPE: Final = f"{PREFIXES['rdf']}type"
FIRST: Final = ("xlsx", "csv")
"""Endings of the files that most people want, which come first."""
_TABLES: Final = {table.file: table for table in TABLES}


@dataclass(frozen=True, slots=True)
class FileView:
    """A file on offer, or access to a service in place of one."""

    iri: str
    """Its distribution, or the file itself where it only describes others."""
    name: str
    """Its name, e.g. activities.csv; empty for access to a service."""
    title: str
    """What it is."""
    description: str
    """What stands in it."""
    address: str
    """Where it is to be had."""
    media_type: str
    """E.g. text/csv; empty where none is registered."""
    compression: str
    """Media type of the compression, or empty."""
    size: int | None
    """Bytes; None for access to a service."""
    sha256: str
    """Digest, or empty."""
    license: str
    """IRI of the licence, or empty."""
    rights: str
    """What is known of the terms of use where there is no licence, or empty."""
    standards: tuple[str, ...]
    """Specifications that it follows."""
    described_by: "FileView | None"
    """The file that describes it."""
    table: Table | None
    """What its columns are, if it is one of the tables."""


@dataclass(frozen=True, slots=True)
class DatasetView:
    """A data set, or a series of them (which has no files)."""

    iri: str
    """Its IRI."""
    title: str
    """Its title."""
    description: str
    """What it holds."""
    version: str
    """E.g. 0.1.0."""
    issued: str
    """Date, e.g. 2026-11-22."""
    modified: str
    """Date of the last change."""
    license: str
    """IRI of the licence."""
    rights: tuple[str, ...]
    """What is known of the terms of use of texts in it."""
    provenance: str
    """How it came to be, or empty."""
    period: tuple[str, str, str] | None
    """The period as printed, its first day and its last day."""
    places: tuple[tuple[str, str], ...]
    """IRIs and names of places."""
    keywords: tuple[str, ...]
    """Words in the language of the reader."""
    series: str
    """IRI of the series that it is of, or empty."""
    files: tuple[FileView, ...]
    """Its files, by name."""

    @property
    def anchor(self) -> str:
        """Its place in a page."""
        return self.iri.rpartition("/id/dataset/")[2].replace("/", "-")


@dataclass(frozen=True, slots=True)
class ServiceView:
    """A service that gives data out."""

    iri: str
    """Its IRI."""
    title: str
    """Its title."""
    description: str
    """What it does."""
    endpoint: str
    """Its address."""


@dataclass(frozen=True, slots=True)
class ContactView:
    """Whom to ask."""

    name: str
    """Who answers."""
    email: str
    """Address of mail, or empty."""
    url: str
    """Address of a page, or empty."""


@dataclass(frozen=True, slots=True)
class CatalogueView:
    """A catalogue, as a page shows it."""

    iri: str
    """Its IRI."""
    title: str
    """Its title."""
    description: str
    """What it is a catalogue of."""
    publisher: str
    """Who publishes."""
    contact: ContactView | None
    """Whom to ask; None where that is not stated."""
    issued: str
    """Date of the release."""
    license: str
    """IRI of the licence of what the publisher made."""
    datasets: tuple[DatasetView, ...]
    """The data sets: the whole, then its parts."""
    series: tuple[DatasetView, ...]
    """The series that data sets are of."""
    services: tuple[ServiceView, ...]
    """The services."""


def view_catalogue(quads: Iterable[Quad], iris: Iris, language: Language) -> CatalogueView:
    """Give a catalogue in a language, data sets and files in an order that readers expect."""
    return _Catalogue(quads, iris, language).view()


class _Catalogue:
    """The quads of a catalogue by subject and property, read in one language."""

    def __init__(self, quads: Iterable[Quad], iris: Iris, language: Language) -> None:
        self._iris = iris
        self._language = language
        self._about: Mapping[str, Mapping[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        for subject, predicate, value, _ in quads:
            self._about[plain(subject)][predicate].append(value)

    def view(self) -> CatalogueView:
        node = str(self._iris.at(CATALOG))
        return CatalogueView(
            iri=node,
            title=self._said(node, f"{DCTERMS}title"),
            description=self._said(node, f"{DCTERMS}description"),
            publisher=self._said(self._one(node, f"{DCTERMS}publisher"), f"{FOAF}name"),
            contact=self._contact(),
            issued=self._one(node, f"{DCTERMS}issued"),
            license=self._one(node, f"{DCTERMS}license"),
            datasets=tuple(map(self._dataset, self._datasets(node))),
            series=tuple(map(self._dataset, self._all(node, f"{DCAT}resource"))),
            services=tuple(map(self._service, self._all(node, f"{DCAT}service"))),
        )

    def _datasets(self, node: str) -> list[str]:
        return in_order(self._all(node, f"{DCAT}dataset"), self._iris)

    def _dataset(self, iri: str) -> DatasetView:
        files = map(self._file, self._all(iri, f"{DCAT}distribution"))
        return DatasetView(
            iri=iri,
            title=self._said(iri, f"{DCTERMS}title"),
            description=self._said(iri, f"{DCTERMS}description"),
            version=self._one(iri, f"{DCAT}version"),
            issued=self._one(iri, f"{DCTERMS}issued"),
            modified=self._one(iri, f"{DCTERMS}modified"),
            license=self._one(iri, f"{DCTERMS}license"),
            rights=tuple(
                self._said(one, f"{RDFS}label") for one in self._all(iri, f"{DCTERMS}rights")
            ),
            provenance=self._said(self._one(iri, f"{DCTERMS}provenance"), f"{RDFS}label"),
            period=self._period(self._one(iri, f"{DCTERMS}temporal")),
            places=tuple(
                (one, self._said(one, f"{RDFS}label"))
                for one in self._all(iri, f"{DCTERMS}spatial")
            ),
            keywords=tuple(sorted(self._words(iri))),
            series=self._one(iri, f"{DCAT}inSeries"),
            files=tuple(sorted(files, key=_place)),
        )

    def _file(self, iri: str) -> FileView:
        address = self._one(iri, f"{DCAT}downloadURL")
        name = address.rpartition("/")[2]
        page = self._one(iri, f"{FOAF}page")
        return FileView(
            iri=iri,
            name=name,
            title=self._said(iri, f"{DCTERMS}title"),
            description=self._said(iri, f"{DCTERMS}description"),
            address=address or self._one(iri, f"{DCAT}accessURL"),
            media_type=self._said(self._one(iri, f"{DCAT}mediaType"), f"{RDFS}label"),
            compression=self._said(self._one(iri, f"{DCAT}compressFormat"), f"{RDFS}label"),
            size=self._size(iri),
            sha256=self._one(self._one(iri, f"{SPDX}checksum"), f"{SPDX}checksumValue"),
            license=self._one(iri, f"{DCTERMS}license"),
            rights=self._said(self._one(iri, f"{DCTERMS}rights"), f"{RDFS}label"),
            standards=tuple(self._all(iri, f"{DCTERMS}conformsTo")),
            described_by=self._description(page) if page else None,
            table=_TABLES.get(name),
        )

    def _description(self, iri: str) -> FileView:
        return FileView(
            iri=iri,
            name=iri.rpartition("/")[2],
            title=self._said(iri, f"{DCTERMS}title"),
            description=self._said(iri, f"{DCTERMS}description"),
            address=iri,
            media_type="",
            compression="",
            size=self._size(iri),
            sha256=self._one(self._one(iri, f"{SPDX}checksum"), f"{SPDX}checksumValue"),
            license=self._one(iri, f"{DCTERMS}license"),
            rights="",
            standards=tuple(self._all(iri, f"{DCTERMS}conformsTo")),
            described_by=None,
            table=None,
        )

    def _service(self, iri: str) -> ServiceView:
        return ServiceView(
            iri,
            self._said(iri, f"{DCTERMS}title"),
            self._said(iri, f"{DCTERMS}description"),
            self._one(iri, f"{DCAT}endpointURL"),
        )

    def _contact(self) -> ContactView | None:
        node = f"{self._iris.at(CATALOG)}#contact"
        if node not in self._about:
            return None
        email = self._one(node, f"{VCARD}hasEmail").removeprefix("mailto:")
        return ContactView(self._said(node, f"{VCARD}fn"), email, self._one(node, f"{VCARD}hasURL"))

    def _period(self, node: str) -> tuple[str, str, str] | None:
        if not node:
            return None
        ends = (self._one(node, f"{DCAT}startDate"), self._one(node, f"{DCAT}endDate"))
        return (self._said(node, f"{RDFS}label"), *ends)

    def _size(self, iri: str) -> int | None:
        size = self._one(iri, f"{DCAT}byteSize")
        return int(size) if size else None

    def _words(self, iri: str) -> Iterator[str]:
        for word in self._terms(iri, f"{DCAT}keyword"):
            if isinstance(word, Text) and word.language == self._language.value:
                yield word.value

    def _said(self, subject: str, predicate: str) -> str:
        """Give a text in the reader's language, else in any; empty where there is none."""
        texts = [one for one in self._terms(subject, predicate) if isinstance(one, Text)]
        wanted = self._language.value
        return min(texts, key=lambda one: (one.language != wanted, one), default=Text("")).value

    def _one(self, subject: str, predicate: str) -> str:
        return min(map(plain, self._terms(subject, predicate)), default="")

    def _all(self, subject: str, predicate: str) -> list[str]:
        return sorted(map(plain, self._terms(subject, predicate)))

    def _terms(self, subject: str, predicate: str) -> list[Term]:
        return self._about[subject][predicate] if subject in self._about else []


def _place(file: FileView) -> tuple[bool, int, str]:
    """Put the workbook first, then tables, other files, and access to services last."""
    ending = file.name.rpartition(".")[2]
    rank = FIRST.index(ending) if ending in FIRST else len(FIRST)
    return (not file.name, rank, file.name)


def in_order(datasets: Iterable[str], iris: Iris) -> list[str]:
    """Put data sets in the order of the catalogue: the whole, its parts, then issues by IRI."""
    known = [str(iris.at(f"id/dataset/{name}")) for name in (WHOLE, *PARTS)]
    places = {iri: place for place, iri in enumerate(known)}
    return sorted(datasets, key=lambda iri: (places.get(iri, len(known)), iri))
