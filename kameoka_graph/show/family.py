"""A family of documents: addresses that start alike, and how each of them is written.

The site is a table of families (`families/table.py`). The live site answers from it, and what has
to know every address (a sitemap, a crawl, a copy of the site as files) asks it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from kameoka_graph.formats import HTML, Format
from kameoka_graph.say import Language
from kameoka_graph.show.edition import Body, Edition, Reader
from kameoka_graph.show.fault import Fault


@dataclass(frozen=True, slots=True)
class SeeOther:
    """Another document, to which an address leads (303)."""

    address: str
    """Its address."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One document as it is asked for."""

    rest: str
    """What follows the start of the family in its path, without a suffix; often empty."""
    form: Format
    """The format it is to be written in."""
    reader: Reader
    """For whom it is written, if it is a page."""
    parameters: Mapping[str, str] = field(default_factory=dict)
    """The family's parameters that the address gives, e.g. the words searched for."""

    @property
    def language(self) -> Language:
        """The language to write in."""
        return self.reader.language


Outcome = Body | SeeOther | Fault | None
"""What becomes of a request for a document; None where there is no such document."""
Write = Callable[[Edition, Wanted], Outcome]
"""Writes one document of a family."""


def _none(_: Edition) -> Iterable[str]:
    return ()


@dataclass(frozen=True, slots=True)
class Family:
    """Documents whose paths start alike."""

    start: str
    """How their paths start, e.g. `chain/`; one that does not end in `/` is a single path."""
    formats: tuple[Format, ...]
    """Formats they are offered in, the preferred first; a suffix or `?format=` names one."""
    write: Write
    """Writes one of them."""
    rests: Callable[[Edition], Iterable[str]] = _none
    """Gives what follows `start` in each path; nothing for addresses that only lead elsewhere."""
    parameters: tuple[str, ...] = ()
    """Parameters that the documents depend on, beside `lang` and `format`."""
    by_accept: bool = True
    """Whether the Accept header chooses the format; if not, only a suffix or `?format=` does."""

    @property
    def single(self) -> bool:
        """Whether there is only one path."""
        return not self.start.endswith("/")


PAGE_ONLY: Final = (HTML,)
"""The formats of a family of pages that there is no other form of."""
