"""Arrows, bars and alarms of an open position."""

from datetime import timedelta
from decimal import Decimal

import pytest
from msgspec.structs import replace

from actors.messages import Cell
from models.contract import contract_of
from models.heat import HeatThresholds
from tests.ui.builders import MES, NOW, a_position, a_protection
from ui.cell_marks import Alarm, Mark
from ui.panel2.cells import OpenPosition, grid_of
from ui.panel2.marks import marks_of

LONG = OpenPosition(
    position=a_position(low="6748.00", high="6755.25", initial_risk="10"),
    contract=contract_of(MES, {}, None),
    protection=a_protection("6745.25", "6760.25"),
    last=Decimal("6752.75"),
    foreign=False,
    price_stale=False,
    link_stale=False,
    heat_since=None,
    now=NOW,
    thresholds=HeatThresholds(),
    stop_distance=None,
)


def mark(shown: OpenPosition, label: str) -> Mark:
    """Return what is painted in a cell."""
    return marks_of(shown, grid_of(shown)).get(label, Mark())


def test_every_coloured_sign_is_an_arrow_too() -> None:
    """Gains point up, losses down; a risk is always a loss and needs none; a short points down."""
    marks = marks_of(LONG, grid_of(LONG))
    arrows = {label: found.arrow for label, found in marks.items() if found.arrow}
    assert arrows == {"Price": 1, "R-Multiple": 1, "MAE": -1, "MFE": 1, "Pts": 1}
    short = replace(LONG, position=a_position(quantity=-2), link_stale=True)
    assert mark(short, "Price").arrow == -1


def test_a_grade_has_no_arrow() -> None:
    """A poor efficiency is coloured as a loss, but it may be a profit: no arrow contradicts its sign."""
    poor = replace(LONG, last=Decimal("6750.50"))
    assert grid_of(poor)["Efficiency"] == Cell(text="5%", role="loss")
    assert mark(poor, "Efficiency").arrow == 0


@pytest.mark.parametrize(
    ("age_s", "alarm"),
    [
        (179, Alarm.NONE),
        (180, Alarm.WARNING),
        (270, Alarm.ALERT),
        (300, Alarm.CRITICAL),
        (4000, Alarm.CRITICAL),
    ],
)
def test_heat_gets_louder_in_three_steps(age_s: int, alarm: Alarm) -> None:
    """At 3:00, 4:30 and 5:00; the bar is full at the last."""
    found = mark(replace(LONG, heat_since=NOW - timedelta(seconds=age_s)), "Heat")
    assert found.alarm is alarm
    assert found.gauge is not None
    assert found.gauge.share == min(1.0, age_s / 300)
    assert found.gauge.notches == (0.6, 0.9)


@pytest.mark.parametrize(
    ("last", "alarm"),
    [
        ("6746.50", Alarm.NONE),
        ("6746.25", Alarm.ALERT),
        ("6745.50", Alarm.ALERT),
        ("6745.25", Alarm.CRITICAL),
        ("6744.00", Alarm.CRITICAL),
    ],
)
def test_the_stop_alarm_is_loudest_at_the_stop_and_beyond(last: str, alarm: Alarm) -> None:
    """Near is an alert, reached is more than that."""
    assert mark(replace(LONG, last=Decimal(last)), "Stop").alarm is alarm


def test_bars_show_the_room_to_the_stop_and_the_way_to_the_target() -> None:
    """Best price 6755.25, stop ten points below it, target ten points above the entry."""
    stop, way = mark(LONG, "Stop").gauge, mark(LONG, "Range").gauge
    assert stop is not None
    assert way is not None
    assert (stop.share, stop.notches) == (0.75, (0.1,))
    assert way.share == 0.25


def test_without_price_stop_or_target_there_is_no_bar() -> None:
    """What is not known is not drawn."""
    bare = replace(LONG, protection=a_protection(None, None))
    assert mark(bare, "Stop") == mark(bare, "Range") == Mark()
    blind = replace(LONG, last=None)
    assert mark(blind, "Stop") == mark(blind, "Range") == mark(blind, "Heat") == Mark()
