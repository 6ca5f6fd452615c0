"""Takes the name of an environment and its pinned requirements, and continues the script in it.

Standard library only, in syntax that Python 3.6 reads, so that an old Python gets a sentence
instead of a `SyntaxError`.
"""

import ast
import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent
OLDEST = (3, 11)
STAMP = "made-from.sha256"
"""Written last: a folder without it, or with another digest in it, is made anew."""


def tell(japanese: str, english: str) -> None:
    """Says one thing in both languages on standard error."""
    sys.stderr.write(japanese + "\n" + english + "\n")
    sys.stderr.flush()


if sys.version_info < OLDEST:
    _found = ".".join(map(str, sys.version_info[:2]))
    _oldest = ".".join(map(str, OLDEST))
    tell(
        f"Python {_found} では動きません。Python {_oldest} 以上で実行してください。",
        f"This needs Python {_oldest} or newer; it was started with Python {_found}.",
    )
    sys.exit(2)

if sys.platform != "win32":
    import fcntl


class CommandFailed(RuntimeError):
    """A command that makes an environment ended with an error, which it has printed itself."""

    def __init__(self, japanese: str, english: str) -> None:
        """Keeps what to do about it, in both languages."""
        super().__init__(english)
        self.japanese = japanese
        self.english = english


def ensure(name: str, requirements: str, root: Path = ROOT) -> None:
    """Makes `.venv/<name>/` if it is missing or outdated, and continues this script in it.

    Does nothing in that environment's own Python.

    Args:
        name: the environment's name, such as `serve`.
        requirements: its requirements file, relative to the root, such as `requirements/serve.txt`.
        root: the checkout.
    """
    folder = root / ".venv" / name
    if within(folder):
        return
    or_exit(lambda: once(folder, root / requirements, lambda: make(folder, root / requirements)))
    continue_in(folder)


def wheelhouse(requirements: str, root: Path = ROOT) -> Path:
    """Gives the folder with the wheels of these requirements, which it loads if need be."""
    folder = root / ".venv" / "wheelhouse"
    or_exit(lambda: once(folder, root / requirements, lambda: load(folder, root / requirements)))
    return folder


def node_packages(requirements: str, root: Path = ROOT) -> None:
    """Installs packages of npm in `.venv/npm/`; where there is no npm, says so and goes on."""
    folder = root / ".venv" / "npm"
    npm = shutil.which("npm")
    if npm is None:
        tell(
            f"npm がないので、{requirements} を要するテストは飛ばします。",
            f"There is no npm, so the tests that need {requirements} are skipped.",
        )
        return
    found = npm
    or_exit(lambda: once(folder, root / requirements, lambda: fetch(found, folder, requirements)))


def within(folder: Path) -> bool:
    """Tells whether this process runs in the environment in this folder."""
    return folder.is_dir() and folder.samefile(sys.prefix)


def python_of(folder: Path) -> Path:
    """Gives the path of the Python of the environment in this folder."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def digest(folder: Path, requirements: Path) -> str:
    """Gives the digest of what the folder depends on: the pins, the Python, its own place."""
    facts = (sys.implementation.cache_tag, sys.base_prefix, str(folder))
    return hashlib.sha256(requirements.read_bytes() + repr(facts).encode()).hexdigest()


def once(folder: Path, requirements: Path, work: Callable[[], None]) -> None:
    """Does the work that fills the folder, unless its stamp says that it was done to the end."""
    wanted = digest(folder, requirements)
    stamp = folder / STAMP
    folder.parent.mkdir(parents=True, exist_ok=True)
    with alone(folder.parent / (folder.name + ".lock")):
        if stamp.is_file() and stamp.read_text(encoding="ascii") == wanted:
            return
        if folder.exists():
            shutil.rmtree(folder)
        work()
        stamp.write_text(wanted, encoding="ascii")


@contextlib.contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Waits for another process that makes the same folder (not on Windows, which has no flock)."""
    with lock.open("w") as file:
        if sys.platform != "win32":
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def make(folder: Path, requirements: Path) -> None:
    """Makes the environment: a Python, the pinned packages, and this checkout on its path."""
    tell(
        f"Python の環境 .venv/{folder.name} を作ります(初回だけ。1〜2分かかることがあります)…",
        f"Making the Python environment .venv/{folder.name} (only once; may take a minute or two)…",
    )
    command(
        [sys.executable, "-m", "venv", str(folder)],
        "環境を作れませんでした。Debian や Ubuntu では python3-venv を入れてください。",
        "The environment could not be made. On Debian or Ubuntu, install python3-venv.",
    )
    tell(
        f"{requirements.name} のパッケージを入れています…",
        f"Installing the packages of {requirements.name}…",
    )
    pip(python_of(folder), "install", "--requirement", str(requirements))
    put_on_path(folder)


