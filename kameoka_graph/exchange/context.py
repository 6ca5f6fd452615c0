"""The base to the JSON-LD context of our data: short names for every class and property in it.

Its address is `ns/context.jsonld`: beside the vocabulary (`ns/mp`), and no thing's. Names do not
change; new ones may be added. `/data/….jsonld` does not use it: there the engine writes every
statement with the graph that makes it, which no short form carries.

The names of the JSON Lines (`json_lines`) are here as well, so that a line is JSON-LD: `iri` and
`kind` stand for `@id` and `@type`, `curated` holds what was judged, and what only helps reading
(`id`, `path`, `year` and so on) says nothing in RDF.

https://www.w3.org/TR/json-ld11/#the-context
"""

import json
from collections.abc import Mapping
from typing import Final

from kameoka_graph.exchange.facts import READING
from kameoka_graph.exchange.file import File, Part
from kameoka_graph.say import Say
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import Term

CONTEXT_PATH: Final = "ns/context.jsonld"
"""Where the context is published, below the base."""
FILE_NAME: Final = "context.jsonld"

Definition = str | dict[str, str] | None

_PREFIXES: Final = [
    "adms",
    "dcterms",
    "foaf",
    "mp",
    "oa",
    "org",
    "owl",
    "prov",
    "rdf",
    "rdfs",
    "schema",
    "semapv",
    "skos",
    "sssom",
    "time",
    "xsd",
]
"""Prefixes that the names are written with; each may be used in data as well."""
_OWN_LINKS: Final = (
    Term.FISCAL_YEAR,
    Term.COVERS_FISCAL_YEAR,
    Term.REPORTS_FISCAL_YEAR,
    Term.CONTRIBUTES_TO,
    Term.IN_SERIES,
    Term.INVOLVES,
    Term.FOLLOWS_UP,
)
"""Properties of ours whose values are things."""
_OWN_JAPANESE: Final = (
    Term.SOURCE_TEXT,
    Term.LEVEL_NAME,
    Term.PRINTED_PERIOD,
    Term.QUOTED_TEXT,
)
"""Properties of ours whose values are printed in Japanese."""

