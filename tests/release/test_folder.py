"""A release is written apart and switched to in one step: whatever happens, what is served is whole."""

import json
import os
import pickle
import shutil
import signal
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kameoka_graph.check.report import Finding, Rule, Severity, ShapesViolatedError, ordered
from kameoka_graph.release import folder as release_folder
from kameoka_graph.release.assembly import Assembly, Inputs, UndatedError
from kameoka_graph.release.folder import (
    BUILDING,
    CURRENT,
    DUMP,
    HISTORY,
    MANIFEST,
    SEARCH,
    STORE,
    DamagedReleaseError,
    NoReleaseError,
    Release,
    current,
    damaged,
    earlier,
    list_releases,
    open_release,
    remove_leftovers,
    switch,
    write_release,
    wrong_files,
)
from kameoka_graph.say import Say
from kameoka_graph.search.engine import Sought
from kameoka_graph.search.words import read_words
from kameoka_graph.store.answer import Text
from kameoka_graph.store.syntax import digest

BUILD = """
import sys
from pathlib import Path
from kameoka_graph.release.assembly import Inputs, assemble
from kameoka_graph.release.folder import write_release
from kameoka_graph.state.iris import read_base
data, ontology, shapes, releases = map(Path, sys.argv[1:])
write_release(assemble(Inputs(data, ontology, shapes, read_base("https://plans.test"))), releases)
"""
"""A whole build in a process of its own."""

KILLED = """
import os, pickle, signal, sys
from pathlib import Path
from kameoka_graph.release.folder import write_release
call, count, when, assembly, releases = sys.argv[1:]
real, left = getattr(os, call), [int(count)]
def deadly(*arguments, **options):
    left[0] -= 1
    if left[0]:
        return real(*arguments, **options)
    if when == "after":
        real(*arguments, **options)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(os, call, deadly)
write_release(pickle.loads(Path(assembly).read_bytes()), Path(releases), memory_limit=0)
"""
"""The writing of a release, in a process that kills itself before or after a call to the system."""


@pytest.fixture(scope="module")
def small(assembly: Assembly) -> Assembly:
    """Give an assembly of a few quads that holds, quick to write."""
    lines = assembly.nquads.splitlines(keepends=True)[:50]
    return replace(
        assembly, graphs={}, nquads=b"".join(lines), report=ordered([], assembly.report.rules)
    )


@pytest.fixture
def releases(tmp_path: Path) -> Path:
    """Give the place of a folder of releases that is not there yet."""
    return tmp_path / "deep" / "releases"


def version(assembly: Assembly, number: str) -> Assembly:
    """Give the same assembly under another version, which makes another release."""
    return replace(assembly, publication=replace(assembly.publication, version=number))


def triples(release: Release) -> int:
    """Count the triples that a release serves."""
    ((count,),) = release.open().select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows
    assert isinstance(count, Text)
    return int(count.value)


def files_of(folder: Path) -> dict[str, bytes]:
    """Give all files below a folder with their bytes."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


# --- what is written


def test_a_release_is_named_by_its_date_and_its_digest(small: Assembly, releases: Path) -> None:
    """The folder's name is the date and the digest of the manifest, and it is the current one."""
    release = write_release(small, releases)
    manifest = (release.folder / MANIFEST).read_bytes()
    assert release.name == f"{small.publication.date}-{digest(manifest)[:12]}"
    assert current(releases) == release.name
    assert (releases / CURRENT).read_text() == f"{release.name}\n"


def test_the_manifest_lists_every_file_with_its_digest(release: Release) -> None:
    """The manifest has length, type and SHA-256 of each other file, and the canonical dataset's digest."""
    listed = release.manifest["files"]
    assert isinstance(listed, dict)
    found = files_of(release.folder)
    assert listed.keys() == found.keys() - {MANIFEST}
    for name, data in found.items():
        if name != MANIFEST:
            assert listed[name].keys() == {"bytes", "media_type", "sha256"}
            assert listed[name]["bytes"] == len(data)
            assert listed[name]["sha256"] == digest(data)
    dataset = release.manifest["dataset"]
    assert isinstance(dataset, dict)
    assert dataset["canonicalization"] == "RDFC-1.0"
    assert dataset["sha256"] == listed["dataset.nq"]["sha256"]
    assert dataset["quads"] == found["dataset.nq"].count(b"\n")
    assert wrong_files(release) == []


