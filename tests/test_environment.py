"""The infrastructure: pinned requirements, and the environments that scripts make for themselves."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

import environment

ROOT = Path(__file__).resolve().parent.parent
SERVE = ROOT / "requirements" / "serve.txt"
TEST = ROOT / "requirements" / "test.txt"
BENCHMARK = ROOT / "requirements" / "benchmark.txt"
SOURCES = sorted((ROOT / "requirements").iterdir())

PIN = re.compile(
    r"(?P<name>[a-z0-9-]+)==(?P<version>[^ ;]+)(?P<marker> ; [^\\]+)?(?P<hashes>( --hash=sha256:[0-9a-f]{64})+)"
)


def entries(path: Path) -> list[str]:
    """Gives the requirements in a file, each on one line without continuation marks."""
    text = re.sub(r"\s*\\\n\s*", " ", path.read_text(encoding="utf-8"))
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def names(requirements: list[str]) -> set[str]:
    """Gives the names of the packages required, in lower case."""
    return {re.split(r"[^A-Za-z0-9-]", line)[0].lower() for line in requirements}


# --- pins


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_requirements_name_no_address(path: Path) -> None:
    """No requirements file says where packages come from: that is the reader's own choice."""
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"://|--(extra-)?index-url|--find-links|--trusted-host", text)


@pytest.mark.parametrize("path", [SERVE, TEST, BENCHMARK], ids=lambda path: path.name)
def test_every_requirement_is_pinned_with_digests(path: Path) -> None:
    """Each requirement is one exact version with at least one SHA-256 digest."""
    found = entries(path)
    assert len(found) > 20
    assert [line for line in found if not PIN.fullmatch(line)] == []


def test_runtime_dependencies_are_pinned() -> None:
    """What pyproject.toml depends on is what serve.in asks for, and serve.txt pins all of it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert sorted(project["dependencies"]) == sorted(entries(ROOT / "requirements" / "serve.in"))
    assert names(project["dependencies"]) <= names(entries(SERVE))


def test_tests_run_on_what_is_served() -> None:
    """The test environment has the very pins of the serving environment, digests included."""
    assert set(entries(SERVE)) <= set(entries(TEST))


# --- old Pythons


@pytest.mark.parametrize("name", ["environment.py", "server.py", "tests/__main__.py"])
def test_scripts_can_be_read_by_old_pythons(name: str) -> None:
    """A Python as old as 3.6 can read each script, hence can say what it lacks."""
    ast.parse((ROOT / name).read_text(encoding="utf-8"), feature_version=(3, 6))


@pytest.mark.parametrize("script", ["server.py", "tests"])
def test_old_pythons_are_told_in_both_languages(script: str) -> None:
    """An old Python ends with status 2 and one sentence per language, without a traceback."""
    program = (
        "import runpy, sys; sys.version_info = (3, 9, 1);"
        f"sys.path.insert(0, {str(ROOT)!r}); sys.argv = [{script!r}];"
        f"runpy.run_path({script!r}, run_name='__main__')"
    )
    told = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert told.returncode == 2
    assert told.stderr.splitlines() == [
        "Python 3.9 では動きません。Python 3.11 以上で実行してください。",
        "This needs Python 3.11 or newer; it was started with Python 3.9.",
    ]


# --- the stamp


@pytest.fixture
def requirements(tmp_path: Path) -> Path:
    """A requirements file in a checkout of its own."""
    path = tmp_path / "requirements" / "some.txt"
    path.parent.mkdir()
    path.write_text("a==1\n", encoding="utf-8")
    return path


class Work:
    """Fills a folder, and counts how often."""

    def __init__(self, folder: Path, *, fails: bool = False) -> None:
        """Says which folder, and whether the work is interrupted half-way."""
        self.folder = folder
        self.fails = fails
        self.times = 0

    def __call__(self) -> None:
        """Does the work once."""
        self.times += 1
        self.folder.mkdir()
        (self.folder / f"{self.times}.txt").touch()
        if self.fails:
            raise KeyboardInterrupt


def test_work_is_done_once(tmp_path: Path, requirements: Path) -> None:
    """The same requirements a second time cost nothing."""
    work = Work(tmp_path / ".venv" / "some")
    environment.once(work.folder, requirements, work)
    environment.once(work.folder, requirements, work)
    assert work.times == 1


def test_changed_requirements_start_from_nothing(tmp_path: Path, requirements: Path) -> None:
    """Other requirements empty the folder first, so that nothing of the old ones stays."""
    work = Work(tmp_path / ".venv" / "some")
    environment.once(work.folder, requirements, work)
    requirements.write_text("a==2\n", encoding="utf-8")
    environment.once(work.folder, requirements, work)
    assert sorted(path.name for path in work.folder.iterdir()) == ["2.txt", environment.STAMP]


def test_interrupted_work_is_done_again(tmp_path: Path, requirements: Path) -> None:
    """Work that did not end leaves no stamp, so the next run does it again."""
    work = Work(tmp_path / ".venv" / "some", fails=True)
    with pytest.raises(KeyboardInterrupt):
        environment.once(work.folder, requirements, work)
    assert not (work.folder / environment.STAMP).exists()
    work.fails = False
    environment.once(work.folder, requirements, work)
    assert work.times == 2
    assert (work.folder / environment.STAMP).is_file()


def test_the_digest_knows_the_python_and_the_place(
    tmp_path: Path, requirements: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another Python, or a checkout that was moved, needs an environment of its own."""
    here = environment.digest(tmp_path / "here", requirements)
    assert here == environment.digest(tmp_path / "here", requirements)
    assert here != environment.digest(tmp_path / "there", requirements)
    monkeypatch.setattr(sys, "base_prefix", "/another/python")
    assert here != environment.digest(tmp_path / "here", requirements)


