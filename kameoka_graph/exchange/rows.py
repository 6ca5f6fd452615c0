"""What a store answers to the rows of each table; nothing here asks or writes."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from kameoka_graph.exchange.asked import Asked, Record
from kameoka_graph.exchange.definition import (
    ACTIVITIES,
    ANOMALIES,
    ENTITIES,
    LINKS,
    PLAN_ELEMENTS,
    PLANS,
    SERIES,
    STATEMENTS,
    TABLES,
)
from kameoka_graph.exchange.judged import Judged, expanded
from kameoka_graph.exchange.kana import katakana
from kameoka_graph.exchange.table import KEY, NO, PARAGRAPHS, SEPARATOR, YES, Filled, Table
from kameoka_graph.say import Say, ToldError, excerpt
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.answer import Text, plain

ENTITY_KINDS: Final = {
    "municipality": "市町村",
    "org": "団体・部署",
    "facility": "施設",
    "fund": "基金",
    "scheme": "制度",
    "event": "催し",
    "guideline": "指針",
}
"""What the kinds of entities are called, by the segment of their IRIs."""
_ENTITY: Final = re.compile(
    r"[0-9]{6}(?:/(?P<kind>org|facility|fund|scheme|event|guideline)/[^/#]+)?"
)
_CODE: Final = re.compile(r"[0-9]{6}(?=/|$)")
_NUMBER: Final = re.compile(r"(?<![A-Za-z])([0-9]+)(?![A-Za-z])")

Cells = Mapping[str, str]
"""One row by column name; a column that is left out is empty."""


class SeparatorInValueError(ToldError, ValueError):
    """A value that holds the sign that parts the values of a cell."""


def fill(asked: Asked, iris: Iris) -> tuple[Filled, ...]:
    """Fill every table, rows in printed order or in the order of their IDs.

    Raises `SeparatorInValueError`.
    """
    filling = _Filling(asked, iris)
    sources: Mapping[str, Callable[[], Iterable[Cells]]] = {
        PLANS.name: filling.plans,
        PLAN_ELEMENTS.name: filling.plan_elements,
        ACTIVITIES.name: filling.activities,
        SERIES.name: filling.series,
        ENTITIES.name: filling.entities,
        STATEMENTS.name: filling.statements,
        ANOMALIES.name: filling.anomalies,
        LINKS.name: filling.links,
    }
    return tuple(Filled(table, filling.rows(table, sources[table.name]())) for table in TABLES)


def _joined(values: Iterable[str]) -> str:
    """Join the values of a cell; `SeparatorInValueError` where one could not be told apart."""
    listed = tuple(values)
    for value in listed:
        if SEPARATOR in value:
            raise SeparatorInValueError(
                Say(
                    f"「{excerpt(value)}」に「{SEPARATOR}」があります。表では複数の値を「{SEPARATOR}」で"
                    "区切るため、そのままでは書けません。全角の「；」などに改めてください。",
                    f"“{excerpt(value)}” holds “{SEPARATOR}”, which parts several values in a cell "
                    "of the tables; write it with another sign, e.g. “；”.",
                )
            )
    return SEPARATOR.join(listed)


def _by_number(id_: str) -> list[str | int]:
    """Give a key that sorts IDs by the numbers in them."""
    return [int(part) if at % 2 else part for at, part in enumerate(_NUMBER.split(id_))]


class _Filling:
    """The rows of every table in the making."""

    def __init__(self, asked: Asked, iris: Iris) -> None:
        self.asked = asked
        self.iris = iris
        self.judged = Judged(asked, iris)
        self.municipalities = _texts(asked["municipalities"], "code", "name")
        self.curators = _texts(asked["curators"], "curator", "name")
        self.names = self._names()
        self.elements = _first_each(asked["elements"], "element")
        self.whole = {iri: plain(one["whole"]) for iri, one in self.elements.items()}
        self.called = self._called()

    # --- what rows are made of

    def rows(self, table: Table, cells: Iterable[Cells]) -> tuple[tuple[str, ...], ...]:
        """Give rows in the order of the columns; KeyError for a cell without a column."""
        return tuple(self._row(table, one) for one in cells)

    def _row(self, table: Table, cells: Cells) -> tuple[str, ...]:
        unknown = cells.keys() - set(table.names)
        if unknown:
            raise KeyError(*sorted(unknown))
        return tuple(cells.get(name, "") for name in table.names)

    def id(self, iri: str) -> str:
        """Give the ID of a thing."""
        return self.iris.document_path(iri)

    def _head(self, iri: str, of: str = "") -> dict[str, str]:
        """Give the leading cells and the last: code, ID, municipality (as of `of`) and IRI."""
        found = _CODE.match(self.id(of or iri))
        code = found[0] if found else ""
        name = self.municipalities.get(code, "")
        return {"municipality_code": code, KEY: self.id(iri), "municipality_name": name, "uri": iri}

    def _names(self) -> Mapping[tuple[str, str, str], list[str]]:
        names: Mapping[tuple[str, str, str], list[str]] = defaultdict(list)
        for one in self.asked["names"]:
            name = one["name"]
            if isinstance(name, Text):
                key = (plain(one["thing"]), plain(one["property"]), name.language)
                names[key].append(name.value)
        return names

    def _name(self, iri: str, language: str) -> str:
        key = (iri, expanded("skos:prefLabel", self.iris), language)
        return min(self.names.get(key, ("",)))

    def _readings(self, iri: str) -> dict[str, str]:
        """Give reading and English."""
        kana = katakana(self._name(iri, "ja-hrkt"))
        return {"name_kana": kana, "name_en": self._name(iri, "en")}

    def _drafts(self, table: Table, iri: str) -> dict[str, str]:
        """Give the headers of the columns that a machine drafted."""
        drafted = self.judged.drafted(iri)
        titles = (column.title.ja for column in table.columns if column.name in drafted)
        return {"machine_drafts": _joined(titles)}

    def _called(self) -> Mapping[str, str]:
        """Give what each thing is called: as printed, as other pages have it, or as judged."""
        called = {
            thing: min(names)
            for (thing, _, language), names in self.names.items()
            if language == "ja"
        }
        called |= {iri: names[0] for iri, names in self._of_pages("rdfs:label").items()}
        called |= _texts(self.asked["municipalities"], "municipality", "name")
        called |= _texts(self.asked["plans"], "plan", "name")
        called |= {iri: plain(one["text"]) for iri, one in self.elements.items()}
        return called

    def _of_pages(self, name: str) -> Mapping[str, list[str]]:
        """Give what pages say of each thing by a property, sorted."""
        said: Mapping[str, list[str]] = defaultdict(list)
        wanted = expanded(name, self.iris)
        for one in self.asked["entities"]:
            if plain(one["property"]) == wanted:
                said[plain(one["entity"])].append(plain(one["value"]))
        return {iri: sorted(values) for iri, values in said.items()}

    def _ids(self, iris: Iterable[str]) -> str:
        return _joined(self.id(iri) for iri in sorted(iris, key=lambda iri: _by_number(iri)))

    def _plan_of(self, iri: str) -> str:
        while iri in self.whole:
            iri = self.whole[iri]
        return iri

    def _plan_above(self, iri: str, segment: str) -> str:
        """Give the ID of the plan that a statement or note is part of, by its IRI."""
        return self.id(iri.rpartition(f"/{segment}/")[0])

    def _sorted(self, records: Iterable[Record], name: str) -> list[Record]:
        return sorted(records, key=lambda one: _by_number(plain(one[name])))

    def _basis(self, one: Record) -> dict[str, str]:
        curator = plain(one["curator"])
        return {
            "reason": plain(one["reason"]),
            "confidence": plain(one["confidence"]),
            "curator": self.id(curator),
            "curator_name": self.curators.get(curator, ""),
            "machine": YES if self.judged.is_machine(one["curator"]) else NO,
            "date": plain(one["date"]),
        }

    # --- plans and their elements

    def plans(self) -> Iterator[Cells]:
        """Give the plans."""
        years = _gathered(self.asked["plan-years"], "plan", "year")
        documents = _gathered(self.asked["plan-documents"], "plan", "document")
        for one in self._sorted(_first_each(self.asked["plans"], "plan").values(), "plan"):
            iri = plain(one["plan"])
            covered = sorted(years.get(iri, ()))
            yield {
                **self._head(iri),
                **self._readings(iri),
                "name": plain(one["name"]),
                "printed_period": _optional(one, "period"),
                "first_year": _last_segment(covered[0]) if covered else "",
                "last_year": _last_segment(covered[-1]) if covered else "",
                "predecessor": self.id(_optional(one, "predecessor")),
                "documents": self._ids(documents.get(iri, ())),
                **self._drafts(PLANS, iri),
            }

    def _printed(self, *, entries: bool) -> list[tuple[str, Record]]:
        """Give the elements of the source in printed order, either the entries or all others."""
        entry = expanded("mp:Activity", self.iris)
        found = [
            (iri, one)
            for iri, one in self.elements.items()
            if (plain(one["class"]) == entry) is entries
        ]
        return sorted(found, key=lambda pair: self._printed_place(*pair))

    def _printed_place(self, iri: str, one: Record) -> tuple[list[str | int], str, int, int, str]:
        plan = _by_number(self._plan_of(iri))
        return plan, plain(one["document"]), int(plain(one["start"])), int(plain(one["end"])), iri

    def _element(self, table: Table, iri: str, one: Record) -> dict[str, str]:
        """Give the cells that entries and other elements have alike."""
        return {
            **self._head(iri),
            **self._readings(iri),
            "plan": self.id(self._plan_of(iri)),
            "mark": _optional(one, "mark"),
            "position": plain(one["position"]),
            "text": plain(one["text"]),
            "name": self._name(iri, "ja"),
            "contributes_to": self._ids(self.judged.of(iri, "contributes_to")),
            "document": self.id(plain(one["document"])),
            "start": plain(one["start"]),
            "end": plain(one["end"]),
            **self._drafts(table, iri),
        }

    def plan_elements(self) -> Iterator[Cells]:
        """Give the elements other than entries, in printed order."""
        for iri, one in self._printed(entries=False):
            whole = self.whole[iri]
            yield {
                **self._element(PLAN_ELEMENTS, iri, one),
                "parent": self.id(whole) if whole in self.elements else "",
                "kind": plain(one["kind"]),
                "kind_en": plain(one["class"]).rpartition("#")[2],
                "level_name": _optional(one, "level"),
                "notation": _optional(one, "notation"),
            }

    def activities(self) -> Iterator[Cells]:
        """Give the entries, in printed order."""
        years = {plain(one["year"]): one for one in self.asked["fiscal-years"]}
        for iri, one in self._printed(entries=True):
            year = years[plain(one["year"])]
            kinds = self.judged.of(iri, "kinds")
            status = self.judged.one(iri, "status")
            yield {
                **self._element(ACTIVITIES, iri, one),
                "action_plan": self.id(self.whole[iri]),
                "fiscal_year": plain(year["name"]),
                "year": _last_segment(plain(one["year"])),
                "start_date": plain(year["start"]),
                "end_date": plain(year["end"]),
                "kinds": _joined(self.called[kind] for kind in kinds),
                "kind_codes": _joined(map(_last_segment, kinds)),
                "status": self.called[status] if status else "",
                "status_code": _last_segment(status),
                "series": self.id(self.judged.one(iri, "series")),
                "involves": self._ids(self.judged.of(iri, "involves")),
                "follows_up": self._ids(self.judged.of(iri, "follows_up")),
            }

    # --- what is judged, and what stands around the plans

    def series(self) -> Iterator[Cells]:
        """Give the series, in the order in which their first entries are printed."""
        printed = {iri: at for at, (iri, _) in enumerate(self._printed(entries=True))}

        def first(one: Record) -> tuple[int, str]:
            entries = self.judged.members(plain(one["series"]))
            return min(map(printed.__getitem__, entries), default=len(printed)), plain(
                one["series"]
            )

        for one in sorted(self.asked["series"], key=first):
            iri = plain(one["series"])
            entries = sorted(self.judged.members(iri), key=printed.__getitem__)
            years = sorted(_last_segment(plain(self.elements[entry]["year"])) for entry in entries)
            yield {
                **self._head(iri),
                **self._readings(iri),
                "plan": self.id(plain(one["plan"])),
                "name": self._name(iri, "ja"),
                "first_year": years[0] if years else "",
                "last_year": years[-1] if years else "",
                "size": str(len(entries)),
                "entries": _joined(map(self.id, entries)),
                **self._drafts(SERIES, iri),
            }

    def entities(self) -> Iterator[Cells]:
        """Give what stands around the plans, the municipality first."""
        labels = self._of_pages("rdfs:label")
        descriptions = self._of_pages("dcterms:description")
        pages = _gathered(self.asked["entity-pages"], "entity", "page")
        alias = expanded("skos:altLabel", self.iris)
        for iri in sorted(labels, key=_by_number):
            found = _ENTITY.fullmatch(self.id(iri))
            if found is None:
                continue
            kind = found["kind"] or "municipality"
            yield {
                **self._head(iri),
                **self._readings(iri),
                "kind": ENTITY_KINDS[kind],
                "kind_en": kind,
                "name": labels[iri][0],
                "aliases": _joined(sorted(self.names.get((iri, alias, "ja"), ()))),
                "descriptions": PARAGRAPHS.join(descriptions.get(iri, ())),
                "pages": _joined(sorted(pages.get(iri, ()))),
                **self._drafts(ENTITIES, iri),
            }

    def statements(self) -> Iterator[Cells]:
        """Give the judgements in the order of their numbers."""
        quoted = _gathered(self.asked["quoted-texts"], "statement", "text")
        for one in self._sorted(self.asked["statements"], "statement"):
            iri, subject = plain(one["statement"]), plain(one["subject"])
            yield {
                **self._head(iri),
                **self._value(one),
                **self._basis(one),
                "plan": self._plan_above(iri, "statement"),
                "subject": self.id(subject),
                "subject_name": self.called.get(subject, self.id(subject)),
                "relation": _optional(one, "relation") or self._compact(plain(one["property"])),
                "property": plain(one["property"]),
                "quoted_texts": PARAGRAPHS.join(sorted(quoted.get(iri, ()))),
                "justification": plain(one["justification"]),
            }

    def _value(self, one: Record) -> dict[str, str]:
        """Give the cells of what a statement says."""
        value = one["target"]
        if isinstance(value, Text):
            column = {"ja-hrkt": "value_kana", "en": "value_en"}.get(value.language, "value_ja")
            return {column: value.value}
        iri, concepts = plain(value), self.iris.at("voc/")
        cells = {"value_name": self.called.get(iri, "")}
        if iri.startswith(concepts):
            return cells | {"value_code": iri.removeprefix(concepts)}
        return cells | {"value": self.id(iri)}

    def _compact(self, iri: str) -> str:
        """Give an IRI with a prefix, where there is one for it."""
        for prefix, space in self.iris.prefixes.items():
            if iri.startswith(space):
                return f"{prefix}:{iri.removeprefix(space)}"
        return iri

    def anomalies(self) -> Iterator[Cells]:
        """Give the notes in the order of their numbers."""
        candidates: Mapping[str, list[str]] = defaultdict(list)
        for one in self.asked["candidates"]:
            written = f"{plain(one['text'])}={plain(one['confidence'])}"
            candidates[plain(one["note"])].append(written)
        for one in self._sorted(self.asked["notes"], "note"):
            iri, thing, document = (plain(one[name]) for name in ("note", "thing", "document"))
            yield {
                **self._head(iri),
                **self._basis(one),
                "plan": self._plan_above(iri, "note"),
                "anomaly": plain(one["anomaly"]),
                "thing": "" if thing == document else self.id(thing),
                "type": self.called[plain(one["type"])],
                "type_code": _last_segment(plain(one["type"])),
                "severity": self.called[plain(one["severity"])],
                "severity_code": _last_segment(plain(one["severity"])),
                "motivation": plain(one["motivation"]).rpartition("#")[2],
                "quote": plain(one["quote"]),
                "document": self.id(document),
                "start": plain(one["start"]),
                "end": plain(one["end"]),
                "note": plain(one["ja"]),
                "note_en": plain(one["en"]),
                "candidates": _joined(candidates.get(iri, ())),
            }

    def links(self) -> Iterator[Cells]:
        """Give the links to the outside."""
        for one in self._sorted(self.asked["links"], "link"):
            subject = plain(one["subject"])
            yield {
                **self._head(plain(one["link"]), of=subject),
                **self._basis(one),
                "mapping_set": self.id(plain(one["set"])),
                "subject_id": self.id(subject),
                "subject_label": plain(one["subject_label"]),
                "predicate_id": plain(one["property"]),
                "object_id": plain(one["target"]),
                "object_label": plain(one["target_label"]),
                "mapping_justification": plain(one["justification"]),
            }


def _texts(records: Iterable[Record], key: str, value: str) -> dict[str, str]:
    """Give the first `value` of each `key`."""
    found: dict[str, str] = {}
    for one in records:
        found.setdefault(plain(one[key]), plain(one[value]))
    return found


def _first_each(records: Iterable[Record], key: str) -> dict[str, Record]:
    """Give the first record of each `key`."""
    found: dict[str, Record] = {}
    for one in records:
        found.setdefault(plain(one[key]), one)
    return found


def _gathered(records: Iterable[Record], key: str, value: str) -> Mapping[str, list[str]]:
    """Give all values of each `key`."""
    found: Mapping[str, list[str]] = defaultdict(list)
    for one in records:
        found[plain(one[key])].append(plain(one[value]))
    return found


def _optional(one: Record, name: str) -> str:
    return plain(one[name]) if name in one else ""


def _last_segment(iri: str) -> str:
    return iri.rpartition("/")[2]
