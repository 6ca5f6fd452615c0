"""The real command, serving in a process of its own, for tests that ask it as others do."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

PATIENCE = 90.0
"""Seconds after which something that should happen is held not to happen."""

_open = build_opener(ProxyHandler({})).open


@dataclass(frozen=True)
class Reply:
    """What the server answered."""

    status: int
    """The status."""
    headers: Message
    """The headers."""
    text: str
    """The body."""


class Server:
    """`kameoka-graph serve` on a free port; ended with the block."""

    def __init__(self, *arguments: object, cwd: Path, **variables: str) -> None:
        """Start it, and wait until it tells its address."""
        words = [
            sys.executable,
            "-m",
            "kameoka_graph",
            "serve",
            "--port",
            "0",
            *map(str, arguments),
        ]
        self.errors = cwd / f"errors-{time.monotonic_ns()}.txt"
        with self.errors.open("wb") as errors:
            self.process = subprocess.Popen(
                words,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                cwd=cwd,
                env={**os.environ, "LC_ALL": "C.UTF-8", **variables},
                encoding="utf-8",
                start_new_session=True,
            )
        self.printed: list[str] = []
        self.address = self._address()

    def __enter__(self) -> Self:
        """Give the server."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """End it, and whatever it has started."""
        started = self.descendants()
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        for number in started:
            if start_of(number) == started[number]:
                os.kill(number, signal.SIGKILL)
        if self.process.stdout is not None:
            self.process.stdout.close()

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self.address.rpartition(":")[2].rstrip("/"))

    def get(self, path: str = "", accept: str = "text/html", language: str = "ja") -> Reply:
        """Ask for a page, redirects followed."""
        headers = {"Accept": accept, "Accept-Language": language}
        return self._reply(Request(self.address + path, headers=headers))  # noqa: S310 - our own address

    def query(self, query: str, accept: str, *, post: bool = False) -> Reply:
        """Ask the endpoint."""
        form = urlencode({"query": query})
        address = f"{self.address}sparql" + ("" if post else f"?{form}")
        data = form.encode() if post else None
        return self._reply(Request(address, data, {"Accept": accept}))  # noqa: S310 - our own address

    def descendants(self) -> dict[int, str]:
        """Give the processes that it has started, and those that they have, with their start."""
        return descendants(self.process.pid)

    def _reply(self, request: Request) -> Reply:
        try:
            with _open(request, timeout=PATIENCE) as answer:
                return Reply(answer.status, answer.headers, answer.read().decode("utf-8"))
        except HTTPError as error:
            with error:
                return Reply(error.code, error.headers, error.read().decode("utf-8"))

    def _address(self) -> str:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.printed.append(line)
            found = re.search(r"http://[0-9.]+:[0-9]+/", line)
            if found is not None:
                return found[0]
        self.process.wait(PATIENCE)
        raise AssertionError(self.printed, self.errors.read_text(encoding="utf-8"))


def descendants(process: int) -> dict[int, str]:
    """Give the processes that a process has started, and those that they have, with their start."""
    below = {process}
    for number, parent in sorted(parents().items()):
        if parent in below:
            below.add(number)
    return {one: start_of(one) for one in below - {process}}


def parents() -> Mapping[int, int]:
    """Give the parent of each process."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        fields = _fields(stat)
        if fields:
            found[int(stat.parent.name)] = int(fields[1])
    return found


def start_of(number: int) -> str:
    """Give the moment at which a process was started, or an empty text where it is gone."""
    fields = _fields(Path(f"/proc/{number}/stat"))
    return fields[19] if fields and fields[0] != "Z" else ""


def _fields(stat: Path) -> list[str]:
    try:
        return stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return []


def eventually(holds: Callable[[], bool]) -> bool:
    """Tell whether something comes to hold before patience ends."""
    end = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True
