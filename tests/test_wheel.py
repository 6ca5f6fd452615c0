"""The wheel: it carries all that the package needs, and works in a folder with nothing but data."""

import json
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

from kameoka_graph import __version__
from tests.served import PATIENCE

ROOT = Path(__file__).resolve().parent.parent
WHEELHOUSE = ROOT / ".venv" / "wheelhouse"
SCRIPTS = "Scripts" if os.name == "nt" else "bin"
CARRIED = [
    "kameoka_graph/ontology/mp.ttl",
    "kameoka_graph/shapes/core.ttl",
    "kameoka_graph/show/templates/base.html",
    "kameoka_graph/show/static/site.css",
    "kameoka_graph/show/locale/en/LC_MESSAGES/messages.po",
    "kameoka_graph/catalogue/queries/entries-per-action-plan-and-year.rq",
    "kameoka_graph/py.typed",
]
"""One file of each kind that is no Python."""
PER_CELL = ROOT / "kameoka_graph" / "catalogue" / "queries" / "entries-per-action-plan-and-year.rq"


def pip(python: Path, *arguments: object) -> None:
    """Run pip without an index: nothing is fetched."""
    options = ["--disable-pip-version-check", "--no-input", "-qq"]
    words = [str(python), "-m", "pip", *options, *map(str, arguments)]
    done = subprocess.run(
        words, capture_output=True, check=False, encoding="utf-8", cwd=ROOT, timeout=PATIENCE * 4
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the wheel, built from a copy of what the checkout tracks."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    for name in ("kameoka_graph", "ontology", "shapes", "docs"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "LICENSE-VOCABULARY"):
        shutil.copy(ROOT / name, source)
    pip(
        Path(sys.executable), "wheel", source, "--no-deps", "--no-build-isolation", "--no-index",
        "--wheel-dir", folder,
    )  # fmt: skip
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the command of the wheel, installed in an environment of its own without an index."""
    assert WHEELHOUSE.is_dir(), "python3 tests loads the wheelhouse"
    environment = tmp_path_factory.mktemp("installed")
    venv.create(environment, with_pip=True)
    python = environment / SCRIPTS / "python"
    pip(python, "install", "--no-index", "--find-links", WHEELHOUSE, wheel)
    return environment / SCRIPTS / "kameoka-graph"


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """Give an empty folder that holds only a copy of the data."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return tmp_path


def run(command: Path, folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the installed command, which finds no checkout."""
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        [str(command), *map(str, arguments)],
        capture_output=True,
        check=False,
        cwd=folder,
        env=variables | {"LC_ALL": "C.UTF-8"},
        encoding="utf-8",
        timeout=PATIENCE,
    )


def files_below(folder: Path) -> set[str]:
    """Give the files below a folder that are not made by Python itself."""
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_wheel_carries_the_package_and_nothing_else(wheel: Path) -> None:
    """The wheel holds each file of the package, the ontology and the shapes; no tests, no data."""
    with ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    expected = {f"kameoka_graph/{name}" for name in files_below(ROOT / "kameoka_graph")}
    for folder in ("ontology", "shapes"):
        expected |= {f"kameoka_graph/{folder}/{name}" for name in files_below(ROOT / folder)}
    assert names == expected
    assert set(CARRIED) <= names


def test_wheel_states_licences_and_dependencies(wheel: Path) -> None:
    """The wheel has both licences, the command, and what it depends on."""
    with ZipFile(wheel) as archive:
        about = {
            name.partition(".dist-info/")[2]: name
            for name in archive.namelist()
            if ".dist-info/" in name
        }
        metadata = archive.read(about["METADATA"]).decode("utf-8")
        commands = archive.read(about["entry_points.txt"]).decode("utf-8")
    assert {"licenses/LICENSE", "licenses/LICENSE-VOCABULARY"} <= about.keys()
    assert f"\nVersion: {__version__}\n" in metadata
    assert "\nRequires-Dist: rdflib>=" in metadata
    assert "kameoka-graph = kameoka_graph.cli.main:main" in commands


def test_installed_command_builds_and_answers(installed: Path, city: Path) -> None:
    """In a folder with nothing but data, the installed command builds a release and answers."""
    built = run(installed, city, "build", "--json")
    assert built.returncode == 0, built.stderr
    assert {path.name for path in city.iterdir()} == {"data", "releases"}
    folder = Path(json.loads(built.stdout)["folder"])
    assert (city / folder / "dataset.nq").is_file()
    asked = run(installed, city, "query", PER_CELL, "--format", "csv")
    assert asked.returncode == 0, asked.stderr
    assert len(asked.stdout.splitlines()) == 1 + 18


def test_installed_command_gives_the_bytes_of_the_checkout(installed: Path, city: Path) -> None:
    """The installed command and the checkout make the same release, to the byte."""
    words = ["build", "--base", "https://plans.test"]
    assert run(installed, city, *words, "--releases", "a").returncode == 0
    near = subprocess.run(
        [sys.executable, "-m", "kameoka_graph", *words, "--releases", "b"],
        check=True,
        cwd=city,
        capture_output=True,
        timeout=PATIENCE,
    )
    assert near.returncode == 0
    assert files_below(city / "a") == files_below(city / "b")
    for name in files_below(city / "a"):
        assert (city / "a" / name).read_bytes() == (city / "b" / name).read_bytes(), name


def test_installed_server_has_its_pages(installed: Path, city: Path) -> None:
    """The installed package renders its pages in both languages from what the wheel carries."""
    program = (
        "from pathlib import Path; from kameoka_graph.ask.limits import Limits;"
        "from kameoka_graph.show.shelf import Shelf; from kameoka_graph.show.web import create_app;"
        "import kameoka_graph; assert 'site-packages' in kameoka_graph.__file__;"
        "shelf = Shelf(Path('releases'), Limits()); client = create_app(shelf).test_client();"
        "print([client.get('/', headers={'Accept': 'text/html', 'Accept-Language': one}).status_code"
        " for one in ('ja', 'en')]); shelf.close()"
    )
    assert run(installed, city, "build").returncode == 0
    done = run(installed.with_name("python"), city, "-c", program)
    assert (done.stdout, done.returncode) == ("[200, 200]\n", 0), done.stderr
