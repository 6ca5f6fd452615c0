"""A catalogue, and what a harvester asks for, to the part of it that it is given, page by page.

Pages are told in the terms of Hydra, the older ones as well, which harvesters of CKAN read.
https://www.hydra-cg.com/spec/latest/core/
"""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from kameoka_graph.ask.catalogue_view import DCAT, DCTERMS, TYPE, in_order
from kameoka_graph.say import Say, ToldError, excerpt
from kameoka_graph.state.dcat_graph import CATALOG
from kameoka_graph.state.folding import fold
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import PREFIXES
from kameoka_graph.store.answer import Iri, Quad, Text, plain

PAGE_SIZE: Final = 100
"""Data sets on a page, as CKAN has them."""
PARAMETERS: Final = ("page", "modified_since", "q")
"""What a harvester may ask for."""
HYDRA: Final = "http://www.w3.org/ns/hydra/core#"
"""Namespace of Hydra."""
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T.*)?")
_TEXTS: Final = (f"{DCTERMS}title", f"{DCTERMS}description", f"{DCAT}keyword")
_NOT_FOLLOWED: Final = (f"{DCTERMS}isPartOf", f"{DCTERMS}hasPart", f"{DCAT}servesDataset")
"""What leads from one data set to another."""


class BadHarvestError(ToldError, ValueError):
    """A parameter of a harvester that cannot be read, or a page that is not there."""


@dataclass(frozen=True, slots=True)
class Harvest:
    """What a harvester asks for."""

    page: int = 1
    """The page, from 1."""
    since: str = ""
    """Only data sets changed on this date or later, e.g. 2026-11-22; empty: all."""
    words: str = ""
    """Only data sets whose title, description or keywords have all these words; empty: all."""

    @property
    def everything(self) -> bool:
        """Whether nothing is left out but by pages."""
        return not self.since and not self.words


def read_harvest(parameters: Mapping[str, str]) -> Harvest:
    """Read `page`, `modified_since` and `q`; raises `BadHarvestError`."""
    return Harvest(
        _page(parameters.get("page", "1")),
        _date(parameters.get("modified_since", "")),
        parameters.get("q", "").strip(),
    )


def harvested(
    quads: Sequence[Quad], wanted: Harvest, address: str, iris: Iris, size: int = PAGE_SIZE
) -> tuple[Quad, ...]:
    """Give the part of a catalogue that a harvester asks for, and what page it is of how many.

    `address` is where the whole is in this format. Raises `BadHarvestError` for a page that is not
    there.
    """
    catalogue = _Whole(quads, iris)
    found = catalogue.matching(wanted)
    last = max(1, -(-len(found) // size))
    if wanted.page > last:
        raise BadHarvestError(
            Say(
                f"page={wanted.page} はありません。全部で {last} ページです。",
                f"There is no page={wanted.page}; there are {last}.",
            )
        )
    shown = found[(wanted.page - 1) * size : wanted.page * size]
    kept = quads if len(shown) == catalogue.count else catalogue.only(shown)
    return (*kept, *_pages(wanted, address, len(found), last, size))


class _Whole:
    """The quads of a catalogue, by subject."""

    def __init__(self, quads: Sequence[Quad], iris: Iris) -> None:
        self._catalog = Iri(iris.at(CATALOG))
        self._about: dict[str, list[Quad]] = defaultdict(list)
        for quad in quads:
            self._about[plain(quad[0])].append(quad)
        own = self._about[self._catalog]
        listed = [plain(q[2]) for q in own if q[1] == f"{DCAT}dataset"]
        self._datasets = in_order(listed, iris)

    @property
    def count(self) -> int:
        """How many data sets there are."""
        return len(self._datasets)

    def matching(self, wanted: Harvest) -> list[str]:
        """Give the data sets that are asked for, in order."""
        words = [fold(word) for word in wanted.words.split()]
        return [
            one for one in self._datasets if self._is_since(one, wanted) and self._has(one, words)
        ]

    def only(self, datasets: Iterable[str]) -> list[Quad]:
        """Give the catalogue with only some of its data sets, and what belongs to those."""
        shown = set(datasets)
        left_out = set(self._datasets) - shown
        kept: dict[Quad, None] = {}
        waiting, seen = [str(self._catalog)], {*left_out}
        while waiting:
            subject = waiting.pop()
            if subject in seen:
                continue
            seen.add(subject)
            for quad in self._about.get(subject, ()):
                if plain(quad[2]) not in left_out:
                    kept[quad] = None
                    if quad[1] not in _NOT_FOLLOWED:
                        waiting.append(plain(quad[2]))
        return list(kept)

    def _is_since(self, dataset: str, wanted: Harvest) -> bool:
        dates = [plain(q[2]) for q in self._about[dataset] if q[1] == f"{DCTERMS}modified"]
        return not wanted.since or any(date >= wanted.since for date in dates)

    def _has(self, dataset: str, words: Iterable[str]) -> bool:
        text = fold(" ".join(plain(q[2]) for q in self._about[dataset] if q[1] in _TEXTS))
        return all(word in text for word in words)


def _pages(wanted: Harvest, address: str, total: int, last: int, size: int) -> Iterable[Quad]:
    node = Iri(_address(address, wanted, wanted.page))
    places = {"first": 1, "last": last}
    places |= {"next": wanted.page + 1} if wanted.page < last else {}
    places |= {"previous": wanted.page - 1} if wanted.page > 1 else {}
    for kind in ("PagedCollection", "PartialCollectionView"):
        yield node, Iri(TYPE), Iri(HYDRA + kind), None
    for name, count in (("totalItems", total), ("itemsPerPage", size)):
        number = Text(str(count), datatype=f"{PREFIXES['xsd']}integer")
        yield node, Iri(HYDRA + name), number, None
    for name, page in places.items():
        place = Iri(_address(address, wanted, page))
        yield node, Iri(f"{HYDRA}{name}"), place, None
        yield node, Iri(f"{HYDRA}{name}Page"), place, None


def _address(address: str, wanted: Harvest, page: int) -> str:
    parameters = {"modified_since": wanted.since, "q": wanted.words, "page": str(page)}
    return f"{address}?{urlencode({name: text for name, text in parameters.items() if text})}"


def _page(text: str) -> int:
    if not re.fullmatch("[1-9][0-9]{0,8}", text):
        raise BadHarvestError(
            Say(
                f"page={excerpt(text)} は正しくありません。1以上の整数が必要です。",
                f"page={excerpt(text)} cannot be read; expected a whole number from 1.",
            )
        )
    return int(text)


def _date(text: str) -> str:
    """Give the date of a date or time in ISO 8601."""
    if not text:
        return ""
    try:
        if not _DATE.fullmatch(text):
            raise ValueError(text)  # noqa: TRY301 - told below like any other
        return datetime.datetime.fromisoformat(text).date().isoformat()
    except ValueError:
        raise BadHarvestError(
            Say(
                f"modified_since={excerpt(text)} は日付として読めません。"
                "2026-11-22 の形で書きます。",
                f"modified_since={excerpt(text)} is no date; write one such as 2026-11-22.",
            )
        ) from None
