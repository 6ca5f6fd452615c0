"""The shelf serves the current release, follows a switch, and keeps the old release where the new one is broken."""

import logging
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kameoka_graph.ask.limits import Limits
from kameoka_graph.release.folder import CURRENT, DUMP, MANIFEST, NoReleaseError, Release, switch
from kameoka_graph.show import shelf
from kameoka_graph.show.shelf import Shelf
from kameoka_graph.show.web import create_app
from kameoka_graph.store.remote import Remote

FIRST, SECOND = "2026-11-22-000000000001", "2027-11-22-000000000002"
"""Names of two releases."""


@dataclass
class Staff:
    """Stands in for the worker processes of a release."""

    folder: Path
    """The release's folder."""
    limits: Limits
    """Their limits."""
    closed: bool = field(default=False)
    """Whether they were ended."""

    def close(self) -> None:
        """End them."""
        self.closed = True


@pytest.fixture(autouse=True)
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start no processes, and look for a new release at every call."""
    monkeypatch.setattr(shelf, "Workers", Staff)
    monkeypatch.setattr(shelf, "LOOK_AGAIN", -1.0)


@pytest.fixture
def releases(release: Release, tmp_path: Path) -> Path:
    """Give a folder with two releases, of which the first is the current one."""
    for name in (FIRST, SECOND):
        shutil.copytree(release.folder, tmp_path / name)
    switch(tmp_path, FIRST)
    return tmp_path


def test_the_current_release_is_served(releases: Path) -> None:
    """What pages show of the release is what its manifest says; the workers get its folder and the limits."""
    limits = Limits()
    now = Shelf(releases, limits)()
    assert now.release.folder == releases / FIRST
    assert (now.site.release, now.site.date) == (FIRST, now.release.manifest["date"])
    assert now.site.version == now.release.manifest["version"]
    assert now.documents.edition.answers()
    assert (now.workers.limits, getattr(now.workers, "folder", None)) == (
        limits,
        now.release.folder,
    )


def test_without_a_release_there_is_nothing_to_serve(tmp_path: Path) -> None:
    """An empty folder is told when the shelf is set up, not at the first request."""
    with pytest.raises(NoReleaseError):
        Shelf(tmp_path, Limits())


def test_a_switch_is_followed(releases: Path) -> None:
    """A new current release is served from the next request on, and so is one switched back to."""
    shelf_ = Shelf(releases, Limits())
    switch(releases, SECOND)
    assert shelf_().release.name == SECOND
    switch(releases, FIRST)
    assert shelf_().release.name == FIRST


def test_workers_of_the_old_release_end_when_none_can_be_busy(
    releases: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a switch the old workers go on for as long as a query may wait and run, and then end."""
    timers: list[tuple[float, Callable[[], None]]] = []

    class Timer:
        """Keeps what it would do, and when."""

        daemon = False

        def __init__(self, seconds: float, work: Callable[[], None]) -> None:
            timers.append((seconds, work))

        def start(self) -> None:
            """Do nothing: the test does it."""

    monkeypatch.setattr("kameoka_graph.show.shelf.threading.Timer", Timer)
    limits = Limits()
    shelf_ = Shelf(releases, limits)
    old = shelf_()
    switch(releases, SECOND)
    shelf_()
    assert getattr(old.workers, "closed", None) is False
    ((seconds, work),) = timers
    assert seconds == limits.deadline + limits.patience
    work()
    assert getattr(old.workers, "closed", None) is True


def test_without_a_switch_nothing_is_opened_anew(releases: Path) -> None:
    """As long as the current release stays, so does what was opened."""
    shelf_ = Shelf(releases, Limits())
    assert shelf_() is shelf_()


