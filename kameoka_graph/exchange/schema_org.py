"""Facts to JSON-LD in the words of schema.org: for one page, and of everything in one file.

An entry of a plan is no claim that something took place, so it is not an Action itself: it is a
CreativeWork, a line of the plan, *about* an Action that has a name and nothing else, with neither
status nor times. What was judged of entries (what they contribute to, whom they involve) is left
out: schema.org has no place for who judged and how surely. A series is an ItemList that says so.

In a page the context is `https://schema.org`, which search engines look for; its document maps
terms to `http://schema.org/`, the form of our data. The file carries its context inside, so that
reading it needs no network.

https://schema.org/docs/datamodel.html
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kameoka_graph.exchange.facts import (
    DESCRIPTION,
    END,
    HAS_PART,
    IS_PART_OF,
    LOCAL_GOVERNMENT_CODE,
    POSITION,
    START,
    TITLE,
    UNIT_OF,
    Facts,
    in_order,
    neighbourhood,
)
from kameoka_graph.exchange.file import File, Part
from kameoka_graph.read.document import Kind
from kameoka_graph.say import Language, Say
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import PREFIXES
from kameoka_graph.state.terms import Term as Own
from kameoka_graph.store.answer import Iri, Store, Term, Text, plain

Node = dict[str, object]

PAGE_CONTEXT: Final = "https://schema.org"
"""What search engines look for; the document that it leads to maps terms to `http://schema.org/`."""
FILE_CONTEXT: Final[Mapping[str, object]] = {
    "@vocab": PREFIXES["schema"],
    **{
        name: {"@type": "@id"}
        for name in ("additionalType", "contentUrl", "inDefinedTermSet", "license", "url")
    },
}
"""The context of the file: the same terms as IRIs, without a document to fetch."""
FILE_NAME: Final = "schema-org.jsonld"

SERIES_TOLD: Final = Say(
    "年度や行動計画をまたぐ記載を、同じ取組とみなしたまとまり。原典の記載ではなく、判断による。",
    "Entries of several years or action plans, taken to be one undertaking: a judgement, not "
    "something that the source states.",
)
MEDIA_TYPES: Final = "https://www.iana.org/assignments/media-types/"

_UNSAFE_IN_HTML: Final = str.maketrans(
    {char: f"\\u{ord(char):04x}" for char in "<>&\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}"}
)
UNIT: Final = f"{PREFIXES['org']}OrganizationalUnit"
GOVERNMENT: Final = f"{PREFIXES['schema']}GovernmentOrganization"

_DC, _SKOS, _SCHEMA, _ORG = (PREFIXES[name] for name in ("dcterms", "skos", "schema", "org"))
_DCAT, _FOAF, _PROV = (PREFIXES[name] for name in ("dcat", "foaf", "prov"))


def of_thing(
    store: Store, iris: Iris, thing: str, page_address: str, language: Language
) -> Mapping[str, object]:
    """Describe a thing and its page, for embedding in that page: one query.

    `page_address` is the full address of the page. Gives JSON-LD: the thing, where schema.org has
    a type for it, and a WebPage with its BreadcrumbList. Raises ValueError for what is no IRI.
    """
    return of_known(neighbourhood(store, iris, thing), thing, page_address, language)


def of_known(
    facts: Facts, thing: str, page_address: str, language: Language
) -> Mapping[str, object]:
    """Describe a thing likewise, from what is known of it and its neighbours already."""
    writer = _Writer(facts, language)
    iri = Iri(thing)
    main = writer.node(iri)
    page = writer.page(iri, page_address, is_main=main is not None)
    return {"@context": PAGE_CONTEXT, "@graph": [page] if main is None else [main, page]}


def for_html(value: object) -> str:
    """Write JSON that may stand inside a `script` element: no `<`, `>` or `&` in it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.translate(_UNSAFE_IN_HTML)


