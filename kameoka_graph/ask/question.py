"""A public query as a client puts it, its answer, and what can stop it, as values and errors."""

from dataclasses import dataclass

from kameoka_graph.formats import Format
from kameoka_graph.say import Say, ToldError


@dataclass(frozen=True, slots=True)
class Question:
    """A query as a client puts it."""

    query: str
    """Its text."""
    formats: tuple[Format, ...]
    """Formats of the answer, the most wanted first."""
    default_graphs: tuple[str, ...] = ()
    """IRIs of `default-graph-uri`; with `named_graphs` they override FROM. Both empty: all."""
    named_graphs: tuple[str, ...] = ()
    """IRIs of `named-graph-uri`."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer, or one that is cut at the limit of rows and says so."""

    form: Format
    """Its format."""
    body: bytes
    """Its bytes."""
    truncated: bool
    """Whether there are more rows than these."""


class TimedOutError(ToldError, TimeoutError):
    """A query that was not done at the deadline."""

    def __init__(self, seconds: float) -> None:
        """Keep the deadline."""
        super().__init__(
            Say(
                f"{seconds:g} 秒で終わらなかったので、評価を打ち切りました。条件を絞ってください。",
                f"The evaluation was ended after {seconds:g} seconds; ask for less.",
            )
        )
        self.seconds = seconds


class WorkerDiedError(ToldError, RuntimeError):
    """A query whose worker ended before it had answered; only this query is lost."""

    def __init__(self, status: int) -> None:
        """Keep how the process ended, as `subprocess` tells it."""
        super().__init__(
            Say(
                "この問い合わせの評価が途中で止まりました。ほかの問い合わせには影響ありません。",
                "The evaluation of this query broke off; no other query is affected.",
            )
        )
        self.status = status


class OutOfMemoryError(WorkerDiedError):
    """A query that wanted more memory than a worker may take."""

    def __init__(self, status: int, most: int) -> None:
        """Keep how the process ended, and the limit in bytes."""
        super().__init__(status)
        self.say = Say(
            f"この問い合わせは {most >> 20} MiB を超えるメモリを要します。条件を絞ってください。",
            f"This query needs more than {most >> 20} MiB of memory; ask for less.",
        )
        self.most = most


class OverloadedError(ToldError, RuntimeError):
    """A query that found no place, or waited too long for its turn."""

    def __init__(self, retry_after: int) -> None:
        """Keep the seconds after which to try again."""
        super().__init__(
            Say(
                f"混み合っています。{retry_after} 秒後にもう一度お試しください。",
                f"The endpoint is busy; try again in {retry_after} seconds.",
            )
        )
        self.retry_after = retry_after


class ClientGoneError(ToldError, ConnectionError):
    """A query that nobody waits for any more."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(Say("問い合わせた相手がいなくなりました。", "The client has left."))
