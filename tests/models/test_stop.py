"""What the working stop of an open position means."""
# Decimal and int are compared here as the numbers that they are.
# mypy: disable-error-code="comparison-overlap"

from decimal import Decimal

import pytest

from models import stop
from models.fills import mark
from models.order import Protection, with_initial_stop
from tests.models.builders import MES, NOW, UNKNOWN, a_position, protection


def test_a_stop_that_fills_costs_the_way_and_both_fees() -> None:
    """Two MES long at 6750.25, stop at 6745.25: 50 dollars and four times 0.62, a little more than 1 R."""
    working = Protection(
        stop=Decimal("6745.25"), stop_quantity=Decimal(2), target=None, target_quantity=Decimal(0)
    )
    position = with_initial_stop(a_position(2, "6750.25"), working, NOW)
    filled = stop.if_stop_fills(position, MES, working)
    assert filled is not None
    assert (filled.contracts, filled.left, filled.dollars) == (2, 0, Decimal("-52.48"))
    assert filled.multiple == Decimal("-52.48") / 50


def test_a_trailed_stop_of_a_short_wins() -> None:
    """A stop beyond the entry is a gain, less the fees."""
    first = protection("6755")
    position = with_initial_stop(a_position(-1, "6750"), first, NOW)
    filled = stop.if_stop_fills(position, MES, protection("6740"))
    assert filled is not None
    assert filled.dollars == Decimal("48.76")
    assert filled.multiple == Decimal("48.76") / 25


def test_a_small_stop_leaves_contracts_open() -> None:
    """Result and risk are those of the contracts that it closes."""
    position = with_initial_stop(a_position(3, "6750"), protection("6745"), NOW)
    small = Protection(stop=Decimal(6745), stop_quantity=Decimal(1), target=None, target_quantity=Decimal(0))
    filled = stop.if_stop_fills(position, MES, small)
    assert filled is not None
    assert (filled.contracts, filled.left, filled.dollars) == (1, 2, Decimal("-26.24"))
    assert filled.multiple == Decimal("-26.24") / 25


def test_nothing_is_guessed() -> None:
    """No stop has no result, an unknown contract no dollars, a late stop no R."""
    assert stop.if_stop_fills(a_position(1, 6750), MES, protection(None)) is None
    filled = stop.if_stop_fills(a_position(1, 100), UNKNOWN, protection("99"))
    assert filled is not None
    assert (filled.dollars, filled.multiple) == (None, None)
    late = stop.if_stop_fills(a_position(1, 6750), MES, protection("6745"))
    assert late is not None
    assert late.multiple is None


@pytest.mark.parametrize(
    ("quantity", "first", "now", "moved"),
    [
        (1, "6745", "6743", 2),
        (1, "6745", "6747", None),
        (-1, "6755", "6758.5", "3.5"),
        (1, "6745", "6745", None),
    ],
)
def test_only_a_stop_that_went_away_was_moved_away(
    quantity: int, first: str, now: str, moved: str | int | None
) -> None:
    """Trailing is no remark; giving more room is, on either side."""
    position = with_initial_stop(a_position(quantity, 6750), protection(first), NOW)
    found = stop.moved_away(position, protection(now))
    assert found == (None if moved is None else Decimal(moved))


def test_without_a_first_stop_or_a_stop_nothing_was_moved() -> None:
    """There is nothing to compare with."""
    assert stop.moved_away(a_position(1, 6750), protection("6745")) is None
    position = with_initial_stop(a_position(1, 6750), protection("6745"), NOW)
    assert stop.moved_away(position, protection(None)) is None


@pytest.mark.parametrize(
    ("last", "share"), [("6760", "1"), ("6755", "0.75"), ("6745", "0.25"), ("6740", "0"), ("6730", "0")]
)
def test_room_is_full_at_the_best_price_and_empty_at_the_stop(last: str, share: str) -> None:
    """Long from 6750, best 6760, stop 6740."""
    position = mark(a_position(1, 6750), Decimal(6760), MES)
    assert stop.room_left(position, protection("6740"), Decimal(last)) == Decimal(share)
    assert stop.room_at(position, protection("6740"), Decimal(1)) == Decimal("0.05")


def test_room_needs_a_stop_behind_the_price() -> None:
    """Without one, or with one above the best price of a long, no share is defined."""
    assert stop.room_left(a_position(1, 6750), protection(None), Decimal(6750)) is None
    assert stop.room_at(a_position(1, 6750), protection(None), Decimal(1)) is None
    assert stop.room_left(a_position(1, 6750), protection("6751"), Decimal(6750)) is None
