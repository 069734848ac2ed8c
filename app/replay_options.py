"""The options of `replay`. Needs nothing but the standard library."""

import argparse
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from app.typed_numbers import above_zero

_TIME: Final = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?")
_AFTER: Final = re.compile(r"\+(\d+(?:\.\d+)?)")
_MARK: Final = re.compile(r"(trade|alarm|link|book|panel|failure):([1-9]\d*)")
_MICROSECONDS: Final = 1_000_000
_MAX: Final = "max"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayRecording:
    """Play a recorded session.

    Attributes:
        speed: Times as fast as life; None for as fast as it can be.
        since: `HH:MM` or `HH:MM:SS` on this computer's clock, or `+SECONDS` after the beginning.
        screen_log: Where what is shown is written.
    """

    tape: Path
    speed: float | None
    since: str
    screen_log: Path | None
    offscreen: bool

    def moment(self, begins_us: int) -> int:
        """Return where to begin, UNIX microseconds.

        Args:
            begins_us: Where the recording begins.
        """
        return _moment(self.since, begins_us)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRecording:
    """Write a part of a recorded session as a bundle.

    Attributes:
        what: `KIND:N` for the n-th mark of a kind, or `FROM..TO`, each as in `PlayRecording.since`.
        folder: Where the bundle is written; new, or empty.
    """

    tape: Path
    what: str
    folder: Path

    @property
    def mark(self) -> tuple[str, int] | None:
        """Return kind and number of the mark that is meant, from 1; None for a stretch of time."""
        found = _MARK.fullmatch(self.what)
        return (found[1], int(found[2])) if found else None

    def stretch(self, begins_us: int) -> tuple[int, int]:
        """Return begin and end of a stretch of time, UNIX microseconds.

        Args:
            begins_us: Where the recording begins.
        """
        begin, _, end = self.what.partition("..")
        return _moment(begin, begins_us), _moment(end, begins_us)


def _moment(text: str, begins_us: int) -> int:
    if after := _AFTER.fullmatch(text):
        return begins_us + round(float(after[1]) * _MICROSECONDS)
    if not (time := _TIME.fullmatch(text)):
        return begins_us
    begins = datetime.fromtimestamp(begins_us / _MICROSECONDS, UTC).astimezone()
    hour, minute, second = int(time[1]), int(time[2]), int(time[3] or 0)
    since = begins.replace(hour=hour, minute=minute, second=second, microsecond=0)
    if since < begins - timedelta(seconds=1):
        since += timedelta(days=1)
    return round(since.timestamp() * _MICROSECONDS)


def add_replay(parser: argparse.ArgumentParser, path: Callable[[str], Path]) -> None:
    """Add the options of `replay`.

    Args:
        parser: Where they are added.
        path: Turns a text into a path, or refuses it.
    """
    parser.add_argument("tape", metavar="TAPE", type=path, help="a file of data/recordings")
    parser.add_argument("--speed", type=_speed, metavar="N|max", default=1.0, help="times as fast as life")
    parser.add_argument(
        "--from", dest="since", type=_since, metavar="T", default="+0", help="HH:MM[:SS] here, or +SECONDS"
    )
    # Under names of their own: the options of the same name belong to a normal run.
    parser.add_argument(
        "--screen-log", dest="replay_log", type=path, metavar="FILE", help="JSON Lines of everything shown"
    )
    parser.add_argument(
        "--offscreen", dest="replay_offscreen", action="store_true", help="no window; exit at the end"
    )
    parser.add_argument(
        "--export",
        type=_part,
        metavar="WHAT",
        help="write a bundle instead: trade:N, alarm:N, link:N, book:N, panel:N, failure:N or FROM..TO",
    )
    parser.add_argument("--to", type=path, metavar="DIR", help="a new folder for the bundle")


def play_recording(
    given: argparse.Namespace, refuse: Callable[[str], object]
) -> PlayRecording | ExportRecording:
    """Return what was asked for.

    Args:
        given: What argparse understood.
        refuse: Ends the program with a sentence.
    """
    if (given.export is None) != (given.to is None):
        refuse("--export WHAT and --to DIR belong together")
    if given.export is not None:
        return ExportRecording(tape=given.tape, what=given.export, folder=given.to)
    return PlayRecording(
        tape=given.tape,
        speed=given.speed or None,
        since=given.since,
        screen_log=given.replay_log,
        offscreen=given.replay_offscreen,
    )


def _speed(text: str) -> float:
    """Return times as fast as life; 0 for as fast as it can be."""
    if text == _MAX:
        return 0.0
    try:
        return above_zero(text)
    except argparse.ArgumentTypeError as error:
        raise argparse.ArgumentTypeError(
            f"{text!r} is neither a number above 0, such as 10 or 0.5, nor max"
        ) from error


def _since(text: str) -> str:
    if not (_TIME.fullmatch(text) or _AFTER.fullmatch(text)):
        raise argparse.ArgumentTypeError(f"{text!r} is neither a time such as 15:04 or 15:04:05 nor +SECONDS")
    return text


def _part(text: str) -> str:
    begin, dots, end = text.partition("..")
    is_stretch = dots and all(_TIME.fullmatch(each) or _AFTER.fullmatch(each) for each in (begin, end))
    if not (is_stretch or _MARK.fullmatch(text)):
        raise argparse.ArgumentTypeError(
            f"{text!r} is neither a mark such as trade:1 or alarm:2 nor a stretch such as "
            "15:04..15:10 or +60..+90"
        )
    return text
