"""The link to Sierra Chart, over real TCP to a scripted server: what is asked, and what is told."""

import logging
from decimal import Decimal

import pytest

from actors.dtc_connection import CHECK_S, PACE_S
from actors.fill_times import FILL_OVERLAP
from actors.link_settings import LinkSettings
from actors.messages import (
    AccountsListed,
    Announce,
    BalanceReported,
    BytesReceived,
    ConnectionChanged,
    ConnectionState,
    ContractDefined,
    ContractRequested,
    FillReported,
    FillsListed,
    LinkHeard,
    NoticeRaised,
    OrderReported,
    OrdersListed,
    PositionReported,
    PositionsListed,
    PositionsLoaded,
    PriceMissed,
    PriceReceived,
    Resynchronise,
)
from dtc import messages as dtc
from dtc.codec import encode
from dtc.enums import Encoding
from models.book import Symbol, TradeAccount
from models.contract import Definition
from tests.actors.builders import (
    DEBUG,
    LIVE,
    NOTHING_LOADED,
    NOW,
    SIM,
    SIM2,
    SYMBOL,
    all_of,
    booked,
    changed,
    later,
)
from tests.actors.conftest import AllowLog
from tests.actors.dtc_server import DtcServer, Peer, nothing_for
from tests.actors.line import (
    ROWS,
    Line,
    a_filled_order,
    beat,
    give_nothing,
    list_accounts,
    logged_on,
    made_ready,
)
from tests.models.builders import a_position


@pytest.mark.parametrize("encoding", list(Encoding), ids=lambda each: each.name)
def test_start_asks_for_everything_in_order(server: DtcServer, line: Line) -> None:
    """Accounts, fills of the books with a known fill, orders, positions, balances: each after the last."""
    known = PositionsLoaded(
        positions=(), execution_ids=(), last_fill_at=((SIM, later(-600)), (SIM2, NOW)), last_seen=None
    )
    peer = logged_on(server, line, known)
    assert peer.encoding is line_encoding(line)
    list_accounts(line, peer)
    line.advance(PACE_S)
    request = peer.receive(dtc.HistoricalOrderFillsRequest)
    assert request.TradeAccount == "Sim1"
    assert request.StartDateTime == int((later(-600) - FILL_OVERLAP).timestamp())
    row = dtc.HistoricalOrderFillResponse(
        Symbol=SYMBOL,
        BuySell=2,
        Price=6750.25,
        DateTime=int(NOW.timestamp()),
        Quantity=3.0,
        UniqueExecutionID="x",
        TradeAccount="Sim1",
        ServerOrderID="o",
    )
    peer.answer(request, row)
    (fill,) = line.wait_for(FillsListed).fills
    assert (fill.book, fill.quantity, fill.price, fill.at) == (SIM, Decimal(-3), Decimal("6750.25"), NOW)
    give_nothing(line, peer, dtc.OpenOrdersRequest, OrdersListed)
    assert ConnectionState.READY not in [
        fact.state for fact in line.rest() if isinstance(fact, ConnectionChanged)
    ]
    line.advance(PACE_S)
    position = dtc.PositionUpdate(Symbol=SYMBOL, TradeAccount="Sim1", Quantity=-3.0, AveragePrice=6750.25)
    peer.answer(peer.receive(dtc.CurrentPositionsRequest), position)
    (report,) = line.wait_for(PositionsListed, lambda fact: fact.complete).reports
    assert (report.book, report.quantity, report.average_price) == (SIM, Decimal(-3), Decimal("6750.25"))
    line.state(ConnectionState.READY)
    line.advance(PACE_S)
    balance = dtc.AccountBalanceUpdate(TradeAccount="120005", CashBalance=31234.56)
    peer.answer(peer.receive(dtc.AccountBalanceRequest), balance)
    assert line.wait_for(BalanceReported) == BalanceReported(
        book=LIVE, cash=Decimal("31234.56"), at=line.clock.utc()
    )


def line_encoding(line: Line) -> Encoding:
    """Return the encoding that the actor asks for."""
    actor = line.ref._actor_weakref()
    assert actor is not None
    settings: LinkSettings = actor._settings
    return settings.session.encoding


def test_requests_are_paced(server: DtcServer, line: Line) -> None:
    """Requests that come faster than the pace get lost, so none is sent before its time."""
    peer = logged_on(server, line)
    line.advance(PACE_S / 2)
    assert peer.is_silent()
    line.advance(PACE_S / 2)
    request = peer.receive(dtc.TradeAccountsRequest)
    line.advance(10 * PACE_S)
    assert peer.is_silent()
    peer.answer(request, *ROWS)
    line.wait_for(AccountsListed)
    assert peer.is_silent()
    line.advance(PACE_S)
    peer.receive(dtc.OpenOrdersRequest)


