"""Named graphs to their description in VoID: counts, classes, properties and links to the outside.

What is described is the merge of all graphs but the record and the report of checking, which speak
of the release and not of the plans. https://www.w3.org/TR/void/
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, FOAF, OWL, RDF, RDFS, VOID, XSD
from rdflib.term import Node

from kameoka_graph.say import Say
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.meta_graph import DATASET
from kameoka_graph.state.tally import Part, Tally, tally
from kameoka_graph.state.terms import VOID_EXT, Term

NOT_COUNTED: Final = ("meta", "report")
"""Graphs about the release, which the counts leave out."""
DESCRIPTION: Final = f"{DATASET}/void"
"""Path of the description; what it counts stands below it."""
FEATURES: Final = ("Turtle", "JSON-LD", "N-Triples", "RDF_XML", "TriG", "N-Quads")
"""Formats of the data, by their names at http://www.w3.org/ns/formats/."""
EXAMPLES: Final = (Term.PLAN, Term.ACTION_PLAN, Term.ACTIVITY, Term.CURATED_STATEMENT)
"""Classes of which one thing each is given as an example."""
_TITLE: Final = Say("データの内訳（VoID）", "What the data is made of (VoID)")
_COUNTED: Final = Say(
    "件数は、公開の記録（graph/meta）と検証の結果（graph/report）を除くすべての名前付きグラフを"
    "合わせ、同じ文（トリプル）を一度だけ数えたもの。もの（エンティティ）は、このデータの IRI を"
    "もつ主語。",
    "Counts are over the merge of all named graphs except the record of the publication "
    "(graph/meta) and the report of checking (graph/report), each triple once. Entities are "
    "subjects with an IRI of this data.",
)
_LOCAL: Final = re.compile(r"[A-Za-z][\w-]*")


def describe_contents(graphs: Mapping[URIRef, Graph], iris: Iris) -> Graph:
    """Describe what `graphs` hold."""
    left_out = {iris.graph(name) for name in NOT_COUNTED}
    counted = tally(graph for name, graph in graphs.items() if name not in left_out)
    described = _Description(counted, iris)
    described.whole()
    described.properties()
    for name in counted.members:
        described.class_part(name)
    described.linksets(graphs.get(iris.graph("links"), Graph()))
    return described.graph


