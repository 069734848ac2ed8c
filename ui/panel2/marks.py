"""Arrows, bars and alarms of an open position; pure."""

from collections.abc import Mapping
from decimal import Decimal
from itertools import chain

from actors.messages import Cell
from models import figures, stop
from models.contract import near_distance
from models.heat import HeatLevel, heat_age, heat_level
from ui.cell_marks import Alarm, Gauge, Mark, arrow_of
from ui.panel2.cells import OpenPosition, stop_alarm
from ui.panel2.view_model import LABELS

_ALARM_OF_HEAT = {
    HeatLevel.WARNING: Alarm.WARNING,
    HeatLevel.FLASHING: Alarm.ALERT,
    HeatLevel.CRITICAL: Alarm.CRITICAL,
}
# A risk is a cost by nature, and the colour of the efficiency is a grade: 20% is poor, but it is a profit. An
# arrow would contradict the sign.
_WITHOUT_ARROW = frozenset({"Planned Risk", "Efficiency"})


def marks_of(shown: OpenPosition, grid: Mapping[str, Cell]) -> Mapping[str, Mark]:
    """Return what is painted beside the texts, by label; cells without anything are left out."""
    marks = {
        label: Mark(arrow=arrow)
        for label in chain(*LABELS)
        if label not in _WITHOUT_ARROW and (arrow := arrow_of(grid[label].role))
    }
    marks["Price"] = Mark(arrow=shown.position.direction)
    marks["Heat"] = _heat(shown)
    marks["Stop"] = _stop(shown)
    marks["Range"] = _range(shown)
    return marks


def _heat(shown: OpenPosition) -> Mark:
    if shown.heat_since is None or shown.now is None:
        return Mark()
    limits = shown.thresholds
    level = heat_level(shown.heat_since, shown.now, limits)
    share = heat_age(shown.heat_since, shown.now) / limits.critical_s
    notches = (limits.warning_s / limits.critical_s, limits.flashing_s / limits.critical_s)
    gauge = Gauge(min(1.0, max(0.0, share)), notches)
    return Mark(gauge=gauge, alarm=_ALARM_OF_HEAT.get(level, Alarm.NONE))


def _stop(shown: OpenPosition) -> Mark:
    if shown.last is None:
        return Mark()
    distance = figures.stop_distance(shown.position, shown.protection, shown.last)
    alarm = Alarm.NONE
    if distance is not None and stop_alarm(shown):
        alarm = Alarm.CRITICAL if distance <= 0 else Alarm.ALERT
    return Mark(gauge=_room_left(shown, shown.last), alarm=alarm)


def _room_left(shown: OpenPosition, last: Decimal) -> Gauge | None:
    room = stop.room_left(shown.position, shown.protection, last)
    near = near_distance(shown.contract, shown.stop_distance)
    if room is None or near is None:
        return None
    # The same scale: where the bar ends when the price is as near as the alarm wants it.
    limit = stop.room_at(shown.position, shown.protection, near)
    return Gauge(float(room), () if limit is None else (float(limit),))


def _range(shown: OpenPosition) -> Mark:
    if shown.last is None:
        return Mark()
    done = figures.way_done(shown.position, shown.protection, shown.last)
    return Mark() if done is None else Mark(gauge=Gauge(float(done)))
