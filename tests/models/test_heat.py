from datetime import datetime
from decimal import Decimal

import pytest

from models.fills import apply_fill
from models.heat import HeatLevel, HeatThresholds, heat_age, heat_level, next_heat
from tests.models.builders import MES, NOW, a_fill, a_position, later

USUAL = HeatThresholds()


def test_golden_drawdown() -> None:
    """Scenario E: adverse starts it, levels follow its age, the entry price ends it, and it starts anew."""
    long = a_position(1, 100)
    since = next_heat(None, long, Decimal(100), later(-1))
    assert since is None
    since = next_heat(since, long, Decimal("99.75"), NOW)
    levels = []
    for second in (179, 180, 269, 270, 299, 300):
        since = next_heat(since, long, Decimal("99.75"), later(second))
        levels.append(heat_level(since, later(second), USUAL))
    assert levels == [
        HeatLevel.COOL,
        HeatLevel.WARNING,
        HeatLevel.WARNING,
        HeatLevel.FLASHING,
        HeatLevel.FLASHING,
        HeatLevel.CRITICAL,
    ]
    since = next_heat(since, long, Decimal(100), later(310))
    assert heat_level(since, later(310), USUAL) is HeatLevel.OFF
    assert next_heat(since, long, Decimal("99.75"), later(311)) == later(311)


@pytest.mark.parametrize(
    ("quantity", "last", "hot"),
    [(1, "99.75", True), (1, "100", False), (1, "100.25", False), (-1, "100.25", True), (-1, "99.75", False)],
)
def test_only_a_loss_is_heat(quantity: int, last: str, hot: bool) -> None:  # noqa: FBT001 - parametrised
    """A long suffers below its entry, a short above it."""
    assert (next_heat(None, a_position(quantity, 100), Decimal(last), NOW) is not None) is hot


def test_flat_ends_the_drawdown() -> None:
    """Without a position there is no heat."""
    assert next_heat(NOW, None, Decimal(99), later(9)) is None


@pytest.mark.parametrize(("added_at", "since"), [("99", NOW), ("97", None)])
def test_scale_in_is_judged_by_the_new_average(added_at: str, since: datetime | None) -> None:
    """The running time goes on if the price is still adverse to the new average, else it ends."""
    position = apply_fill(a_position(1, 100), a_fill(1, added_at, number=2), MES, None, "").position
    assert next_heat(NOW, position, Decimal("98.75"), later(9)) == since


def test_dead_band_needs_more_loss_to_start_and_profit_to_end() -> None:
    """With a dead-band of one tick, prices around the entry change nothing."""
    long, band = a_position(1, 100), Decimal("0.25")
    assert next_heat(None, long, Decimal("99.90"), NOW, band) is None
    assert next_heat(None, long, Decimal("99.75"), NOW, band) == NOW
    assert next_heat(NOW, long, Decimal(100), later(1), band) == NOW
    assert next_heat(NOW, long, Decimal("100.25"), later(1), band) is None


def test_age_is_whole_seconds_and_never_negative() -> None:
    """A clock that was set back does not show a negative time."""
    assert heat_age(NOW, later(59.9)) == 59
    assert heat_age(NOW, later(-5)) == 0


def test_thresholds_are_the_users() -> None:
    """Shorter limits warn earlier."""
    assert heat_level(NOW, later(10), HeatThresholds(warning_s=10)) is HeatLevel.WARNING