def test_a_release_carries_dumps_report_and_source(release: Release, assembly: Assembly) -> None:
    """Beside the dump there are Turtle, TriG, JSON-LD, the report and the very bytes of the source."""
    found = files_of(release.folder)
    assert {"dataset.nq", "dataset.trig", "dataset.ttl", "dataset.jsonld"} <= found.keys()
    assert {"report.ttl", "report.json"} <= found.keys()
    assert json.loads(found["report.json"])["holds"] is True
    source = assembly.plans[0].plan.source
    assert digest(found[f"source-{source.short}.txt"]) == source.sha256
    assert release.iris.base == "https://plans.test"


def test_files_can_be_read_by_the_web_server(small: Assembly, releases: Path) -> None:
    """The folder and the file that names it can be read by others."""
    release = write_release(small, releases)
    assert stat.S_IMODE(release.folder.stat().st_mode) == 0o755
    assert stat.S_IMODE((releases / CURRENT).stat().st_mode) == 0o644


def test_the_same_input_gives_the_same_bytes(inputs: Inputs, tmp_path: Path) -> None:
    """Two processes with other hash seeds, time zones and folders write the same release, byte for byte."""
    started = []
    for seed, zone in (("1", "Asia/Tokyo"), ("4242", "America/New_York")):
        own = tmp_path / seed
        own.mkdir()
        arguments = [inputs.data, inputs.ontology, inputs.shapes, own / "releases"]
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        root = str(inputs.ontology.parent)
        environment["PYTHONPATH"] = root
        command = [sys.executable, "-c", BUILD, *map(str, arguments)]
        started.append((subprocess.Popen(command, cwd=own, env=environment), own / "releases"))
    assert [process.wait() for process, _ in started] == [0, 0]
    first, second = (files_of(releases) for _, releases in started)
    assert first == second
    assert len(first) >= 9


def test_the_same_input_keeps_the_release(small: Assembly, releases: Path) -> None:
    """Writing the same again touches no file of the release."""
    release = write_release(small, releases)
    before = {path: path.stat().st_mtime_ns for path in release.folder.iterdir()}
    assert write_release(small, releases) == release
    assert {path: path.stat().st_mtime_ns for path in release.folder.iterdir()} == before
    assert len(list_releases(releases)) == 1


def test_data_that_violate_the_shapes_are_not_released(small: Assembly, releases: Path) -> None:
    """A violation stops the release before anything is written."""
    rule = Rule("https://x.jp/r", 1, Say("名", "n"), Severity.VIOLATION, Say("直す", "mend"))
    finding = Finding(rule, rule.iri, "https://x.jp/a", Say("悪い", "bad"))
    with pytest.raises(ShapesViolatedError):
        write_release(replace(small, report=ordered([finding], 1)), releases)
    assert not releases.exists()


def test_an_undated_release_is_not_written(small: Assembly, releases: Path) -> None:
    """Without any date nothing is written; with SOURCE_DATE_EPOCH that is the date."""
    undated = replace(small, publication=replace(small.publication, date=None))
    with pytest.raises(UndatedError):
        write_release(undated, releases)
    assert not releases.exists()
    assert write_release(undated, releases, source_date_epoch="0").name.startswith("1970-01-01-")


# --- opening


def test_a_large_release_is_served_from_disk(small: Assembly, releases: Path) -> None:
    """Above the limit a release has a store on disk, which answers the same as memory."""
    in_memory = write_release(small, releases)
    on_disk = write_release(version(small, "9.0.0"), releases, memory_limit=0)
    assert not (in_memory.folder / STORE).exists()
    assert (on_disk.folder / STORE).is_dir()
    assert triples(in_memory) == triples(on_disk) > 0
    assert wrong_files(on_disk) == []


def test_a_large_release_carries_its_index(assembly: Assembly, releases: Path) -> None:
    """Above the limit a release has an index on disk, which finds the same as one made in memory."""
    on_disk = write_release(assembly, releases, memory_limit=0)
    assert (on_disk.folder / SEARCH).is_dir()
    assert wrong_files(on_disk) == []
    sought = Sought(read_words("市民 R5"), size=100)
    found = on_disk.open_index().find(sought)
    shutil.rmtree(on_disk.folder / SEARCH)
    assert on_disk.open_index().find(sought) == found
    assert found.total > 5


