"""An assembly to a release folder: written apart, synced, renamed into place, then made current."""

import datetime
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final, NamedTuple

from kameoka_graph import __version__
from kameoka_graph.check.report import as_graph, as_json
from kameoka_graph.exchange.file import File
from kameoka_graph.formats import NQUADS, TEXT, TURTLE
from kameoka_graph.release.assembly import Assembly, release_date
from kameoka_graph.release.dcat import make_catalog, source_name
from kameoka_graph.release.files import dumps, exchange_files
from kameoka_graph.say import Say, ToldError
from kameoka_graph.search.engine import Index, write_index
from kameoka_graph.search.gathering import gather
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.answer import Quad
from kameoka_graph.store.canonical import canonical_nquads
from kameoka_graph.store.embedded import Embedded, write_on_disk
from kameoka_graph.store.syntax import digest, read_nquads, rewrite

HISTORY: Final = "history"
"""The file that lists the releases in the order in which they were made current."""
CURRENT: Final = "current"
"""The file that names the release being served."""
MANIFEST: Final = "manifest.json"
"""The file that lists the others, with their digests."""
DUMP: Final = "dataset.nq"
"""The canonical dump, from which a small release is loaded into memory."""
CATALOG: Final = "catalog.nq"
"""The catalogue, loaded beside the dump; it says sizes and digests of the other files."""
JSON: Final = "application/json"
"""Media type of the manifest and the report."""
BINARY: Final = "application/octet-stream"
"""Media type of a file of which an old manifest does not say it."""
OFFERED: Final = "files"
"""The folder of the tables, and of the files of other standards."""
STORE: Final = "store"
"""The folder of the store of a large release."""
SEARCH: Final = "search"
"""The folder of the index for searching of a large release; a small one is indexed when opened."""
BUILDING: Final = ".building-"
"""Start of the name of a folder that is being written."""
MEMORY_LIMIT: Final = 500_000
"""Quads up to which a release is served from memory; above, from disk.

A quad takes about 0.8 kB, twice: once in its graph and once in the merge.
"""


_ENTRIES: Final = {"base", "date", "version", "files"}
"""What a manifest must say for its release to be served."""


class NoReleaseError(ToldError, LookupError):
    """There is no such release, or none yet."""


class DamagedReleaseError(ToldError, ValueError):
    """A release with a file that is not as it was made."""

    def __init__(self, path: Path) -> None:
        """Tell which file, and what to do."""
        super().__init__(
            Say(
                f"{path}: 公開データのファイルが壊れています。このフォルダーを除き、"
                "kameoka-graph build で作り直してください。",
                f"{path}: this file of a release is damaged; remove its folder and make it "
                "again with kameoka-graph build.",
            )
        )


class Written(NamedTuple):
    """A file of a release, before it is in the folder."""

    media_type: str
    """E.g. text/csv."""
    content: bytes
    """Its bytes."""


@dataclass(frozen=True, slots=True)
class Release:
    """A finished release."""

    folder: Path
    """Where it is."""
    manifest: Mapping[str, object]
    """What `manifest.json` says."""

    @property
    def name(self) -> str:
        """Its folder's name: date and digest."""
        return self.folder.name

    @property
    def iris(self) -> Iris:
        """The base of its IRIs."""
        return Iris(str(self.manifest["base"]))

    def open(self) -> Embedded:
        """Open its store: from memory if it is small, else from disk."""
        iris = self.iris
        if (self.folder / STORE).is_dir():
            return Embedded.on_disk(self.folder / STORE, iris.root, iris.prefixes)
        try:
            nquads = b"".join(dump.read_bytes() for dump in self.dumps)
            return Embedded.in_memory(nquads, iris.root, iris.prefixes)
        except (OSError, SyntaxError) as error:
            raise DamagedReleaseError(self.folder / DUMP) from error

    def open_index(self) -> Index:
        """Open its index for searching: from disk, or else made of its dump."""
        if (self.folder / SEARCH).is_dir():
            return Index.on_disk(self.folder / SEARCH)
        try:
            return Index.in_memory(gather((self.folder / DUMP).read_bytes(), self.iris))
        except (OSError, SyntaxError) as error:
            raise DamagedReleaseError(self.folder / DUMP) from error

    @property
    def dumps(self) -> tuple[Path, ...]:
        """The files that a store in memory is loaded from; a catalogue has no blank nodes."""
        catalog = self.folder / CATALOG
        return (self.folder / DUMP, *([catalog] if catalog.is_file() else ()))

    def catalog(self) -> list[Quad]:
        """Give the catalogue, as it was written; an older release has none."""
        path = self.folder / CATALOG
        return read_nquads(path.read_bytes()) if path.is_file() else []

    @property
    def files(self) -> Mapping[str, Mapping[str, object]]:
        """What the manifest says of each file by its path in the folder: bytes, digest, type."""
        listed = self.manifest["files"]
        return listed if isinstance(listed, dict) else {}

    def offered(self, name: str) -> tuple[Path, str] | None:
        """Give the file that is downloaded by a name, and its media type; None if there is none."""
        if name == MANIFEST:
            return self.folder / MANIFEST, JSON
        for path in (name, f"{OFFERED}/{name}"):
            if path in self.files and "/" not in name:
                return self.folder / path, str(self.files[path].get("media_type", BINARY))
        return None


