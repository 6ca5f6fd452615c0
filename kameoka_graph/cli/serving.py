"""A folder of releases to a running server on one address."""

import contextlib
import os
import resource
import signal
import socket
import threading
import time
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from granian import Granian
from granian.constants import HTTPModes, Interfaces, RuntimeModes
from granian.http import HTTP1Settings

from kameoka_graph.cli.configuration import Configuration
from kameoka_graph.cli.output import Output, speak_utf8
from kameoka_graph.release.folder import DamagedReleaseError, open_release, wrong_files
from kameoka_graph.say import Language, Say, ToldError
from kameoka_graph.show.front import Front
from kameoka_graph.show.shelf import LOOK_AGAIN, Shelf
from kameoka_graph.show.web import create_app

BACKLOG: Final = 1024
"""Connections that wait to be taken, at least."""
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


@dataclass(frozen=True, slots=True)
class Service:
    """What is served, and where."""

    releases: Path
    """The folder of the releases."""
    host: str
    """The address to listen on."""
    port: int
    """The port."""
    store: str | None
    """The address of an endpoint that the pages ask in place of the release."""
    configuration: Configuration
    """The settings."""


def serve_releases(service: Service, output: Output) -> None:
    """Serve the current release, unless it is damaged, until the process is told to end."""
    release = open_release(service.releases)
    for file in wrong_files(release):
        raise DamagedReleaseError(release.folder / file)
    connections = service.configuration.value("server.connections")
    header_seconds = service.configuration.value("server.header_seconds")
    server = Granian(
        "kameoka_graph",
        address=service.host,
        port=service.port,
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=1,
        runtime_mode=RuntimeModes.st,
        backlog=max(BACKLOG, connections),
        backpressure=connections,
        http1_settings=HTTP1Settings(header_read_timeout=round(header_seconds * 1000)),
        log_enabled=False,
        respawn_failed_workers=True,
        workers_kill_timeout=KILLED_AFTER,
    )
    work = _Work(service, output.language, os.getpid())
    output.hush()
    try:
        server.serve(target_loader=work.load, wrap_loader=False)
    except SystemExit as end:
        raise ServerDiedError from end


@dataclass(frozen=True, slots=True)
class _Work:
    """What the process that answers requests has to know; the other one only watches over it."""

    service: Service
    language: Language
    watcher: int

    def load(self, *_: object) -> Any:
        """Make the application inside that process."""
        for one in (signal.SIGTERM, signal.SIGINT):  # until the server has its own handlers
            signal.signal(one, signal.SIG_DFL)
        told = self.service
        _raise_open_files()
        shelf = Shelf(told.releases, told.configuration.limits, store=told.store)
        reception = replace(told.configuration.reception, keeps=told.store is None)
        front = Front(shelf.last, create_app(shelf), reception)
        for work in (self.tell, partial(self.watch, shelf)):
            threading.Thread(target=work, daemon=True).start()
        return front

    def tell(self) -> None:
        """Tell the address once it answers."""
        base = base_of(self.service.host, self.service.port)
        address = (str(urlsplit(base).hostname), self.service.port)
        while not _answers(address):
            time.sleep(BRIEF)
        say = Say(
            f"{base}/ で公開しています（Ctrl+C で終わります）。",
            f"Serving at {base}/ (Ctrl+C ends it).",
        )
        speak_utf8()
        Output(self.language).show(say.to(self.language))

    def watch(self, shelf: Shelf) -> None:
        """Look for a new release; end this process as if told to, when its watcher is gone."""
        while os.getppid() == self.watcher:
            shelf()
            time.sleep(LOOK_AGAIN)
        os.kill(os.getpid(), signal.SIGTERM)


def _raise_open_files() -> None:
    """Let as many connections be open as the system allows this process."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    with contextlib.suppress(OSError, ValueError):  # some systems allow fewer than they say
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


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
