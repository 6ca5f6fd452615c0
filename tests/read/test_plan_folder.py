"""A plan's folder is taken whole or not at all."""

import hashlib
import shutil
from pathlib import Path

import pytest

from kameoka_graph.read.manifest import ManifestError
from kameoka_graph.read.plan_folder import PlanFolder, read_plan_folder, read_plan_folders
from kameoka_graph.read.progress_table import PlanSyntaxError
from kameoka_graph.read.source import SourceRefusedError


@pytest.fixture
def copy(tmp_path: Path, plan_folder: PlanFolder) -> Path:
    """Give a copy of the real plan's folder that a test may change."""
    return Path(shutil.copytree(plan_folder.path, tmp_path / "plans" / "copy"))


def test_a_folder_gives_manifest_plan_and_registry(plan_folder: PlanFolder) -> None:
    """The real folder gives what its manifest, document and registry say."""
    assert plan_folder.manifest.name == "machizukuri-kyodo-3"
    assert plan_folder.plan.source.sha256 == plan_folder.manifest.documents[0].sha256
    assert len(plan_folder.registry) == 93


def test_every_plan_below_data_is_read(root: Path, copy: Path) -> None:
    """All folders with a manifest are read, by name; others are passed over."""
    (copy.parent / "notes").mkdir()
    shutil.copytree(copy, copy.parent / "a-copy")
    assert [folder.path.name for folder in read_plan_folders(copy.parent.parent)] == [
        "a-copy",
        "copy",
    ]
    assert len(read_plan_folders(root / "data")) >= 1


def test_a_data_folder_without_plans_is_refused(tmp_path: Path) -> None:
    """Where there is no plan, the message says where one was looked for and how to name another place."""
    with pytest.raises(SourceRefusedError) as caught:
        read_plan_folders(tmp_path)
    assert "--data" in caught.value.say.ja
    assert str(tmp_path / "plans") in caught.value.say.en


def test_a_changed_document_is_refused(copy: Path) -> None:
    """A document whose bytes are not those of the manifest is refused, with both digests."""
    path = copy / "source.txt"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    with pytest.raises(ManifestError) as caught:
        read_plan_folder(copy)
    assert "371fd42502268d90" in caught.value.say.ja
    assert "371fd42502268d90" in caught.value.say.en


def test_several_documents_are_refused(copy: Path) -> None:
    """Two documents of one plan are refused rather than one of them passed over."""
    path = copy / "plan.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + text[text.index("[[document]]") :], encoding="utf-8")
    with pytest.raises(ManifestError, match="2 個"):
        read_plan_folder(copy)


def test_a_missing_document_is_refused(copy: Path) -> None:
    """A manifest that names a file that is not there is refused."""
    (copy / "source.txt").unlink()
    with pytest.raises(SourceRefusedError, match="no such file"):
        read_plan_folder(copy)


def test_a_document_of_another_layout_is_refused(copy: Path) -> None:
    """A document that fits no rule is refused at its place, though its digest be right."""
    (copy / "source.txt").write_bytes(b"plan\n")
    manifest = (copy / "plan.toml").read_text(encoding="utf-8")
    digest = hashlib.sha256(b"plan\n").hexdigest()
    real = "371fd42502268d900656fb60c8250da0617bace6b0865853f98e11ca0a7c2da9"
    (copy / "plan.toml").write_text(manifest.replace(real, digest), encoding="utf-8")
    with pytest.raises(PlanSyntaxError, match=r"source\.txt:1:1"):
        read_plan_folder(copy)
