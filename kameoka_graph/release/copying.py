"""A release to a folder of its own with every file that it offers, for a host of static files."""

import json
from pathlib import Path
from typing import Final

from kameoka_graph.formats import JSONLD, RDFXML, TURTLE
from kameoka_graph.release.folder import (
    CATALOG,
    MANIFEST,
    OFFERED,
    DamagedReleaseError,
    Release,
)
from kameoka_graph.say import Say, ToldError
from kameoka_graph.store.syntax import digest, rewrite

CATALOG_FORMATS: Final = (TURTLE, JSONLD, RDFXML)
"""What the catalogue is written in beside N-Quads."""


class ForeignFolderError(ToldError, OSError):
    """A folder with files that no copy of a release has put there."""

    def __init__(self, folder: Path, found: str) -> None:
        """Tell what was found in it, and what to do."""
        super().__init__(
            Say(
                f"{folder}: ほかのもの（{found}）があるため、書き出しません。"
                "空のフォルダーか、前に書き出したフォルダーを指定してください。",
                f"{folder}: holds something else ({found}), so nothing is written; give an empty "
                "folder, or one that was written by this command.",
            )
        )


def copy_release(release: Release, to: Path) -> tuple[str, ...]:
    """Write every file that a release offers into one folder, and give their names.

    A folder that an earlier copy was written into gets the files of this release and loses those
    that only the earlier one had. Raises `ForeignFolderError` where there is anything else, and
    `DamagedReleaseError` where a file is not as the manifest says.
    """
    files = {
        path.removeprefix(f"{OFFERED}/"): _read(release, path, facts)
        for path, facts in release.files.items()
    }
    for form in CATALOG_FORMATS:
        if CATALOG in files:
            name = f"catalog.{form.name}"
            files[name] = rewrite(files[CATALOG], form, release.iris.prefixes)
    files[MANIFEST] = (release.folder / MANIFEST).read_bytes()
    earlier = _earlier(to)
    to.mkdir(parents=True, exist_ok=True)
    for name in sorted(earlier - files.keys()):
        (to / name).unlink()
    for name, content in files.items():
        (to / name).write_bytes(content)
    return tuple(sorted(files))


def _read(release: Release, path: str, facts: object) -> bytes:
    file = release.folder / path
    content = file.read_bytes() if file.is_file() else b""
    if not isinstance(facts, dict) or digest(content) != facts.get("sha256"):
        raise DamagedReleaseError(file)
    return content


def _earlier(to: Path) -> set[str]:
    """Give the files of the copy that is in a folder; raises where there is anything else."""
    if not to.exists():
        return set()
    if not to.is_dir():
        raise ForeignFolderError(to.parent, to.name)
    found = {path.name for path in to.iterdir()}
    others = found - _listed(to / MANIFEST)
    if others:
        raise ForeignFolderError(to, min(others))
    return found


def _listed(manifest: Path) -> set[str]:
    """Give the names that a copy with this manifest has; none where it is not one of ours."""
    try:
        listed = json.loads(manifest.read_bytes())["files"].keys()
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return set()
    names = {str(path).removeprefix(f"{OFFERED}/") for path in listed}
    return names | {MANIFEST} | {f"catalog.{form.name}" for form in CATALOG_FORMATS}
