"""Agents are recorded with what they are, their name and what they do."""

from rdflib import Literal, URIRef
from rdflib.namespace import DCTERMS, PROV, RDF, RDFS

from kameoka_graph.release.assembly import Assembly


def test_every_agent_is_recorded(assembly: Assembly) -> None:
    """People and programs that the data names are recorded, in both languages."""
    iris = assembly.iris
    meta = assembly.graphs[iris.graph("meta")]
    named = {
        value
        for graph in assembly.graphs.values()
        for predicate in (PROV.wasAttributedTo, DCTERMS.creator)
        for value in graph.objects(None, predicate)
        if isinstance(value, URIRef) and value.startswith(iris.at("id/agent/"))
    }
    assert named == {iris.agent(one) for one in ("kameoka-graph", "proposal", "machine-draft")}
    for agent in named:
        assert (agent, RDF.type, PROV.Agent) in meta
        for predicate in (RDFS.label, DCTERMS.description):
            texts = [v for v in meta.objects(agent, predicate) if isinstance(v, Literal)]
            assert sorted(str(text.language) for text in texts) == ["en", "ja"]


def test_software_is_told_from_organisations(assembly: Assembly) -> None:
    """A program is a software agent, the publisher an organisation."""
    meta = assembly.graphs[assembly.iris.graph("meta")]
    assert (assembly.iris.agent("machine-draft"), RDF.type, PROV.SoftwareAgent) in meta
    assert (assembly.iris.agent("kameoka-graph"), RDF.type, PROV.Organization) in meta