def test_a_release_without_its_dump_has_no_index(small: Assembly, releases: Path) -> None:
    """Where the dump is missing or is no RDF, the index cannot be made, and that is told."""
    release = write_release(small, releases)
    (release.folder / DUMP).unlink()
    with pytest.raises(DamagedReleaseError, match="damaged"):
        release.open_index()


def test_any_release_can_be_opened_by_name(small: Assembly, releases: Path) -> None:
    """Earlier releases stay, and can be opened and switched back to."""
    first = write_release(small, releases)
    second = write_release(version(small, "9.0.0"), releases)
    assert {one.name for one in list_releases(releases)} == {first.name, second.name}
    assert open_release(releases) == second
    assert open_release(releases, first.name) == first
    switch(releases, first.name)
    assert open_release(releases) == first


def test_the_earlier_release_is_the_one_served_before(small: Assembly, releases: Path) -> None:
    """Whatever the names and dates, the release that was current before is found, if it is there."""
    undated = replace(small, publication=replace(small.publication, date=None))
    first = write_release(undated, releases, source_date_epoch="86400")
    with pytest.raises(NoReleaseError, match="before the current one"):
        earlier(releases)
    second = write_release(undated, releases, source_date_epoch="0")
    assert earlier(releases) == first.name
    switch(releases, first.name)
    assert earlier(releases) == second.name
    (second.folder / MANIFEST).unlink()
    with pytest.raises(NoReleaseError):
        earlier(releases)


def test_a_damaged_release_does_not_hide_the_others(small: Assembly, releases: Path) -> None:
    """A release whose manifest cannot be read is told apart, and the others are listed."""
    first = write_release(small, releases)
    second = write_release(version(small, "9.0.0"), releases)
    (first.folder / MANIFEST).write_text("{", encoding="utf-8")
    assert [one.name for one in list_releases(releases)] == [second.name]
    assert damaged(releases) == [first.name]


