"""Facts to StratML: a strategic plan (Part 1) and a performance plan (Part 2) for each plan.

Part 1 holds the framework: themes are its values, pillars its goals, measures their objectives;
any further level is an objective of the goal that it stands under, with a longer number. Part 2
holds the action plans as goals, their aims and concrete actions as objectives. A part without a
goal has no file.

Nothing is claimed that the source does not state: there are no indicators, targets or results,
the entries of the years are listed in words, and what was judged, what other pages say and what
software drafted is told as such in `OtherInformation`. Texts are in Japanese, as printed.

ISO 17469-1 and -2; the names and the order of the elements are those of their schemas.
"""

import re
import uuid
from collections.abc import Iterable, Sequence
from typing import Final
from xml.etree import ElementTree as ET

from kameoka_graph.exchange.facts import (
    DESCRIPTION,
    HAS_PART,
    LABEL,
    MACHINE,
    POSITION,
    PREF_LABEL,
    READING,
    Facts,
    in_order,
)
from kameoka_graph.exchange.file import File, Part
from kameoka_graph.read.document import Kind
from kameoka_graph.say import Language, Say, ToldError, excerpt
from kameoka_graph.state.terms import PREFIXES
from kameoka_graph.state.terms import Term as Own
from kameoka_graph.store.answer import Iri, Term, Text

PART_1: Final = "urn:ISO:std:iso:17469:tech:xsd:stratml_core"
"""Namespace of Part 1."""
PART_2: Final = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"
"""Namespace of Part 2."""
SLOGAN: Final = f"{PREFIXES['schema']}slogan"

_UNWRITABLE: Final = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
"""What XML 1.0 has no way to write, https://www.w3.org/TR/xml/#charsets."""
_SHORT: Final = {Kind.AIM: "ね", Kind.CONCRETE_ACTION: "行"}
"""What the number of an objective of an action plan begins with."""
_CODE: Final = f"{PREFIXES['skos']}notation"
_PUBLISHER: Final = f"{PREFIXES['dcterms']}publisher"
_RIGHTS: Final = f"{PREFIXES['dcterms']}rights"
_SOURCE: Final = f"{PREFIXES['prov']}hadPrimarySource"
_ROLES: Final = {
    f"{PREFIXES['prov']}wasAttributedTo": "計画の担当",
    f"{PREFIXES['dcterms']}contributor": "計画への寄与者",
}
"""Links from a plan to its stakeholders, and what these are."""
_LABELS: Final = ((READING, "よみがな"), ("en", "英語名"), ("ja", "整えた名称"))
"""Judged labels by language tag, and what they are called."""


class UnwritableError(ToldError, ValueError):
    """A text with a character that XML cannot carry; `name` is the file that would hold it."""

    def __init__(self, name: str, tag: str, text: str, char: str) -> None:
        """Tell which character, where, and what to do."""
        code = f"U+{ord(char):04X}"
        super().__init__(
            Say(
                f"{name}: {tag} の「{excerpt(text)}」に、XML に書けない文字 {code} があります。"
                "もとのデータからこの文字を取り除いてください。",
                f"{name}: “{excerpt(text)}” ({tag}) has the character {code}, which XML cannot "
                "carry; remove it from the data.",
            )
        )
        self.name = name
        self.char = char


def write_stratml(facts: Facts) -> tuple[File, ...]:
    """Write the parts of each plan that has elements; raises `UnwritableError`."""
    made: list[File] = []
    for plan in facts.of_class(str(facts.iris.mp(Own.PLAN))):
        name = "-".join(facts.iris.document_path(plan).split("/plan/"))
        if goals := framework_goals(facts, plan):
            made.append(_file(f"stratml-part1-{name}.xml", _part_1(facts, plan, goals)))
        if goals := _below(facts, plan, Kind.ACTION_PLAN):
            made.append(_file(f"stratml-part2-{name}.xml", _part_2(facts, plan, goals)))
    return tuple(made)


def identifier(iri: str) -> str:
    """Give the identifier of a thing: `xsd:ID`, so a letter or `_` comes first."""
    return f"_{uuid.uuid5(uuid.NAMESPACE_URL, iri)}"


def framework_goals(facts: Facts, plan: Iri) -> list[Iri]:
    """Give the goals of Part 1: what stands directly under the plan and has a level below it.

    Action plans are left to Part 2; a theme is a goal only where something stands under it.
    """
    return [
        one
        for one in _parts(facts, plan)
        if not facts.is_element(one, Kind.ACTION_PLAN)
        and not facts.is_element(one, Kind.ACTIVITY)
        and (not facts.is_element(one, Kind.THEME) or _parts(facts, one))
    ]


