"""Stretches in which nothing was heard of the accounts: the monitor was not running, or had no link."""

from collections.abc import Iterable
from datetime import datetime
from math import inf
from typing import Final

import msgspec

MOST_GAPS: Final = 1_000
"""A year with four interruptions a day; each change hands all of them to the screen."""


class Gap(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One stretch.

    Attributes:
        start: The last moment at which something was heard, UTC.
        end: When the link was ready again, UTC; None while it is not.
    """

    start: datetime
    end: datetime | None = None


def stretches(gaps: Iterable[Gap]) -> list[tuple[float, float]]:
    """Return start and end of gaps, UNIX seconds; a running one never ends."""
    return [(gap.start.timestamp(), inf if gap.end is None else gap.end.timestamp()) for gap in gaps]


def clipped(
    parts: Iterable[tuple[float, float]], left: float, right: float
) -> tuple[tuple[float, float], ...]:
    """Return what of stretches lies between two moments, UNIX seconds; oldest first, none overlapping."""
    found: list[tuple[float, float]] = []
    for start, end in sorted(parts):
        first, last = max(start, left), min(end, right)
        if last <= first:
            continue
        if found and first <= found[-1][1]:
            first, last = found[-1][0], max(last, found.pop()[1])
        found.append((first, last))
    return tuple(found)