def load(folder: Path, requirements: Path) -> None:
    """Loads the wheels of these requirements into the folder."""
    tell(
        f"{requirements.name} のパッケージを .venv/{folder.name} に取り寄せています…",
        f"Loading the packages of {requirements.name} into .venv/{folder.name}…",
    )
    pip(Path(sys.executable), "download", "--dest", str(folder), "-r", str(requirements))


def fetch(npm: str, folder: Path, requirements: str) -> None:
    """Lets npm install into the folder: runs no script of a package, and writes no lock file."""
    tell(
        f"{requirements} のパッケージを .venv/{folder.name} に入れています…",
        f"Installing the packages of {requirements} in .venv/{folder.name}…",
    )
    folder.mkdir()
    shutil.copyfile(str(folder.parent.parent / requirements), str(folder / "package.json"))
    quiet = ["--ignore-scripts", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"]
    command(
        [npm, "install", "--prefix", str(folder), *quiet],
        "npm のパッケージを入れられませんでした。上の報告とネットワークの接続を確かめてください。",
        "The packages of npm could not be installed. See the report above, and check the network.",
    )


def put_on_path(folder: Path) -> None:
    """Lets the environment in `.venv/` import straight from the checkout: nothing has to be built.

    The path is written relative to its place, hence in ASCII whatever the checkout is called:
    before Python 3.13, such a file is read in the encoding of the user's locale.
    """
    program = "import sysconfig; print(ascii(sysconfig.get_path('purelib', vars={'base': '.'})))"
    answer = subprocess.check_output([str(python_of(folder)), "-c", program])
    site = folder / ast.literal_eval(answer.decode("ascii"))
    checkout = os.path.relpath(folder.parent.parent, site)
    (site / "checkout.pth").write_text(checkout + "\n", encoding="ascii")


def pip(python: Path, action: str, *arguments: str) -> None:
    """Lets pip install or download: only wheels, and only those whose digest is written down."""
    command(
        [
            str(python),
            "-m",
            "pip",
            "--disable-pip-version-check",
            "--no-input",
            action,
            "-qq",
            "--require-hashes",
            "--only-binary",
            ":all:",
            *arguments,
        ],
        "パッケージを入れられませんでした。上の pip の報告とネットワークの接続を確かめてください。",
        "The packages could not be installed. See pip's report above, and check the network.",
    )


def command(words: list[str], japanese: str, english: str) -> None:
    """Runs one command, what it says going to standard error.

    Raises:
        CommandFailed: it could not be started, or ended with an error.
    """
    try:
        subprocess.check_call(words, stdin=subprocess.DEVNULL, stdout=sys.stderr.fileno())
    except (OSError, subprocess.CalledProcessError) as error:
        raise CommandFailed(japanese, english) from error


def or_exit(work: Callable[[], None]) -> None:
    """Does the work; if it fails, says so and ends with status 2 (130 when interrupted)."""
    try:
        work()
    except CommandFailed as failure:
        tell(failure.japanese, failure.english)
        sys.exit(2)
    except OSError as error:
        tell(
            f"環境のフォルダーを用意できませんでした: {error}",
            f"The environment's folder could not be prepared: {error}",
        )
        sys.exit(2)
    except KeyboardInterrupt:
        tell("中断しました。次の実行でやり直します。", "Interrupted. The next run starts over.")
        sys.exit(130)


def continue_in(folder: Path) -> None:
    """Starts this same command again in the environment's Python, and ends as it ends."""
    words = [str(python_of(folder)), *sys.orig_argv[1:]]
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name != "nt":
        os.execv(words[0], words)
    sys.exit(subprocess.call(words))
