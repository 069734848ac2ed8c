"""What DTC messages mean: orders and their fills."""

from decimal import Decimal
from typing import Any

import pytest

from actors.dtc_facts import FactReader
from dtc.enums import BuySell, OpenClose, OrderStatus, OrderType, OrderUpdateReason
from dtc.messages import (
    OrderUpdate,
)
from models.order import OrderKind
from tests.actors.builders import NOW, later
from tests.actors.conftest import AllowLog
from tests.actors.wire import FILLED, a_reader, an_update, facts_of, fills_of, the_order

SIDES = pytest.mark.parametrize(
    ("buy_sell", "sign"), [(BuySell.BUY, 1), (BuySell.SELL, -1)], ids=["buy", "sell"]
)


@SIDES
@pytest.mark.parametrize(
    "reason",
    [OrderUpdateReason.ORDER_FILLED, OrderUpdateReason.ORDER_FILLED_PARTIALLY],
    ids=lambda each: each.name,
)
def test_fill_is_what_the_reason_says(buy_sell: BuySell, sign: int, reason: OrderUpdateReason) -> None:
    """The last fill of an update with a fill reason is a fill, signed by the side of the order."""
    update = an_update(
        OrderStatus=OrderStatus.FILLED,
        OrderUpdateReason=reason,
        BuySell=buy_sell,
        FilledQuantity=2.0,
        LastFillQuantity=2.0,
        LastFillPrice=6750.5,
        LastFillExecutionID="x1",
        LastFillDateTime=int(later(-3).timestamp() * 1000),
    )
    (fill,) = fills_of(a_reader(), update)
    assert (fill.execution_id, fill.quantity, fill.price) == ("x1", Decimal(2 * sign), Decimal("6750.5"))
    assert fill.at == later(-3)
    assert not fill.closing_only


@SIDES
def test_growing_quantity_is_a_fill_whatever_the_reason(buy_sell: BuySell, sign: int) -> None:
    """Where the fill reason is missing, what was filled more than before is the fill, at its own price."""
    updates = [
        an_update(BuySell=buy_sell, OrderQuantity=3.0),
        an_update(BuySell=buy_sell, OrderQuantity=3.0, FilledQuantity=1.0, AverageFillPrice=6750.0),
        an_update(BuySell=buy_sell, OrderQuantity=3.0, FilledQuantity=3.0, AverageFillPrice=6751.0),
    ]
    fills = fills_of(a_reader(), *updates)
    assert [(fill.quantity, fill.price) for fill in fills] == [
        (Decimal(sign), Decimal(6750)),
        (Decimal(2 * sign), Decimal("6751.5")),
    ]
    assert len({fill.execution_id for fill in fills}) == 2


def test_partial_fills_without_their_own_quantity_are_differences() -> None:
    """A fill that only carries the total is what the total grew by."""
    partly = an_update(
        OrderStatus=OrderStatus.PARTIALLY_FILLED,
        OrderUpdateReason=OrderUpdateReason.ORDER_FILLED_PARTIALLY,
        FilledQuantity=1.0,
        LastFillPrice=6750.0,
    )
    full = an_update(**FILLED, FilledQuantity=3.0, LastFillPrice=6750.25)
    assert [fill.quantity for fill in fills_of(a_reader(), partly, full)] == [1, 2]


def test_repeated_fill_keeps_its_identity() -> None:
    """The server may repeat an update; the same fill has the same id, so that it counts once."""
    for more in ({"LastFillExecutionID": "x"}, {}):
        update = an_update(**FILLED, FilledQuantity=2.0, LastFillQuantity=2.0, LastFillPrice=6750.0, **more)
        assert len({fill.execution_id for fill in fills_of(a_reader(), update, update)}) == 1


def test_restated_order_is_no_fill() -> None:
    """An order that is listed on request tells what was, also if it is filled in part."""
    restated = an_update(
        OrderStatus=OrderStatus.PARTIALLY_FILLED,
        OrderUpdateReason=OrderUpdateReason.OPEN_ORDERS_REQUEST_RESPONSE,
        FilledQuantity=1.0,
        RemainingQuantity=1.0,
        AverageFillPrice=6750.0,
        LastFillQuantity=1.0,
        LastFillPrice=6750.0,
    )
    assert fills_of(a_reader(), an_update(), restated) == []
    grown = an_update(
        FilledQuantity=2.0, RemainingQuantity=0.0, AverageFillPrice=6751.0, OrderStatus=OrderStatus.FILLED
    )
    (fill,) = fills_of(reader_that_listed(restated), grown)
    assert (fill.quantity, fill.price) == (Decimal(1), Decimal(6752))


