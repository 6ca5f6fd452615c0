"""A store to what its endpoint says of itself: the service description, and the data in VoID.

https://www.w3.org/TR/sparql11-service-description/ and https://www.w3.org/TR/void/
"""

from collections.abc import Iterator
from typing import Final

from kameoka_graph.ask.limits import Limits
from kameoka_graph.ask.query import view_query
from kameoka_graph.say import Say
from kameoka_graph.state.contents_graph import DESCRIPTION
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.meta_graph import DATASET
from kameoka_graph.state.terms import PREFIXES
from kameoka_graph.store.answer import Iri, Quad, Store, Term, Text, Triple

SD: Final = "http://www.w3.org/ns/sparql-service-description#"
FORMATS: Final = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "JSON-LD",
    "N-Triples",
    "RDF_XML",
    "TriG",
    "N-Quads",
)
"""Formats of answers, by their names at http://www.w3.org/ns/formats/."""
XSD: Final = PREFIXES["xsd"]
_A: Final = Iri(f"{PREFIXES['rdf']}type")


def describe_data(store: Store) -> tuple[Quad, ...]:
    """Give what the data set says of itself in VoID, as it stands in the store."""
    rows = store.select(view_query("void")).records()
    return tuple((row["subject"], Iri(str(row["predicate"])), row["object"], None) for row in rows)


def describe_service(store: Store, iris: Iris, limits: Limits) -> tuple[Quad, ...]:
    """Describe the endpoint: language, formats, limits, and the graphs with their sizes.

    Of the data it says what VoID says of the whole, and how often each class and property occurs;
    what is said of each class stands in the full description.
    """
    triples = [*_service(iris, limits), *_limits(iris, limits), *_default_graph(store, iris)]
    for row in store.select(view_query("graphs")).records():
        triples += _named_graph(iris, Iri(str(row["graph"])), row["triples"])
    quads = [(s, p, o, None) for s, p, o in triples]
    detail = f"{iris.at(DESCRIPTION)}/class/"
    return (*quads, *(quad for quad in describe_data(store) if not _is_detail(quad, detail)))


def _is_detail(quad: Quad, detail: str) -> bool:
    """Tell whether a quad is about a class, beyond how many things it has."""
    subject, predicate = str(quad[0]), quad[1]
    return subject.startswith(detail) and (
        "#" in subject or predicate == f"{PREFIXES['void']}propertyPartition"
    )


def _service(iris: Iris, limits: Limits) -> Iterator[Triple]:
    service, dataset = _at(iris), _at(iris, "#dataset")
    yield service, _A, _sd("Service")
    yield service, _sd("endpoint"), service
    yield service, _sd("supportedLanguage"), _sd("SPARQL11Query")
    yield service, _sd("feature"), _sd("UnionDefaultGraph")
    if limits.endpoints:
        yield service, _sd("feature"), _sd("BasicFederatedQuery")
    for name in FORMATS:
        yield service, _sd("resultFormat"), Iri(f"http://www.w3.org/ns/formats/{name}")
    yield service, _sd("defaultDataset"), dataset
    yield service, _sd("availableGraphs"), dataset
    yield service, Iri(f"{PREFIXES['rdfs']}seeAlso"), Iri(iris.at(DESCRIPTION))
    yield dataset, _A, _sd("Dataset")
    yield dataset, _A, _sd("GraphCollection")
    yield dataset, _sd("defaultGraph"), _at(iris, "#default-graph")


def _default_graph(store: Store, iris: Iris) -> Iterator[Triple]:
    """Describe the merge of all graphs; what it holds is the data set, with the record of it."""
    default = _at(iris, "#default-graph")
    (row,) = store.select("SELECT (COUNT(*) AS ?triples) WHERE { ?s ?p ?o }").records()
    yield default, _A, _sd("Graph")
    yield default, _void("triples"), row["triples"]
    yield default, Iri(f"{PREFIXES['dcterms']}source"), Iri(iris.at(DATASET))


def _named_graph(iris: Iris, name: Iri, size: Term) -> Iterator[Triple]:
    """Describe a named graph; what it holds is said of its IRI, which is a data set as well."""
    node = _at(iris, f"#{iris.document_path(name)}")
    graph = Iri(f"{node}-graph")
    yield _at(iris, "#dataset"), _sd("namedGraph"), node
    yield node, _A, _sd("NamedGraph")
    yield node, _sd("name"), name
    yield node, _sd("graph"), graph
    yield graph, _A, _sd("Graph")
    yield graph, _void("triples"), size
    yield graph, Iri(f"{PREFIXES['dcterms']}source"), name


def _limits(iris: Iris, limits: Limits) -> Iterator[Triple]:
    """State each limit as a `schema:PropertyValue`; SPARQL has no terms for them."""
    for name, say, value, unit in limits_told(limits):
        node = _at(iris, f"#limit-{name}")
        yield _at(iris), _schema("additionalProperty"), node
        yield node, _A, _schema("PropertyValue")
        yield node, _schema("propertyID"), Text(name)
        yield node, _schema("name"), Text(say.ja, "ja")
        yield node, _schema("name"), Text(say.en, "en")
        kind = "integer" if isinstance(value, int) else "decimal"
        yield node, _schema("value"), Text(str(value), datatype=XSD + kind)
        yield node, _schema("unitText"), Text(unit.ja, "ja")
        yield node, _schema("unitText"), Text(unit.en, "en")


def limits_told(limits: Limits) -> Iterator[tuple[str, Say, float, Say]]:
    """Give the limits that a client should know: name, what it is, value and unit."""
    yield (
        "deadline",
        Say("評価にかけられる時間", "time for an evaluation"),
        limits.deadline,
        Say("秒", "seconds"),
    )
    yield (
        "answer",
        Say("結果の長さ", "length of an answer"),
        limits.body,
        Say("バイト", "bytes"),
    )
    if limits.rows is not None:
        yield (
            "rows",
            Say("結果の行（トリプル）の数", "rows (or triples) of an answer"),
            limits.rows,
            Say("行", "rows"),
        )
    yield (
        "query",
        Say("問い合わせの長さ", "length of a query"),
        limits.query_length,
        Say("字", "characters"),
    )
    yield (
        "nesting",
        Say("括弧の入れ子", "nesting of brackets"),
        limits.nesting,
        Say("段", "levels"),
    )
    yield (
        "share",
        Say("同時に受け付ける問い合わせ", "queries of one client at once"),
        limits.share,
        Say("件", "queries"),
    )


def _at(iris: Iris, part: str = "") -> Iri:
    return Iri(iris.at(f"sparql{part}"))


def _sd(local: str) -> Iri:
    return Iri(SD + local)


def _void(local: str) -> Iri:
    return Iri(PREFIXES["void"] + local)


def _schema(local: str) -> Iri:
    return Iri(PREFIXES["schema"] + local)
