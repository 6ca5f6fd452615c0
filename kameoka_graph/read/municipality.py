"""The table of municipalities (localgovjp, CC0) to frozen values."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kameoka_graph.read.table import read_table

COLUMNS: Final = ("lgcode", "cid", "pid", "pref", "city", "citykana", "lat", "lng", "url")
"""Header of `municipalities.csv`."""


@dataclass(frozen=True, slots=True)
class Municipality:
    """A city, ward, town or village as the open data set localgovjp lists it."""

    code: str
    """全国地方公共団体コード with check digit, e.g. 262064."""
    prefecture: str
    """E.g. 京都府."""
    name: str
    """E.g. 亀岡市."""
    reading: str
    """E.g. かめおかし."""
    site: str
    """E.g. https://www.city.kameoka.kyoto.jp/."""


def read_municipalities(path: Path) -> dict[str, Municipality]:
    """Read the table; gives the municipalities by their six-digit code."""
    return {
        row["lgcode"]: Municipality(
            row["lgcode"], row["pref"], row["city"], row["citykana"], row["url"]
        )
        for row in read_table(path, COLUMNS)
    }
