"""A store to what holds for the whole publication: licence, creators, dumps."""

from dataclasses import dataclass
from typing import Final

from kameoka_graph.ask.query import view_query
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import PREFIXES
from kameoka_graph.store.answer import Iri, Store, plain

DATASET: Final = "id/dataset/all"
"""Path of the data set that holds every graph."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What holds for the whole publication."""

    dataset: str
    """The IRI of the data set that holds every graph."""
    licenses: tuple[str, ...]
    """IRIs of the licences of what the publisher made."""
    creators: tuple[str, ...]
    """IRIs of those who made it."""
    dumps: tuple[str, ...]
    """Addresses of the files of the whole data set."""


def read_publication(store: Store, iris: Iris) -> Publication:
    """Read what the record says of the whole data set."""
    dataset = Iri(iris.at(DATASET))
    rows = list(store.select(view_query("publication", dataset=[dataset])).records())

    def values(prefix: str, name: str) -> tuple[str, ...]:
        wanted = f"{PREFIXES[prefix]}{name}"
        return tuple(plain(row["value"]) for row in rows if plain(row["property"]) == wanted)

    return Publication(
        dataset=dataset,
        licenses=values("dcterms", "license"),
        creators=values("dcterms", "creator"),
        dumps=values("void", "dataDump"),
    )