def test_rejects_conclude_nothing_and_go_on(server: DtcServer, line: Line, allow_log: AllowLog) -> None:
    """A refused request is an incomplete answer, never a flat book, and the start goes on."""
    allow_log("server refused")
    peer = logged_on(server, line, *booked(1))
    list_accounts(line, peer)
    line.advance(PACE_S)
    refused = peer.receive(dtc.HistoricalOrderFillsRequest)
    peer.send(dtc.HistoricalOrderFillsReject(RequestID=refused.RequestID, RejectText="no"))
    assert line.wait_for(FillsListed) == FillsListed(book=SIM, fills=(), complete=False)
    line.advance(PACE_S)
    orders = peer.receive(dtc.OpenOrdersRequest)
    peer.send(dtc.OpenOrdersReject(RequestID=orders.RequestID, RejectText="no"))
    assert not line.wait_for(OrdersListed).complete
    line.advance(PACE_S)
    positions = peer.receive(dtc.CurrentPositionsRequest)
    peer.send(dtc.CurrentPositionsReject(RequestID=positions.RequestID, RejectText="no"))
    assert not line.wait_for(PositionsListed).complete
    line.state(ConnectionState.READY)
    line.advance(PACE_S)
    peer.receive(dtc.AccountBalanceRequest)


def test_what_was_refused_is_asked_again(server: DtcServer, line: Line, allow_log: AllowLog) -> None:
    """What a server does not say now it may say in a moment: unknown does not last for want of a question."""
    allow_log("server refused CurrentPositionsRequest")
    peer = logged_on(server, line)
    list_accounts(line, peer)
    give_nothing(line, peer, dtc.OpenOrdersRequest, OrdersListed)
    line.advance(PACE_S)
    for wait_s in (1.0, 2.0, 4.0):
        refused = peer.receive(dtc.CurrentPositionsRequest)
        peer.send(dtc.CurrentPositionsReject(RequestID=refused.RequestID, RejectText="busy"))
        assert not line.wait_for(PositionsListed).complete
        line.advance(PACE_S)
        if wait_s == 1.0:
            line.hear(peer, nothing_for(peer.receive(dtc.AccountBalanceRequest)))
        line.advance(wait_s - 2 * PACE_S)
        assert peer.is_silent()
        line.advance(2 * PACE_S + CHECK_S)
    peer.send(nothing_for(peer.receive(dtc.CurrentPositionsRequest)))
    assert line.wait_for(PositionsListed).complete
    line.advance(1.0)
    assert peer.is_silent()
    assert not all_of(line.rest(), ConnectionChanged)


def test_known_accounts_are_asked_for_their_fills_though_a_list_lacks_them(
    server: DtcServer, line: Line
) -> None:
    """A list of accounts that contradicts itself takes nobody away; it is asked for again."""
    peer = made_ready(server, line)
    line.advance(1.0)
    line.tell(Resynchronise())
    line.advance(PACE_S)
    request = peer.receive(dtc.TradeAccountsRequest)
    wrong = dtc.TradeAccountResponse(
        TradeAccount="Sim1", RequestID=request.RequestID, TotalNumberMessages=1, MessageNumber=2
    )
    line.hear(peer, wrong)
    line.advance(16.0)
    asked: set[str] = set()
    while len(asked) < 2:
        line.advance(PACE_S)
        message = peer.receive(dtc.Message)
        if isinstance(message, dtc.HistoricalOrderFillsRequest):
            asked.add(message.TradeAccount)
            peer.answer(message, dtc.HistoricalOrderFillResponse(NoOrderFills=1))
            line.wait_for(FillsListed)
    assert asked == {"Sim1", "120005"}


def test_answers_that_never_come_are_given_up(server: DtcServer, line: Line) -> None:
    """An overdue answer is incomplete, and the start goes on as long as the server beats."""
    peer = logged_on(server, line)
    list_accounts(line, peer)
    line.advance(PACE_S)
    peer.receive(dtc.OpenOrdersRequest)
    line.advance(10)
    beat(peer, line)
    line.advance(5.5)
    assert not line.wait_for(OrdersListed).complete
    line.advance(PACE_S)
    beats_then(peer, dtc.CurrentPositionsRequest)


def beats_then(peer: Peer, kind: type[dtc.Message]) -> None:
    """Take heartbeats until another message comes, which must be of a kind."""
    message = peer.receive(dtc.Message)
    while isinstance(message, dtc.Heartbeat):
        message = peer.receive(dtc.Message)
    assert isinstance(message, kind)