def write_release(
    assembly: Assembly,
    releases: Path,
    *,
    source_date_epoch: str | None = None,
    memory_limit: int = MEMORY_LIMIT,
) -> Release:
    """Write a release of data that holds and make it the current one.

    The folder's name is its date and the digest of its manifest, so that the same input gives the
    same folder; one that is there already is kept. Until the last step the served release is
    untouched. Raises `ShapesViolatedError`, also for the catalogue, which is checked last.
    """
    assembly.report.must_hold()
    date = release_date(assembly.publication, source_date_epoch)
    files = _files(assembly, date)
    manifest = _manifest(assembly, files, str(date))
    name = f"{date}-{digest(manifest)[:12]}"
    releases.mkdir(parents=True, exist_ok=True)
    remove_leftovers(releases)
    if not (releases / name).is_dir():
        contents = {path: file.content for path, file in files.items()}
        nquads = assembly.nquads + contents[CATALOG]
        _write(releases, name, {**contents, MANIFEST: manifest}, nquads, memory_limit)
    for registry, text in assembly.registries.items():
        _replace(registry, text)
    switch(releases, name)
    return open_release(releases, name)


def open_release(releases: Path, name: str | None = None) -> Release:
    """Open a release by name, or the current one.

    Raises `NoReleaseError` or `DamagedReleaseError`.
    """
    chosen = current(releases) if name is None else name
    folder = releases / chosen
    known = chosen and not chosen.startswith(".") and folder.parent == releases
    if not known or not (folder / MANIFEST).is_file():
        raise NoReleaseError(
            Say(
                f"{releases}: 公開データ{f' {chosen} ' if chosen else ''}がありません。"
                "kameoka-graph build で作ってください。",
                f"{releases}: there is no release{f' {chosen}' if chosen else ''}; make one with "
                "kameoka-graph build.",
            )
        )
    return Release(folder, _read_manifest(folder / MANIFEST))


def _read_manifest(path: Path) -> Mapping[str, object]:
    try:
        manifest = json.loads(path.read_bytes())
    except ValueError:
        manifest = None
    if not isinstance(manifest, dict) or not manifest.keys() >= _ENTRIES:
        raise DamagedReleaseError(path)
    return manifest


def current(releases: Path) -> str:
    """Give the name of the current release, or an empty text where there is none."""
    try:
        return (releases / CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""


def switch(releases: Path, name: str) -> None:
    """Make a release the current one, in one step that cannot be seen half done."""
    handle, temporary = tempfile.mkstemp(dir=releases, prefix=f"{BUILDING}{os.getpid()}-")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f"{name}\n")
        file.flush()
        os.fsync(file.fileno())
    Path(temporary).chmod(0o644)
    with (releases / HISTORY).open("a", encoding="utf-8") as history:
        history.write(f"{name}\n")
    Path(temporary).replace(releases / CURRENT)
    _sync_folder(releases)


def _replace(path: Path, text: str) -> None:
    """Write a file in one step: numbers once given must not be lost to a write that was cut off."""
    temporary = path.with_name(f".{path.name}.new")
    _write_synced(temporary, text.encode())
    temporary.replace(path)


def list_releases(releases: Path) -> list[Release]:
    """Give all finished releases, by name; one whose manifest is damaged is left to `damaged`."""
    return [Release(path, manifest) for path, manifest in _manifests(releases) if manifest]


def damaged(releases: Path) -> list[str]:
    """Give the names of the releases whose manifest cannot be read."""
    return [path.name for path, manifest in _manifests(releases) if not manifest]


def _manifests(releases: Path) -> list[tuple[Path, Mapping[str, object]]]:
    """Give each finished release with its manifest, which is empty where it is damaged."""
    found: list[tuple[Path, Mapping[str, object]]] = []
    for path in sorted(releases.glob(f"*/{MANIFEST}")):
        if not path.parent.name.startswith("."):
            try:
                found.append((path.parent, _read_manifest(path)))
            except DamagedReleaseError:
                found.append((path.parent, {}))
    return found


