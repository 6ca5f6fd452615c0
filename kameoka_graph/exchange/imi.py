"""Facts to JSON-LD in the words of IMI 共通語彙基盤, core vocabulary 2.4.1.

IMI has types for organisations, facilities, events, activities and documents, and none for a plan,
a goal, a measure or a fund: only the former are written. An entry of a plan is no claim that
something took place, so the activity that it tells of is a node of its own, without our IRI; its
参照 leads to the entry, and its 説明 says so. A year has days and no hours, so its two ends have
年, 月 and 日, and no 標準型日時. English names are names of the 種別 英語名: ローマ字表記 is for
romanised Japanese.

The keys are those of the published context (`https://imi.go.jp/ns/core/context.jsonld`), so that
tools for IMI read them; the file carries a context of its own, which needs no network.
"""

import json
from collections.abc import Callable, Mapping
from typing import Final

from kameoka_graph.exchange.facts import (
    ALT_LABEL,
    DESCRIPTION,
    END,
    LOCAL_GOVERNMENT_CODE,
    MACHINE,
    PREF_LABEL,
    READING,
    START,
    UNIT_OF,
    Facts,
)
from kameoka_graph.exchange.file import File, Part
from kameoka_graph.exchange.kana import katakana
from kameoka_graph.say import Language, Say
from kameoka_graph.state.terms import PREFIXES
from kameoka_graph.state.terms import Term as Own
from kameoka_graph.store.answer import Iri, Term, Text, plain

Node = dict[str, object]

NAMESPACE: Final = "http://imi.go.jp/ns/core/rdf#"
"""Namespace of the terms in RDF."""
CONTEXT: Final[Mapping[str, object]] = {
    "@vocab": NAMESPACE,
    "標準型日付": {"@type": f"{PREFIXES['xsd']}date"},
    "参照先": {"@type": f"{PREFIXES['xsd']}anyURI"},
}
"""The context of the file."""
FILE_NAME: Final = "imi.jsonld"

_DC, _ORG, _SCHEMA, _FOAF = (PREFIXES[name] for name in ("dcterms", "org", "schema", "foaf"))
_TYPE_OF_ENTRY: Final = f"{_DC}type"


def write_imi(facts: Facts) -> File:
    """Write everything that IMI has a type for."""
    made = (_node(facts, thing) for thing in facts.own_things())
    nodes = [node for node in made if node is not None]
    nodes += [_activity(facts, one) for one in facts.of_class(str(facts.iris.mp(Own.ACTIVITY)))]
    text = json.dumps({"@context": CONTEXT, "@graph": nodes}, ensure_ascii=False, indent=1)
    return File(
        name=FILE_NAME,
        media_type="application/ld+json",
        content=f"{text}\n".encode(),
        title=Say("共通語彙基盤（IMI）", "IMI core vocabulary"),
        description=Say(
            "団体、施設、催し、計画に記された活動を、共通語彙基盤コア語彙 2.4.1 の型で書いた "
            "JSON-LD。活動が実施されたことは述べない。機械による下書きはメタデータに記す。",
            "Organisations, facilities, events and the activities that plans list, as JSON-LD with "
            "the types of the IMI core vocabulary 2.4.1. It does not say that activities took "
            "place; machine drafts are marked in メタデータ.",
        ),
        part=Part.WHOLE,
        conforms_to=(NAMESPACE, "https://www.w3.org/TR/json-ld11/"),
    )


def _node(facts: Facts, thing: Iri) -> Node | None:
    for own, kind, build in _KINDS:
        if facts.is_a(thing, facts.iris.absolute(own)):
            return _filled(
                {
                    "@id": thing,
                    "@type": kind,
                    "ID": [_identifier(code) for code in facts.texts(thing, f"{_DC}identifier")],
                    "説明": list(facts.texts(thing, DESCRIPTION, "ja")),
                    "参照": [
                        _reference("ホームページ", page)
                        for page in facts.links(thing, f"{_FOAF}homepage")
                    ],
                    **build(facts, thing),
                }
            )
    return None


def _organisation(facts: Facts, thing: Iri) -> Node:
    founded = facts.text(thing, f"{_SCHEMA}foundingDate")
    return {
        "名称": _names(facts, thing),
        "通称": list(facts.texts(thing, ALT_LABEL, "ja")),
        "関連組織": _related(facts, thing, {UNIT_OF: "上位組織"}),
        "地物": _refs(facts, thing, f"{_ORG}hasSite"),
        "設立日": _date(founded) if founded else None,
    }


def _facility(facts: Facts, thing: Iri) -> Node:
    address = facts.text(thing, f"{_SCHEMA}address")
    latitude, longitude = (facts.text(thing, f"{_SCHEMA}{name}") for name in _COORDINATES)
    return {
        "名称": _names(facts, thing),
        "通称": list(facts.texts(thing, ALT_LABEL, "ja")),
        "住所": {"@type": "住所型", "表記": address} if address else None,
        "地理座標": {"@type": "座標型", "緯度": latitude, "経度": longitude}
        if latitude and longitude
        else None,
    }


def _event(facts: Facts, thing: Iri) -> Node:
    start, end = facts.text(thing, START), facts.text(thing, END)
    period = {
        "@type": "イベントスケジュール型",
        "開始日": _date(start) if start else None,
        "終了日": _date(end) if end else None,
    }
    return {
        "種別": "催しの系列" if facts.is_a(thing, f"{_SCHEMA}EventSeries") else None,
        "名称": _names(facts, thing),
        "期間": _filled(period) if start or end else None,
        "開催場所": _refs(facts, thing, f"{_SCHEMA}location"),
        "関連組織": _related(facts, thing, _EVENT_ROLES),
        "関連イベント": _refs(facts, thing, f"{_SCHEMA}superEvent"),
    }


