"""The calendar of CME equity index futures: holidays and early closes; the settings change it day by day."""

from collections.abc import Mapping
from datetime import date, time
from typing import Final

import msgspec

ORDINARY_CLOSE: Final = time(16)
"""When trade ends on an ordinary day, Chicago time."""

_VALID_DAY: Final = (
    '"normal", "closed", "12:15" (closes early) or "holiday 12:00" (closes early, counts for the next '
    "trade date); at the latest 16:00, Chicago time"
)


class Calendar(msgspec.Struct, frozen=True, kw_only=True, gc=False, cache_hash=True):
    """The days on which an exchange does not keep its ordinary hours; times are those of Chicago.

    Attributes:
        holidays: Weekdays without a trade date of their own: what trades on them belongs to the next trade
            date. Without an early close the exchange does not trade on them at all.
        early_closes: When trade ends before the ordinary hour; holidays among them are those that trade.
    """

    holidays: frozenset[date] = frozenset()
    early_closes: tuple[tuple[date, time], ...] = ()

    def early_close(self, day: date) -> time | None:
        """Return when trade ends on a day that closes early; None on any other."""
        for early, close in self.early_closes:
            if early == day:
                return close
        return None

    def with_days(self, texts: Mapping[str, str]) -> "Calendar":
        """Return the calendar with some days replaced.

        Args:
            texts: By ISO date: `normal`, `closed`, `HH:MM` (closes early), `holiday HH:MM` (closes early and
                belongs to the next trade date).

        Raises:
            CalendarError: Names the first day that cannot be read.
        """
        holidays, closes = set(self.holidays), dict(self.early_closes)
        for key, text in texts.items():
            day, is_holiday, close = _read(key, text)
            holidays.discard(day)
            closes.pop(day, None)
            if is_holiday:
                holidays.add(day)
            if close is not None:
                closes[day] = close
        return Calendar(holidays=frozenset(holidays), early_closes=tuple(sorted(closes.items())))


class CalendarError(ValueError):
    """A day of a calendar cannot be read.

    Attributes:
        day: As it is written.
        valid: What may stand there.
    """

    def __init__(self, day: str, valid: str) -> None:
        super().__init__(f"{day}: {valid}")
        self.day = day
        self.valid = valid


def _read(key: str, text: str) -> tuple[date, bool, time | None]:
    """Return a day, whether it is a holiday, and its early close."""
    try:
        day = date.fromisoformat(key)
    except ValueError as error:
        raise CalendarError(key, "a date such as 2026-11-27 as the key") from error
    if text in {"normal", "closed"}:
        return day, text == "closed", None
    clock = text.removeprefix("holiday ")
    try:
        close = time.fromisoformat(clock)
    except ValueError as error:
        raise CalendarError(key, _VALID_DAY) from error
    if close.tzinfo is not None or close > ORDINARY_CLOSE:
        raise CalendarError(key, _VALID_DAY)
    return day, clock != text, close


# Edit the table once the exchange publishes a year.
CME_CALENDAR: Final = Calendar().with_days(
    {
        "2025-01-01": "closed",
        "2025-01-20": "holiday 12:00",
        "2025-02-17": "holiday 12:00",
        "2025-04-18": "closed",
        "2025-05-26": "holiday 12:00",
        "2025-06-19": "holiday 12:00",
        "2025-07-03": "12:15",
        "2025-07-04": "holiday 12:00",
        "2025-09-01": "holiday 12:00",
        "2025-11-27": "holiday 12:00",
        "2025-11-28": "12:15",
        "2025-12-24": "12:15",
        "2025-12-25": "closed",
        "2026-01-01": "closed",
        "2026-01-19": "holiday 12:00",
        "2026-02-16": "holiday 12:00",
        "2026-04-03": "closed",
        "2026-05-25": "holiday 12:00",
        "2026-06-19": "holiday 12:00",
        "2026-07-03": "holiday 12:00",
        "2026-09-07": "holiday 12:00",
        "2026-11-26": "holiday 12:00",
        "2026-11-27": "12:15",
        "2026-12-24": "12:15",
        "2026-12-25": "closed",
        "2027-01-01": "closed",
        "2027-01-18": "holiday 12:00",
        "2027-02-15": "holiday 12:00",
        "2027-03-26": "closed",
        "2027-05-31": "holiday 12:00",
        "2027-06-18": "holiday 12:00",
        "2027-07-05": "holiday 12:00",
        "2027-09-06": "holiday 12:00",
        "2027-11-25": "holiday 12:00",
        "2027-11-26": "12:15",
        "2027-12-24": "closed",
    }
)
