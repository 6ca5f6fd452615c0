"""A file that is offered for download, and what is said of it."""

from dataclasses import dataclass
from enum import StrEnum

from kameoka_graph.say import Say


class Part(StrEnum):
    """The part of the data that a file carries; each is a dataset of the catalogue."""

    WHOLE = "all"
    PLAN = "plan"
    CURATED = "curated"
    CONTEXT = "context"
    LINKS = "links"
    VOCABULARY = "vocabulary"


@dataclass(frozen=True, slots=True)
class File:
    """A file made from a release."""

    name: str
    """Its name in the folder of downloads, e.g. activities.csv."""
    media_type: str
    """E.g. text/csv."""
    content: bytes
    """Its bytes."""
    title: Say
    """What it is, in a few words."""
    description: Say
    """What stands in it and for whom, in one or two sentences."""
    part: Part
    """Which part of the data it carries."""
    conforms_to: tuple[str, ...] = ()
    """Addresses of the specifications that it follows."""
    described_by: str = ""
    """Name of the file that describes it, e.g. activities.csv-metadata.json; often none."""
    compression: str = ""
    """Media type of the compression that `media_type` stands in, e.g. application/gzip."""