def test_live_messages_become_facts(server: DtcServer, line: Line) -> None:
    """Fills, orders, positions, balances and texts are told as they come, each once."""
    peer = made_ready(server, line)
    peer.send(
        a_filled_order(),
        dtc.PositionUpdate(
            Symbol=SYMBOL, TradeAccount="120005", Quantity=-1.0, AveragePrice=6750.5, Unsolicited=1
        ),
        dtc.AccountBalanceUpdate(TradeAccount="120005", CashBalance=5.25, Unsolicited=1),
        dtc.UserMessage(UserMessage="hello"),
    )
    fill = line.wait_for(FillReported).fill
    assert (fill.book, fill.execution_id, fill.quantity, fill.price) == (
        SIM,
        "e1",
        Decimal(2),
        Decimal("6750.25"),
    )
    assert not line.wait_for(OrderReported).order.working
    assert line.wait_for(PositionReported).report.quantity == -1
    assert line.wait_for(BalanceReported).cash == Decimal("5.25")
    assert "hello" in line.wait_for(NoticeRaised).text


def test_rows_of_a_list_are_told_once_as_a_list(server: DtcServer, line: Line) -> None:
    """A row that answers a request is not told as news before its list is complete."""
    peer = logged_on(server, line)
    list_accounts(line, peer)
    give_nothing(line, peer, dtc.OpenOrdersRequest, OrdersListed)
    line.advance(PACE_S)
    line.rest()
    row = dtc.PositionUpdate(Symbol=SYMBOL, TradeAccount="Sim1", Quantity=1.0, AveragePrice=6750.0)
    peer.answer(peer.receive(dtc.CurrentPositionsRequest), row)
    line.state(ConnectionState.READY)
    line.tell(Announce())
    assert not [fact for fact in line.rest() if isinstance(fact, PositionReported)]


def test_message_in_pieces_is_read_whole(server: DtcServer, line: Line) -> None:
    """TCP cuts where it likes; nothing is read twice or lost."""
    peer = made_ready(server, line)
    for byte in encode(a_filled_order(), peer.encoding):
        line.tell(BytesReceived(connection_id=1, data=bytes([byte])))
    assert line.wait_for(FillReported).fill.execution_id == "e1"
    assert not [fact for fact in line.rest() if isinstance(fact, FillReported)]


def test_bad_message_is_skipped(server: DtcServer, line: Line, allow_log: AllowLog) -> None:
    """One message that makes no sense costs nothing but itself."""
    allow_log("bad data from the server skipped")
    peer = made_ready(server, line)
    peer.send_bytes(b'{"Type":301,"Symbol":[]}\0' + encode(a_filled_order(), peer.encoding))
    assert line.wait_for(FillReported).fill.execution_id == "e1"


def test_contract_is_asked_for(server: DtcServer, line: Line) -> None:
    """What a symbol is worth is asked once it is wanted, and told; without a link nothing is asked."""
    line.begin(ContractRequested(symbol=SYMBOL))
    peer = server.accept().let_in()
    line.state(ConnectionState.SYNCING)
    list_accounts(line, peer)
    give_nothing(line, peer, dtc.OpenOrdersRequest, OrdersListed)
    give_nothing(line, peer, dtc.CurrentPositionsRequest, PositionsListed)
    line.advance(PACE_S)
    line.hear(peer, nothing_for(peer.receive(dtc.AccountBalanceRequest)))
    line.tell(ContractRequested(symbol=SYMBOL), ContractRequested(symbol=SYMBOL))
    line.advance(PACE_S)
    request = peer.receive(dtc.SecurityDefinitionForSymbolRequest)
    assert request.Symbol == SYMBOL
    peer.send(
        dtc.SecurityDefinitionResponse(
            RequestID=request.RequestID,
            Symbol=SYMBOL,
            MinPriceIncrement=0.25,
            CurrencyValuePerIncrement=1.25,
            IsFinalMessage=1,
        )
    )
    expected = ContractDefined(
        symbol=SYMBOL, definition=Definition(tick=Decimal("0.25"), value_per_tick=Decimal("1.25"))
    )
    assert line.wait_for(ContractDefined) == expected
    line.advance(10 * PACE_S)
    assert peer.is_silent()


def test_new_screen_learns_the_state(server: DtcServer, line: Line) -> None:
    """A screen that was built anew is told how the link is."""
    made_ready(server, line)
    line.advance(CHECK_S)
    line.rest()
    line.tell(Announce())
    assert {type(fact) for fact in line.rest()} == {ConnectionChanged, LinkHeard}


