"""What servers say, and what is read in it."""

import json
from pathlib import Path
from typing import Any

from actors.dtc_facts import FactReader
from actors.messages import (
    Fact,
    FillReported,
    OrderReported,
)
from dtc.codec import Decoder
from dtc.enums import BuySell, Encoding, OrderStatus, OrderType, OrderUpdateReason
from dtc.messages import (
    Message,
    OrderUpdate,
    TradeAccountResponse,
)
from models.order import Order
from models.trade import Fill
from tests.actors.builders import DEBUG, NOW, SYMBOL, all_of

CAPTURES = Path(__file__).parent.parent / "dtc" / "captures"
FILLED = {"OrderStatus": OrderStatus.FILLED, "OrderUpdateReason": OrderUpdateReason.ORDER_FILLED}


def a_reader(*accounts: str) -> FactReader:
    """Return a reader that knows the server's accounts."""
    reader = FactReader({"Test": DEBUG.mode}, {})
    reader.accounts(TradeAccountResponse(TradeAccount=name) for name in accounts or ("Sim1", "120005"))
    return reader


def an_update(**fields: Any) -> OrderUpdate:  # noqa: ANN401 - fields of the message, of many types
    """Return an update of an open order to buy two."""
    plain: dict[str, Any] = {
        "Symbol": SYMBOL,
        "TradeAccount": "Sim1",
        "ServerOrderID": "7",
        "OrderStatus": OrderStatus.OPEN,
        "OrderUpdateReason": OrderUpdateReason.GENERAL_ORDER_UPDATE,
        "OrderType": OrderType.LIMIT,
        "BuySell": BuySell.BUY,
        "Price1": 6750.25,
        "OrderQuantity": 2.0,
        "FilledQuantity": 0.0,
        "RemainingQuantity": 2.0,
    }
    return OrderUpdate(**{**plain, **fields})


def facts_of(reader: FactReader, *messages: Message) -> list[Fact]:
    """Return the facts of some messages in a row."""
    return [fact for message in messages for fact in reader.read(message, NOW)]


def fills_of(reader: FactReader, *messages: Message) -> list[Fill]:
    """Return the fills that some messages report."""
    return [fact.fill for fact in all_of(facts_of(reader, *messages), FillReported)]


def the_order(reader: FactReader, message: Message) -> Order:
    """Return the order that a message describes."""
    (fact,) = all_of(facts_of(reader, message), OrderReported)
    return fact.order


def captured(name: str) -> list[Message]:
    """Return what a real server said, as the decoder reads it."""
    (path,) = CAPTURES.glob(f"{name}_*.jsonl")
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    data = b"".join(json.dumps(row["msg"]).encode() + b"\0" for row in rows if row["dir"] == "S>C")
    return [item for item in Decoder(Encoding.JSON).feed(data) if isinstance(item, Message)]
