"""The table of all families of documents."""

from typing import Final

from kameoka_graph.show.families.chain import CHAIN
from kameoka_graph.show.families.home import HOME
from kameoka_graph.show.families.thing import DATA, IRIS, PAGE, SOURCE
from kameoka_graph.show.families.void import VOID, WELL_KNOWN_VOID
from kameoka_graph.show.family import Family

FAMILIES: Final[tuple[Family, ...]] = (
    HOME,
    *IRIS,
    SOURCE,
    PAGE,
    DATA,
    CHAIN,
    VOID,
    WELL_KNOWN_VOID,
)
"""Every family; their starts differ."""
