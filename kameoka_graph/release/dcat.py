"""An assembly and its finished files to the catalogue of the release, checked."""

import datetime
from collections.abc import Iterable

from rdflib import Graph, URIRef
from rdflib.namespace import RDFS

from kameoka_graph.check.judge import judge
from kameoka_graph.check.report import Report
from kameoka_graph.check.shapes import both, profile, take_apart
from kameoka_graph.exchange.file import File
from kameoka_graph.read.plan_folder import PlanFolder
from kameoka_graph.release.assembly import Assembly
from kameoka_graph.say import Say
from kameoka_graph.state.dcat_graph import GRAPH, state_catalog
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.offer import Issue, Offer, Offered, places_of
from kameoka_graph.store.canonical import canonical_nquads
from kameoka_graph.store.embedded import Embedded
from kameoka_graph.store.syntax import digest

PROFILE = "shapes/catalogue"
"""Path of the shapes that a catalogue must obey."""


def make_catalog(assembly: Assembly, files: Iterable[File], date: datetime.date) -> bytes:
    """Make the catalogue as canonical N-Quads, all in its graph.

    Raises `ShapesViolatedError` where it lacks what a catalogue needs.
    """
    iris, meta = assembly.iris, assembly.graphs.get(assembly.iris.graph("meta"), Graph())
    publication = assembly.publication
    municipalities = {iris.municipality(one.manifest.municipality) for one in assembly.plans}
    links = assembly.graphs.get(iris.graph("links"), Graph())
    offered = Offered(
        publication,
        date,
        _named(meta, iris.agent(publication.published_by)),
        _named(meta, iris.agent(publication.creator)),
        (*map(_offer, files), *map(_source, assembly.plans)),
        tuple(map(_issue, assembly.plans)),
        places_of(links, municipalities),
    )
    graph = state_catalog(offered, iris)
    nquads = canonical_nquads({iris.graph(GRAPH): graph})
    _judged(assembly, graph, nquads).must_hold()
    return nquads


def source_name(folder: PlanFolder) -> str:
    """Give the name of the file of a plan's source text."""
    return f"source-{folder.plan.source.short}.txt"


def _judged(assembly: Assembly, graph: Graph, nquads: bytes) -> Report:
    iris: Iris = assembly.iris
    shapes = assembly.graphs.get(iris.graph("shapes"), Graph())
    store = Embedded.in_memory(nquads, iris.root, iris.prefixes)
    return judge([graph], take_apart(profile(shapes, iris.at(PROFILE)), iris), store)


def _offer(file: File) -> Offer:
    return Offer(
        name=file.name,
        dataset=file.part.value,
        media_type=file.media_type,
        size=len(file.content),
        sha256=digest(file.content),
        title=file.title,
        description=file.description,
        conforms_to=file.conforms_to,
        described_by=file.described_by,
        compression=file.compression,
    )


def _source(folder: PlanFolder) -> Offer:
    source = folder.plan.source
    return Offer(
        name=source_name(folder),
        dataset=_issue(folder).dataset,
        media_type="text/plain",
        size=source.size,
        sha256=source.sha256,
        title=Say("原典のテキスト", "The text of the source"),
        description=Say("読み取ったテキストそのもの。", "The very text that was read."),
        is_source=True,
    )


def _issue(folder: PlanFolder) -> Issue:
    plan, manifest = folder.plan, folder.manifest
    return Issue(
        code=manifest.municipality,
        plan=manifest.name,
        document=plan.source.short,
        title=plan.title.text,
        document_title=plan.document_title.text,
        printed_period=plan.period.text,
        first_day=datetime.date(min(plan.covers), 4, 1),
        last_day=datetime.date(max(plan.covers) + 1, 3, 31),
        rights=manifest.documents[0].rights,
    )


def _named(meta: Graph, agent: URIRef) -> Say:
    """Give the name of an agent; where the record has none, the last part of its IRI."""
    if (agent, RDFS.label, None) not in meta:
        name = agent.rpartition("/")[2]
        return Say(name, name)
    return both(meta, agent, RDFS.label)
