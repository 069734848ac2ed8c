"""The log: what went wrong within the last day, grouped."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from app.doctor.examination import Examination
from app.doctor.finding import Finding, Kind, Level, well

_DAY: Final = timedelta(days=1)
_LINE: Final = re.compile(r"(\d{4}-\S+Z) (WARNING|ERROR|CRITICAL) .*? ?([\w.]+): (.*)")
_NUMBER: Final = re.compile(r"\d+([.,:]\d+)*")
_LONGEST: Final = 160
_MOST_GROUPS: Final = 5
_kind = partial(Kind, subject="log")

ERRORS: Final = _kind(
    id="log-errors",
    level=Level.ACTION,
    why="The monitor gave something up, or met what nobody expected.",
    do="Look around that time in logs/app.log; report it with the file, if the lines do not help.",
)
WARNINGS: Final = _kind(
    id="log-warnings",
    level=Level.NOTE,
    why="Something was worse than it should be for a while.",
    do="Look in logs/app.log, if it goes on.",
)
UNREADABLE: Final = _kind(
    id="log-unreadable",
    level=Level.ACTION,
    why="The monitor does not start without its log, and a fault could not be looked into.",
    do="Make the file readable and writable for you.",
)


class Group(NamedTuple):
    """Lines that say the same but for their numbers.

    Attributes:
        last: UTC time of the last one.
        text: The last one.
    """

    is_error: bool
    times: int
    last: datetime
    text: str


def groups_of(lines: Iterable[str], since: datetime) -> list[Group]:
    """Return what was logged at WARNING or above, the most frequent first.

    Args:
        lines: Of the log, oldest first; those of tracebacks are passed over.
        since: UTC; older lines do not count.
    """
    groups: dict[tuple[bool, str, str], Group] = {}
    for line in lines:
        found = _LINE.match(line)
        at = _time_of(found.group(1)) if found else None
        if found is None or at is None or at < since:
            continue
        is_error, logger, text = found.group(2) != "WARNING", found.group(3), found.group(4)
        key = (is_error, logger, _NUMBER.sub("#", text))
        before = groups[key].times if key in groups else 0
        groups[key] = Group(is_error, before + 1, at, f"{logger}: {text[:_LONGEST]}")
    return sorted(groups.values(), key=lambda group: group.times, reverse=True)


def check_log(exam: Examination) -> Iterator[Finding]:
    """Look at the log of the last day."""
    since = exam.now - _DAY
    try:
        groups = groups_of(_lines(exam.home.logs, since), since)
    except OSError as error:
        yield UNREADABLE.found(f"{error.filename}: {error.strerror or error}.")
        return
    errors = [group for group in groups if group.is_error]
    for group in errors[:_MOST_GROUPS]:
        yield ERRORS.found(f"{_times(group.times)}, last {group.last:%Y-%m-%d %H:%M:%S} UTC: {group.text}")
    if len(errors) > _MOST_GROUPS:
        yield ERRORS.found(f"{len(errors) - _MOST_GROUPS} other kinds of errors.")
    warnings = [group for group in groups if not group.is_error]
    if warnings:
        count = sum(group.times for group in warnings)
        most = warnings[0]
        yield WARNINGS.found(
            f"{_times(count)} within a day; {_times(most.times)}, last {most.last:%H:%M:%S} UTC: {most.text}"
        )
    if not errors:
        yield well("log", "No errors within the last day.")


def _lines(folder: Path, since: datetime) -> Iterator[str]:
    """Yield the lines of the log and of its older parts, oldest first, as far as they may be of that time."""
    parts = sorted(folder.glob("app.log*"), key=lambda path: path.stat().st_mtime)
    for path in parts:
        if path.stat().st_mtime >= since.timestamp():
            with path.open(encoding="utf-8", errors="replace") as file:
                yield from file


def _time_of(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count:,} times"
