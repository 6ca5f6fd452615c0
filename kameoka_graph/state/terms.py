"""The closed vocabularies: a term that is not listed here cannot be written.

Our own terms are the members of `Term`; `ontology/mp.ttl` defines each of them, and a test holds
the two together. Other vocabularies are closed namespaces: a misspelt term raises `AttributeError`
when the line runs.
"""

from enum import StrEnum
from typing import Final

from rdflib import URIRef
from rdflib.namespace import ClosedNamespace


class Term(StrEnum):
    """A class or property of the vocabulary `mp:`; the value is its local name."""

    PLAN = "Plan"
    PLAN_ELEMENT = "PlanElement"
    THEME = "Theme"
    PILLAR = "Pillar"
    MEASURE = "Measure"
    ACTION_PLAN = "ActionPlan"
    AIM = "Aim"
    CONCRETE_ACTION = "ConcreteAction"
    ACTIVITY = "Activity"
    ACTIVITY_SERIES = "ActivitySeries"
    FISCAL_YEAR_CLASS = "FiscalYear"
    SOURCE_DOCUMENT = "SourceDocument"
    CURATED_STATEMENT = "CuratedStatement"
    SOURCE_TEXT = "sourceText"
    MARKER = "marker"
    LEVEL_NAME = "levelName"
    PRINTED_PERIOD = "printedPeriod"
    CHARACTER_COUNT = "characterCount"
    FISCAL_YEAR = "fiscalYear"
    COVERS_FISCAL_YEAR = "coversFiscalYear"
    REPORTS_FISCAL_YEAR = "reportsFiscalYear"
    CONTRIBUTES_TO = "contributesTo"
    IN_SERIES = "inSeries"
    INVOLVES = "involves"
    FOLLOWS_UP = "followsUp"
    QUOTED_TEXT = "quotedText"
    REMEDY = "remedy"


OA: Final = ClosedNamespace(
    "http://www.w3.org/ns/oa#",
    [
        "Annotation",
        "SpecificResource",
        "TextPositionSelector",
        "TextQuoteSelector",
        "TextualBody",
        "assessing",
        "editing",
        "end",
        "exact",
        "hasBody",
        "hasSelector",
        "hasSource",
        "hasTarget",
        "identifying",
        "motivatedBy",
        "prefix",
        "start",
        "suffix",
    ],
)
"""Web Annotation Vocabulary, https://www.w3.org/TR/annotation-vocab/."""

SCHEMA: Final = ClosedNamespace(
    "http://schema.org/",
    [
        "CafeOrCoffeeShop",
        "Event",
        "EventSeries",
        "FundingScheme",
        "GovernmentOrganization",
        "address",
        "areaServed",
        "contentSize",
        "contributor",
        "endDate",
        "foundingDate",
        "funder",
        "keywords",
        "latitude",
        "location",
        "longitude",
        "organizer",
        "position",
        "slogan",
        "softwareVersion",
        "startDate",
        "superEvent",
        "target",
        "url",
    ],
)
"""schema.org in its `http:` form, which e-Stat and the vocabulary's own dump use.

A shape refuses the `https:` form.
"""

VOID_EXT: Final = ClosedNamespace("http://ldf.fi/void-ext#", ["datatype", "datatypePartition"])
"""Extension of VoID by partitions of literals, as editors of SPARQL read them."""

SPDX: Final = ClosedNamespace(
    "http://spdx.org/rdf/terms#",
    [
        "Checksum",
        "ChecksumAlgorithm",
        "algorithm",
        "checksum",
        "checksumAlgorithm_sha256",
        "checksumValue",
    ],
)
"""SPDX checksums, as DCAT 3 uses them."""

DCAT_3: Final = ClosedNamespace(
    "http://www.w3.org/ns/dcat#", ["DatasetSeries", "inSeries", "resource", "version"]
)
"""Terms that DCAT has since its third version, and rdflib's own closed namespace lacks."""

VCARD: Final = ClosedNamespace(
    "http://www.w3.org/2006/vcard/ns#", ["Kind", "fn", "hasEmail", "hasURL"]
)
"""vCard, as DCAT uses it for contacts, https://www.w3.org/TR/vcard-rdf/."""

SHACL: Final = "http://www.w3.org/ns/shacl#"
"""Namespace of SHACL, for the few terms that are read from shapes by name."""

ADMS: Final = ClosedNamespace("http://www.w3.org/ns/adms#", ["status"])
"""Asset Description Metadata Schema, https://www.w3.org/TR/vocab-adms/."""

SSSOM: Final = ClosedNamespace(
    "https://w3id.org/sssom/",
    [
        "MappingSet",
        "confidence",
        "mapping_justification",
        "mappings",
        "object_label",
        "subject_label",
    ],
)
"""Simple Standard for Sharing Ontological Mappings, https://w3id.org/sssom/."""

SEMAPV: Final = ClosedNamespace(
    "https://w3id.org/semapv/vocab/",
    [
        "ManualMappingCuration",
        "MappingReview",
        "UnspecifiedMatching",
    ],
)
"""Semantic Mapping Vocabulary: the kinds of justification that are in use."""

TIME: Final = ClosedNamespace(
    "http://www.w3.org/2006/time#",
    ["Instant", "ProperInterval", "hasBeginning", "hasEnd", "inXSDDate", "intervalMeets"],
)
"""OWL-Time, https://www.w3.org/TR/owl-time/."""

CC_BY: Final = URIRef("https://creativecommons.org/licenses/by/4.0/")
"""Creative Commons Attribution 4.0."""

PREFIXES: Final = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "mp": "ns/mp#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prof": "http://www.w3.org/ns/dx/prof/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "http://schema.org/",
    "semapv": "https://w3id.org/semapv/vocab/",
    "sh": SHACL,
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "sssom": "https://w3id.org/sssom/",
    "time": "http://www.w3.org/2006/time#",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "void-ext": "http://ldf.fi/void-ext#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Prefixes by name; one without a scheme is ours and stands below the base."""
