"""What DTC messages mean."""

import json
import struct
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from actors.dtc_facts import FactReader
from actors.messages import (
    BalanceReported,
    ContractDefined,
    Fact,
    FillReported,
    NoticeRaised,
    OrderReported,
    PositionReported,
)
from dtc.codec import Decoder
from dtc.enums import BuySell, Encoding, OpenClose, OrderStatus, OrderType, OrderUpdateReason
from dtc.messages import (
    AccountBalanceUpdate,
    AlertMessage,
    GeneralLogMessage,
    HistoricalOrderFillResponse,
    Message,
    OrderUpdate,
    PositionUpdate,
    SecurityDefinitionResponse,
    TradeAccountResponse,
    UserMessage,
)
from models.book import Symbol
from models.order import Order, OrderKind, Side
from models.trade import Fill
from tests.actors.builders import DEBUG, LIVE, NOW, SIM, SYMBOL, all_of, later
from tests.actors.conftest import AllowLog

CAPTURES = Path(__file__).parent.parent / "dtc" / "captures"
SIDES = pytest.mark.parametrize(
    ("buy_sell", "sign"), [(BuySell.BUY, 1), (BuySell.SELL, -1)], ids=["buy", "sell"]
)
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


def test_captured_fill_becomes_order_fill_and_position() -> None:
    """The trace of a real order is three states of an order, one fill, and then flat."""
    facts = facts_of(a_reader(), *captured("07"))
    orders = [fact.order for fact in all_of(facts, OrderReported)]
    assert [(order.working, order.side) for order in orders] == [
        (True, Side.SELL),
        (True, Side.SELL),
        (False, Side.SELL),
    ]
    (fill,) = [fact.fill for fact in all_of(facts, FillReported)]
    assert (fill.book, fill.quantity, fill.price) == (SIM, Decimal(-2), Decimal("6765.25"))
    (position,) = all_of(facts, PositionReported)
    assert (position.report.book, position.report.quantity) == (SIM, Decimal(0))
    (balance,) = all_of(facts, BalanceReported)
    assert (balance.book, balance.cash) == (LIVE, Decimal("21.66"))


def test_captured_list_holds_every_position() -> None:
    """A real list of five rows holds one open position and four flat ones."""
    rows = [message for message in captured("06") if isinstance(message, PositionUpdate)]
    listed = a_reader().positions(rows, complete=True)
    assert listed.complete
    assert [(report.symbol, report.quantity) for report in listed.reports if report.quantity] == [
        ("F.US.MESM25", Decimal(1))
    ]
    assert [report.average_price for report in listed.reports if report.quantity] == [Decimal("5996.5")]
    assert all(report.average_price is None for report in listed.reports if not report.quantity)
    assert len(listed.reports) == 5


def test_captured_accounts_get_their_modes() -> None:
    """The real list of accounts is one with real money and one simulated."""
    rows = [message for message in captured("06") if isinstance(message, TradeAccountResponse)]
    assert FactReader({}, {}).accounts(rows).books == (LIVE, SIM)


def test_captured_definition_defines_the_contract() -> None:
    """The real definition of the ES is a quarter of a point for 12.50 dollars."""
    (fact,) = facts_of(a_reader(), *captured("05"))
    symbol = Symbol("ESM20_FUT_CME")
    assert fact == ContractDefined(symbol=symbol, tick=Decimal("0.25"), value_per_tick=Decimal("12.5"))


@pytest.mark.parametrize("name", ["01", "02", "03", "04", "08"])
def test_captured_sessions_without_trades_tell_nothing_wrong(name: str) -> None:
    """Logon, heartbeats, market data and balances of real servers are read without a made-up fact."""
    facts = facts_of(a_reader(), *captured(name))
    assert all(isinstance(fact, BalanceReported) for fact in facts)


def test_missing_account_is_the_only_one() -> None:
    """A message without an account belongs to the server's account where there is one only."""
    message = an_update(TradeAccount="", **FILLED, LastFillPrice=6750.25, LastFillQuantity=2.0)
    (fill,) = fills_of(a_reader("Sim1"), message)
    assert fill.book == SIM
    assert facts_of(a_reader("Sim1", "120005"), message) == []
    assert facts_of(FactReader({}, {}), message) == []


def test_settings_decide_the_mode_of_an_account() -> None:
    """The user's table wins over the name."""
    assert a_reader().book_of("Test") == DEBUG
    assert a_reader().book_of(" 120005 ") == LIVE


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


@given(st.integers(1, 150_000), st.sampled_from([0.25, 0.1, 0.01, 0.03125, 0.0078125]))
def test_prices_of_four_bytes_find_their_tick(steps: int, tick: float) -> None:
    """A price that came through 4 bytes is the tick that it was, as far as futures prices go."""
    reader = a_reader()
    exact = Decimal(str(tick)) * steps
    narrow = to_float32(float(exact))
    definition = SecurityDefinitionResponse(
        Symbol="X", MinPriceIncrement=to_float32(tick), CurrencyValuePerIncrement=1.0
    )
    (defined,) = facts_of(reader, definition)
    assert isinstance(defined, ContractDefined)
    assert defined.tick == Decimal(str(tick))
    order = the_order(reader, an_update(Symbol="X", Price1=narrow))
    assert order.price == exact


def to_float32(value: float) -> float:
    """Return a number as it is after a field of 4 bytes."""
    (narrow,) = struct.unpack("<f", struct.pack("<f", value))
    return float(narrow)


