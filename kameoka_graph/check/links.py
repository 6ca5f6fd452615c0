"""Files of links to the outside to what is wrong with them: only confirmed links may stand."""

import re
from collections.abc import Collection
from typing import Final

from rdflib.namespace import OWL, SKOS

from kameoka_graph.read.cell import same_as, unknown
from kameoka_graph.read.sssom import MappingRow, MappingSet
from kameoka_graph.read.table import CellError
from kameoka_graph.say import Say
from kameoka_graph.state.terms import SEMAPV

PREDICATES: Final = {
    str(SKOS.exactMatch): "skos:exactMatch",
    str(SKOS.closeMatch): "skos:closeMatch",
    str(SKOS.broadMatch): "skos:broadMatch",
    str(SKOS.narrowMatch): "skos:narrowMatch",
    str(SKOS.relatedMatch): "skos:relatedMatch",
}
"""Relations that a link may state, with the names that files give them."""
JUSTIFICATIONS: Final = {
    str(SEMAPV.ManualMappingCuration): "semapv:ManualMappingCuration",
    str(SEMAPV.MappingReview): "semapv:MappingReview",
}
"""Justifications of a link that a person has confirmed."""

_UNVERIFIED: Final = re.compile(
    r"未確認|未検証|推測|確認(?:でき|され|し)てい?ない|確かめ(?:られ)?てい?ない"
    r"|unverified|unconfirmed|not (?:yet )?(?:verified|confirmed|checked)|\[[UC]\]",
    re.IGNORECASE,
)
_OUTSIDE: Final = re.compile(r"https?://[^\s<>\"{}|^`\\]+")


def check_links(
    sets: tuple[MappingSet, ...], things: Collection[str], agents: Collection[str]
) -> tuple[CellError, ...]:
    """Tell everything that is wrong with the links of `sets`.

    Args:
        sets: The files.
        things: What stands below `id/`.
        agents: The names of `agents.csv`.
    """
    wrong: list[CellError] = []
    seen: dict[tuple[str, str, str], MappingRow] = {}
    for row in (row for one in sets for row in one.mappings):
        check = _Check(row, wrong)
        check.ends(things)
        check.predicate()
        check.confirmed()
        check.author(agents)
        first = seen.setdefault((row.subject, row.predicate, row.object), row)
        if first is not row:
            check.refuse("object_id", same_as(first.row.number, Say("対応", "link")))
    return tuple(wrong)


class _Check:
    """The check of one link."""

    def __init__(self, link: MappingRow, wrong: list[CellError]) -> None:
        self.link = link
        self.wrong = wrong

    def refuse(self, column: str, wrong: Say) -> None:
        row = self.link.row
        self.wrong.append(CellError(row.file, row.number, column, row[column], wrong))

    def ends(self, things: Collection[str]) -> None:
        """Refuse a link from nothing of ours, or to nothing outside."""
        if self.link.subject.removeprefix("id/") not in things:
            self.refuse(
                "subject_id",
                Say(
                    "entities.csv にも計画にもありません。id: に続けて entities.csv の "
                    "entity を書きます。",
                    "neither entities.csv nor the plans have it; write id: and an entity of "
                    "entities.csv.",
                ),
            )
        if not _OUTSIDE.fullmatch(self.link.object):
            self.refuse(
                "object_id",
                Say("外部のアドレスになりません。", "this makes no outside address."),
            )

    def predicate(self) -> None:
        """Refuse identity, and relations that are not those of SKOS between vocabularies."""
        if self.link.predicate == str(OWL.sameAs):
            self.refuse(
                "predicate_id",
                Say(
                    "同一（owl:sameAs）とは述べません。skos:closeMatch などにしてください。",
                    "identity (owl:sameAs) is not stated; use skos:closeMatch or the like.",
                ),
            )
        elif self.link.predicate not in PREDICATES:
            self.refuse("predicate_id", unknown(PREDICATES.values()))

    def confirmed(self) -> None:
        """Refuse a link that its own row says nobody has confirmed."""
        if self.link.justification not in JUSTIFICATIONS:
            self.refuse("mapping_justification", unknown(JUSTIFICATIONS.values()))
        if _UNVERIFIED.search(self.link.comment):
            self.refuse(
                "comment",
                Say(
                    "確かめていない対応は載せません。確かめるまで context/left-out.csv に"
                    "書いてください。",
                    "a link that was not confirmed does not stand here; put it into "
                    "context/left-out.csv until it is.",
                ),
            )

    def author(self, agents: Collection[str]) -> None:
        """Refuse an author that `agents.csv` does not have."""
        names = [f"agent:{name}" for name in sorted(agents)]
        if self.link.author.removeprefix("id/agent/") not in agents:
            self.refuse("author_id", unknown(names))
