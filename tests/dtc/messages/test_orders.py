"""Positions, orders and fills."""

import json

import pytest
from msgspec import structs

from dtc.codec import Decoder, encode
from dtc.enums import Encoding
from dtc.messages.orders import HistoricalOrderFillResponse, OrderUpdate, PositionUpdate


def test_json_keys_are_spelt_as_in_the_header() -> None:
    """Three names differ from what one expects; a correction would lose the values."""
    order = json.loads(encode(OrderUpdate(TotalNumMessages=2, OpenOrClose=1), Encoding.JSON)[:-1])
    assert (order["TotalNumMessages"], order["OpenOrClose"]) == (2, 1)
    fill = json.loads(encode(HistoricalOrderFillResponse(OpenClose=1), Encoding.JSON)[:-1])
    assert fill["OpenClose"] == 1
    assert "MaxPotentialPostionQuantity" in structs.asdict(PositionUpdate())


@pytest.mark.parametrize("encoding", Encoding)
def test_a_market_order_has_no_price(encoding: Encoding) -> None:
    """Price1 and Price2 of a market order are not set, its quantity and a filled quantity of 0 are."""
    order = OrderUpdate(OrderType=1, OrderQuantity=2.0, FilledQuantity=0.0)
    (received,) = Decoder(encoding).feed(encode(order, encoding))
    assert isinstance(received, OrderUpdate)
    assert received.Price1 is None
    assert received.AverageFillPrice is None
    assert (received.OrderQuantity, received.FilledQuantity) == (2.0, 0.0)


def test_orders_of_2020_lack_the_user_name() -> None:
    """The order update had 688 bytes until 2021."""
    full = OrderUpdate(LatestTransactionDateTime=1795000000.5, Username="jane")
    frame = (688).to_bytes(2, "little") + encode(full, Encoding.BINARY)[2:688]
    assert Decoder(Encoding.BINARY).feed(frame) == [OrderUpdate(LatestTransactionDateTime=1795000000.5)]
