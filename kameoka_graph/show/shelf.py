"""A folder of releases to the one being served: opened once, exchanged when another is current."""

import logging
import threading
import time
from pathlib import Path
from typing import Final

from kameoka_graph.ask.limits import Limits
from kameoka_graph.ask.workers import Workers
from kameoka_graph.release.folder import CURRENT, Release, current, open_release
from kameoka_graph.say import Say, ToldError
from kameoka_graph.show.addresses import Addresses
from kameoka_graph.show.documents import Documents
from kameoka_graph.show.edition import Edition
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
        self._serving = self._open(open_release(releases))

    def __call__(self) -> Serving:
        """Give the current release; one that cannot be opened is logged, and the old one stays."""
        if time.monotonic() - self._looked > LOOK_AGAIN and self._lock.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._lock.release()
        return self._serving

    def close(self) -> None:
        """End the workers."""
        self._serving.workers.close()

    def _look(self) -> None:
        self._looked = time.monotonic()
        old, name = self._serving, CURRENT
        try:
            name = current(self._releases)
            if name in {old.release.name, ""}:
                return
            self._serving = self._open(open_release(self._releases, name))
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

    def _open(self, release: Release) -> Serving:
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
        )
        documents = Documents(Edition(release, store, site))
        return Serving(release, site, documents, Workers(release.folder, self._limits))
