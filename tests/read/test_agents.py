"""The agents who judge and publish are read, and each wrong cell of their table is told."""

from pathlib import Path

import pytest

from kameoka_graph.read.agents import COLUMNS, AgentKind, Agents, read_agents

ROW = "proposal,organisation,提案,Proposal,案,Draft"


def read(folder: Path, *rows: str) -> Agents:
    """Read a table with these rows."""
    path = folder / "agents.csv"
    path.write_text("\n".join([",".join(COLUMNS), *rows]), encoding="utf-8")
    return read_agents(path)


def test_the_real_agents(root: Path) -> None:
    """The real table has the publisher, the proposals and the drafts, and nothing wrong."""
    agents = read_agents(root / "data/agents.csv")
    assert {one.name: one.kind for one in agents.agents} == {
        "kameoka-graph": AgentKind.ORGANISATION,
        "proposal": AgentKind.ORGANISATION,
        "machine-draft": AgentKind.SOFTWARE,
    }
    assert agents.wrong == ()


def test_a_missing_table_has_no_agents(tmp_path: Path) -> None:
    """A folder without the table has no agents, which is not wrong by itself."""
    agents = read_agents(tmp_path / "agents.csv")
    assert (agents.agents, agents.wrong, agents.unread) == ((), (), False)


@pytest.mark.parametrize(
    ("rows", "number", "column", "ja"),
    [
        ([ROW.replace("proposal", "提案")], 2, "agent", "英小文字"),
        ([ROW.replace("organisation", "person")], 2, "type", "organisation、software"),
        ([ROW.replace("Draft", "")], 2, "note_en", "空です"),
        ([ROW, ROW], 3, "agent", "2行目と同じ名前"),
    ],
    ids=["name", "type", "note", "twice"],
)
def test_a_wrong_cell_is_told(
    tmp_path: Path, rows: list[str], number: int, column: str, ja: str
) -> None:
    """A wrong cell is told with its row and column, and its row is left out, its name kept."""
    agents = read(tmp_path, *rows)
    (error,) = agents.wrong
    assert (error.row, error.column) == (number, column)
    assert ja in error.say.ja
    assert len(agents.agents) == len(rows) - 1
    assert agents.names == {row.partition(",")[0] for row in rows}


def test_an_unreadable_table_is_told(tmp_path: Path) -> None:
    """A table with another header is told, and known to be unread."""
    (tmp_path / "agents.csv").write_text("name\n", encoding="utf-8")
    agents = read_agents(tmp_path / "agents.csv")
    assert agents.unread
    assert "見出しが違います" in agents.wrong[0].say.ja
