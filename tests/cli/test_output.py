"""Where a command speaks: results apart from all else, and progress only for what takes long."""

import io
import sys
from collections.abc import Callable

import pytest

from kameoka_graph.cli.output import Output, in_a_while, speak_utf8
from kameoka_graph.say import Language, Say

READING = Say("読んでいます", "reading")
CHECKING = Say("確かめています", "checking")


class Time:
    """A clock, and alarms that ring when it is told to go on."""

    def __init__(self) -> None:
        """Start at a second of no importance."""
        self.now = 5000.0
        self.alarms: list[tuple[float, Callable[[], None]]] = []

    def clock(self) -> float:
        """Give the time."""
        return self.now

    def later(self, seconds: float, work: Callable[[], None]) -> "Time.Alarm":
        """Note an alarm."""
        entry = (self.now + seconds, work)
        self.alarms.append(entry)
        return Time.Alarm(self, entry)

    def pass_by(self, seconds: float) -> None:
        """Let time pass, and alarms ring."""
        self.now += seconds
        due = [entry for entry in self.alarms if entry[0] <= self.now]
        self.alarms = [entry for entry in self.alarms if entry not in due]
        for _, work in due:
            work()

    class Alarm:
        """An alarm that can be cancelled."""

        def __init__(self, time: "Time", entry: tuple[float, Callable[[], None]]) -> None:
            """Belong to a clock."""
            self.time = time
            self.entry = entry

        def cancel(self) -> None:
            """Do not ring."""
            self.time.alarms = [one for one in self.time.alarms if one is not self.entry]


@pytest.fixture
def time() -> Time:
    """Give a clock that stands still."""
    return Time()


@pytest.fixture
def output(time: Time) -> Output:
    """Give an output in English by that clock."""
    return Output(Language.EN, time.clock, time.later)


def test_result_goes_to_standard_output(output: Output, capsys: pytest.CaptureFixture[str]) -> None:
    """A result goes to standard output, ends in one line feed, and is otherwise as it is."""
    output.result("a\x1b")
    output.result("b\n")
    assert capsys.readouterr() == ("a\x1b\nb\n", "")


def test_result_for_people_is_harmless(output: Output, capsys: pytest.CaptureFixture[str]) -> None:
    """A result that people read keeps its lines and loses its control characters."""
    output.show("協働\n\x1b[2J")
    assert capsys.readouterr() == ("協働\n\ufffd[2J\n", "")


@pytest.mark.parametrize(
    ("language", "told"), [(Language.JA, "読んでいます"), (Language.EN, "reading")]
)
def test_sentences_go_to_standard_error(
    language: Language, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A sentence goes to standard error in the language chosen."""
    Output(language).tell(READING)
    assert capsys.readouterr() == ("", f"{told}\n")


def test_sentences_are_harmless(output: Output, capsys: pytest.CaptureFixture[str]) -> None:
    """A sentence about a hostile name shows the name without its control characters."""
    output.tell(Say("\x1b]0;x\x07", "\x1b]0;x\x07"))
    assert capsys.readouterr().err == "\ufffd]0;x\ufffd\n"


def test_quick_command_shows_no_progress(
    output: Output, time: Time, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is said of the stages of a command that ends within a second."""
    output.progress(READING)
    time.pass_by(0.5)
    output.progress(CHECKING)
    time.pass_by(0.4)
    output.result("done")
    time.pass_by(60)
    assert capsys.readouterr() == ("done\n", "")


def test_stage_is_shown_after_a_second(
    output: Output, time: Time, capsys: pytest.CaptureFixture[str]
) -> None:
    """Once a second has passed, the stage at work is shown, also one that began before."""
    output.progress(READING)
    time.pass_by(0.5)
    output.progress(CHECKING)
    time.pass_by(0.4)
    assert capsys.readouterr().err == ""
    time.pass_by(0.2)
    assert capsys.readouterr().err == "… checking\n"


def test_later_stages_are_shown_at_once(
    output: Output, time: Time, capsys: pytest.CaptureFixture[str]
) -> None:
    """A stage that begins after the first second is shown as it begins, and each stage once."""
    output.progress(READING)
    time.pass_by(3)
    output.progress(CHECKING)
    time.pass_by(3)
    assert capsys.readouterr().err == "… reading\n… checking\n"


def test_nothing_is_shown_after_an_error(
    output: Output, time: Time, capsys: pytest.CaptureFixture[str]
) -> None:
    """Once an error is told, no stage is shown any more."""
    output.progress(READING)
    output.tell(Say("誤り", "wrong"))
    time.pass_by(3)
    assert capsys.readouterr().err == "wrong\n"


def test_commands_may_be_told_to_hush(
    output: Output, time: Time, capsys: pytest.CaptureFixture[str]
) -> None:
    """Once a command waits for others, no stage is shown; hushing twice does no harm."""
    output.progress(READING)
    output.hush()
    output.hush()
    time.pass_by(3)
    assert capsys.readouterr().err == ""


def test_alarm_that_rings_late_tells_nothing(
    output: Output, time: Time, capsys: pytest.CaptureFixture[str]
) -> None:
    """An alarm that rings although it was cancelled finds nothing to tell."""
    output.progress(READING)
    (_, ring), *_ = time.alarms
    output.hush()
    ring()
    assert capsys.readouterr().err == ""


def test_real_alarm_can_be_cancelled() -> None:
    """The alarm of real use does nothing once it is cancelled, and holds no process open."""
    rung: list[int] = []
    alarm = in_a_while(3600, lambda: rung.append(1))
    assert getattr(alarm, "daemon", False)
    alarm.cancel()
    assert rung == []


def test_other_encodings_are_no_obstacle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a pipe would be in another encoding, results are UTF-8, and no character is too much."""
    out, err = io.BytesIO(), io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding="ascii"))
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(err, encoding="cp932"))
    speak_utf8()
    speaker = Output(Language.JA)
    speaker.result("協働\udc8e")
    speaker.tell(Say("協働🚀", "collaboration"))
    assert out.getvalue() == "協働\\udc8e\n".encode()
    assert err.getvalue() == "協働🚀\n".encode()