def _part_1(facts: Facts, plan: Iri, goals: Sequence[Iri]) -> ET.Element:
    mapping = "この書き出しでは、テーマを Value、取り組みを Goal、施策を Objective とする。"
    return _element(
        "StrategicPlan",
        *_head(facts, plan, mapping),
        _core(facts, plan, [_framework_goal(facts, goal) for goal in goals]),
        _administrative(facts, plan),
        xmlns=PART_1,
    )


def _part_2(facts: Facts, plan: Iri, goals: Sequence[Iri]) -> ET.Element:
    mapping = "この書き出しでは、行動計画を Goal、ねらいと具体的な行動を Objective とする。"
    return _element(
        "PerformancePlanOrReport",
        *_head(facts, plan, mapping),
        _core(facts, plan, [_action_plan(facts, goal) for goal in goals]),
        _administrative(facts, plan),
        xmlns=PART_2,
        Type="Performance_Plan",
    )


def _head(facts: Facts, plan: Iri, mapping: str) -> list[ET.Element | None]:
    period = _printed(facts, plan, Own.PRINTED_PERIOD)
    sources = facts.links(plan, _SOURCE)
    return [
        _leaf("Name", _name(facts, plan)),
        _leaf("Description", f"計画期間：{period}" if period else ""),
        _leaf(
            "OtherInformation",
            mapping,
            "実施されたかどうかは原典に記載がなく、書いていない。",
            *_labels(facts, plan),
            *(f"出典：{_name(facts, source)} {source}" for source in sources),
            *(told for source in sources for told in facts.texts(source, _RIGHTS, "ja")),
            *_told_elsewhere(facts, plan),
            f"URI：{plan}",
        ),
    ]


def _told_elsewhere(facts: Facts, plan: Iri) -> list[str]:
    """Tell what other pages say of a plan, and which page."""
    told = {SLOGAN: "Vision", DESCRIPTION: "計画の説明"}
    return [
        f"{what}は原典ではなく、{page} による：{value.value}"
        for prop, what in told.items()
        for value in facts.all(plan, prop)
        if isinstance(value, Text) and (page := facts.pages.get((plan, prop, value)))
    ]


def _core(facts: Facts, plan: Iri, goals: Iterable[ET.Element]) -> ET.Element:
    slogan = facts.text(plan, SLOGAN, "ja")
    return _element(
        "StrategicPlanCore",
        *(_organisation(facts, plan, one) for one in facts.links(plan, _PUBLISHER)),
        _element("Vision", _leaf("Description", slogan)) if slogan else None,
        *(
            _element(
                "Value", _leaf("Name", _text(facts, one)), _leaf("Description", _mark(facts, one))
            )
            for one in _parts(facts, plan)
            if facts.is_element(one, Kind.THEME) and not _parts(facts, one)
        ),
        *goals,
    )


def _organisation(facts: Facts, plan: Iri, city: Iri) -> ET.Element:
    return _element(
        "Organization",
        _leaf("Name", _name(facts, city)),
        _leaf("Identifier", identifier(city)),
        *(
            _element(
                "Stakeholder",
                _leaf("Name", _name(facts, one)),
                _leaf("Description", _role(facts, (plan, prop, one), role)),
                StakeholderTypeType="Organization",
            )
            for prop, role in _ROLES.items()
            for one in facts.links(plan, prop)
        ),
    )


def _role(facts: Facts, triple: tuple[Iri, str, Iri], role: str) -> str:
    page = facts.pages.get(triple)
    return f"{role}（{page} による）" if page else role


def _framework_goal(facts: Facts, goal: Iri) -> ET.Element:
    number = _number(facts, goal)
    below = [(part, f"{number}.{rest}") for part, rest in _numbered(facts, goal)]
    return _element(
        "Goal",
        _leaf("Name", _text(facts, goal)),
        _leaf("Description", *_lines(facts, _parts(facts, goal)) or [_text(facts, goal)]),
        *_known(facts, goal, number),
        *(
            _element("Objective", _leaf("Name", _text(facts, part)), *_known(facts, part, place))
            for part, place in below
        ),
    )


