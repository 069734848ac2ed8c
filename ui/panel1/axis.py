"""What stands at the axes of the chart: amounts at round steps, moments at round times."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from decimal import Decimal
from math import ceil, floor, log10

from ui.wording import amount_text, clock_text, day_text, month_text

_ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)
_CENT = 0.01
_DAY_S = 86_400
_MONTHS_OF_A_YEAR = 12
_STEPS_S = (1, 5, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200)
_STEPS_DAYS = (1, 2, 7, 14)
_STEPS_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120)
_DAYS_OF_A_MONTH = 31


@dataclass(frozen=True, slots=True)
class AxisTick:
    """A place on an axis: UNIX seconds or dollars, and its text."""

    at: float
    text: str


def balance_ticks(low: float, high: float, most: int) -> tuple[AxisTick, ...]:
    """Return round amounts within a range, ascending.

    Args:
        low: Dollars.
        high: Dollars, above `low`.
        most: How many there is room for; with less than one there are none.
    """
    if most < 1:
        return ()
    rough = max((high - low) / most, _CENT)
    scale = 10.0 ** floor(log10(rough))
    step = next(scale * factor for factor in _ROUND if scale * factor >= rough * (1 - 1e-9))
    decimals = 0 if step >= 1 and step == int(step) else 2
    numbers = range(ceil(low / step), floor(high / step) + 1)
    return tuple(
        AxisTick(number * step, amount_text(Decimal(repr(number * step)), decimals)) for number in numbers
    )


def time_ticks(start: float, end: float, zone: tzinfo | None, most: int) -> tuple[AxisTick, ...]:
    """Return round moments within a range, on the clock of a zone, oldest first.

    Args:
        start: UNIX seconds.
        end: UNIX seconds, after `start`.
        zone: None is the zone of this computer.
        most: How many there is room for; with less than one there are none.
    """
    if most < 1:
        return ()
    rough = (end - start) / most
    step_s = next((step for step in _STEPS_S if step >= rough), None)
    if step_s is not None:
        return _clock_ticks(start, end, zone, step_s)
    days = next((step for step in _STEPS_DAYS if step * _DAY_S >= rough), None)
    if days is not None:
        return tuple(_day_ticks(start, end, zone, days))
    reached = (step for step in _STEPS_MONTHS if step * _DAYS_OF_A_MONTH * _DAY_S >= rough)
    return tuple(_month_ticks(start, end, zone, next(reached, _STEPS_MONTHS[-1])))


def _clock_ticks(start: float, end: float, zone: tzinfo | None, step_s: int) -> tuple[AxisTick, ...]:
    midnight = _local(start, zone).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    ticks: list[AxisTick] = []
    while (day_start := _moment(midnight, zone)) <= end:
        first = max(0, floor((start - day_start) / step_s) - 1) if start > day_start else 0
        for number in range(first, _DAY_S // step_s):
            wall = midnight + timedelta(seconds=number * step_s)
            at = _moment(wall, zone)
            if at > end:
                break
            # The hour that the clock skips in spring comes out as another one.
            exists = _local(at, zone).replace(tzinfo=None) == wall
            if at >= start and exists and (not ticks or at > ticks[-1].at):
                ticks.append(AxisTick(at, _clock_or_day(at, zone, seconds=step_s % 60 != 0)))
        midnight += timedelta(days=1)
    return tuple(ticks)


def _clock_or_day(at: float, zone: tzinfo | None, *, seconds: bool) -> str:
    local = _local(at, zone)
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        return day_text(local, zone, year=False)
    return clock_text(local, zone, seconds=seconds)


def _day_ticks(start: float, end: float, zone: tzinfo | None, days: int) -> Iterator[AxisTick]:
    # Counted from one fixed day, so that the same days keep their ticks while the window moves on.
    day = _local(start, zone).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    # The first ordinal was a Monday.
    day -= timedelta(days=(day.toordinal() - 1) % days)
    while (at := _moment(day, zone)) <= end:
        if at >= start:
            yield AxisTick(at, day_text(datetime.fromtimestamp(at, UTC), zone, year=False))
        day += timedelta(days=days)


def _month_ticks(start: float, end: float, zone: tzinfo | None, months: int) -> Iterator[AxisTick]:
    first = _local(start, zone)
    number = (first.year * _MONTHS_OF_A_YEAR + first.month - 1) // months * months
    while True:
        year, month = divmod(number, _MONTHS_OF_A_YEAR)
        at = _moment(datetime(year, month + 1, 1), zone)  # noqa: DTZ001 - a wall clock, its zone comes next
        if at > end:
            return
        if at >= start:
            moment = datetime.fromtimestamp(at, UTC)
            yearly = months % _MONTHS_OF_A_YEAR == 0
            yield AxisTick(at, str(year) if yearly else month_text(moment, zone))
        number += months


def _local(at: float, zone: tzinfo | None) -> datetime:
    return datetime.fromtimestamp(at, UTC).astimezone(zone)


def _moment(wall: datetime, zone: tzinfo | None) -> float:
    """Return UNIX seconds of a time on the wall clock of a zone."""
    return (wall if zone is None else wall.replace(tzinfo=zone)).timestamp()