def test_account_names_decide_the_book(server: DtcServer, line: Line) -> None:
    """The list names every account once, with the mode that its name or the settings give it."""
    peer = logged_on(server, line)
    line.advance(PACE_S)
    names = ("120005", "sim2", "Test")
    rows = [dtc.TradeAccountResponse(TradeAccount=name) for name in names]
    peer.answer(peer.receive(dtc.TradeAccountsRequest), *rows)
    books = line.wait_for(AccountsListed).books
    assert [book.account for book in books] == [TradeAccount(name) for name in names]
    assert [book.mode for book in books] == [LIVE.mode, SIM.mode, DEBUG.mode]


def test_nothing_is_known_before_the_database_answered(server: DtcServer, line: Line) -> None:
    """On a first start no fills are asked for."""
    peer = logged_on(server, line, NOTHING_LOADED)
    list_accounts(line, peer)
    line.advance(PACE_S)
    peer.receive(dtc.OpenOrdersRequest)


def test_prices_of_open_symbols_are_asked_for_once(server: DtcServer, line: Line) -> None:
    """What is held is subscribed to once the link is ready, whoever holds it; trades are prices of it."""
    peer = made_ready(server, line)
    line.tell(changed(a_position(1)), changed(a_position(-2, book=LIVE), book=LIVE))
    line.advance(CHECK_S + PACE_S)
    request = peer.receive(dtc.MarketDataRequest)
    assert (request.Symbol, request.RequestAction) == (SYMBOL, 1)
    peer.send(
        dtc.MarketDataUpdateTradeCompact(SymbolID=request.SymbolID, Price=6750.25),
        dtc.MarketDataUpdateTradeCompact(SymbolID=request.SymbolID, Price=6751.0),
    )
    price = line.wait_for(PriceReceived, lambda fact: fact.price.last == Decimal("6751.00")).price
    assert price.at == line.clock.utc()
    line.advance(4 * CHECK_S)
    assert peer.is_silent()


def test_every_symbol_that_is_held_is_asked_for(server: DtcServer, line: Line) -> None:
    """A subscription has no one answer to wait for: the next one follows after the pace."""
    peer = made_ready(server, line)
    symbols = ["ESZ26", "NQZ26", "YMZ26"]
    line.tell(*(changed(a_position(1), symbol=Symbol(symbol)) for symbol in symbols))
    line.advance(CHECK_S + PACE_S)
    line.advance(PACE_S)
    line.advance(PACE_S)
    assert [peer.receive(dtc.MarketDataRequest).Symbol for _ in symbols] == symbols


def test_a_refusal_of_prices_is_quiet_and_final(
    server: DtcServer, line: Line, caplog: pytest.LogCaptureFixture
) -> None:
    """Sierra Chart refuses prices of CME futures: one line in the log, no banner, no second question."""
    caplog.set_level(logging.INFO)
    peer = made_ready(server, line)
    line.tell(changed(a_position(1)))
    line.advance(CHECK_S + PACE_S)
    request = peer.receive(dtc.MarketDataRequest)
    line.rest()
    peer.send(dtc.MarketDataReject(SymbolID=request.SymbolID, RejectText="Market data request not allowed"))
    beat(peer, line)
    line.tell(changed(None), changed(a_position(1)))
    line.advance(4 * CHECK_S)
    assert peer.is_silent()
    assert [fact for fact in line.rest() if isinstance(fact, NoticeRaised)] == []
    lines = [record for record in caplog.records if "sends no prices" in record.getMessage()]
    assert [record.levelname for record in lines] == ["INFO"]


def test_a_lost_link_makes_its_prices_old(server: DtcServer, line: Line) -> None:
    """With the link the prices go that came over it."""
    peer = made_ready(server, line)
    line.tell(changed(a_position(1)))
    line.advance(CHECK_S + PACE_S)
    number = peer.receive(dtc.MarketDataRequest).SymbolID
    peer.send(dtc.MarketDataUpdateTradeCompact(SymbolID=number, Price=6750.25))
    line.wait_for(PriceReceived)
    peer.close()
    assert "link" in line.wait_for(PriceMissed).reason


@pytest.mark.parametrize("encoding", [Encoding.BINARY])
def test_a_symbol_that_cannot_be_asked_for_stops_nothing(
    server: DtcServer, line: Line, allow_log: AllowLog
) -> None:
    """A text of 63 letters of Latin-1 is longer in UTF-8; the requests behind it are sent."""
    allow_log("server refused SecurityDefinitionForSymbolRequest: Symbol is 126 bytes long")
    peer = made_ready(server, line)
    line.tell(ContractRequested(symbol=Symbol("ü" * 63)), ContractRequested(symbol=SYMBOL))
    line.advance(2 * PACE_S)
    assert peer.receive(dtc.SecurityDefinitionForSymbolRequest).Symbol == SYMBOL