def _action_plan(facts: Facts, goal: Iri) -> ET.Element:
    number = f"A{_number(facts, goal)}"
    parts = _parts(facts, goal)
    aims = [one for one in parts if facts.is_element(one, Kind.AIM)]
    entries = [one for one in parts if facts.is_element(one, Kind.ACTIVITY)]
    others = [one for one in parts if one not in entries]
    return _element(
        "Goal",
        _leaf("Name", _text(facts, goal)),
        _leaf("Description", *_lines(facts, aims) or [_text(facts, goal)]),
        *_known(facts, goal, number),
        *(
            _element(
                "Objective",
                _leaf("Name", _text(facts, one)),
                *_known(facts, one, f"{number}.{_short(facts, one)}"),
            )
            for one in sorted(others, key=lambda one: _kind_order(facts, one))
        ),
        _yearly(facts, number, entries) if entries else None,
    )


def _yearly(facts: Facts, number: str, entries: Iterable[Iri]) -> ET.Element:
    """Write what is listed for each year, in words: no target and no result."""
    years: dict[Iri, list[str]] = {}
    for entry in entries:
        for year in facts.links(entry, str(facts.iris.mp(Own.FISCAL_YEAR))):
            years.setdefault(year, []).append(_marked(facts, entry))
    return _element(
        "Objective",
        _leaf("Name", "年度別活動"),
        _leaf("Description", "各年度の欄に記された活動。実施されたことを述べるものではない。"),
        _leaf("SequenceIndicator", f"{number}.年"),
        _leaf(
            "OtherInformation",
            *(
                f"{_name(facts, year)}：{' '.join(texts)}"
                for year, texts in sorted(years.items(), key=lambda item: in_order(item[0]))
            ),
        ),
    )


def _known(facts: Facts, thing: Iri, number: str) -> list[ET.Element | None]:
    """Write what follows name and description in goals and objectives alike."""
    return [
        _leaf("Identifier", identifier(thing)),
        _leaf("SequenceIndicator", number),
        _leaf(
            "OtherInformation",
            *_labels(facts, thing),
            *_contributions(facts, thing),
            f"URI：{thing}",
        ),
    ]


def _labels(facts: Facts, thing: Iri) -> list[str]:
    """Tell the judged labels of a thing, and which of them software drafted."""
    return [
        f"{what}（{MACHINE}）：{value.value}"
        if facts.machine_made(thing, PREF_LABEL, value)
        else f"{what}：{value.value}"
        for tag, what in _LABELS
        for value in facts.all(thing, PREF_LABEL)
        if isinstance(value, Text) and value.language == tag
    ]


def _contributions(facts: Facts, thing: Iri) -> list[str]:
    """Tell what a thing is judged to contribute to: who judged, and how surely."""
    prop = str(facts.iris.mp(Own.CONTRIBUTES_TO))
    return [
        f"判断（原典の記載ではない。確度 {one.confidence}、{one.curator}）："
        f"{_cited(facts, target)}「{_text(facts, target)}」に寄与する。"
        for target in facts.links(thing, prop)
        for one in facts.judged.get((thing, prop, target), ())
    ]


def _administrative(facts: Facts, plan: Iri) -> ET.Element:
    start, end = facts.bounds(facts.own(plan, Own.COVERS_FISCAL_YEAR)) or ("", "")
    return _element(
        "AdministrativeInformation",
        _leaf("StartDate", start),
        _leaf("EndDate", end),
        _leaf("Source", next(iter(facts.links(plan, _SOURCE)), "")),
    )


def _parts(facts: Facts, thing: Iri) -> list[Iri]:
    """Give what stands directly under a thing, in printed order."""
    return sorted(
        facts.links(thing, HAS_PART), key=lambda one: (_position(facts, one), in_order(one))
    )


def _below(facts: Facts, thing: Iri, kind: Kind) -> list[Iri]:
    """Give the elements of a kind under a thing, however deep."""
    found: list[Iri] = []
    for part in _parts(facts, thing):
        found += [part] if facts.is_element(part, kind) else _below(facts, part, kind)
    return found


def _numbered(facts: Facts, thing: Iri) -> list[tuple[Iri, str]]:
    """Give everything of the framework under a thing, with its number."""
    found: list[tuple[Iri, str]] = []
    for part in _parts(facts, thing):
        if not facts.is_element(part, Kind.ACTION_PLAN) and not facts.is_element(
            part, Kind.ACTIVITY
        ):
            number = _number(facts, part)
            found.append((part, number))
            found += [(one, f"{number}.{rest}") for one, rest in _numbered(facts, part)]
    return found