def write_schema_org(facts: Facts) -> File:
    """Write everything that schema.org has a type for as one file of JSON-LD."""
    writer = _Writer(facts, None)
    nodes = [node for node in map(writer.node, facts.own_things()) if node is not None]
    text = json.dumps({"@context": FILE_CONTEXT, "@graph": nodes}, ensure_ascii=False, indent=1)
    return File(
        name=FILE_NAME,
        media_type="application/ld+json",
        content=f"{text}\n".encode(),
        title=Say("schema.org の語彙による全データ", "everything in the words of schema.org"),
        description=Say(
            "計画、その要素、年度別の記載、系列、団体、施設、催し、基金を schema.org の型で書いた "
            "JSON-LD。実施状況は書かない。よみがなと英語名には、機械による下書きが含まれる。",
            "Plans, their elements and yearly entries, series, organisations, places, events and "
            "funds as JSON-LD with the types of schema.org. No status is given. Readings and "
            "English names include machine drafts.",
        ),
        part=Part.WHOLE,
        conforms_to=("https://schema.org/", "https://www.w3.org/TR/json-ld11/"),
    )


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes things in one language, or for want of one in all, each text with its tag."""

    facts: Facts
    language: Language | None

    def node(self, thing: Iri) -> Node | None:
        """Write a thing, or give None where schema.org has no type for it."""
        found = self.kind_of(thing)
        if found is None:
            return None
        own, types, build = found
        return _filled(
            {
                "@id": thing,
                "@type": types[0] if len(types) == 1 else list(types),
                "additionalType": own if self.facts.iris.is_own(own) else None,
                **self.called(thing),
                "description": self.texts(thing, DESCRIPTION, f"{_SKOS}definition"),
                **build(self, thing),
            }
        )

    def kind_of(self, thing: Iri) -> tuple[str, tuple[str, ...], "_Build"] | None:
        """Give the class of a thing that counts, the types for it, and what writes the rest."""
        for term, types, build in _KINDS:
            own = self.facts.iris.absolute(term)
            if self.facts.is_a(thing, own):
                return own, _GOVERNMENT if self.is_office(thing) else types, build
        return None

    def is_office(self, thing: Iri) -> bool:
        """Tell whether a thing is a unit of a government, as far as the facts at hand go."""
        top = self.facts.trail(thing)[0]
        return self.facts.is_a(thing, UNIT) and self.facts.is_a(top, GOVERNMENT)

    def page(self, thing: Iri, address: str, *, is_main: bool) -> Node:
        """Write the page about a thing."""
        name = self.name(thing)
        return _filled(
            {
                "@type": "WebPage",
                "@id": address,
                "url": address,
                "name": name,
                "inLanguage": self.language,
                "mainEntity": {"@id": thing} if is_main else None,
                "about": None if is_main else _filled({"@id": thing, "name": name}),
                "breadcrumb": self.breadcrumb(thing),
            }
        )

    def breadcrumb(self, thing: Iri) -> Node | None:
        """Write the way to a thing from the plan or the organisation that it is part of."""
        trail = self.facts.trail(thing)
        if len(trail) == 1:
            return None
        return {
            "@type": "BreadcrumbList",
            "itemListElement": [
                _filled(
                    {
                        "@type": "ListItem",
                        "position": place,
                        "name": self.name(one),
                        "item": {"@id": one},
                    }
                )
                for place, one in enumerate(trail, 1)
            ],
        }

    def called(self, thing: Iri) -> Node:
        """Write the name of a thing and its other names."""
        name = self.facts.name(thing, self.language or Language.JA)
        others = [one for one in self.facts.names(thing) if name is None or one != name]
        if self.language is None:
            return {"name": _tagged(name), "alternateName": _one([*map(_tagged, others)])}
        values = dict.fromkeys(other.value for other in others if name is not None)
        values.pop("" if name is None else name.value, None)
        return {"name": self.name(thing), "alternateName": _one(list(values))}

    def name(self, thing: Iri) -> str | None:
        """Give what a thing is called in the language of the page."""
        name = self.facts.name(thing, self.language or Language.JA)
        return None if name is None else name.value

    def texts(self, thing: Iri, *props: str) -> object:
        """Write the texts of properties: those of the language, or for want of them all."""
        found = [
            value for prop in props for value in self.facts.all(thing, prop) if _is_text(value)
        ]
        if self.language is None:
            return _one([_tagged(value) for value in found if isinstance(value, Text)])
        own = [one for one in found if isinstance(one, Text) and one.language == self.language]
        return "\n".join(map(plain, own or found))

    def said(self, say: Say) -> object:
        """Write a sentence of ours."""
        if self.language is None:
            return [_tagged(Text(say.to(one), one.value)) for one in Language]
        return say.to(self.language)

    def ref(self, thing: Iri) -> Node:
        """Point at a thing; in a page with its type and name, which are not told elsewhere."""
        if self.language is None:
            return {"@id": thing}
        found = self.kind_of(thing)
        types = found[1] if found else ()
        return _filled({"@type": _one(list(types)), "@id": thing, "name": self.name(thing)})

    def refs(self, thing: Iri, *props: str) -> object:
        """Point at the values of properties."""
        found = [one for prop in props for one in self.facts.links(thing, prop)]
        return _one([self.ref(one) for one in dict.fromkeys(found)])

    def addresses(self, thing: Iri, *props: str) -> object:
        """Give the addresses that are the values of properties."""
        return _one(list(dict.fromkeys(one for p in props for one in self.facts.links(thing, p))))

    def dates(self, years: Iterable[Term]) -> str | None:
        """Give the interval of some fiscal years, as ISO 8601 writes it."""
        bounds = self.facts.bounds(years)
        return None if bounds is None else "/".join(bounds)


_Build = Callable[[_Writer, Iri], Node]


def _plan(writer: _Writer, thing: Iri) -> Node:
    facts = writer.facts
    parts = facts.links(thing, HAS_PART)
    return {
        **_part(writer, thing),
        "publisher": writer.refs(thing, f"{_DC}publisher"),
        "contributor": writer.refs(thing, f"{_DC}contributor"),
        "maintainer": writer.refs(thing, f"{_PROV}wasAttributedTo"),
        "temporalCoverage": writer.dates(facts.own(thing, Own.COVERS_FISCAL_YEAR)),
        "isBasedOn": writer.refs(thing, f"{_DC}conformsTo"),
        "subjectOf": _one(
            [
                *map(writer.ref, facts.links(thing, f"{_PROV}hadPrimarySource")),
                *({"@type": "WebPage", "url": page} for page in facts.links(thing, f"{_FOAF}page")),
            ]
        ),
        "hasPart": [{"@id": part} for part in parts],
    }


def _part(writer: _Writer, thing: Iri) -> Node:
    position = writer.facts.text(thing, POSITION)
    return {
        "position": int(position) if position else None,
        "isPartOf": writer.refs(thing, IS_PART_OF),
        "hasPart": [{"@id": part} for part in writer.facts.links(thing, HAS_PART)],
    }


def _term_of_plan(writer: _Writer, thing: Iri) -> Node:
    code = writer.facts.text(thing, f"{_SKOS}notation")
    return {
        **_part(writer, thing),
        "termCode": code or plain(next(iter(writer.facts.own(thing, Own.MARKER)), Text(""))),
        "inDefinedTermSet": writer.facts.trail(thing)[0],
    }


def _action_plan(writer: _Writer, thing: Iri) -> Node:
    aims = [
        writer.facts.name(part, writer.language or Language.JA)
        for part in writer.facts.links(thing, HAS_PART)
        if writer.facts.is_element(part, Kind.AIM)
    ]
    told = [aim for aim in aims if aim is not None]
    abstract: object = (
        _one([_tagged(aim) for aim in told])
        if writer.language is None
        else "\n".join(aim.value for aim in told)
    )
    return {**_part(writer, thing), "abstract": abstract}


def _entry(writer: _Writer, thing: Iri) -> Node:
    name = writer.facts.name(thing, writer.language or Language.JA)
    told = _tagged(name) if writer.language is None else writer.name(thing)
    return {
        **_part(writer, thing),
        "temporalCoverage": writer.dates(writer.facts.own(thing, Own.FISCAL_YEAR)),
        "about": _filled({"@type": "Action", "name": told}),
    }


def _series(writer: _Writer, thing: Iri) -> Node:
    facts = writer.facts
    members = sorted(
        facts.links(thing, f"{_PROV}hadMember"),
        key=lambda one: (facts.own(one, Own.FISCAL_YEAR), in_order(one)),
    )
    return {
        "description": writer.said(SERIES_TOLD),
        "subjectOf": writer.refs(thing, f"{_PROV}wasDerivedFrom"),
        "numberOfItems": len(members),
        "itemListOrder": f"{_SCHEMA}ItemListOrderAscending",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "item": writer.ref(one)}
            for place, one in enumerate(members, 1)
        ],
    }


def _organisation(writer: _Writer, thing: Iri) -> Node:
    facts = writer.facts
    return {
        "identifier": [
            {"@type": "PropertyValue", "propertyID": LOCAL_GOVERNMENT_CODE, "value": code}
            for code in facts.texts(thing, f"{_DC}identifier")
        ],
        "parentOrganization": writer.refs(thing, UNIT_OF, IS_PART_OF),
        "location": writer.refs(thing, f"{_ORG}hasSite"),
        "foundingDate": facts.text(thing, f"{_SCHEMA}foundingDate"),
        "funder": writer.refs(thing, f"{_SCHEMA}funder"),
        "url": writer.addresses(thing, f"{_FOAF}homepage", f"{_SCHEMA}url"),
    }


def _event(writer: _Writer, thing: Iri) -> Node:
    linked = ("location", "organizer", "contributor", "funder", "superEvent")
    return {
        "startDate": writer.facts.text(thing, START),
        "endDate": writer.facts.text(thing, END),
        **{name: writer.refs(thing, f"{_SCHEMA}{name}") for name in linked},
        "url": writer.addresses(thing, f"{_FOAF}homepage", f"{_SCHEMA}url"),
    }


def _venue(writer: _Writer, thing: Iri) -> Node:
    return {**_organisation(writer, thing), **_place(writer, thing)}


def _place(writer: _Writer, thing: Iri) -> Node:
    said = ("address", "latitude", "longitude")
    return {
        **{name: writer.texts(thing, f"{_SCHEMA}{name}") for name in said},
        "url": writer.addresses(thing, f"{_FOAF}homepage", f"{_SCHEMA}url"),
    }


def _document(writer: _Writer, thing: Iri) -> Node:
    return {
        "publisher": writer.refs(thing, f"{_DC}publisher"),
        "datePublished": writer.facts.text(thing, f"{_DC}issued"),
        "encodingFormat": writer.facts.text(thing, f"{_DC}format"),
        "copyrightNotice": writer.texts(thing, f"{_DC}rights"),
    }


def _dataset(writer: _Writer, thing: Iri) -> Node:
    facts = writer.facts
    return {
        "creator": writer.refs(thing, f"{_DC}creator"),
        "publisher": writer.refs(thing, f"{_DC}publisher"),
        "datePublished": facts.text(thing, f"{_DC}issued"),
        "dateModified": facts.text(thing, f"{_DC}modified"),
        "license": writer.addresses(thing, f"{_DC}license"),
        "version": facts.text(thing, f"{_DCAT}version"),
        "url": thing,
        "dataset": writer.refs(thing, f"{_DCAT}dataset"),
        "distribution": [
            _download(writer, one) for one in facts.links(thing, f"{_DCAT}distribution")
        ],
    }


def _download(writer: _Writer, thing: Iri) -> Node:
    media = next(iter(writer.facts.links(thing, f"{_DCAT}mediaType")), "")
    return _filled(
        {
            "@type": "DataDownload",
            "@id": thing,
            "name": writer.texts(thing, TITLE),
            "contentUrl": writer.addresses(thing, f"{_DCAT}downloadURL"),
            "encodingFormat": media.removeprefix(MEDIA_TYPES),
        }
    )


def _concept(writer: _Writer, thing: Iri) -> Node:
    return {
        "termCode": writer.facts.text(thing, f"{_SKOS}notation"),
        "inDefinedTermSet": writer.addresses(thing, f"{_SKOS}inScheme"),
    }


def _nothing_more(_writer: _Writer, _thing: Iri) -> Node:
    return {}


_WORK: Final = ("CreativeWork",)
_TERM: Final = ("DefinedTerm", "CreativeWork")
_GOVERNMENT: Final = ("GovernmentOrganization",)
_KINDS: Final[tuple[tuple[str, tuple[str, ...], _Build], ...]] = (
    (f"ns/mp#{Own.PLAN}", ("CreativeWork", "DefinedTermSet"), _plan),
    (f"ns/mp#{Own.ACTION_PLAN}", _WORK, _action_plan),
    (f"ns/mp#{Own.THEME}", _TERM, _term_of_plan),
    (f"ns/mp#{Own.PILLAR}", _TERM, _term_of_plan),
    (f"ns/mp#{Own.MEASURE}", _TERM, _term_of_plan),
    (f"ns/mp#{Own.ACTIVITY}", _WORK, _entry),
    (f"ns/mp#{Own.AIM}", _WORK, _part),
    (f"ns/mp#{Own.CONCRETE_ACTION}", _WORK, _part),
    (f"ns/mp#{Own.PLAN_ELEMENT}", _WORK, _part),
    (f"ns/mp#{Own.ACTIVITY_SERIES}", ("ItemList",), _series),
    (f"ns/mp#{Own.SOURCE_DOCUMENT}", ("DigitalDocument",), _document),
    (f"{_SCHEMA}FundingScheme", ("FundingScheme",), _organisation),
    (f"{_SCHEMA}EventSeries", ("EventSeries",), _event),
    (f"{_SCHEMA}Event", ("Event",), _event),
    (GOVERNMENT, _GOVERNMENT, _organisation),
    (UNIT, ("Organization",), _organisation),
    (f"{_ORG}FormalOrganization", ("Organization",), _organisation),
    (f"{_ORG}Organization", ("Organization",), _organisation),
    (f"{_SCHEMA}CafeOrCoffeeShop", ("CafeOrCoffeeShop",), _venue),
    (f"{_ORG}Site", ("Place",), _place),
    (f"{_DC}Policy", _WORK, _document),
    (f"{_DCAT}Catalog", ("DataCatalog",), _dataset),
    (f"{_DCAT}Dataset", ("Dataset",), _dataset),
    (f"{_SKOS}ConceptScheme", ("DefinedTermSet",), _nothing_more),
    (f"{_SKOS}Concept", ("DefinedTerm",), _concept),
)
"""Classes of our data, the more telling first; the types that they are given; what is said."""


def _tagged(text: Text | None) -> object:
    if text is None:
        return None
    return {"@language": text.language, "@value": text.value} if text.language else text.value


def _is_text(value: Term) -> bool:
    return isinstance(value, Text)


def _one(values: list[object]) -> object:
    return values[0] if len(values) == 1 else values


def _filled(node: Node) -> Node:
    """Leave out what is not known."""
    return {key: value for key, value in node.items() if value not in (None, "", [])}