class _Description:
    """The graph of a description, while it is being made."""

    def __init__(self, counted: Tally, iris: Iris) -> None:
        self.graph = Graph()
        self._counted = counted
        self._iris = iris
        self._dataset = iris.at(DATASET)
        self._about = iris.at(DESCRIPTION)
        self._prefixes = iris.prefixes
        self._names: dict[URIRef, str] = {}

    def whole(self) -> None:
        """Describe the data set as a whole, and this description."""
        counted, dataset = self._counted, self._dataset
        self._add(self._about, RDF.type, VOID.DatasetDescription)
        self._add(self._about, FOAF.primaryTopic, dataset)
        self._say(self._about, DCTERMS.title, _TITLE)
        self._say(self._about, RDFS.comment, _COUNTED)
        self._say(dataset, RDFS.comment, _COUNTED)
        self._count(dataset, VOID.triples, counted.triples)
        self._count(dataset, VOID.entities, len([s for s in counted.subjects if self._is_own(s)]))
        self._count(dataset, VOID.classes, len(counted.members))
        self._count(dataset, VOID.properties, len(counted.properties))
        self._count(dataset, VOID.distinctSubjects, len(counted.subjects))
        self._count(dataset, VOID.distinctObjects, counted.objects)
        self._add(dataset, VOID.uriRegexPattern, Literal(f"^{re.escape(self._iris.root)}"))
        for name in FEATURES:
            self._add(dataset, VOID.feature, URIRef(f"http://www.w3.org/ns/formats/{name}"))
        for vocabulary in self._vocabularies():
            self._add(dataset, VOID.vocabulary, vocabulary)
        for term in EXAMPLES:
            things = sorted(map(str, counted.members.get(self._iris.mp(term), ())))
            for thing in things[:1]:
                self._add(dataset, VOID.exampleResource, URIRef(thing))

    def properties(self) -> None:
        """Describe how often each property is used."""
        for name, use in self._counted.properties.items():
            part = self._below(self._about, f"property-{self._short(name)}")
            self._add(self._about, DCTERMS.hasPart, part)
            self._add(self._dataset, VOID.propertyPartition, part)
            self._add(part, VOID.property, name)
            self._count(part, VOID.triples, use.triples)
            self._count(part, VOID.distinctSubjects, use.subjects)
            self._count(part, VOID.distinctObjects, use.objects)

    def class_part(self, name: URIRef) -> None:
        """Describe the things of one class: how many, and what is said of them."""
        part = URIRef(f"{self._about}/class/{self._short(name)}")
        self._add(self._dataset, VOID.classPartition, part)
        self._add(part, VOID["class"], name)
        self._count(part, VOID.entities, len(self._counted.members[name]))
        cells = self._counted.cells.get(name, {})
        self._count(part, VOID.triples, sum(cell.triples for cell in cells.values()))
        for predicate, cell in cells.items():
            self._cell(part, predicate, cell)

    def linksets(self, links: Graph) -> None:
        """Describe the links to the outside, by the property and the site that they lead to."""
        found: dict[tuple[URIRef, str], int] = defaultdict(int)
        for record in links.subjects(RDF.type, OWL.Axiom):
            predicate = links.value(record, OWL.annotatedProperty)
            target = links.value(record, OWL.annotatedTarget)
            if isinstance(predicate, URIRef) and target is not None:
                found[predicate, _site(str(target))] += 1
        for (predicate, site), count in found.items():
            host = urlsplit(site).netloc
            linkset = self._below(self._about, f"links-{self._short(predicate)}.{host}")
            other = self._below(self._about, f"site-{host}")
            self._add(self._about, DCTERMS.hasPart, linkset)
            self._add(linkset, RDF.type, VOID.Linkset)
            self._add(self._dataset, VOID.subset, linkset)
            self._add(linkset, VOID.subjectsTarget, self._dataset)
            self._add(linkset, VOID.objectsTarget, other)
            self._add(linkset, VOID.linkPredicate, predicate)
            self._count(linkset, VOID.triples, count)
            self._add(other, RDF.type, VOID.Dataset)
            self._add(other, RDFS.label, Literal(host))
            self._add(other, VOID.uriSpace, Literal(site))

    def _cell(self, part: URIRef, predicate: URIRef, cell: Part) -> None:
        node = self._below(part, self._short(predicate))
        self._add(part, VOID.propertyPartition, node)
        self._add(node, VOID.property, predicate)
        self._count(node, VOID.triples, cell.triples)
        for name, count in cell.classes.items():
            target = URIRef(f"{node}.{self._short(name)}")
            self._add(node, VOID.classPartition, target)
            self._add(target, VOID["class"], name)
            self._count(target, VOID.triples, count)
        for name, count in cell.datatypes.items():
            target = URIRef(f"{node}.{self._short(name)}")
            self._add(node, VOID_EXT.datatypePartition, target)
            self._add(target, VOID_EXT.datatype, name)
            self._count(target, VOID.triples, count)

    def _vocabularies(self) -> set[URIRef]:
        """Give the vocabularies that classes and properties are of, ours by its own IRI."""
        used = {*self._counted.members, *self._counted.properties}
        spaces = self._prefixes.values()
        found = {space for space in spaces if any(term.startswith(space) for term in used)}
        own = f"{self._iris.root}ns/mp#"
        return {URIRef(space.removesuffix("#") if space == own else space) for space in found}

    def _short(self, iri: URIRef) -> str:
        """Give a name that stands for an IRI within ours: mp-Plan, or else digits of its digest."""
        if iri not in self._names:
            self._names[iri] = next(
                (
                    f"{prefix}-{iri.removeprefix(space)}"
                    for prefix, space in self._prefixes.items()
                    if iri.startswith(space) and _LOCAL.fullmatch(iri.removeprefix(space))
                ),
                hashlib.sha256(iri.encode()).hexdigest()[:12],
            )
        return self._names[iri]

    def _below(self, node: URIRef, name: str) -> URIRef:
        return URIRef(f"{node}#{name}")

    def _is_own(self, node: Node) -> bool:
        return isinstance(node, URIRef) and self._iris.is_own(node)

    def _add(self, subject: URIRef, predicate: URIRef, value: Node) -> None:
        self.graph.add((subject, predicate, value))

    def _count(self, subject: URIRef, predicate: URIRef, count: int) -> None:
        self._add(subject, predicate, Literal(str(count), datatype=XSD.integer))

    def _say(self, subject: URIRef, predicate: URIRef, say: Say) -> None:
        self._add(subject, predicate, Literal(say.ja, lang="ja"))
        self._add(subject, predicate, Literal(say.en, lang="en"))


def _site(iri: str) -> str:
    """Give the start of an IRI that all IRIs of its site share."""
    parts = urlsplit(iri)
    return f"{parts.scheme}://{parts.netloc}/"