_LINKS: Final = [
    "dcterms:conformsTo",
    "dcterms:contributor",
    "dcterms:creator",
    "dcterms:hasPart",
    "dcterms:isPartOf",
    "dcterms:isReplacedBy",
    "dcterms:license",
    "dcterms:publisher",
    "dcterms:relation",
    "dcterms:replaces",
    "dcterms:temporal",
    "foaf:homepage",
    "foaf:page",
    "org:hasSite",
    "org:linkedTo",
    "org:unitOf",
    "owl:annotatedProperty",
    "owl:annotatedSource",
    "owl:versionIRI",
    "prov:hadMember",
    "prov:hadPrimarySource",
    "prov:wasAttributedTo",
    "prov:wasDerivedFrom",
    "prov:wasQuotedFrom",
    "rdfs:isDefinedBy",
    "rdfs:seeAlso",
    "schema:funder",
    "schema:location",
    "schema:organizer",
    "schema:superEvent",
    "schema:url",
    "skos:broadMatch",
    "skos:closeMatch",
    "skos:hasTopConcept",
    "skos:inScheme",
    "skos:relatedMatch",
    "skos:topConceptOf",
    "sssom:mapping_justification",
    "sssom:mappings",
    "time:hasBeginning",
    "time:hasEnd",
    "time:intervalMeets",
    "adms:status",
    "oa:hasBody",
    "oa:hasSelector",
    "oa:hasSource",
    "oa:hasTarget",
    "oa:motivatedBy",
]
"""Properties of others whose values are things."""
_LANGUAGES: Final = [
    "dcterms:description",
    "dcterms:rights",
    "dcterms:title",
    "rdfs:comment",
    "rdfs:label",
    "schema:address",
    "schema:slogan",
    "skos:altLabel",
    "skos:definition",
    "skos:example",
    "skos:historyNote",
    "skos:note",
    "skos:prefLabel",
    "skos:scopeNote",
]
"""Properties whose values are given by language."""
_PLAIN: Final = [
    "dcterms:format",
    "dcterms:identifier",
    "oa:exact",
    "oa:prefix",
    "oa:suffix",
    "owl:annotatedTarget",
    "owl:versionInfo",
    "skos:hiddenLabel",
    "skos:notation",
    "sssom:object_label",
    "sssom:subject_label",
]
"""Properties whose values are texts, or anything."""
_TYPED: Final = {
    "dcterms:created": "date",
    "dcterms:issued": "date",
    "dcterms:modified": "date",
    "oa:end": "integer",
    "oa:start": "integer",
    "schema:endDate": "date",
    "schema:foundingDate": "gYear",
    "schema:latitude": "decimal",
    "schema:longitude": "decimal",
    "schema:position": "integer",
    "schema:startDate": "date",
    "sssom:confidence": "decimal",
    "time:inXSDDate": "date",
}
"""Properties whose values have a datatype, and the usual one; another is written out."""
_THINGS: Final = [
    "dcterms:BibliographicResource",
    "dcterms:Policy",
    "oa:Annotation",
    "oa:SpecificResource",
    "oa:TextPositionSelector",
    "oa:TextQuoteSelector",
    "oa:TextualBody",
    "org:FormalOrganization",
    "org:Organization",
    "org:OrganizationalUnit",
    "org:Site",
    "owl:Axiom",
    "prov:Agent",
    "prov:Collection",
    "prov:Entity",
    "prov:SoftwareAgent",
    "schema:CafeOrCoffeeShop",
    "schema:Event",
    "schema:EventSeries",
    "schema:FundingScheme",
    "schema:GovernmentOrganization",
    "skos:Concept",
    "skos:ConceptScheme",
    "sssom:MappingSet",
    "time:Instant",
    "time:ProperInterval",
]
"""Classes of others."""
_RENAMED: Final[Mapping[str, Definition]] = {
    "id": None,
    "iri": "@id",
    "type": "@type",
    "kind": "@type",
    "curated": "@nest",
    "text": {"@id": "mp:sourceText", "@language": "ja"},
    "mark": "mp:marker",
    "code": "skos:notation",
    "parent": {"@id": "dcterms:isPartOf", "@type": "@id"},
    "place": {"@id": "prov:wasQuotedFrom", "@type": "@id"},
    "corrected": {"@id": "skos:prefLabel", "@language": "ja"},
    "reading": {"@id": "skos:prefLabel", "@language": READING},
    "english": {"@id": "skos:prefLabel", "@language": "en"},
    "kinds": {"@id": "dcterms:type", "@type": "@id"},
    "series": {"@id": "mp:inSeries", "@type": "@id"},
    "organizationContributor": {"@id": "schema:contributor", "@type": "@id"},
    "ProvenancePlan": "prov:Plan",
    "bodyText": {"@id": "rdf:value", "@container": "@language"},
    "wholeText": {"@id": "prov:value", "@language": "ja"},
    "document": None,
    "from": None,
    "kindNames": None,
    "machineMade": None,
    "path": None,
    "plan": None,
    "seriesNames": None,
    "to": None,
    "year": None,
    "yearName": None,
}
"""Names of our own choosing; with None what helps reading and says nothing in RDF."""


def address(iris: Iris) -> str:
    """Give the address of the context."""
    return str(iris.at(CONTEXT_PATH))


def context(iris: Iris) -> Mapping[str, object]:
    """Give the context: terms by name, for the value of `@context`."""
    return {
        "@version": 1.1,
        **{name: iris.prefixes[name] for name in _PREFIXES},
        **{term.value: _own(term) for term in Term},
        **{_local(name): name for name in (*_THINGS, *_PLAIN)},
        **{_local(name): {"@id": name, "@type": "@id"} for name in _LINKS},
        **{_local(name): {"@id": name, "@container": "@language"} for name in _LANGUAGES},
        **{_local(name): {"@id": name, "@type": f"xsd:{kind}"} for name, kind in _TYPED.items()},
        **_RENAMED,
    }


def write_context(iris: Iris) -> File:
    """Write the context as the document that its address leads to."""
    text = json.dumps({"@context": context(iris)}, ensure_ascii=False, indent=1, sort_keys=True)
    return File(
        name=FILE_NAME,
        media_type="application/ld+json",
        content=f"{text}\n".encode(),
        title=Say("JSON-LD コンテキスト", "JSON-LD context"),
        description=Say(
            "このデータの語に短い名前を与える JSON-LD の @context。elements.jsonl の各行が用いる。",
            "The @context that gives the terms of this data short names; each line of "
            "elements.jsonl uses it.",
        ),
        part=Part.VOCABULARY,
        conforms_to=("https://www.w3.org/TR/json-ld11/",),
    )


def _local(name: str) -> str:
    return name.partition(":")[2]


def _own(term: Term) -> Definition:
    name = f"mp:{term.value}"
    if term in _OWN_LINKS:
        return {"@id": name, "@type": "@id"}
    if term in _OWN_JAPANESE:
        return {"@id": name, "@language": "ja"}
    if term is Term.CHARACTER_COUNT:
        return {"@id": name, "@type": "xsd:integer"}
    return {"@id": name, "@container": "@language"} if term is Term.REMEDY else name
