"""The rows about one plan to what is wrong with them: what they point at, quote and repeat.

Nothing here is about RDF: an editor is told the file, row, column and value, and how to mend it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kameoka_graph.check.advice import ONCE, SAYING, near, place_of, wrong_sort
from kameoka_graph.read.cell import same_as, unknown
from kameoka_graph.read.curation import Curation, Judgement, Note
from kameoka_graph.read.document import Plan
from kameoka_graph.read.plan_folder import PlanFolder
from kameoka_graph.read.sheet import (
    ACTIVITY_KINDS,
    CONTRIBUTIONS,
    CORRECTED_LABELS,
    ENGLISH_LABELS,
    FOLLOW_UPS,
    INVOLVEMENTS,
    READINGS,
    SERIES,
    STATUSES,
    Relation,
)
from kameoka_graph.read.table import CellError, Row
from kameoka_graph.say import Say, excerpt
from kameoka_graph.state.curated_graph import SCHEMES
from kameoka_graph.state.reference import References, Referent, Sort

_ALL: Final = tuple(Sort)
_OF_PLAN: Final = (Sort.ELEMENT, Sort.ENTRY)
SUBJECTS: Final[Mapping[str, tuple[Sort, ...]]] = {
    CONTRIBUTIONS.file: _OF_PLAN,
    SERIES.file: (Sort.ENTRY,),
    INVOLVEMENTS.file: (Sort.ENTRY, Sort.SERIES),
    FOLLOW_UPS.file: (Sort.ENTRY, Sort.SERIES),
    ACTIVITY_KINDS.file: (Sort.ENTRY,),
    STATUSES.file: (Sort.ENTRY,),
    CORRECTED_LABELS.file: _ALL,
    READINGS.file: _ALL,
    ENGLISH_LABELS.file: _ALL,
}
"""What the rows of each table may be about."""
VALUES: Final[Mapping[Relation, tuple[Sort, ...]]] = {
    Relation.CONTRIBUTES_TO: _OF_PLAN,
    Relation.IN_SERIES: (Sort.SERIES,),
    Relation.INVOLVES: (Sort.ENTITY,),
    Relation.FOLLOWS_UP: (Sort.SERIES,),
}
"""What each relation may lead to, where it leads to a thing."""
_MANY: Final = (Relation.ALT_LABEL, Relation.HIDDEN_LABEL)
"""Relations that a thing may have many of, in tables where it has others once."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the rows about a plan are held against."""

    things: References
    """What they may refer to."""
    agents: Collection[str]
    """The names of `agents.csv`."""
    codes: Mapping[str, Collection[str]]
    """The codes of each scheme of concepts, e.g. of activity-kind."""
    faulty: Collection[str]
    """References to rows that are wrong themselves; nothing more is said of these."""


def check_curation(folder: PlanFolder, curation: Curation, known: Known) -> tuple[CellError, ...]:
    """Tell everything that is wrong with the rows about the plan of `folder`, table by table.

    What is wrong with a cell by itself is among `curation.wrong` already and not told again.
    """
    check = _Check(folder, known)
    check.numbers((*curation.judgements, *curation.notes))
    check.repeated(curation.judgements)
    for row in curation.judgements:
        check.judgement(row)
    check.series_labels(curation.of(SERIES))
    check.repeated_notes(curation.notes)
    for note in curation.notes:
        check.note(note)
    return tuple(sorted(check.wrong, key=lambda error: (error.file, error.row)))


