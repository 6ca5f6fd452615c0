"""A folder of releases to a running server on one address."""

import os
import signal
import socket
import threading
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from granian import Granian
from granian.constants import Interfaces

from kameoka_graph.ask.limits import Limits
from kameoka_graph.cli.output import Output, speak_utf8
from kameoka_graph.release.folder import DamagedReleaseError, open_release, wrong_files
from kameoka_graph.say import Language, Say, ToldError
from kameoka_graph.show.shelf import Shelf
from kameoka_graph.show.web import create_app

LIMITS: Final = Limits()
"""What a public query may use."""
THREADS: Final = LIMITS.queue + 24
"""Requests that are worked on at once: there is one for a page even when all queries wait."""
KILLED_AFTER: Final = 20
"""Seconds that requests may take to end once the server is told to."""
BRIEF: Final = 0.02
"""Seconds between two looks whether the server answers."""
EVERYWHERE: Final = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - chosen by the operator
"""Hosts that stand for every address of this machine, and the one at which it finds itself."""


class AddressTakenError(ToldError, OSError):
    """An address that another program listens on, or that is not this machine's."""


class ServerDiedError(ToldError, RuntimeError):
    """A server that ended without being told to."""

    def __init__(self) -> None:
        """Tell where the reason stands."""
        super().__init__(
            Say(
                "サーバーが続けて止まったため、終わります。理由は上に表示されています。",
                "The server kept dying, so this ends; the reason stands above.",
            )
        )


def free_port(host: str) -> int:
    """Give a port that is free at this moment."""
    with closing(_bound(host, 0)) as listener:
        return int(listener.getsockname()[1])


def refuse_taken(host: str, port: int) -> None:
    """Raise `AddressTakenError` where nothing can listen on the address."""
    _bound(host, port).close()


def base_of(host: str, port: int) -> str:
    """Give the base of IRIs that this machine finds on the server at an address."""
    near = EVERYWHERE.get(host, host)
    return f"http://{f'[{near}]' if ':' in near else near}:{port}"


def serve_releases(releases: Path, host: str, port: int, store: str | None, output: Output) -> None:
    """Serve the current release, unless it is damaged, until the process is told to end."""
    release = open_release(releases)
    for file in wrong_files(release):
        raise DamagedReleaseError(release.folder / file)
    server = Granian(
        "kameoka_graph",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        backpressure=THREADS * 4,
        log_enabled=False,
        respawn_failed_workers=True,
        workers_kill_timeout=KILLED_AFTER,
    )
    work = _Work(releases, host, port, store, output.language, os.getpid())
    output.hush()
    try:
        server.serve(target_loader=work.load, wrap_loader=False)
    except SystemExit as end:
        raise ServerDiedError from end


@dataclass(frozen=True, slots=True)
class _Work:
    """What the process that answers requests has to know; the other one only watches over it."""

    releases: Path
    host: str
    port: int
    store: str | None
    language: Language
    watcher: int

    def load(self, *_: object) -> Any:
        """Make the application inside that process."""
        for one in (signal.SIGTERM, signal.SIGINT):  # until the server has its own handlers
            signal.signal(one, signal.SIG_DFL)
        app = create_app(Shelf(self.releases, LIMITS, store=self.store))
        for work in (self.tell, self.watch):
            threading.Thread(target=work, daemon=True).start()
        return app

    def tell(self) -> None:
        """Tell the address once it answers."""
        base = base_of(self.host, self.port)
        address = (str(urlsplit(base).hostname), self.port)
        while not _answers(address):
            time.sleep(BRIEF)
        say = Say(
            f"{base}/ で公開しています（Ctrl+C で終わります）。",
            f"Serving at {base}/ (Ctrl+C ends it).",
        )
        speak_utf8()
        Output(self.language).show(say.to(self.language))

    def watch(self) -> None:
        """End this process as if told to, when the one that watches over it is gone."""
        while os.getppid() == self.watcher:
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)


def _answers(address: tuple[str, int]) -> bool:
    try:
        socket.create_connection(address, timeout=1).close()
    except OSError:
        return False
    return True


def _bound(host: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise AddressTakenError(
            Say(
                f"{host}:{port} で待ち受けできません（{error.strerror}）。"
                "--port で別のポートを指定してください。",
                f"Cannot listen on {host}:{port} ({error.strerror}); name another port with "
                "--port.",
            )
        ) from error
    return listener
