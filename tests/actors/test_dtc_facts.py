"""What DTC messages mean: captures of real servers, accounts, positions, balances, contracts, history."""

import struct
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from actors.dtc_facts import FactReader
from actors.messages import (
    BalanceReported,
    ContractDefined,
    FillReported,
    NoticeRaised,
    OrderReported,
    PositionReported,
)
from dtc.enums import BuySell
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
from models.contract import Definition
from models.order import Side
from tests.actors.builders import DEBUG, LIVE, NOW, SIM, SYMBOL, all_of, later
from tests.actors.conftest import AllowLog
from tests.actors.wire import FILLED, a_reader, an_update, captured, facts_of, fills_of, the_order


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
    definition = Definition(tick=Decimal("0.25"), value_per_tick=Decimal("12.5"), display=2)
    assert fact == ContractDefined(symbol=symbol, definition=definition)


def test_definition_in_another_currency_has_no_dollars() -> None:
    """What a tick is worth in euros is no dollar figure; how prices are written still counts."""
    response = SecurityDefinitionResponse(
        Symbol="FDAXZ26", MinPriceIncrement=0.5, CurrencyValuePerIncrement=12.5, Currency="EUR"
    )
    (fact,) = facts_of(a_reader(), response)
    definition = Definition(tick=Decimal("0.5"), value_per_tick=None)
    assert fact == ContractDefined(symbol=Symbol("FDAXZ26"), definition=definition)


@pytest.mark.parametrize("name", ["01", "02", "03", "04", "08"])
def test_captured_sessions_without_trades_tell_nothing_wrong(name: str) -> None:
    """Logon, heartbeats, market data and balances of real servers are read without a made-up fact."""
    facts = facts_of(a_reader(), *captured(name))
    assert all(isinstance(fact, BalanceReported) for fact in facts)


def test_missing_account_is_the_only_one(allow_log: AllowLog, caplog: pytest.LogCaptureFixture) -> None:
    """A message without an account belongs to the server's account where there is one only."""
    message = an_update(TradeAccount="", **FILLED, LastFillPrice=6750.25, LastFillQuantity=2.0)
    (fill,) = fills_of(a_reader("Sim1"), message)
    assert fill.book == SIM
    allow_log("without account left out")
    assert facts_of(a_reader("Sim1", "120005"), message, message) == []
    assert facts_of(FactReader({}, {}), message) == []
    left_out = [record.getMessage() for record in caplog.records if "left out" in record.getMessage()]
    assert left_out == [f"OrderUpdate without account left out, count={count}" for count in (1, 2, 1)]


def test_row_that_means_nothing_needs_no_account() -> None:
    """The rows that say that there is nothing to report are not counted as lost."""
    nothing = (
        PositionUpdate(NoPositions=1),
        OrderUpdate(NoOrders=1),
        AccountBalanceUpdate(NoAccountBalances=1),
    )
    assert facts_of(a_reader(), *nothing) == []


def test_settings_decide_the_mode_of_an_account() -> None:
    """The user's table wins over the name."""
    assert a_reader().book_of("Test") == DEBUG
    assert a_reader().book_of(" 120005 ") == LIVE


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
    assert defined.definition.tick == Decimal(str(tick))
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
    allow_log("position without average price|without account left out")
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
def test_balance_that_lacks_something_is_left_out(fields: dict[str, Any], allow_log: AllowLog) -> None:
    """A balance that was not sent is not zero dollars."""
    allow_log("without account left out")
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


def test_listed_fill_is_known_by_the_name_it_had_live() -> None:
    """A live fill without an identity is the listed one at the same number of filled contracts."""
    reader = a_reader()
    parts = [
        an_update(
            **{**FILLED, "OrderStatus": 10},
            FilledQuantity=filled,
            LastFillPrice=6750.25,
            LastFillQuantity=1.0,
        )
        for filled in (1.0, 2.0, 3.0)
    ]
    live = [fill.execution_id for fill in fills_of(reader, *parts)]
    rows = [
        HistoricalOrderFillResponse(
            Symbol=SYMBOL,
            BuySell=BuySell.BUY,
            Price=6750.25,
            DateTime=int(NOW.timestamp()) + number,
            Quantity=1.0,
            UniqueExecutionID=f"x{number}",
            TradeAccount="Sim1",
            ServerOrderID="7",
        )
        for number in (2, 3)
    ]
    listed = reader.fills(SIM, rows, complete=True).fills
    assert [fill.alias for fill in listed] == live[1:] == ["7:2", "7:3"]
    assert [fill.alias for fill in a_reader().fills(SIM, rows, complete=True).fills] == ["7:1", "7:2"]


@pytest.mark.parametrize("value", [1e82, -1e13, 5e-324, 1e-10, -9.99e299])
def test_numbers_that_no_market_has_are_not_set(value: float, allow_log: AllowLog) -> None:
    """Finite and absurd: neither a position, nor a fill, nor a contract; what was known before stays."""
    allow_log("ignored")
    reader = a_reader()
    absurd = (
        PositionUpdate(Symbol=SYMBOL, TradeAccount="Sim1", Quantity=value, AveragePrice=6750.0),
        PositionUpdate(Symbol=SYMBOL, TradeAccount="Sim1", Quantity=2.0, AveragePrice=value),
        SecurityDefinitionResponse(Symbol=SYMBOL, MinPriceIncrement=1e-9, CurrencyValuePerIncrement=1e9),
        an_update(**FILLED, LastFillPrice=value, LastFillQuantity=2.0),
    )
    assert [type(fact) for fact in facts_of(reader, *absurd)] == [OrderReported]
    assert the_order(reader, an_update(Price1=value)).price is None


@pytest.mark.parametrize(
    ("told", "cash"), [(1e82, None), (-1e13, None), (5.5e-17, 0), (-2500.5, Decimal("-2500.5"))]
)
def test_a_balance_is_one_that_an_account_can_have(
    told: float, cash: Decimal | None, allow_log: AllowLog
) -> None:
    """What is left of a sum is zero, and what nobody has is no balance."""
    allow_log("balance ignored, nobody has so much account=SIM Sim1")
    update = AccountBalanceUpdate(TradeAccount="Sim1", CashBalance=told)
    facts = all_of(facts_of(a_reader(), update), BalanceReported)
    assert [fact.cash for fact in facts] == ([] if cash is None else [cash])