# --- environments


def test_the_checkout_is_on_the_path(tmp_path: Path) -> None:
    """An environment imports straight from its checkout, whatever the checkout is called."""
    root = tmp_path / "亀岡 graph"
    folder = root / ".venv" / "some"
    root.mkdir()
    (root / "found_here.py").touch()
    subprocess.check_call([sys.executable, "-m", "venv", "--without-pip", folder])
    environment.put_on_path(folder)
    python = environment.python_of(folder)
    subprocess.check_call([python, "-c", "import found_here"], cwd=tmp_path)


def test_within_its_own_environment_nothing_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """A script that already runs in the environment it asks for just goes on."""
    folder = ROOT / ".venv" / "some"
    monkeypatch.setattr(environment, "within", lambda asked: asked == folder)
    environment.ensure("some", "requirements/there-is-no-such-file.txt")


def test_the_environment_of_another_is_not_mistaken(tmp_path: Path) -> None:
    """An environment is recognised by its folder; one that is not there is nobody's."""
    assert environment.within(Path(sys.prefix))
    assert not environment.within(tmp_path)
    assert not environment.within(tmp_path / "nothing")


def fails() -> None:
    """A command that cannot be started."""
    environment.command(["no-such-command-anywhere"], "失敗しました。", "It failed.")


def ends_badly() -> None:
    """A command that ends with an error."""
    environment.command(
        [sys.executable, "-c", "raise SystemExit(7)"], "失敗しました。", "It failed."
    )


def interrupts() -> None:
    """A person who does not want to wait."""
    raise KeyboardInterrupt


def finds_no_file() -> None:
    """A folder that cannot be written, or a file that is not there."""
    raise FileNotFoundError(2, "No such file", "some.txt")


@pytest.mark.parametrize(
    ("work", "status", "japanese", "english"),
    [
        pytest.param(fails, 2, "失敗しました。", "It failed.", id="no command"),
        pytest.param(ends_badly, 2, "失敗しました。", "It failed.", id="bad end"),
        pytest.param(interrupts, 130, "中断しました。", "Interrupted.", id="interrupted"),
        pytest.param(finds_no_file, 2, "some.txt", "some.txt", id="no file"),
    ],
)
def test_failures_are_sentences(
    work: Callable[[], None],
    status: int,
    japanese: str,
    english: str,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """What fails on the way is told in both languages, with a status and without a traceback."""
    with pytest.raises(SystemExit) as ended:
        environment.or_exit(work)
    told = capfd.readouterr().err.splitlines()
    assert ended.value.code == status
    assert len(told) == 2
    assert japanese in told[0]
    assert english in told[1]


SCRIPT = """
import sys
import environment
environment.ensure("some", "requirements/some.txt")
print(environment.within(environment.ROOT / ".venv" / "some"), sys.argv[1:], sys.flags.dev_mode)
sys.exit(3)
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with a script that needs an environment without packages."""
    root = tmp_path / "checkout"
    (root / "requirements").mkdir(parents=True)
    (root / "requirements" / "some.txt").write_text("# none\n", encoding="utf-8")
    (root / "environment.py").write_bytes((ROOT / "environment.py").read_bytes())
    (root / "script.py").write_text(SCRIPT, encoding="utf-8")
    return root


def start(checkout: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Starts the script from somewhere else, with no package index to ask."""
    return subprocess.run(
        [sys.executable, "-X", "dev", "-X", "utf8", checkout / "script.py", *arguments],
        cwd=checkout.parent,
        env={**os.environ, "PIP_NO_INDEX": "1", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_a_script_goes_on_in_its_environment(checkout: Path) -> None:
    """The script goes on there with its arguments, options and exit status; next time at once."""
    first = start(checkout, "one", "二つ目")
    assert first.stdout.splitlines() == ["True ['one', '二つ目'] True"]
    assert first.returncode == 3
    assert "作ります" in first.stderr
    assert "Making the Python environment" in first.stderr
    second = start(checkout)
    assert (second.stdout, second.stderr, second.returncode) == ("True [] True\n", "", 3)


def test_a_failing_installation_is_told(checkout: Path) -> None:
    """Where pip fails, its report and ours are read, and the next run starts over."""
    pin = f"no-such-package==1 --hash=sha256:{'0' * 64}\n"
    (checkout / "requirements" / "some.txt").write_text(pin, encoding="utf-8")
    told = start(checkout)
    assert (told.stdout, told.returncode) == ("", 2)
    assert "no-such-package==1" in told.stderr
    assert told.stderr.splitlines()[-2].startswith("パッケージを入れられませんでした。")
    assert told.stderr.splitlines()[-1].startswith("The packages could not be installed.")
    assert "Traceback" not in told.stderr
    assert not (checkout / ".venv" / "some" / environment.STAMP).exists()
