"""The table of all families of documents."""

from typing import Final

from kameoka_graph.show.families.about import ABOUT
from kameoka_graph.show.families.anomalies import ANOMALIES
from kameoka_graph.show.families.catalog import CATALOG, DOWNLOADS
from kameoka_graph.show.families.chain import CHAIN
from kameoka_graph.show.families.changes import CHANGES
from kameoka_graph.show.families.entities import ENTITIES
from kameoka_graph.show.families.home import HOME
from kameoka_graph.show.families.map import MAP
from kameoka_graph.show.families.matrix import MATRIX
from kameoka_graph.show.families.search import OPEN_SEARCH, SEARCH
from kameoka_graph.show.families.sitemap import sitemaps
from kameoka_graph.show.families.thing import DATA, IRIS, PAGE, SOURCE
from kameoka_graph.show.families.timeline import TIMELINE
from kameoka_graph.show.families.vocabulary import CONTEXT, SCHEMES
from kameoka_graph.show.families.void import VOID, WELL_KNOWN_VOID
from kameoka_graph.show.families.year import YEAR, YEARS
from kameoka_graph.show.family import Family

_DOCUMENTS: Final[tuple[Family, ...]] = (
    HOME,
    *IRIS,
    SOURCE,
    PAGE,
    DATA,
    CHAIN,
    MATRIX,
    TIMELINE,
    CHANGES,
    MAP,
    ENTITIES,
    ANOMALIES,
    YEARS,
    YEAR,
    SCHEMES,
    CONTEXT,
    VOID,
    WELL_KNOWN_VOID,
    CATALOG,
    DOWNLOADS,
    SEARCH,
    OPEN_SEARCH,
    *ABOUT,
)
FAMILIES: Final[tuple[Family, ...]] = (*_DOCUMENTS, *sitemaps(_DOCUMENTS))
"""Every family; their starts differ."""
STARTS: Final = frozenset(family.start for family in FAMILIES)
"""How the paths of all families start."""