def reader_that_listed(order: OrderUpdate) -> FactReader:
    """Return a reader that has seen an order in the list of working ones."""
    reader = a_reader()
    reader.orders([order], complete=True, now=NOW)
    return reader


def test_first_sight_of_a_partly_filled_order_is_no_fill() -> None:
    """What was filled before the monitor looked is history, and history is asked for."""
    update = an_update(FilledQuantity=1.0, RemainingQuantity=1.0, AverageFillPrice=6750.0)
    assert fills_of(a_reader(), update) == []


@pytest.mark.parametrize(
    "missing",
    [
        {"LastFillPrice": None},
        {"LastFillPrice": 0.0},
        {"BuySell": BuySell.UNSET},
        {"BuySell": 9},
        {"LastFillQuantity": -1.0},
    ],
    ids=str,
)
def test_fill_that_lacks_something_is_left_out(missing: dict[str, Any], allow_log: AllowLog) -> None:
    """Without quantity, price or side nothing is booked: absent is never zero."""
    allow_log("fill without")
    update = an_update(
        **{**FILLED, "LastFillQuantity": 2.0, "LastFillPrice": 6750.0, "FilledQuantity": None, **missing}
    )
    assert fills_of(a_reader(), update) == []


@pytest.mark.parametrize(
    ("open_close", "closing"), [(OpenClose.CLOSE, True), (OpenClose.OPEN, False), (0, False)]
)
def test_closing_fill_is_marked(open_close: int, *, closing: bool) -> None:
    """What the server marks as closing may not open a position."""
    update = an_update(**FILLED, LastFillQuantity=1.0, LastFillPrice=6750.0, OpenOrClose=open_close)
    (fill,) = fills_of(a_reader(), update)
    assert fill.closing_only is closing


@pytest.mark.parametrize("price", [0.0, None, 6750.0])
def test_market_order_has_no_price(price: float | None) -> None:
    """Whatever stands in the price field of a market order, it is no price."""
    order = the_order(a_reader(), an_update(OrderType=OrderType.MARKET, Price1=price))
    assert (order.kind, order.price) == (OrderKind.MARKET, None)


@pytest.mark.parametrize(
    ("order_type", "kind"),
    [
        (OrderType.LIMIT, OrderKind.LIMIT),
        (OrderType.STOP, OrderKind.STOP),
        (OrderType.STOP_LIMIT, OrderKind.STOP),
        (OrderType.MARKET_IF_TOUCHED, OrderKind.LIMIT),
        (OrderType.UNSET, OrderKind.UNKNOWN),
    ],
)
def test_kind_and_price_of_an_order(order_type: OrderType, kind: OrderKind) -> None:
    """Stops trigger, limits wait; what the type does not say is not guessed here."""
    order = the_order(a_reader(), an_update(OrderType=order_type))
    assert (order.kind, order.price, order.quantity) == (kind, Decimal("6750.25"), Decimal(2))


@pytest.mark.parametrize(
    ("status", "working"),
    [
        (1, True),
        (2, True),
        (3, True),
        (4, True),
        (5, True),
        (6, True),
        (10, True),
        (7, False),
        (8, False),
        (9, False),
    ],
)
def test_status_says_whether_an_order_works(status: int, *, working: bool) -> None:
    """Sent, pending, open and partly filled orders work; filled, cancelled and rejected ones do not."""
    assert the_order(a_reader(), an_update(OrderStatus=status)).working is working


def test_unspecified_status_says_nothing_new() -> None:
    """An update without a status leaves an order as working as it was."""
    reader = a_reader()
    assert the_order(reader, an_update(OrderStatus=0)).working
    the_order(reader, an_update(OrderStatus=OrderStatus.CANCELED))
    assert not the_order(reader, an_update(OrderStatus=0)).working


def test_replaced_order_names_the_one_before() -> None:
    """After a cancel and replace the old id is known, so that it is not counted twice."""
    assert the_order(a_reader(), an_update(PreviousServerOrderID="6")).previous_id == "6"


@pytest.mark.parametrize("fields", [{"BuySell": 0}, {"BuySell": 7}, {"ServerOrderID": ""}, {"NoOrders": 1}])
def test_update_that_names_no_order_is_left_out(fields: dict[str, int]) -> None:
    """Without side or id there is no order to know."""
    assert facts_of(a_reader(), an_update(**fields)) == []
