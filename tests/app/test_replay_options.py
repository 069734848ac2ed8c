"""The command line of `replay`."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.arguments import parse
from app.replay_options import ExportRecording, PlayRecording

BEGINS = datetime(2026, 11, 23, 15, 0, 0, 500_000, UTC)
BEGINS_US = round(BEGINS.timestamp() * 1e6)


def given(*line: str) -> PlayRecording:
    """Return what is understood."""
    command = parse(["replay", *line]).command
    assert isinstance(command, PlayRecording)
    return command


def test_a_tape_is_enough() -> None:
    """It is played from its beginning, as fast as life, in a window."""
    command = given("x.recording")
    assert command == PlayRecording(
        tape=Path("x.recording"), speed=1.0, since="+0", screen_log=None, offscreen=False
    )
    assert command.moment(BEGINS_US) == BEGINS_US


def test_all_can_be_chosen() -> None:
    """Speed, beginning, screen log and no window."""
    command = given("x", "--speed", "max", "--from", "+90.5", "--screen-log", "s.jsonl", "--offscreen")
    assert (command.speed, command.screen_log, command.offscreen) == (None, Path("s.jsonl"), True)
    assert command.moment(BEGINS_US) == BEGINS_US + 90_500_000
    assert given("x", "--speed", "0.5").speed == 0.5


@pytest.mark.parametrize(("after_s", "form"), [(1, "%H:%M:%S"), (7_200, "%H:%M:%S"), (3_600 * 20, "%H:%M")])
def test_a_time_is_that_of_this_computer(after_s: float, form: str) -> None:
    """The first such time in the recording is meant, also behind midnight."""
    wanted = (BEGINS + timedelta(seconds=after_s)).astimezone()
    moment = datetime.fromtimestamp(given("x", "--from", wanted.strftime(form)).moment(BEGINS_US) / 1e6, UTC)
    assert abs((moment - wanted).total_seconds()) < 1


def test_a_mark_or_a_stretch_is_exported() -> None:
    """Moments of a stretch are written as those to begin at."""
    mark = parse(["replay", "x", "--export", "alarm:12", "--to", "d"]).command
    assert mark == ExportRecording(tape=Path("x"), what="alarm:12", folder=Path("d"))
    assert isinstance(mark, ExportRecording)
    assert mark.mark == ("alarm", 12)
    stretch = parse(["replay", "x", "--export", "+1.5..+60", "--to", "d"]).command
    assert isinstance(stretch, ExportRecording)
    assert stretch.mark is None
    assert stretch.stretch(BEGINS_US) == (BEGINS_US + 1_500_000, BEGINS_US + 60_000_000)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ((), "the following arguments are required: TAPE"),
        (("x", "--speed", "0"), "'0' is neither a number above 0, such as 10 or 0.5, nor max"),
        (("x", "--speed", "nan"), "'nan' is neither a number above 0"),
        (("x", "--from", "25:00"), "'25:00' is neither a time such as 15:04 or 15:04:05 nor +SECONDS"),
        (("x", "--export", "trade:0", "--to", "d"), "'trade:0' is neither a mark such as trade:1"),
        (("x", "--export", "15:00..", "--to", "d"), "'15:00..' is neither a mark such as trade:1"),
        (("x", "--export", "trade:1"), "--export WHAT and --to DIR belong together"),
        (("x", "--demo"), "unrecognized arguments: --demo"),
    ],
)
def test_a_wrong_line_is_refused(
    line: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """One sentence says what is wrong; the exit code is 2."""
    with pytest.raises(SystemExit) as refused:
        parse(["replay", *line])
    assert refused.value.code == 2
    assert said in capsys.readouterr().err
