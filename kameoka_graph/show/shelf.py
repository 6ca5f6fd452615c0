"""A folder of releases to the one being served: opened once, exchanged when another is current."""

import contextlib
import logging
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from kameoka_graph.ask.limits import Limits
from kameoka_graph.ask.workers import Workers
from kameoka_graph.release.folder import CURRENT, Release, current, open_release
from kameoka_graph.say import Say, ToldError
from kameoka_graph.show.addresses import Addresses
from kameoka_graph.show.documents import Documents
from kameoka_graph.show.edition import Edition
from kameoka_graph.show.families.table import STARTS
from kameoka_graph.show.http_answer import static_addresses
from kameoka_graph.show.render import Site
from kameoka_graph.show.serving import Serving
from kameoka_graph.store.answer import Store
from kameoka_graph.store.remote import Remote

log = logging.getLogger(__name__)

LOOK_AGAIN: Final = 1.0
"""Seconds between two looks at which release is the current one."""
BROKEN: Final = (ToldError, OSError, ValueError, LookupError, TypeError, SyntaxError)
"""What opening a broken release raises: a file is missing, or is not what it should be."""


class Shelf:
    """Gives the release to answer from."""

    def __init__(self, releases: Path, limits: Limits, *, store: str | None = None) -> None:
        """Open the current release; `store` is the address of an endpoint that holds its data."""
        self._releases = releases
        self._limits = limits
        self._store = store
        self._lock = threading.Lock()
        self._looked = time.monotonic()
        self._refused = ""
        name, switched = self._current()
        self._serving = self._open(open_release(releases, name), switched)

    def __call__(self) -> Serving:
        """Give the current release; one that cannot be opened is logged, and the old one stays."""
        if time.monotonic() - self._looked > LOOK_AGAIN and self._lock.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._lock.release()
        return self._serving

    def last(self) -> Serving:
        """Give the release that was last found to be the current one, without another look."""
        return self._serving

    def close(self) -> None:
        """End the workers."""
        self._serving.workers.close()

    def _look(self) -> None:
        self._looked = time.monotonic()
        old, name = self._serving, CURRENT
        try:
            name, switched = self._current()
            if name in {old.release.name, ""}:
                return
            self._serving = self._open(open_release(self._releases, name), switched)
        except BROKEN:
            if name != self._refused:
                log.exception("release %s cannot be opened; the old one stays", name)
            self._refused = name
            return
        # queries that run on the old release are answered: none takes longer than this
        still = self._limits.deadline + self._limits.patience
        closing = threading.Timer(still, old.workers.close)
        closing.daemon = True
        closing.start()

    def _current(self) -> tuple[str, datetime | None]:
        """Give the name of the current release, and since when it is the current one."""
        while True:
            before = self._switched()
            name = current(self._releases)
            if self._switched() == before:
                return name, before

    def _switched(self) -> datetime | None:
        with contextlib.suppress(FileNotFoundError):
            return datetime.fromtimestamp((self._releases / CURRENT).stat().st_mtime, UTC)
        return None

    def _open(self, release: Release, switched: datetime | None) -> Serving:
        addresses = Addresses(release.iris)
        store: Store = (
            release.open() if self._store is None else Remote(self._store, base=release.iris.root)
        )
        manifest = release.manifest
        site = Site(
            title=Say("計画オープンデータ", "Plans as open data"),
            release=release.name,
            version=str(manifest["version"]),
            date=str(manifest["date"]),
            addresses=addresses,
            static=static_addresses(addresses.prefix),
            starts=STARTS,
            switched=switched,
        )
        edition = Edition(release, store, site, keeps=self._store is None)
        log.debug("%d things can be searched", len(edition.index))
        documents = Documents(edition)
        return Serving(release, site, documents, Workers(release.folder, self._limits))
