"""A thing and its documents to the links by which programs find their way (FAIR Signposting).

The same links stand in the header of an answer, in the head of a page, and, without any bound, in
a link set (RFC 9264). https://signposting.org/FAIR/
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from kameoka_graph.ask.publication import Publication
from kameoka_graph.formats import GRAPHS, HTML, LINKSET, TEXT, Format, by_name
from kameoka_graph.show.addresses import Addresses

LANDING: Final = "https://schema.org/AboutPage"
"""What a page about a thing is."""
TYPES_OF_DATASET: Final = "https://schema.org/Dataset"
MOST: Final = 4096
"""Bytes of links in a header; many servers and proxies refuse a header of 8 kB."""


@dataclass(frozen=True, slots=True)
class Signpost:
    """One link from a document."""

    rel: str
    """How it relates, a registered relation, e.g. cite-as."""
    address: str
    """Where it leads; a path on this site, or an IRI."""
    type: str = ""
    """Media type of what is there, or empty."""


def of_page(addresses: Addresses, thing: str, told: Publication) -> tuple[Signpost, ...]:
    """Give the links of the page about a thing, the most needed first."""
    whole = thing == told.dataset
    return (
        Signpost("cite-as", thing),
        Signpost("linkset", addresses.data(thing, LINKSET), LINKSET.media_type),
        Signpost("type", LANDING),
        *((Signpost("type", TYPES_OF_DATASET),) if whole else ()),
        *_described(addresses, thing),
        *(Signpost("license", one) for one in told.licenses),
        *(Signpost("author", one) for one in told.creators if whole),
        *(() if whole else (Signpost("collection", addresses.thing(told.dataset)),)),
        *_items(addresses, thing, told),
    )


def of_data(addresses: Addresses, thing: str, told: Publication) -> tuple[Signpost, ...]:
    """Give the links of a file about a thing."""
    return (
        *of_text(addresses, thing),
        *(Signpost("license", one) for one in told.licenses),
    )


def of_text(addresses: Addresses, thing: str) -> tuple[Signpost, ...]:
    """Give the links of the text of a source document, of which no licence is known."""
    return (
        Signpost("cite-as", thing),
        Signpost("linkset", addresses.data(thing, LINKSET), LINKSET.media_type),
        Signpost("describes", addresses.plain.page(thing), HTML.media_type),
    )


def header(posts: Iterable[Signpost]) -> str:
    """Write links as the value of a Link header (RFC 8288), as many as `MOST` bytes hold."""
    written: list[str] = []
    left = MOST
    for one in posts:
        link = f'<{one.address}>; rel="{one.rel}"' + (f'; type="{one.type}"' if one.type else "")
        left -= len(link.encode()) + 2
        if left < 0:
            break
        written.append(link)
    return ", ".join(written)


def linkset(addresses: Addresses, thing: str, told: Publication) -> bytes:
    """Write the links of all documents about a thing as a link set in JSON (RFC 9264)."""
    page = addresses.absolute(addresses.plain.page(thing))
    contexts = [_context(addresses, page, of_page(addresses, thing, told))]
    contexts += [
        _context(
            addresses,
            addresses.absolute(addresses.data(thing, form)),
            of_data(addresses, thing, told),
        )
        for form in GRAPHS
    ]
    return (json.dumps({"linkset": contexts}, ensure_ascii=False, indent=1) + "\n").encode()


def _context(
    addresses: Addresses, anchor: str, posts: Iterable[Signpost]
) -> dict[str, str | list[dict[str, str]]]:
    context: dict[str, str | list[dict[str, str]]] = {"anchor": anchor}
    for one in posts:
        address = addresses.absolute(one.address) if one.address.startswith("/") else one.address
        target = {"href": address} | ({"type": one.type} if one.type else {})
        targets = context.setdefault(one.rel, [])
        if isinstance(targets, list):
            targets.append(target)
    return context


def _described(addresses: Addresses, thing: str) -> Iterator[Signpost]:
    for form in GRAPHS:
        yield Signpost("describedby", addresses.data(thing, form), form.media_type)


def _items(addresses: Addresses, thing: str, told: Publication) -> Iterator[Signpost]:
    """Give the contents: the files of the data set, the text of a source document."""
    if thing == told.dataset:
        for dump in told.dumps:
            form = _form_of(dump)
            yield Signpost("item", dump, form.media_type if form else "")
    elif thing.startswith(f"{addresses.iris.root}source/"):
        yield Signpost("item", addresses.source_text(thing), TEXT.media_type)


def _form_of(file: str) -> Format | None:
    return by_name(file.rpartition(".")[2], GRAPHS)
