"""Agents to the record: who judged, and who publishes."""

from typing import Final

from rdflib import Graph, Literal
from rdflib.namespace import DCTERMS, PROV, RDF, RDFS

from kameoka_graph.read.agents import AgentKind, Agents
from kameoka_graph.say import Language
from kameoka_graph.state.iris import Iris

_CLASSES: Final = {
    AgentKind.ORGANISATION: PROV.Organization,
    AgentKind.SOFTWARE: PROV.SoftwareAgent,
}


def record_agents(agents: Agents, iris: Iris) -> Graph:
    """Record each agent: what it is, its name and what it does."""
    graph = Graph()
    for one in agents.agents:
        iri = iris.agent(one.name)
        graph.add((iri, RDF.type, PROV.Agent))
        graph.add((iri, RDF.type, _CLASSES[one.kind]))
        for language in Language:
            graph.add((iri, RDFS.label, Literal(one.label.to(language), lang=language)))
            graph.add((iri, DCTERMS.description, Literal(one.note.to(language), lang=language)))
    return graph
