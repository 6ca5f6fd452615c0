"""Results to standard output, all else to standard error in the language chosen.

What takes longer than a second says what it is doing.
"""

import io
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Protocol

from kameoka_graph.cli.terminal import tame
from kameoka_graph.say import Language, Say

PATIENCE: Final = 1.0
"""Seconds of silence that a person does not wonder about."""


class Alarm(Protocol):
    """Something that will happen, unless it is cancelled before."""

    def cancel(self) -> None:
        """Call it off."""


def in_a_while(seconds: float, work: Callable[[], None]) -> Alarm:
    """Do something in some seconds, beside what is being done."""
    timer = threading.Timer(seconds, work)
    timer.daemon = True
    timer.start()
    return timer


@dataclass(slots=True)
class Output:
    """Where a command speaks."""

    language: Language
    """The language chosen."""
    clock: Callable[[], float] = time.monotonic
    """Gives the time in seconds."""
    later: Callable[[float, Callable[[], None]], Alarm] = in_a_while
    """Does something later."""
    _started: float = field(init=False)
    _stage: Say | None = field(init=False, default=None)
    _alarm: Alarm | None = field(init=False, default=None)
    _lock: threading.Lock = field(init=False, default_factory=threading.Lock)

    def __post_init__(self) -> None:
        """Note when the command started."""
        self._started = self.clock()

    def result(self, text: str) -> None:
        """Print a result for programs, as it is."""
        self.hush()
        sys.stdout.write(text if text.endswith("\n") else f"{text}\n")
        sys.stdout.flush()

    def show(self, text: str) -> None:
        """Print a result for people, its control characters made harmless."""
        self.result(tame(text, keep="\n"))

    def tell(self, say: Say) -> None:
        """Print a sentence to standard error."""
        self.hush()
        _write_error(tame(say.to(self.language), keep="\n"))

    def progress(self, say: Say) -> None:
        """Note the stage that begins; it is printed if the command is at work for over a second."""
        self._stage = say
        waited = self.clock() - self._started
        if waited >= PATIENCE:
            self._tell_stage()
        elif self._alarm is None:
            self._alarm = self.later(PATIENCE - waited, self._tell_stage)

    def hush(self) -> None:
        """Print no stage any more, until the next begins."""
        self._stage = None
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None

    def _tell_stage(self) -> None:
        with self._lock:  # the alarm may ring at the very moment when the next stage begins
            stage, self._stage = self._stage, None
        if stage is not None:
            _write_error(f"… {stage.to(self.language)}")


def speak_utf8() -> None:
    """Let results be UTF-8 wherever they go, and no character of a message stop the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if not stream.isatty():
                stream.reconfigure(encoding="utf-8")
            stream.reconfigure(errors="backslashreplace")


def _write_error(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
