"""What stands in for a running server: a release, ready to answer, with a pool that answers in this process."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import cast

import pyoxigraph as ox

from kameoka_graph.ask.limits import Limits
from kameoka_graph.ask.workers import Answer, Question, Workers
from kameoka_graph.formats import Format
from kameoka_graph.release.folder import Release
from kameoka_graph.say import Say
from kameoka_graph.show.addresses import Addresses
from kameoka_graph.show.documents import Documents
from kameoka_graph.show.edition import Edition
from kameoka_graph.show.families.table import STARTS
from kameoka_graph.show.http_answer import static_addresses
from kameoka_graph.show.render import Site
from kameoka_graph.show.serving import Serving
from kameoka_graph.store.answer import Rows, Store, Triple
from kameoka_graph.store.bounded import Bounded, Bounds, Scope
from kameoka_graph.store.embedded import Embedded
from kameoka_graph.store.syntax import RDF_FORMATS

LIMITS = Limits()
"""The limits that a pool tells where a test sets none."""
BELOW = "https://data.city.test/lod"
"""A base with a path."""


@dataclass
class Pool:
    """Answers questions as the workers do, in this process and without limits."""

    store: Store
    """The store that is asked."""
    works: bool = True
    """Whether the workers are alive."""
    error: Exception | None = None
    """What to raise instead of an answer."""
    truncated: bool = False
    """Whether to say that the answer is cut."""
    limits: Limits = LIMITS
    """The limits that it tells."""
    closed: bool = False
    """Whether it was closed."""
    asked: list[tuple[Question, str]] = field(default_factory=list)
    """Every question with its client."""

    def ask(self, question: Question, client: str, _: Callable[[], bool] | None = None) -> Answer:
        """Answer a question at once."""
        self.asked.append((question, client))
        if self.error is not None:
            raise self.error
        if question.default_graphs and isinstance(self.store, Embedded):
            bounded = Bounded(self.store, Bounds(self.limits.body))
            scope = Scope(question.default_graphs, question.named_graphs)
            found = bounded.answer(question.query, question.formats, scope)
            return Answer(found.form, found.body, found.truncated)
        form, body = self.store.answer(question.query, question.formats)
        return Answer(form=form, body=body, truncated=self.truncated)

    def alive(self) -> bool:
        """Tell whether the workers are alive."""
        return self.works

    def close(self) -> None:
        """Remember that it was closed."""
        self.closed = True


def serve(release: Release, store: Store, pool: Pool) -> Serving:
    """Give a release as the application serves it."""
    addresses = Addresses(release.iris)
    site = Site(
        title=Say("計画オープンデータ", "Plans as open data"),
        release=release.name,
        version=str(release.manifest["version"]),
        date=str(release.manifest["date"]),
        addresses=addresses,
        static=static_addresses(addresses.prefix),
        starts=STARTS,
    )
    return Serving(release, site, Documents(Edition(release, store, site)), cast("Workers", pool))


@dataclass
class Remembering:
    """A store that asks another one each question only once."""

    store: Store
    """The store that is asked."""
    known: dict[str, Rows] = field(default_factory=dict)
    """What it has answered."""

    def select(self, query: str) -> Rows:
        """Answer a SELECT."""
        if query not in self.known:
            self.known[query] = self.store.select(query)
        return self.known[query]

    def construct(self, query: str) -> tuple[Triple, ...]:
        """Answer a CONSTRUCT or DESCRIBE."""
        return self.store.construct(query)

    def answer(self, query: str, formats: Sequence[Format]) -> tuple[Format, bytes]:
        """Answer any query."""
        return self.store.answer(query, formats)


def parsed(content: bytes, form: Format) -> frozenset[ox.Quad]:
    """Read RDF and give its quads, blank nodes named alike wherever they mean the same."""
    quads = frozenset(ox.parse(content, format=RDF_FORMATS[form]))
    if any(
        isinstance(term, ox.BlankNode) for quad in quads for term in (quad.subject, quad.object)
    ):
        dataset = ox.Dataset(quads)
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        return frozenset(dataset)
    return quads