def earlier(releases: Path) -> str:
    """Give the name of the release that was served before the current one and is still there.

    Raises `NoReleaseError` where there is none.
    """
    served = _history(releases)
    now = current(releases)
    for name in reversed(served):
        if name != now and (releases / name / MANIFEST).is_file():
            return name
    raise NoReleaseError(
        Say(
            f"{releases}: 前に公開していたデータはありません。",
            f"{releases}: no other release was served before the current one.",
        )
    )


def _history(releases: Path) -> list[str]:
    """Give the names of the releases in the order in which they were made current."""
    try:
        return (releases / HISTORY).read_text(encoding="utf-8").split()
    except FileNotFoundError:
        return []


def wrong_files(release: Release) -> list[str]:
    """Give the files of a release that are missing or whose bytes are not those of the manifest.

    The manifest is among them where it is not the one that the release is named after.
    """
    listed = release.files
    named = release.name.endswith(_digest_of(release.folder / MANIFEST)[:12])
    if not listed or not named:
        return [MANIFEST]
    return [
        name
        for name, facts in listed.items()
        if _digest_of(release.folder / name) != facts["sha256"]
    ]


def remove_leftovers(releases: Path) -> None:
    """Remove what builds that were killed left behind, where their process is gone."""
    for path in releases.glob(f"{BUILDING}*"):
        owner = path.name.removeprefix(BUILDING).partition("-")[0]
        if owner.isdecimal() and not _is_alive(int(owner)):
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _digest_of(path: Path) -> str:
    return digest(path.read_bytes()) if path.is_file() else ""


def _files(assembly: Assembly, date: datetime.date) -> dict[str, Written]:
    """Give the files of a release by their paths in it, the catalogue of the others last."""
    whole, others = dumps(assembly), exchange_files(assembly)
    files = {file.name: _written(file) for file in whole}
    files |= {f"{OFFERED}/{file.name}": _written(file) for file in others}
    report = as_graph(assembly.report, assembly.iris)
    report_nquads = canonical_nquads({assembly.iris.graph("report"): report})
    turtle = rewrite(report_nquads, TURTLE, assembly.iris.prefixes)
    files["report.ttl"] = Written(TURTLE.media_type, turtle)
    files["report.json"] = Written(JSON, as_json(assembly.report).encode())
    for folder in assembly.plans:
        text = folder.plan.source.text
        files[source_name(folder)] = Written(TEXT.media_type, text.encode())
    catalog = make_catalog(assembly, (*whole, *others), date)
    files[CATALOG] = Written(NQUADS.media_type, catalog)
    return files


def _written(file: File) -> Written:
    return Written(file.compression or file.media_type, file.content)


def _manifest(assembly: Assembly, files: Mapping[str, Written], date: str) -> bytes:
    document = {
        "base": assembly.iris.base,
        "date": date,
        "version": assembly.publication.version,
        "dataset": {
            "canonicalization": "RDFC-1.0",
            "quads": assembly.nquads.count(b"\n"),
            "sha256": digest(assembly.nquads),
        },
        "files": {
            path: {
                "bytes": len(file.content),
                "media_type": file.media_type,
                "sha256": digest(file.content),
            }
            for path, file in files.items()
        },
        "software": {"kameoka_graph": __version__}
        | {name: version(name) for name in ("pyoxigraph", "pyshacl", "rdflib")},
    }
    return (json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _write(
    releases: Path, name: str, files: Mapping[str, bytes], nquads: bytes, memory_limit: int
) -> None:
    building = Path(tempfile.mkdtemp(dir=releases, prefix=f"{BUILDING}{os.getpid()}-"))
    try:
        (building / OFFERED).mkdir()
        for file, data in files.items():
            _write_synced(building / file, data)
        if nquads.count(b"\n") > memory_limit:
            write_on_disk(nquads, building / STORE)
            base = json.loads(files[MANIFEST])["base"]
            write_index(gather(files[DUMP], Iris(base)), building / SEARCH)
        for folder in (building / OFFERED, building):
            folder.chmod(0o755)
            _sync_folder(folder)
        building.rename(releases / name)
    except BaseException as error:
        shutil.rmtree(building, ignore_errors=True)
        if not isinstance(error, OSError) or not (releases / name / MANIFEST).is_file():
            raise  # else another build of the same input was quicker, and made the same folder
    _sync_folder(releases)


def _write_synced(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make the names in a folder durable, where the system can."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
