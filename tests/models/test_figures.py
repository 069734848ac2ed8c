# Decimal and int are compared here as the numbers that they are.
# mypy: disable-error-code="comparison-overlap"

from decimal import Decimal

import pytest

from models import figures
from models.fills import mark
from models.order import with_initial_stop
from tests.models.builders import MES, NOW, UNKNOWN, a_position, protection


def test_golden_long_in_loss() -> None:
    """Scenario A, step 2: 2 MES long at 6750.25, last 6748.00."""
    working = protection("6745.25", "6760.25")
    last = Decimal("6748.00")
    position = mark(with_initial_stop(a_position(2, "6750.25"), working, NOW), last, MES)
    assert figures.points(position, last) == Decimal("-2.25")
    assert figures.planned_risk(position, MES, working) == Decimal("52.48")
    assert figures.r_open(position, last) == Decimal("-0.45")
    assert figures.range_to_target(position, working, last) == Decimal("12.25")
    assert (figures.mae_points(position), figures.mfe_points(position)) == (Decimal("-2.25"), 0)
    assert figures.efficiency(position, MES, last) is None


def test_golden_short_in_profit() -> None:
    """Scenario B: 1 MES short at 6757, low 6755, high 6758.25, last 6755.50."""
    working = protection("6762.00", "6750.00")
    position = with_initial_stop(a_position(-1, "6757.00"), working, NOW)
    for price in ("6755.00", "6758.25"):
        position = mark(position, Decimal(price), MES)
    last = Decimal("6755.50")
    assert figures.points(position, last) == Decimal("1.50")
    assert figures.r_open(position, last) == Decimal("0.30")
    assert figures.range_to_target(position, working, last) == Decimal("5.50")
    assert (figures.mae_points(position), position.worst_open) == (Decimal("-1.25"), Decimal("-6.25"))
    assert (figures.mfe_points(position), position.best_open) == (Decimal("2.00"), Decimal("10.00"))
    assert figures.efficiency(position, MES, last) == Decimal("0.75")
    assert figures.planned_risk(position, MES, working) == Decimal("26.24")


def test_undefined_figures_are_none() -> None:
    """Without stop, target or point value nothing is made up."""
    position, last = a_position(1, 100), Decimal(101)
    assert figures.planned_risk(position, MES, protection()) is None
    assert figures.r_open(position, last) is None
    assert figures.range_to_target(position, protection(), last) is None
    assert figures.stop_distance(position, protection(), last) is None
    assert figures.open_pnl(position, UNKNOWN, last) is None
    assert figures.efficiency(position, UNKNOWN, last) is None
    assert figures.planned_risk(position, UNKNOWN, protection("99")) is None


def test_stop_beyond_entry_risks_only_fees() -> None:
    """A stop in profit plans no loss, the fees of both sides remain."""
    assert figures.planned_risk(a_position(1, 6750), MES, protection("6755")) == Decimal("1.24")


@pytest.mark.parametrize(
    ("quantity", "stop", "last", "distance", "near"),
    [
        (1, "6749", "6750.25", "1.25", False),
        (1, "6749", "6750.00", "1.00", True),
        (1, "6749", "6748.00", "-1.00", True),
        (-1, "6751", "6750.00", "1.00", True),
        (-1, "6751", "6749.75", "1.25", False),
        (-1, "6751", "6752.00", "-1.00", True),
    ],
)
def test_stop_alarm_includes_the_boundary_and_the_far_side(
    quantity: int,
    stop: str,
    last: str,
    distance: str,
    near: bool,  # noqa: FBT001 - parametrised
) -> None:
    """Once the price is through the stop, the alarm stays on."""
    found = figures.stop_distance(a_position(quantity, 6750), protection(stop), Decimal(last))
    assert found == Decimal(distance)
    assert figures.stop_is_near(found, Decimal(1)) is near


def test_stop_alarm_needs_a_stop_and_a_distance() -> None:
    """What is not defined is never near."""
    assert not figures.stop_is_near(None, Decimal(1))
    assert not figures.stop_is_near(Decimal(0), None)


@pytest.mark.parametrize(("last", "fits"), [("120", True), ("80", True), ("120.25", False), ("25000", False)])
def test_price_of_another_market_does_not_fit(last: str, fits: bool) -> None:  # noqa: FBT001 - parametrised
    """A price more than a fifth away from the entry is not of this market."""
    assert figures.price_fits(a_position(1, 100), Decimal(last)) is fits


@pytest.mark.parametrize(("last", "share"), [("6750", "0"), ("6755", "0.5"), ("6761", "1"), ("6740", "0")])
def test_way_to_the_target_is_between_nothing_and_all(last: str, share: str) -> None:
    """Entry 6750, target 6760."""
    found = figures.way_done(a_position(1, 6750), protection(None, "6760"), Decimal(last))
    assert found == Decimal(share)


def test_way_needs_a_target_on_the_winning_side() -> None:
    """Without one, or with one that was moved behind the entry, no share is defined."""
    assert figures.way_done(a_position(1, 6750), protection(None), Decimal(6750)) is None
    assert figures.way_done(a_position(1, 6750), protection(None, "6745"), Decimal(6750)) is None


def test_planned_points_are_never_negative() -> None:
    """A stop in profit costs no points."""
    assert figures.planned_points(a_position(1, 6750), Decimal(6745)) == 5
    assert figures.planned_points(a_position(1, 6750), Decimal(6755)) == 0
