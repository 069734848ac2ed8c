# Decimal and int are compared here as the numbers that they are.
# mypy: disable-error-code="comparison-overlap"

from decimal import Decimal

import msgspec
import pytest

from models.book import Symbol
from models.order import NO_PROTECTION, OrderKind, Side, protection_of, with_initial_stop
from models.trade import UNSEEN_ENTRY
from tests.models.builders import LIVE, NOW, a_position, an_order, later, protection

BUY, SELL = Side.BUY, Side.SELL
STOP, LIMIT, MARKET, UNKNOWN = OrderKind.STOP, OrderKind.LIMIT, OrderKind.MARKET, OrderKind.UNKNOWN


@pytest.mark.parametrize(
    ("quantity", "side", "kind", "price", "stop", "target"),
    [
        (1, SELL, STOP, "6745", "6745", None),
        (1, SELL, STOP, "6755", "6755", None),
        (1, SELL, LIMIT, "6760", None, "6760"),
        (1, BUY, STOP, "6745", None, None),
        (-1, BUY, STOP, "6755", "6755", None),
        (-1, BUY, LIMIT, "6740", None, "6740"),
        (-1, SELL, STOP, "6755", None, None),
        (1, SELL, MARKET, "6745", None, None),
        (1, SELL, UNKNOWN, "6745", "6745", None),
        (1, SELL, UNKNOWN, "6755", None, "6755"),
        (1, SELL, UNKNOWN, "6750", None, None),
        (-1, BUY, UNKNOWN, "6755", "6755", None),
        (-1, BUY, UNKNOWN, "6745", None, "6745"),
        (1, SELL, STOP, None, None, None),
    ],
)
def test_type_and_side_decide_what_an_order_is(  # noqa: PLR0913, PLR0917 - parametrised
    quantity: int, side: Side, kind: OrderKind, price: str | None, stop: str | None, target: str | None
) -> None:
    """A stop trailed past the entry stays a stop; only an unknown type is judged by its price."""
    found = protection_of(a_position(quantity, 6750), [an_order(side, kind, price)])
    assert (found.stop, found.target) == (stop and Decimal(stop), target and Decimal(target))


@pytest.mark.parametrize(("quantity", "stop", "target"), [(3, 6746, 6754), (-3, 6754, 6746)])
def test_nearest_orders_count_and_quantities_add_up(quantity: int, stop: int, target: int) -> None:
    """Of several stops and targets the ones nearest to the market are shown."""
    side = SELL if quantity > 0 else BUY
    prices = {6745, 6746, 6754, 6755}
    stops = [price for price in prices if (price - 6750) * quantity < 0]
    orders = [an_order(side, STOP if price in stops else LIMIT, str(price)) for price in prices]
    found = protection_of(a_position(quantity, 6750), orders)
    assert (found.stop, found.target) == (stop, target)
    assert (found.stop_quantity, found.target_quantity) == (2, 2)


def test_orders_of_others_and_dead_orders_do_not_protect() -> None:
    """Another book, another symbol, a filled or cancelled order: none of them is a stop."""
    orders = [
        an_order(SELL, STOP, "6745", book=LIVE),
        an_order(SELL, STOP, "6745", symbol=Symbol("F.US.MESH26")),
        an_order(SELL, STOP, "6745", working=False),
    ]
    assert protection_of(a_position(1, 6750), orders) == NO_PROTECTION


def test_flat_book_has_no_protection() -> None:
    """An order that precedes its position waits for it."""
    assert protection_of(None, [an_order(SELL, STOP, "6745")]) == NO_PROTECTION


def test_order_of_unknown_size_covers_nothing() -> None:
    """Its price is shown, but nobody may rely on its size."""
    found = protection_of(a_position(1, 6750), [an_order(SELL, STOP, "6745", quantity=None)])
    assert (found.stop, found.stop_quantity) == (6745, 0)


def test_first_stop_is_frozen() -> None:
    """A stop that is moved later changes neither initial stop nor risk."""
    position = with_initial_stop(a_position(2, 6750), protection("6745"), later(60))
    assert (position.initial_stop, position.initial_risk, position.entered_risk) == (6745, 10, 10)
    assert with_initial_stop(position, protection("6749"), later(61)) is position


def test_stop_of_an_unseen_entry_is_no_initial_stop() -> None:
    """It may have been moved before anybody looked; a fill that tells of the entry makes it known."""
    seen = a_position(1, 6750)
    unseen = msgspec.structs.replace(seen, executions=(), notes=(UNSEEN_ENTRY,))
    stop = protection("6745")
    assert with_initial_stop(unseen, stop, NOW) is unseen
    told = msgspec.structs.replace(unseen, executions=seen.executions)
    assert with_initial_stop(told, stop, NOW).initial_stop == Decimal(6745)


def test_late_or_missing_stop_is_no_initial_stop() -> None:
    """A stop that comes after the limit leaves the risk undefined."""
    position = a_position(2, 6750)
    assert with_initial_stop(position, protection("6745"), later(60.001)) is position
    assert with_initial_stop(position, NO_PROTECTION, NOW) is position
    assert with_initial_stop(position, protection("6745"), later(61), limit_s=90).initial_stop == 6745
