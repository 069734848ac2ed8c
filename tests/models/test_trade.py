from decimal import Decimal

import pytest

from models.fills import apply_fill
from models.reconcile import adopt, close_estimated, explained, resized
from tests.models.builders import MES, NOW, SIM, SYMBOL, a_fill, a_position, booked_after


@pytest.mark.parametrize(("quantity", "direction"), [(3, 1), (-3, -1)])
def test_direction_is_the_sign_of_the_quantity(quantity: int, direction: int) -> None:
    """A long is +1, a short -1, whatever its size."""
    assert a_position(quantity).direction == direction


def test_contracts_without_a_fill_are_told_apart() -> None:
    """Their fees are not known; once the fills of a report have come, all are."""
    adopted = adopt(SIM, SYMBOL, Decimal(2), Decimal(6750), NOW, MES, trade_id="t1")
    half = explained(adopted, a_fill(1, 6750, number=1), MES).position
    assert half is not None
    whole = explained(half, a_fill(1, 6750, number=2), MES).position
    assert whole is not None
    assert [position.all_seen for position in (adopted, half, whole)] == [False, False, True]
    for position in (half, whole):
        trade = apply_fill(position, a_fill(-2, 6751, number=3), MES, None, "").closed
        assert trade is not None
        assert trade.all_seen is position.all_seen


def test_a_trade_by_fills_alone_is_all_seen() -> None:
    """In parts, and where a fill turns the position; more contracts by a report alone have no fee."""
    fills = [a_fill(size, 6750, number=at) for at, size in enumerate((2, 1, -1, -4, 2))]
    booked = booked_after(fills)
    assert [each.position is None or each.position.all_seen for each in booked] == [True] * 5
    assert [each.closed.all_seen for each in booked if each.closed] == [True, True]
    assert not resized(a_position(1), Decimal(2), Decimal(6751)).all_seen
    assert not close_estimated(a_position(1), Decimal(6755), NOW, MES).all_seen
