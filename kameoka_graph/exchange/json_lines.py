"""Facts to one JSON object a line for each element and each yearly entry of a plan.

What the source states stands at the top of a line, what was judged under `curated`; there,
`machineMade` names the values that software drafted and nobody has checked. Each line is JSON-LD
by the context that it names (`context`), and its statements are those of the graph.

| key | what it is |
|---|---|
| `iri`, `id` | the element; the path of its IRI |
| `kind`, `levelName`, `mark`, `position` | its class; level and number as printed; its order |
| `text` | its wording as printed |
| `parent`, `plan`, `path` | what it is part of; the plan; what leads to it, from the plan down |
| `code` | its number with that of its pillar, e.g. 2-3 |
| `fiscalYear`, `year`, `yearName` | of an entry: its fiscal year |
| `place`, `document`, `from`, `to` | where it is quoted from: code points, the end excluded |
| `reading`, `english`, `corrected` | judged: in kana, in English, with a misprint mended |
| `kinds`, `kindNames`, `series`, `seriesNames`, `status` | judged, of entries |
| `contributesTo`, `involves`, `followsUp` | judged: links to other things |

https://jsonlines.org/
"""

import json
import re
from collections.abc import Iterable, Sequence
from typing import Final

from kameoka_graph.exchange.context import address
from kameoka_graph.exchange.facts import (
    IS_PART_OF,
    POSITION,
    PREF_LABEL,
    READING,
    START,
    Facts,
    in_order,
)
from kameoka_graph.exchange.file import File, Part
from kameoka_graph.read.document import Kind
from kameoka_graph.say import Language, Say
from kameoka_graph.state.terms import PREFIXES
from kameoka_graph.state.terms import Term as Own
from kameoka_graph.store.answer import Iri, Term, Text, plain

Line = dict[str, object]

FILE_NAME: Final = "elements.jsonl"
_PLACE: Final = re.compile(r"(.+)#char=(\d+),(\d+)")
_CODE: Final = f"{PREFIXES['skos']}notation"
_QUOTED: Final = f"{PREFIXES['prov']}wasQuotedFrom"
_LABELS: Final = {"reading": READING, "english": "en", "corrected": "ja"}
"""Key and language tag of the labels that were judged."""
_LINKS: Final = {
    "kinds": f"{PREFIXES['dcterms']}type",
    "status": f"{PREFIXES['adms']}status",
}
"""Key and property of the concepts that were judged to fit."""
_OWN_LINKS: Final = {
    "series": Own.IN_SERIES,
    "contributesTo": Own.CONTRIBUTES_TO,
    "involves": Own.INVOLVES,
    "followsUp": Own.FOLLOWS_UP,
}
"""Key and property of ours of the links that were judged."""
_SEVERAL: Final = frozenset({"kinds", *_OWN_LINKS})
"""Keys whose value is always a list; another's is one where more than one value is found."""


def write_json_lines(facts: Facts) -> File:
    """Write every element of every plan, in the order of the documents that state them."""
    found = facts.of_class(str(facts.iris.mp(Own.PLAN_ELEMENT)))
    elements = sorted(found, key=lambda one: _printed(one, facts))
    lines = [json.dumps(line_of(facts, one), ensure_ascii=False) for one in elements]
    return File(
        name=FILE_NAME,
        media_type="application/x-ndjson",
        content="".join(f"{line}\n" for line in lines).encode(),
        title=Say("計画要素と活動（JSON Lines）", "plan elements and entries (JSON Lines)"),
        description=Say(
            "計画要素と年度別の記載を、1行に1件の JSON で。原典の記載は外側に、判断したことは "
            "curated の中に置き、機械による下書きは machineMade に挙げる。",
            "Plan elements and yearly entries, one JSON object a line. What the source states "
            "stands outside, what was judged inside “curated”; machine drafts are named in "
            "“machineMade”.",
        ),
        part=Part.WHOLE,
        conforms_to=("https://jsonlines.org/", "https://www.w3.org/TR/json-ld11/"),
    )


