"""`agents.csv` to frozen values: who judged, and who publishes."""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from kameoka_graph.read.cell import Cells, rows_of, same_as
from kameoka_graph.read.table import CellError
from kameoka_graph.say import Say

COLUMNS: Final = ("agent", "type", "label_ja", "label_en", "note_ja", "note_en")
"""Header of `agents.csv`."""

SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""A name in IRIs."""
A_SLUG: Final = Say(
    "英小文字・数字・ハイフンの名前", "a name of lower-case letters, digits and hyphens"
)
"""What such a name is made of."""


class AgentKind(StrEnum):
    """What an agent is; the value is what the table says."""

    ORGANISATION = "organisation"
    SOFTWARE = "software"


@dataclass(frozen=True, slots=True)
class Agent:
    """Someone or something that judges or publishes."""

    name: str
    """Its name in IRIs, e.g. proposal."""
    kind: AgentKind
    """What it is."""
    label: Say
    """E.g. 機械による下書き（人による確認前）."""
    note: Say
    """What it does."""


@dataclass(frozen=True, slots=True)
class Agents:
    """The agents of a publication."""

    agents: tuple[Agent, ...]
    """Those whose rows are as they should be."""
    names: frozenset[str]
    """The names of all rows."""
    wrong: tuple[CellError, ...]
    """The cells that are not as they should be."""
    unread: bool
    """Whether the table could not be read at all."""


def read_agents(path: Path) -> Agents:
    """Read the table of agents; it may be missing."""
    agents: list[Agent] = []
    wrong: list[CellError] = []
    seen: dict[str, int] = {}
    rows = rows_of(path, COLUMNS, wrong)
    for row in rows or ():
        cells = Cells(row)
        name = cells.form("agent", SLUG, A_SLUG)
        if name in seen:
            cells.refuse("agent", same_as(seen[name], Say("名前", "name")))
        seen.setdefault(name, row.number)
        kind = cells.one_of("type", [kind.value for kind in AgentKind])
        label = Say(cells.text("label_ja"), cells.text("label_en"))
        note = Say(cells.text("note_ja"), cells.text("note_en"))
        wrong += cells.wrong
        if not cells.wrong:
            agents.append(Agent(name, AgentKind(kind), label, note))
    return Agents(tuple(agents), frozenset(seen), tuple(wrong), rows is None)