def test_a_build_that_lost_the_race_takes_the_same_folder(
    small: Assembly, releases: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where another build of the same input puts its folder in place first, that one is served."""
    rename = Path.rename

    def late(self: Path, target: Path) -> Path:
        shutil.copytree(self, target)
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", late)
    release = write_release(small, releases)
    assert wrong_files(release) == []
    assert [path.name for path in releases.iterdir() if path.is_dir()] == [release.name]


def test_numbers_are_recorded_with_the_release_only(
    small: Assembly, releases: Path, tmp_path: Path
) -> None:
    """A registry gets its new numbers when the release is written, not when data is only read."""
    registry = tmp_path / "registry.csv"
    assembly = replace(small, registries={registry: "path\n"})
    assert not registry.exists()
    write_release(assembly, releases)
    assert registry.read_text(encoding="utf-8") == "path\n"


@pytest.mark.parametrize("name", ["none", "", ".", "..", "../elsewhere", "/", f"{BUILDING}1-x"])
def test_what_is_no_release_is_not_opened(small: Assembly, releases: Path, name: str) -> None:
    """A name that is no finished release below the folder opens nothing, wherever it leads."""
    release = write_release(small, releases)
    for place in (releases.parent, releases.parent / "elsewhere", releases / f"{BUILDING}1-x"):
        place.mkdir(exist_ok=True)
        (place / MANIFEST).write_bytes((release.folder / MANIFEST).read_bytes())
    with pytest.raises(NoReleaseError) as caught:
        open_release(releases, name)
    assert str(releases) in caught.value.say.ja
    assert "kameoka-graph build" in caught.value.say.en
    assert [one.name for one in list_releases(releases)] == [release.name]


def test_where_nothing_was_built_there_is_no_release(releases: Path) -> None:
    """Without a folder there is no current release, and no list."""
    assert current(releases) == ""
    with pytest.raises(NoReleaseError):
        open_release(releases)
    assert list_releases(releases) == []


def test_changed_and_missing_files_are_found(small: Assembly, releases: Path) -> None:
    """A file whose bytes are not those of the manifest, or that is gone, is named."""
    release = write_release(small, releases)
    (release.folder / "dataset.nq").write_bytes(b"")
    (release.folder / "report.json").unlink()
    assert sorted(wrong_files(release)) == ["dataset.nq", "report.json"]
    assert wrong_files(Release(release.folder, {"files": None})) == [MANIFEST]


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"base": "http://x.jp"}', b"\xff"])
def test_a_damaged_manifest_is_told(small: Assembly, releases: Path, data: bytes) -> None:
    """A release whose manifest cannot be read, or lacks an entry, is refused with what to do."""
    release = write_release(small, releases)
    (release.folder / MANIFEST).write_bytes(data)
    with pytest.raises(DamagedReleaseError) as caught:
        open_release(releases)
    assert str(release.folder / MANIFEST) in caught.value.say.ja
    assert "make it again" in caught.value.say.en


# --- killed, and cut short


@pytest.mark.parametrize(
    ("call", "count", "when"),
    [
        ("fsync", 1, "before"),
        ("fsync", 4, "after"),
        ("rename", 1, "before"),
        ("rename", 1, "after"),
        ("replace", 1, "before"),
        ("replace", 1, "after"),
    ],
    ids=["first-file", "some-files", "all-files", "renamed", "not-switched", "switched"],
)
def test_a_killed_build_leaves_the_served_release_whole(
    small: Assembly, releases: Path, call: str, count: int, when: str
) -> None:
    """Killed at any moment, a build leaves a release that loads; the next one finishes and cleans up."""
    served = write_release(small, releases)
    before = files_of(served.folder)
    following = version(small, "9.0.0")
    pickled = releases.parent / "assembly"
    pickled.write_bytes(pickle.dumps(following))
    command = [sys.executable, "-c", KILLED, call, str(count), when, str(pickled), str(releases)]
    environment = {**os.environ, "PYTHONPATH": str(Path(release_folder.__file__).parents[2])}
    assert subprocess.run(command, env=environment, check=False).returncode == -signal.SIGKILL

    was_switched = (call, when) == ("replace", "after")
    assert (current(releases) == served.name) is not was_switched
    assert files_of(served.folder) == before
    for release in list_releases(releases):
        assert wrong_files(release) == []
        assert triples(release) == triples(served)

    finished = write_release(following, releases, memory_limit=0)
    assert open_release(releases) == finished
    assert triples(finished) == triples(served)
    assert {path.name for path in releases.iterdir()} == {
        CURRENT,
        HISTORY,
        served.name,
        finished.name,
    }


def test_a_full_disk_leaves_nothing_half_written(
    small: Assembly, releases: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build that cannot write raises, takes its own folder away, and leaves what is served."""
    served = write_release(small, releases)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(release_folder, "_write_synced", full)
    with pytest.raises(OSError, match="No space left"):
        write_release(version(small, "9.0.0"), releases)
    assert {path.name for path in releases.iterdir()} == {CURRENT, HISTORY, served.name}
    assert open_release(releases) == served


def test_only_what_dead_builds_left_is_removed(releases: Path) -> None:
    """Folders and files of builds that run, or that are none, stay; those of dead ones go."""
    finished = subprocess.Popen([sys.executable, "-c", ""])
    finished.wait()
    releases.mkdir(parents=True)
    kept = {f"{BUILDING}{os.getpid()}-x", f"{BUILDING}1-x", f"{BUILDING}notes", "2026-11-22-x"}
    for name in {*kept, f"{BUILDING}{finished.pid}-x"}:
        (releases / name).mkdir()
    (releases / f"{BUILDING}{finished.pid}-y").write_text("half a name")
    remove_leftovers(releases)
    assert {path.name for path in releases.iterdir()} == kept


def test_a_process_of_another_user_counts_as_running(
    releases: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build that we may not signal is running, and what it writes stays."""

    def denied(_: int, __: int) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "kill", denied)
    (releases / f"{BUILDING}1-x").mkdir(parents=True)
    remove_leftovers(releases)
    assert [path.name for path in releases.iterdir()] == [f"{BUILDING}1-x"]


def test_a_system_without_folder_handles_is_no_obstacle(
    small: Assembly, releases: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where folders cannot be opened, a release is written all the same."""
    monkeypatch.delattr(os, "O_DIRECTORY")
    assert wrong_files(write_release(small, releases)) == []
