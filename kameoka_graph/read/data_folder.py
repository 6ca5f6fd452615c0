"""The data folder to frozen values: what stands in it beside the plans' documents.

The plans come in read, since a plan that cannot be read stops everything; the tables that people
edit come with a list of what is wrong in them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kameoka_graph.read.agents import Agents, read_agents
from kameoka_graph.read.context import Context, read_context
from kameoka_graph.read.curation import Curation, read_curation
from kameoka_graph.read.municipality import Municipality, read_municipalities
from kameoka_graph.read.plan_folder import PlanFolder
from kameoka_graph.read.sssom import MappingSet, read_mappings
from kameoka_graph.read.table import CellError

CURATED: Final = "curated"
"""Folder of a plan's judgements, below the plan's."""


@dataclass(frozen=True, slots=True)
class DataFolder:
    """Everything that a publication is made from, apart from its manifest."""

    path: Path
    """The folder."""
    plans: tuple[PlanFolder, ...]
    """The plans."""
    curations: tuple[Curation, ...]
    """What was judged of each plan, in the order of the plans."""
    context: Context
    """What other publications say."""
    links: tuple[MappingSet, ...]
    """Links to the outside."""
    agents: Agents
    """Who judged, and who publishes."""
    municipalities: Mapping[str, Municipality]
    """The municipalities of the country, by code."""
    wrong: tuple[CellError, ...]
    """What is not as it should be in any table."""


def read_data_folder(data: Path, plans: tuple[PlanFolder, ...]) -> DataFolder:
    """Read the data folder around `plans`.

    Raises `CellError` or `SourceRefusedError` for the table of municipalities, which nobody edits.
    """
    curations = tuple(read_curation(folder.path / CURATED) for folder in plans)
    context = read_context(data / "context")
    agents = read_agents(data / "agents.csv")
    links = [read_mappings(path) for path in sorted((data / "links").glob("*.sssom.tsv"))]
    return DataFolder(
        data,
        plans,
        curations,
        context,
        tuple(one for one, _ in links if one is not None),
        agents,
        read_municipalities(data / "municipalities" / "municipalities.csv"),
        (
            *(error for curation in curations for error in curation.wrong),
            *context.wrong,
            *(error for _, wrong in links for error in wrong),
            *agents.wrong,
        ),
    )
