"""A release, open and ready to answer."""

from dataclasses import dataclass
from functools import cached_property

from werkzeug.http import http_date

from kameoka_graph.ask.workers import Workers
from kameoka_graph.release.folder import Release
from kameoka_graph.show.documents import Documents
from kameoka_graph.show.render import Site


@dataclass(frozen=True)
class Serving:
    """A release, open and ready to answer."""

    release: Release
    """The release."""
    site: Site
    """What its pages show of it."""
    documents: Documents
    """Its documents."""
    workers: Workers
    """The processes that answer public queries on it."""

    @cached_property
    def last_modified(self) -> str:
        """The date of the release, as HTTP writes it."""
        return http_date(self.site.modified)