def _kind_order(facts: Facts, thing: Iri) -> int:
    kinds = [place for place, kind in enumerate(Kind) if facts.is_element(thing, kind)]
    return kinds[0] if kinds else len(Kind)


def _position(facts: Facts, thing: Iri) -> int:
    return int(facts.text(thing, POSITION) or "0")


def _number(facts: Facts, thing: Iri) -> str:
    return str(_position(facts, thing))


def _short(facts: Facts, thing: Iri) -> str:
    """Give the number of an objective of an action plan, e.g. ね①."""
    kind = next((short for kind, short in _SHORT.items() if facts.is_element(thing, kind)), "")
    return kind + (_printed(facts, thing, Own.MARKER) or _number(facts, thing))


def _name(facts: Facts, thing: Iri) -> str:
    name = facts.name(thing, Language.JA)
    return str(thing) if name is None else name.value


def _text(facts: Facts, thing: Iri) -> str:
    """Give the wording of an element as printed."""
    return (
        _printed(facts, thing, Own.SOURCE_TEXT) or facts.text(thing, LABEL) or _name(facts, thing)
    )


def _mark(facts: Facts, thing: Iri) -> str:
    """Give the level and the number of an element as printed, e.g. テーマ（1）."""
    level, mark = (_printed(facts, thing, term) for term in (Own.LEVEL_NAME, Own.MARKER))
    return mark if level and level in mark else f"{level}{mark}"


def _cited(facts: Facts, thing: Iri) -> str:
    """Give the level and the number that tells a thing apart, e.g. 施策 2-3."""
    code, level = facts.text(thing, _CODE), _printed(facts, thing, Own.LEVEL_NAME)
    return f"{level} {code}" if code and level else _mark(facts, thing)


def _marked(facts: Facts, thing: Iri) -> str:
    return _printed(facts, thing, Own.MARKER) + _text(facts, thing)


def _lines(facts: Facts, things: Iterable[Iri]) -> list[str]:
    return [_marked(facts, thing) for thing in things]


def _printed(facts: Facts, thing: Term, term: Own) -> str:
    return facts.text(thing, str(facts.iris.mp(term)))


def _element(tag: str, *children: ET.Element | None, **attributes: str) -> ET.Element:
    made = ET.Element(tag, attributes)
    made.extend([child for child in children if child is not None])
    return made


def _leaf(tag: str, *lines: str) -> ET.Element | None:
    """Make an element of text, or nothing where nothing is known."""
    text = "\n".join(line for line in lines if line)
    if not text:
        return None
    made = ET.Element(tag)
    made.text = text
    return made


def _file(name: str, root: ET.Element) -> File:
    for element in root.iter():
        if element.text and (found := _UNWRITABLE.search(element.text)):
            raise UnwritableError(name, element.tag, element.text, found[0])
    ET.indent(root, " ")
    # A line end as XML reads it is LF alone; another one must be written as a reference.
    text = ET.tostring(root, encoding="unicode").replace("\r", "&#13;")
    part = 1 if root.tag == "StrategicPlan" else 2
    return File(
        name=name,
        media_type="application/xml",
        content=f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode(),
        title=_TITLES[part],
        description=_DESCRIPTIONS[part],
        part=Part.WHOLE,
        conforms_to=(PART_1 if part == 1 else PART_2,),
    )


_TITLES: Final = {
    1: Say("StratML 第1部（計画の体系）", "StratML Part 1 (framework of the plan)"),
    2: Say("StratML 第2部（行動計画）", "StratML Part 2 (action plans)"),
}
_DESCRIPTIONS: Final = {
    1: Say(
        "テーマ、取り組み、施策を、戦略計画の XML 形式 StratML（ISO 17469-1）で書いたもの。判断と"
        "機械による下書きは OtherInformation にその旨を添える。",
        "Themes, pillars and measures in StratML, the XML format for strategic plans (ISO "
        "17469-1). Judgements and machine drafts are told as such in OtherInformation.",
    ),
    2: Say(
        "行動計画、ねらい、具体的な行動と、年度ごとに記された活動を、StratML（ISO 17469-2）で書いた"
        "もの。実施状況は原典に記載がなく、目標値も結果も書かない。",
        "Action plans, aims, concrete actions and what is listed for each year in StratML (ISO "
        "17469-2). The source states no status, so there are neither targets nor results.",
    ),
}