class _Check:
    """The check of the rows about one plan."""

    def __init__(self, folder: PlanFolder, known: Known) -> None:
        self.plan: Plan = folder.plan
        self.known = known
        self.gone = {entry.path: entry.text for entry in folder.registry}
        self.wrong: list[CellError] = []

    def refuse(self, row: Row, column: str, wrong: Say) -> None:
        self.wrong.append(CellError(row.file, row.number, column, row[column], wrong))

    def numbers(self, rows: Iterable[Judgement | Note]) -> None:
        """Refuse a number that another row has, in whichever table."""
        seen: dict[str, Row] = {}
        highest = max((int(one.id) for one in rows), default=0)
        for one in rows:
            first = seen.setdefault(one.id, one.row)
            if first is not one.row:
                self.refuse(
                    one.row,
                    "id",
                    Say(
                        f"{first.file} の{first.number}行目にも同じ番号があります。"
                        f"まだ使っていない番号（{highest + 1:04} から）にしてください。",
                        f"row {first.number} of {first.file} has this number too; take one that "
                        f"was never used ({highest + 1:04} or higher).",
                    ),
                )

    def repeated(self, rows: Iterable[Judgement]) -> None:
        """Refuse what is said twice, and a second value where a thing can have one only."""
        said: dict[tuple[str, ...], Judgement] = {}
        held: dict[tuple[str, ...], Judgement] = {}
        for one in rows:
            key = (one.relation, one.sheet.language, one.subject)
            first = said.setdefault((*key, one.value), one)
            if first is not one:
                self.refuse(one.row, one.sheet.value, same_as(first.row.number, SAYING))
            elif one.sheet.file in ONCE and one.relation not in _MANY:
                other = held.setdefault(key, one)
                if other is not one:
                    wrong = ONCE[one.sheet.file]
                    number = other.row.number
                    self.refuse(
                        one.row,
                        one.sheet.subject,
                        Say(f"{wrong.ja}（{number}行目）", f"{wrong.en} (row {number})"),
                    )

    def judgement(self, one: Judgement) -> None:
        """Check one row: what it is about, what it says, who says so."""
        sheet = one.sheet
        subject = self.thing(one.row, sheet.subject, SUBJECTS[sheet.file])
        if subject is not None:
            self.wording(one.row, "text", subject)
        self.value(one)
        self.agent(one.row, one.basis.curator)
        if one.relation is Relation.CONTRIBUTES_TO and one.subject == one.value:
            self.refuse(
                one.row,
                sheet.value,
                Say(
                    "自分自身に寄与するとは書けません。", "an element cannot contribute to itself."
                ),
            )

    def value(self, one: Judgement) -> None:
        """Check what a row says: a code that exists, or a thing of the right sort and wording."""
        if one.relation in SCHEMES:
            self.code(one.row, one.sheet.value, SCHEMES[one.relation])
        elif one.relation in VALUES:
            thing = self.thing(one.row, one.sheet.value, VALUES[one.relation])
            if thing is not None and one.sheet is CONTRIBUTIONS:
                self.wording(one.row, one.sheet.value_text, thing)

    def note(self, one: Note) -> None:
        """Check a note: its thing, its place, its codes, who says so."""
        if one.thing:
            self.thing(one.row, "thing", _ALL)
        self.code(one.row, "type", "anomaly")
        self.code(one.row, "severity", "severity")
        self.agent(one.row, one.basis.curator)
        self.place(one)

    def thing(self, row: Row, column: str, sorts: tuple[Sort, ...]) -> Referent | None:
        """Find what a cell refers to; refuse nothing, and another sort of thing."""
        reference = row[column]
        found = self.known.things.get(reference)
        if found is None:
            if reference not in self.known.faulty:
                self.refuse(row, column, self._nothing(reference))
        elif found.sort not in sorts:
            self.refuse(row, column, wrong_sort(found.sort, sorts))
        return found

    def wording(self, row: Row, column: str, thing: Referent) -> None:
        """Refuse a wording that is not the thing's (any more)."""
        if row[column] == thing.wording:
            return
        source = thing.sort in {Sort.PLAN, *_OF_PLAN}
        now = (
            Say("今の原文", "the source now says") if source else Say("今の名称", "its name now is")
        )
        self.refuse(
            row,
            column,
            Say(
                f"{now.ja}は「{thing.wording}」です。判断がそのまま当てはまるか確かめ、"
                "当てはまればこの欄を改め、当てはまらなければ行を直すか消してください。",
                f"{now.en} “{thing.wording}”. Check whether the judgement still holds: if so, mend "
                "this cell; if not, mend or delete the row.",
            ),
        )

    def code(self, row: Row, column: str, scheme: str) -> None:
        """Refuse a code that its scheme does not have."""
        if row[column] not in self.known.codes[scheme]:
            self.refuse(row, column, unknown(self.known.codes[scheme]))

    def agent(self, row: Row, name: str) -> None:
        """Refuse a curator that `agents.csv` does not have."""
        if name not in self.known.agents:
            there = sorted(self.known.agents)
            self.refuse(
                row,
                "curator",
                Say(
                    f"agents.csv にありません。あるのは {'、'.join(there)} です。"
                    "新しい担当は、先に agents.csv に足してください。",
                    f"agents.csv has no such agent; it has {', '.join(there)}. Add a new one to "
                    "agents.csv first.",
                ),
            )

    def series_labels(self, rows: Iterable[Judgement]) -> None:
        """Refuse a series that is called differently in another row."""
        first: dict[str, Judgement] = {}
        for one in rows:
            named = first.setdefault(one.value, one)
            if named.value_text != one.value_text:
                self.refuse(
                    one.row,
                    "series_label",
                    Say(
                        f"{named.row.number}行目では、同じ系列が「{named.value_text}」です。"
                        "名称をそろえてください。",
                        f"row {named.row.number} calls the same series “{named.value_text}”; use "
                        "one name.",
                    ),
                )

    def repeated_notes(self, notes: Iterable[Note]) -> None:
        """Refuse a second note of one anomaly on one thing and place."""
        seen: dict[tuple[object, ...], Note] = {}
        for one in notes:
            first = seen.setdefault((one.anomaly, one.thing, one.span, one.candidates), one)
            if first is not one:
                self.refuse(one.row, "quote", same_as(first.row.number, Say("注記", "note")))

    def place(self, note: Note) -> None:
        """Refuse a quotation that does not stand where the note says; tell where it stands."""
        text, span = self.plan.source.text, note.span
        if not span.start < span.end <= len(text):
            self.refuse(
                note.row,
                "end",
                Say(
                    f"範囲が正しくありません。start < end ≦ {len(text)}（原文の文字数）が必要です。"
                    f"{place_of(text, note.quote, span.start).ja}",
                    f"bad range; start < end ≤ {len(text)} (the length of the source) is needed. "
                    f"{place_of(text, note.quote, span.start).en}",
                ),
            )
        elif text[span.start : span.end] != note.quote:
            there = excerpt(text[span.start : span.end])
            found = place_of(text, note.quote, span.start)
            self.refuse(
                note.row,
                "quote",
                Say(
                    f"{span.start}〜{span.end} にあるのは「{there}」です。{found.ja}",
                    f"at {span.start}–{span.end} stands “{there}”. {found.en}",
                ),
            )

    def _nothing(self, reference: str) -> Say:
        if reference in self.gone:
            return Say(
                f"この要素は今の原典にありません（以前の原文は「{self.gone[reference]}」）。"
                "当てはまる要素に改めるか、行を消してください。",
                f"the source no longer has this element (it used to say “{self.gone[reference]}”); "
                "name the element that takes its place, or delete the row.",
            )
        if reference.startswith("/"):
            return Say(
                "entities.csv にも計画にもありません。名前を確かめるか、"
                "entities.csv に足してください。",
                "neither entities.csv nor the plans have it; check the name, or add it to "
                "entities.csv.",
            )
        close = near(reference, self.known.things)
        return Say(
            f"この計画にありません。{close.ja}", f"there is no such thing in this plan. {close.en}"
        )