@pytest.mark.parametrize(
    "definition",
    [
        SecurityDefinitionResponse(RequestID=3, IsFinalMessage=1),
        SecurityDefinitionResponse(Symbol="X"),
        SecurityDefinitionResponse(Symbol="X", MinPriceIncrement=0.0, CurrencyValuePerIncrement=12.5),
        SecurityDefinitionResponse(Symbol="X", MinPriceIncrement=0.25),
        SecurityDefinitionResponse(Symbol="X", MinPriceIncrement=-0.25, CurrencyValuePerIncrement=12.5),
    ],
)
def test_empty_definition_is_ignored(definition: SecurityDefinitionResponse) -> None:
    """An unknown symbol is answered with defaults; they define nothing."""
    assert facts_of(a_reader(), definition) == []


@pytest.mark.parametrize("quantity", [-3.0, 3.0, 0.0, -0.0])
def test_position_keeps_its_sign(quantity: float) -> None:
    """A negative quantity is a short; minus zero is flat."""
    update = PositionUpdate(Symbol=SYMBOL, TradeAccount="120005", Quantity=quantity, AveragePrice=6750.3333)
    (fact,) = all_of(facts_of(a_reader(), update), PositionReported)
    assert fact.report.book == LIVE
    assert fact.report.quantity == Decimal(str(quantity)) + 0
    assert str(fact.report.quantity) != "-0"
    assert fact.report.average_price == Decimal("6750.3333")


@pytest.mark.parametrize(
    "update",
    [
        PositionUpdate(Symbol=SYMBOL, TradeAccount="Sim1", AveragePrice=6750.0),
        PositionUpdate(TradeAccount="Sim1", Quantity=1.0, AveragePrice=6750.0),
        PositionUpdate(Symbol=SYMBOL, Quantity=1.0, AveragePrice=6750.0),
        PositionUpdate(Symbol=SYMBOL, TradeAccount="Sim1", Quantity=1.0),
        PositionUpdate(Symbol=SYMBOL, TradeAccount="Sim1", Quantity=1.0, AveragePrice=0.0),
    ],
    ids=["quantity", "symbol", "account", "average", "zero average"],
)
def test_position_that_lacks_something_is_left_out(update: PositionUpdate, allow_log: AllowLog) -> None:
    """A position without quantity is not flat, and one without average price is not known."""
    allow_log("position without average price")
    assert facts_of(a_reader(), update) == []


def test_row_that_says_nothing_is_no_position() -> None:
    """The row that means that there are no positions is not a position of nothing."""
    assert (
        a_reader().positions([PositionUpdate(TradeAccount="Sim1", NoPositions=1)], complete=True).reports
        == ()
    )
    assert (
        a_reader().orders([OrderUpdate(TradeAccount="Sim1", NoOrders=1)], complete=True, now=NOW).orders == ()
    )


def a_past_fill(**fields: Any) -> HistoricalOrderFillResponse:  # noqa: ANN401 - fields of many types
    """Return a row of the history."""
    plain: dict[str, Any] = {
        "Symbol": SYMBOL,
        "TradeAccount": "Sim1",
        "BuySell": BuySell.SELL,
        "Price": 6750.25,
        "Quantity": 2.0,
        "DateTime": int(NOW.timestamp()),
        "UniqueExecutionID": "x",
    }
    return HistoricalOrderFillResponse(**{**plain, **fields})


def test_history_is_sorted_and_of_one_book() -> None:
    """Fills of the past come oldest first, signed, and those of other accounts are left out."""
    early = int(later(-60).timestamp())
    rows = [
        a_past_fill(UniqueExecutionID="late"),
        a_past_fill(UniqueExecutionID="early", DateTime=early, BuySell=BuySell.BUY),
        a_past_fill(UniqueExecutionID="other", TradeAccount="120005"),
    ]
    listed = a_reader().fills(SIM, rows, complete=True)
    assert [(fill.execution_id, fill.quantity) for fill in listed.fills] == [
        ("early", Decimal(2)),
        ("late", Decimal(-2)),
    ]


@pytest.mark.parametrize(
    "fields",
    [{"Price": None}, {"Quantity": None}, {"DateTime": 0}, {"UniqueExecutionID": ""}, {"BuySell": 0}],
    ids=str,
)
def test_past_fill_that_lacks_something_is_left_out(fields: dict[str, Any], allow_log: AllowLog) -> None:
    """What cannot be booked rightly is not booked at all."""
    allow_log("historical fill without")
    assert a_reader().fills(SIM, [a_past_fill(**fields)], complete=True).fills == ()


@pytest.mark.parametrize(
    "fields", [{"CashBalance": None}, {"TradeAccount": ""}, {"NoAccountBalances": 1}], ids=str
)
def test_balance_that_lacks_something_is_left_out(fields: dict[str, Any]) -> None:
    """A balance that was not sent is not zero dollars."""
    update = msgspec.structs.replace(AccountBalanceUpdate(TradeAccount="120005", CashBalance=5.0), **fields)
    assert facts_of(a_reader(), update) == []


@pytest.mark.parametrize(
    "message", [UserMessage(UserMessage="margin call"), AlertMessage(MessageText="margin call")]
)
def test_texts_of_the_server_are_shown(message: Message) -> None:
    """What the server wants the user to read is a notice; what it logs is not."""
    (notice,) = all_of(facts_of(a_reader(), message), NoticeRaised)
    assert "margin call" in notice.text
    assert facts_of(a_reader(), GeneralLogMessage(MessageText="x"), UserMessage()) == []