def line_of(facts: Facts, thing: Iri) -> Line:
    """Give the line of one element."""
    return {
        "@context": address(facts.iris),
        "iri": thing,
        "id": facts.iris.document_path(thing),
        **_filled({**_stated(facts, thing), "curated": _filled(_curated(facts, thing))}),
    }


def _stated(facts: Facts, thing: Iri) -> Line:
    position = facts.text(thing, POSITION)
    trail = facts.trail(thing)
    return {
        "kind": next((kind.value for kind in Kind if facts.is_element(thing, kind)), None),
        "levelName": _own_text(facts, thing, Own.LEVEL_NAME),
        "mark": _own_text(facts, thing, Own.MARKER),
        "position": int(position) if position else None,
        "text": _own_text(facts, thing, Own.SOURCE_TEXT),
        "parent": _one(facts.links(thing, IS_PART_OF)),
        "plan": trail[0],
        "path": [plain(facts.name(one, Language.JA) or Text("")) for one in trail[:-1]],
        "code": facts.text(thing, _CODE),
        **_year(facts, thing),
        **_place(facts, thing),
    }


def _year(facts: Facts, thing: Iri) -> Line:
    years = facts.links(thing, str(facts.iris.mp(Own.FISCAL_YEAR)))
    if not years:
        return {}
    start = facts.text(years[0], START)
    return {
        "fiscalYear": _one(years),
        "year": int(start[:4]) if start else None,
        "yearName": plain(facts.name(years[0], Language.JA) or Text("")),
    }


def _place(facts: Facts, thing: Iri) -> Line:
    places = facts.links(thing, _QUOTED)
    found = _PLACE.fullmatch(places[0]) if places else None
    if found is None:
        return {}
    return {
        "place": list(places),
        "document": found[1],
        "from": int(found[2]),
        "to": int(found[3]),
    }


def _curated(facts: Facts, thing: Iri) -> Line:
    judged = _judged(facts, thing)
    made = [
        key
        for key, (prop, values) in judged.items()
        if any(facts.machine_made(thing, prop, value) for value in values)
    ]
    texts = {key: [plain(value) for value in values] for key, (_, values) in judged.items()}
    return {
        **{key: found if key in _SEVERAL else _one(found) for key, found in texts.items()},
        "kindNames": _names(facts, judged["kinds"][1]),
        "seriesNames": _names(facts, judged["series"][1]),
        "machineMade": made,
    }


def _judged(facts: Facts, thing: Iri) -> dict[str, tuple[str, tuple[Term, ...]]]:
    """Give the property and the values of each key under `curated`."""
    own = {key: str(facts.iris.mp(term)) for key, term in _OWN_LINKS.items()}
    return {
        **{key: (PREF_LABEL, _labels(facts, thing, tag)) for key, tag in _LABELS.items()},
        **{key: (prop, facts.links(thing, prop)) for key, prop in {**_LINKS, **own}.items()},
    }


def _labels(facts: Facts, thing: Iri, tag: str) -> tuple[Term, ...]:
    found = facts.all(thing, PREF_LABEL)
    return tuple(one for one in found if isinstance(one, Text) and one.language == tag)


def _names(facts: Facts, things: Iterable[Term]) -> list[str]:
    found = (facts.name(thing, Language.JA) for thing in things)
    return [name.value for name in found if name is not None]


def _own_text(facts: Facts, thing: Iri, term: Own) -> str:
    return facts.text(thing, str(facts.iris.mp(term)))


def _printed(thing: Iri, facts: Facts) -> tuple[object, ...]:
    """Give what elements are sorted by: the document, the place in it, the IRI."""
    found = _place(facts, thing)
    return str(found.get("document", "")), found.get("from", 0), in_order(thing)


def _one(values: Sequence[object]) -> object:
    return values[0] if len(values) == 1 else list(values)


def _filled(line: Line) -> Line:
    """Leave out what is not known."""
    return {key: value for key, value in line.items() if value not in (None, "", [], {})}