def _document(facts: Facts, thing: Iri) -> Node:
    rights = facts.texts(thing, f"{_DC}rights", "ja")
    return {
        "表題": _name(facts, thing),
        "記録形式": facts.text(thing, f"{_DC}format"),
        "権利管理": [{"@type": "文書型", "説明": told} for told in rights],
    }


def _activity(facts: Facts, entry: Iri) -> Node:
    """Write the activity that an entry tells of."""
    years = facts.links(entry, str(facts.iris.mp(Own.FISCAL_YEAR)))
    kinds = facts.links(entry, _TYPE_OF_ENTRY)
    made = [MACHINE for kind in kinds if facts.machine_made(entry, _TYPE_OF_ENTRY, kind)]
    way = "の".join(f"「{_name(facts, one)}」" for one in facts.trail(entry)[:-1])
    return _filled(
        {
            "@type": "活動型",
            "種別": [_name(facts, kind) for kind in kinds],
            "名称": _names(facts, entry),
            "説明": f"{way}に記された項目。実施されたことを述べるものではない。",
            "参照": [_reference("計画の記載", entry)],
            "期間": [_period(facts, year) for year in years],
            "メタデータ": _note(f"種別は、{made[0]}。" if made else "種別は、担当者の判断。")
            if kinds
            else None,
        }
    )


def _period(facts: Facts, year: Iri) -> Node:
    start, end = facts.text(year, START), facts.text(year, END)
    return {
        "@type": "期間型",
        "開始日時": {"@type": "日時型", **_day(start)},
        "終了日時": {"@type": "日時型", **_day(end)},
        "説明": _name(facts, year),
    }


def _names(facts: Facts, thing: Iri) -> list[Node]:
    """Write the name with its reading, and the English name as another."""
    japanese: Node = {"@type": "名称型", "表記": _name(facts, thing)}
    for reading in _labels(facts, thing, READING)[:1]:
        japanese["カナ表記"] = katakana(reading.value)
        japanese |= _marked(facts, thing, reading, "カナ表記")
    english: list[Node] = [
        {
            "@type": "名称型",
            "種別": "英語名",
            "表記": name.value,
            **_marked(facts, thing, name, "表記"),
        }
        for name in _labels(facts, thing, "en")
    ]
    return [japanese, *english]


def _marked(facts: Facts, thing: Iri, label: Text, what: str) -> Node:
    if not facts.machine_made(thing, PREF_LABEL, label):
        return {}
    return {"メタデータ": _note(f"{what}は、{MACHINE}。")}


def _labels(facts: Facts, thing: Iri, tag: str) -> list[Text]:
    found = facts.all(thing, PREF_LABEL)
    return [one for one in found if isinstance(one, Text) and one.language == tag]


def _name(facts: Facts, thing: Term) -> str:
    return plain(facts.name(thing, Language.JA) or thing)


def _related(facts: Facts, thing: Iri, roles: Mapping[str, str]) -> list[Node]:
    return [
        {"@type": "組織関連型", "役割": role, "組織": ref}
        for prop, role in roles.items()
        for ref in _refs(facts, thing, prop)
    ]


def _refs(facts: Facts, thing: Iri, prop: str) -> list[Node]:
    """Point at the values of a property, those that IMI has a type for."""
    return [
        {"@id": one, "@type": kind}
        for one in facts.links(thing, prop)
        for own, kind, _ in _KINDS
        if facts.is_a(one, facts.iris.absolute(own))
    ]


def _identifier(code: str) -> Node:
    system = {"@type": "名称型", "表記": LOCAL_GOVERNMENT_CODE}
    return {
        "@type": "ID型",
        "体系": {"@type": "ID体系型", "名称": system},
        "識別値": code,
    }


def _reference(kind: str, address: str) -> Node:
    return {"@type": "参照型", "種別": kind, "参照先": address}


def _note(text: str) -> Node:
    return {"@type": "文書型", "説明": text}


def _date(text: str) -> Node:
    """Write a day, a month or a year, as exactly as it is known."""
    if text.count("-") == 2:  # noqa: PLR2004 - year, month and day
        return {"@type": "日付型", "標準型日付": text}
    return {"@type": "日付型", **_day(text)}


def _day(text: str) -> Node:
    parts = zip(("年", "月", "日"), text.split("-"), strict=False)
    return {**{unit: int(number) for unit, number in parts if number.isdigit()}, "表記": text}


def _filled(node: Mapping[str, object]) -> Node:
    """Leave out what is not known, and write one value without a list."""
    return {
        key: value[0] if isinstance(value, list) and len(value) == 1 else value
        for key, value in node.items()
        if value not in (None, "", [])
    }


_COORDINATES: Final = ("latitude", "longitude")
_EVENT_ROLES: Final = {f"{_SCHEMA}organizer": "主催", f"{_SCHEMA}contributor": "寄与者"}
_KINDS: Final[tuple[tuple[str, str, Callable[[Facts, Iri], Node]], ...]] = (
    (f"{_ORG}FormalOrganization", "法人型", _organisation),
    (f"{_ORG}OrganizationalUnit", "組織型", _organisation),
    (f"{_ORG}Organization", "組織型", _organisation),
    (f"{_ORG}Site", "施設型", _facility),
    (f"{_SCHEMA}CafeOrCoffeeShop", "施設型", _facility),
    (f"{_SCHEMA}EventSeries", "イベント型", _event),
    (f"{_SCHEMA}Event", "イベント型", _event),
    (f"ns/mp#{Own.SOURCE_DOCUMENT}", "文書型", _document),
)
"""Classes of our data, the more telling first; the type that they are given; what is said."""
