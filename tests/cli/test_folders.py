"""Where the ontology and the shapes are."""

from pathlib import Path

import pytest

import kameoka_graph
from kameoka_graph.cli.folders import package_folder


@pytest.mark.parametrize("name", ["ontology", "shapes"])
def test_in_a_checkout_they_stand_beside_the_package(name: str, root: Path) -> None:
    """A checkout has the folders at its top."""
    assert package_folder(name) == root / name
    assert list(package_folder(name).glob("*.ttl"))


@pytest.mark.parametrize("name", ["ontology", "shapes"])
def test_installed_they_stand_inside_the_package(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An installed package has the folders inside, and no others are looked at."""
    for folder in (tmp_path / "kameoka_graph" / name, tmp_path / name):
        folder.mkdir(parents=True)
    monkeypatch.setattr(kameoka_graph, "__file__", str(tmp_path / "kameoka_graph" / "__init__.py"))
    assert package_folder(name) == tmp_path / "kameoka_graph" / name