def test_it_looks_only_now_and_then(releases: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two looks a request costs no look at the disk."""
    monkeypatch.setattr(shelf, "LOOK_AGAIN", 1e9)
    shelf_ = Shelf(releases, Limits())
    old = shelf_()
    switch(releases, SECOND)
    assert shelf_() is old


def test_only_one_request_looks(releases: Path) -> None:
    """While one request opens the new release, the others are answered from the old one."""
    shelf_ = Shelf(releases, Limits())
    old = shelf_()
    switch(releases, SECOND)
    with shelf_._lock:
        assert shelf_() is old
    assert shelf_() is not old


def test_a_lost_pointer_keeps_the_old_release(releases: Path) -> None:
    """Where nothing is named as current any more, what is served stays."""
    shelf_ = Shelf(releases, Limits())
    old = shelf_()
    (releases / CURRENT).unlink()
    assert shelf_() is old


def test_an_unreadable_pointer_keeps_the_old_release(
    releases: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Where what names the current release is no text, that is logged, and what is served stays."""
    shelf_ = Shelf(releases, Limits())
    old = shelf_()
    (releases / CURRENT).write_bytes(b"\xff\xfe")
    with caplog.at_level(logging.ERROR):
        assert shelf_() is old
    assert len(caplog.records) == 1


def _without(name: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).unlink()


def _with(name: str, content: bytes) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_bytes(content)


BREAKS = {
    "no-manifest": _without(MANIFEST),
    "no-dump": _without(DUMP),
    "manifest-is-no-json": _with(MANIFEST, b"{"),
    "manifest-is-no-text": _with(MANIFEST, b"\xff"),
    "manifest-is-a-list": _with(MANIFEST, b"[]"),
    "manifest-is-empty": _with(MANIFEST, b"{}"),
    "manifest-without-date": _with(MANIFEST, b'{"base": "https://plans.test", "version": "1"}'),
    "dump-is-no-rdf": _with(DUMP, b"<x"),
    "dump-is-no-text": _with(DUMP, b"\xff\xfe"),
}


@pytest.mark.parametrize("broken", BREAKS.values(), ids=BREAKS.keys())
def test_a_broken_new_release_keeps_the_old(
    releases: Path, broken: Callable[[Path], object], caplog: pytest.LogCaptureFixture
) -> None:
    """A new release that cannot be opened is logged once, and every request is answered from the old one."""
    shelf_ = Shelf(releases, Limits())
    old = shelf_()
    switch(releases, SECOND)
    broken(releases / SECOND)
    with caplog.at_level(logging.ERROR):
        assert shelf_() is old
        assert shelf_() is old
    assert [SECOND in record.getMessage() for record in caplog.records] == [True]
    assert getattr(old.workers, "closed", None) is False


def test_a_release_is_followed_after_a_broken_one(releases: Path) -> None:
    """Once the current release can be opened again, it is served."""
    shelf_ = Shelf(releases, Limits())
    shelf_()
    (releases / CURRENT).write_text("nothing\n", encoding="utf-8")
    shelf_()
    switch(releases, SECOND)
    assert shelf_().release.name == SECOND


def test_another_store_can_answer(releases: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the address of an endpoint the pages ask it, below the release's own base, and each time anew."""
    asked: list[tuple[str, str]] = []

    class Endpoint(Remote):
        """An endpoint that remembers how it was set up."""

        def __init__(self, address: str, *, base: str) -> None:
            """Remember."""
            asked.append((address, base))

    monkeypatch.setattr(shelf, "Remote", Endpoint)
    shelf_ = Shelf(releases, Limits(), store="http://127.0.0.1:9/sparql")
    assert not shelf_().documents.edition.keeps
    assert asked == [("http://127.0.0.1:9/sparql", "https://plans.test/")]


def test_closing_ends_the_workers(releases: Path) -> None:
    """When the server ends, so do its workers."""
    shelf_ = Shelf(releases, Limits())
    shelf_.close()
    assert getattr(shelf_().workers, "closed", None) is True


def test_what_is_known_by_date_is_of_one_release(releases: Path) -> None:
    """Two releases of one date have different dates of change, so that a client that knows only those gets the new one."""
    os.utime(releases / CURRENT, (1_800_000_000, 1_800_000_000))
    shelf_ = Shelf(releases, Limits())
    client = create_app(shelf_).test_client()
    first = client.get("/about").headers["Last-Modified"]
    assert client.get("/about", headers={"If-Modified-Since": first}).status_code == 304
    switch(releases, SECOND)
    os.utime(releases / CURRENT, (1_800_000_009, 1_800_000_009))
    assert shelf_().site.date == "2026-11-22"
    again = client.get("/about", headers={"If-Modified-Since": first})
    assert again.status_code == 200
    assert again.headers["Last-Modified"] != first
