"""What the compact strip shows."""

from collections.abc import Mapping
from functools import reduce

import msgspec
import pytest

from actors.messages import AlarmsChanged, Cell, ConnectionState, NoticeRaised, Severity, Shown
from models.alarm import Alarm, AlarmKind, AlarmPriority
from tests.models.results import a_result
from tests.ui.builders import (
    CONFIRMED,
    MES,
    NOW,
    REAL,
    SIM1,
    a_link,
    a_missed_quote,
    a_position,
    a_protection,
    a_quote,
    a_scope,
    a_tick,
    heat,
    holding,
    shown,
)
from tests.ui.panel3.facts import told, told_results
from ui.compact_view import CompactView, present

BASE = (a_link(), a_scope(), a_tick(200), a_quote("6752.25"))
LONG = holding(a_position(quantity=2), a_protection("6745.25", None))


def cells(*facts: Shown) -> Mapping[str, Cell]:
    """Return what is shown after facts."""
    return reduce(present, facts, CompactView()).cells()


def an_alarm(
    text: str = "SIM Sim1 MES: no stop",
    priority: AlarmPriority = AlarmPriority.CRITICAL,
    *,
    acknowledged: bool = False,
) -> Alarm:
    """Return an alarm."""
    return Alarm(
        key=text,
        kind=AlarmKind.STOP_MISSING,
        priority=priority,
        book=SIM1,
        symbol=MES,
        text=text,
        raised_at=NOW,
        acknowledged=acknowledged,
    )


def test_before_anything_is_known_nothing_is_claimed() -> None:
    """No position is not flat, and silence is not the absence of alarms."""
    assert {name: cell.text for name, cell in cells().items()} == {
        "Position": "--",
        "Day net": "--",
        "Heat": "--",
        "To stop": "--",
        "Alarm": "Waiting for the account's positions",
    }


def test_open_position_in_one_line() -> None:
    """Side by arrow, net result after the fees paid, time in drawdown, distance to the stop."""
    told = cells(*BASE, LONG, heat(0))
    assert told["Position"] == Cell(text="MES ▲ 2 @ 6750.25", role="profit")
    assert told["Trade net"] == Cell(text="+$18.76", role="profit")
    assert told["Heat"].text == "3:20"
    assert told["To stop"] == Cell(text="+7.00 pt", role="neutral")


def test_results_over_fees_that_nobody_saw_are_bounds() -> None:
    """Of the trade that runs, and of the day."""
    adopted = holding(msgspec.structs.replace(a_position(quantity=2), executions=()))
    assert cells(*BASE, adopted)["Trade net"].text == "at most +$18.76"
    day = told([a_result(1, "100"), a_result(2, "-40", unseen=True)])
    assert cells(*BASE, CONFIRMED, holding(None), day)["Day net"].text == "at most +$60.00"


def test_short_points_down() -> None:
    """The side is not told by colour alone."""
    assert cells(*BASE, holding(a_position(quantity=-1)))["Position"].text == "MES ▼ 1 @ 6750.25"


def test_near_stop_flashes() -> None:
    """The limit is that of Panel 2."""
    told = cells(*BASE, LONG, a_quote("6746.25"))
    assert told["To stop"] == Cell(text="+1.00 pt", role="alert", flash=True)


@pytest.mark.parametrize(
    ("news", "role"), [(a_missed_quote(), "stale"), (a_link(ConnectionState.WAITING), "dim")]
)
def test_what_is_old_is_marked(news: Shown, role: str) -> None:
    """Old prices and a lost link mark the figures as Panel 2 does, and the strip says why."""
    told = cells(*BASE, LONG, news)
    assert (told["Trade net"].role, told["To stop"].role) == (role, role)
    assert told["Alarm"].role == "warning"


def test_without_a_price_there_is_no_result() -> None:
    """Unknown is not zero."""
    told = cells(a_link(), a_scope(), LONG)
    assert (told["Trade net"].text, told["To stop"].text) == ("--", "--")


def test_flat_shows_the_result_of_the_day() -> None:
    """Another label, because it is another figure."""
    told = cells(*BASE, CONFIRMED, holding(None), told_results("100", "-40"))
    assert told["Day net"] == Cell(text="+$60.00", role="profit")
    assert told["Position"].text == "FLAT"
    assert "Trade net" not in told


def test_results_of_another_book_are_gone_at_once() -> None:
    """The day of the simulated account is never shown as that of real money."""
    told = cells(*BASE, holding(None), told_results("100"), a_scope(REAL, epoch=2))
    assert told["Day net"].text == "--"


def test_worst_open_alarm_is_shown() -> None:
    """Those that the trader has acknowledged do not stand before others."""
    seen = an_alarm("seen", acknowledged=True)
    low = an_alarm("low", AlarmPriority.LOW)
    told = cells(*BASE, shown(AlarmsChanged(alarms=(seen, low, an_alarm("no stop")))))
    assert told["Alarm"] == Cell(text="no stop", role="critical", flash=True)
    told = cells(*BASE, shown(AlarmsChanged(alarms=(seen, low))))
    assert told["Alarm"] == Cell(text="low", role="info")


def test_without_an_open_alarm_the_strip_says_what_else_is_special() -> None:
    """A warning of the banner, then a note about the position, then what was acknowledged, then nothing."""
    flat = (*BASE, CONFIRMED, holding(None))
    acknowledged = shown(AlarmsChanged(alarms=(an_alarm(acknowledged=True),)))
    warning = shown(NoticeRaised(key="disk", severity=Severity.ERROR, text="disk full"))
    assert cells(*flat, acknowledged)["Alarm"].text == "1 acknowledged"
    assert cells(*flat, acknowledged, warning)["Alarm"] == Cell(text="disk full", role="alert")
    assert cells(*flat, shown(AlarmsChanged(alarms=())))["Alarm"] == Cell(text="No alarm", role="dim")


def test_what_changes_nothing_returns_the_same_view() -> None:
    """Nothing is painted for it."""
    view = reduce(present, BASE, CompactView())
    assert present(view, a_scope(SIM1)) is view
