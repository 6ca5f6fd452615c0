"""A release is copied whole into one folder, and never over something else."""

import json
import shutil
from pathlib import Path

import pytest
from rdflib import Graph
from rdflib.namespace import DCAT, RDF

from kameoka_graph.release.copying import ForeignFolderError, copy_release
from kameoka_graph.release.folder import MANIFEST, OFFERED, DamagedReleaseError, Release


@pytest.fixture
def copied(release: Release, tmp_path: Path) -> Path:
    """Give a folder that the release was copied into."""
    copy_release(release, tmp_path / "deep" / "copy")
    return tmp_path / "deep" / "copy"


def test_every_file_is_there_under_its_own_name(release: Release, copied: Path) -> None:
    """Files of the release stand side by side, byte for byte, with the manifest."""
    names = {path.name for path in copied.iterdir()}
    for path in release.files:
        name = path.removeprefix(f"{OFFERED}/")
        assert (copied / name).read_bytes() == (release.folder / path).read_bytes()
        names.discard(name)
    assert names == {MANIFEST, "catalog.ttl", "catalog.jsonld", "catalog.rdf"}
    assert (copied / MANIFEST).read_bytes() == (release.folder / MANIFEST).read_bytes()


@pytest.mark.parametrize(("name", "form"), [("catalog.ttl", "turtle"), ("catalog.rdf", "xml")])
def test_the_catalogue_is_there_as_harvesters_read_it(copied: Path, name: str, form: str) -> None:
    """The catalogue can be read as what its ending says."""
    graph = Graph().parse(copied / name, format=form)
    assert len(set(graph.subjects(RDF.type, DCAT.Dataset))) == 7


def test_a_copy_is_renewed(release: Release, copied: Path) -> None:
    """Into its own earlier copy the release is written again; what only that one had is gone."""
    manifest = json.loads((copied / MANIFEST).read_bytes())
    manifest["files"]["files/old.csv"] = {"bytes": 1, "sha256": "0" * 64}
    (copied / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    (copied / "old.csv").write_bytes(b"x")
    names = copy_release(release, copied)
    assert {path.name for path in copied.iterdir()} == set(names)
    assert "old.csv" not in names


@pytest.mark.parametrize("name", ["letter.txt", ".hidden", "manifest.json"])
def test_a_folder_with_something_else_is_left_alone(
    release: Release, tmp_path: Path, name: str
) -> None:
    """Where there is any other file, or a manifest that is not ours, nothing is written."""
    (tmp_path / name).write_text("mine", encoding="utf-8")
    with pytest.raises(ForeignFolderError) as caught:
        copy_release(release, tmp_path)
    assert name in caught.value.say.ja
    assert str(tmp_path) in caught.value.say.en
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text(encoding="utf-8") == "mine"


def test_a_file_is_no_folder(release: Release, tmp_path: Path) -> None:
    """A file in place of the folder is left as it is."""
    (tmp_path / "copy").write_text("mine", encoding="utf-8")
    with pytest.raises(ForeignFolderError, match="copy"):
        copy_release(release, tmp_path / "copy")


def test_a_file_beside_an_earlier_copy_is_left_alone(release: Release, copied: Path) -> None:
    """A file that somebody has put beside a copy stops the next one."""
    (copied / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ForeignFolderError, match=r"notes\.txt"):
        copy_release(release, copied)


def test_a_damaged_release_is_not_copied(release: Release, tmp_path: Path) -> None:
    """A file that is not as the manifest says stops the copy before anything is written."""
    spoilt = Release(Path(shutil.copytree(release.folder, tmp_path / "r")), release.manifest)
    (spoilt.folder / OFFERED / "activities.csv").write_bytes(b"")
    with pytest.raises(DamagedReleaseError, match=r"activities\.csv"):
        copy_release(spoilt, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()
