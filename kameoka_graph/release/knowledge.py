"""What stands beside the plans' documents to named graphs: judgements, context, links, agents."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from rdflib import Graph, URIRef

from kameoka_graph.read.context import Page
from kameoka_graph.read.data_folder import DataFolder
from kameoka_graph.read.plan_folder import PlanFolder
from kameoka_graph.say import Say
from kameoka_graph.state.agents_graph import record_agents
from kameoka_graph.state.context_graph import record_left_out, record_page, state_page
from kameoka_graph.state.curated_graph import Ground, state_curation
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.links_graph import state_links
from kameoka_graph.state.meta_graph import GraphRecord
from kameoka_graph.state.reference import plan_iri, references, things_below_id


class Made(NamedTuple):
    """A named graph that was made, with what the record says of it."""

    graph: Graph
    """Its triples."""
    record: GraphRecord
    """Its name, title and kind of knowledge."""


def state_knowledge(data: DataFolder, stated: Mapping[URIRef, Graph], iris: Iris) -> Iterator[Made]:
    """State what people judged, what other pages say, and links to the outside.

    `stated` has the source graphs. The tables must have been found right.
    """
    things = things_below_id(data, iris)
    for folder, curation in zip(data.plans, data.curations, strict=True):
        source = folder.plan.source
        ground = Ground(
            plan_iri(folder, iris),
            source,
            stated[iris.graph(f"source/{source.short}")],
            references(folder, curation, things, iris),
            data.agents,
        )
        yield Made(state_curation(curation, ground, iris), _curated(folder, iris))
    for page in data.context.pages:
        yield Made(state_page(page, data.context, iris), _context(page, iris))
    yield Made(
        state_links(data.links, iris),
        GraphRecord(
            iris.graph("links"),
            Say("外部の識別子との対応", "links to external identifiers"),
            "link",
        ),
    )


def record_knowledge(data: DataFolder, iris: Iris) -> Graph:
    """Record who judged, which pages were used, and what was left out."""
    record = record_agents(data.agents, iris) + record_left_out(data.context.left_out, iris)
    for page in data.context.pages:
        record += record_page(page, iris)
    return record


def _curated(folder: PlanFolder, iris: Iris) -> GraphRecord:
    title, manifest = folder.plan.title.text, folder.manifest
    return GraphRecord(
        iris.graph(f"curated/{manifest.municipality}-{manifest.name}"),
        Say(f"{title}（人の判断）", f"{title} (what people judged)"),
        "curated",
        iris.source(folder.plan.source.short),
    )


def _context(page: Page, iris: Iris) -> GraphRecord:
    return GraphRecord(
        iris.graph(f"context/{page.name}"),
        Say(f"{page.title}（背景）", f"{page.title} (context)"),
        "context",
        URIRef(page.url),
    )
