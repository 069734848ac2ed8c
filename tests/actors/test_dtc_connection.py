"""The link to Sierra Chart, over real TCP to a scripted server."""

import queue
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any, TypeVar

import pykka
import pytest

from actors.base import Actor, Ports
from actors.dtc_connection import CHECK_S, FILL_OVERLAP, PACE_S, DtcConnectionActor, LinkSettings
from actors.messages import (
    AccountsListed,
    Announce,
    BalanceReported,
    Begin,
    BytesReceived,
    Connect,
    ConnectionChanged,
    ConnectionState,
    ContractDefined,
    ContractRequested,
    FillReported,
    FillsListed,
    LinkHeard,
    LinkOpened,
    Message,
    NoticeRaised,
    OrderReported,
    OrdersListed,
    Ping,
    PositionReported,
    PositionsListed,
    PositionsLoaded,
)
from actors.positions import PositionsActor
from actors.router import Router
from actors.seams.net import TcpNet
from dtc import messages as dtc
from dtc.codec import encode
from dtc.enums import BuySell, Encoding, LogonStatus, OrderStatus, OrderType, OrderUpdateReason
from dtc.session import SessionConfig
from models.book import TradeAccount
from tests.actors.builders import DEBUG, LIVE, NOTHING_LOADED, NOW, SIM, SIM2, SYMBOL, booked, later
from tests.actors.conftest import AllowLog
from tests.actors.dtc_server import DtcServer, Peer, nothing_for
from tests.fakes import FakeClock, FakeIds

_WAIT_S = 2.0
Kind = TypeVar("Kind", bound=Message)
ROWS = (dtc.TradeAccountResponse(TradeAccount="Sim1"), dtc.TradeAccountResponse(TradeAccount="120005"))


class Line:
    """The connection actor at the end of a real socket; only time is the test's."""

    def __init__(self, port: int, config: SessionConfig) -> None:
        self.clock = FakeClock()
        self.facts: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._router = Router()
        settings = LinkSettings("127.0.0.1", port, config, {"Test": DEBUG.mode}, {})
        self._ports = Ports(post=self.post, clock=self.clock)
        self.ref: pykka.ActorRef[Any] = DtcConnectionActor.start(
            ports=self._ports, net=TcpNet(self.post), ids=FakeIds(), settings=settings
        )
        self._router.attach(self.ref, DtcConnectionActor)
        self.refs = [self.ref]

    def join(self, actor_class: type[Actor], **arguments: object) -> pykka.ActorRef[Any]:
        """Start another actor on the same line."""
        ref: pykka.ActorRef[Any] = actor_class.start(ports=self._ports, **arguments)
        self._router.attach(ref, actor_class)
        self.refs.append(ref)
        ref.tell(Begin())
        return ref

    def stop(self) -> None:
        """Stop all actors."""
        for ref in self.refs:
            ref.stop(timeout=_WAIT_S)

    def post(self, message: Message) -> None:
        """Deliver a message, and keep it for the test."""
        self._router.post(message)
        self.facts.put(message)

    def begin(self, *messages: Message) -> None:
        """Let the actor begin, after it was told some messages."""
        for message in (Begin(), *messages):
            self.ref.tell(message)

    def tell(self, *messages: Message) -> None:
        """Tell messages, and wait until they are handled."""
        for message in messages:
            self.ref.tell(message)
        self.ref.ask(Ping(), timeout=_WAIT_S)

    def wait_for(self, kind: type[Kind], where: Callable[[Kind], bool] = lambda _fact: True) -> Kind:
        """Wait for the next message of a kind; those before it are gone."""
        while True:
            message = self.facts.get(timeout=_WAIT_S)
            if isinstance(message, kind) and where(message):
                self.ref.ask(Ping(), timeout=_WAIT_S)
                return message

    def state(self, state: ConnectionState) -> ConnectionChanged:
        """Wait until the link is in a state."""
        return self.wait_for(ConnectionChanged, lambda fact: fact.state is state)

    def hear(self, peer: Peer, message: dtc.Message) -> None:
        """Let the server send a message that no other equals, and wait until the actor has read it."""
        wanted, heard = encode(message, peer.encoding), bytearray()
        peer.send(message)
        while not heard.endswith(wanted):
            heard += self.wait_for(BytesReceived).data

    def rest(self) -> list[Message]:
        """Return what was posted and not waited for."""
        rest = []
        while not self.facts.empty():
            rest.append(self.facts.get())
        return rest

    def advance(self, seconds: float) -> None:
        """Let time pass, with all that falls due on the way."""
        self.ref.ask(Ping(), timeout=_WAIT_S)
        self.clock.pass_time(seconds, self._deliver)

    def _deliver(self, message: Message) -> None:
        self.post(message)
        self.ref.ask(Ping(), timeout=_WAIT_S)


@pytest.fixture
def server() -> Iterator[DtcServer]:
    """Give a listening server."""
    server = DtcServer()
    yield server
    server.close()


@pytest.fixture
def encoding() -> Encoding:
    """Give the encoding that the actor asks for."""
    return Encoding.JSON_COMPACT


@pytest.fixture
def line(server: DtcServer, encoding: Encoding) -> Iterator[Line]:
    """Give an actor that is about to connect."""
    line = Line(server.port, SessionConfig(encoding=encoding, username="me", password="secret"))
    yield line
    line.stop()


def logged_on(server: DtcServer, line: Line, *told: Message) -> Peer:
    """Connect and log on."""
    line.begin(*told)
    peer = server.accept().let_in()
    line.state(ConnectionState.SYNCING)
    return peer


def list_accounts(line: Line, peer: Peer, *rows: dtc.Message) -> None:
    """Answer the request for the accounts."""
    line.advance(PACE_S)
    peer.answer(peer.receive(dtc.TradeAccountsRequest), *(rows or ROWS))
    line.wait_for(AccountsListed)


def give_nothing(line: Line, peer: Peer, request: type[dtc.Message], fact: type[Message]) -> None:
    """Answer a request with the row that means that there is nothing."""
    line.advance(PACE_S)
    peer.send(nothing_for(peer.receive(request)))
    line.wait_for(fact)


def made_ready(server: DtcServer, line: Line) -> Peer:
    """Bring the link through the whole start, with two accounts and nothing else."""
    peer = logged_on(server, line)
    list_accounts(line, peer)
    give_nothing(line, peer, dtc.OpenOrdersRequest, OrdersListed)
    give_nothing(line, peer, dtc.CurrentPositionsRequest, PositionsListed)
    line.state(ConnectionState.READY)
    line.advance(PACE_S)
    line.hear(peer, nothing_for(peer.receive(dtc.AccountBalanceRequest)))
    return peer


def a_filled_order(number: int = 1) -> dtc.OrderUpdate:
    """Return the update that reports a fill."""
    return dtc.OrderUpdate(
        Symbol=SYMBOL,
        TradeAccount="Sim1",
        ServerOrderID=f"o{number}",
        OrderStatus=OrderStatus.FILLED,
        OrderUpdateReason=OrderUpdateReason.ORDER_FILLED,
        OrderType=OrderType.MARKET,
        BuySell=BuySell.BUY,
        OrderQuantity=2.0,
        FilledQuantity=2.0,
        RemainingQuantity=0.0,
        LastFillPrice=6750.25,
        LastFillQuantity=2.0,
        LastFillExecutionID=f"e{number}",
        LastFillDateTime=int(NOW.timestamp() * 1000),
    )


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


def beat(peer: Peer, line: Line) -> None:
    """Let the server beat, and wait until the actor has heard it."""
    line.hear(peer, dtc.Heartbeat(CurrentDateTime=int(line.clock.utc().timestamp())))


def beats_then(peer: Peer, kind: type[dtc.Message]) -> None:
    """Take heartbeats until another message comes, which must be of a kind."""
    message = peer.receive(dtc.Message)
    while isinstance(message, dtc.Heartbeat):
        message = peer.receive(dtc.Message)
    assert isinstance(message, kind)


def test_logon_carries_the_credentials_and_nothing_shows_them(
    server: DtcServer, line: Line, caplog: pytest.LogCaptureFixture
) -> None:
    """Name and password go to the server and nowhere else."""
    line.begin()
    logon = server.accept().agree()
    assert (logon.Username, logon.Password) == ("me", "secret")
    assert "secret" not in caplog.text
    assert "secret" not in repr(line.rest())


def test_wrong_password_is_final_and_says_what_the_server_said(server: DtcServer, line: Line) -> None:
    """Where the server forbids another attempt the monitor does not knock again."""
    line.begin()
    peer = server.accept()
    peer.agree()
    peer.send(a_final_refusal("Invalid username or password"))
    refused = line.state(ConnectionState.REFUSED)
    assert "Invalid username or password" in refused.detail
    assert refused.retry_at is None
    assert peer.is_closed()
    line.advance(120)
    assert Connect() not in line.rest()


def a_final_refusal(text: str) -> dtc.LogonResponse:
    """Return the refusal that forbids another attempt."""
    return dtc.LogonResponse(Result=LogonStatus.ERROR_NO_RECONNECT, ResultText=text)


def test_refused_logon_is_tried_again_by_hand(server: DtcServer, line: Line) -> None:
    """After a refusal the trader can connect again, with a fresh session."""
    line.begin()
    peer = server.accept()
    peer.agree()
    peer.send(a_final_refusal("no"))
    line.state(ConnectionState.REFUSED)
    line.tell(Connect())
    server.accept().let_in()
    line.state(ConnectionState.SYNCING)


def test_logon_error_is_tried_again_with_growing_delays(server: DtcServer, line: Line) -> None:
    """A refusal that may pass is waited out, longer each time, with the server's reason on the screen."""
    line.begin()
    delays = []
    for _ in range(4):
        peer = server.accept()
        peer.agree()
        peer.send(dtc.LogonResponse(Result=LogonStatus.ERROR, ResultText="try later"))
        waiting = line.state(ConnectionState.WAITING)
        assert "try later" in waiting.detail
        assert waiting.retry_at is not None
        delay_s = (waiting.retry_at - waiting.at).total_seconds()
        delays.append(delay_s)
        line.advance(delay_s)
    assert delays == [1, 2, 4, 8]


def test_delays_begin_anew_after_a_logon(server: DtcServer, line: Line) -> None:
    """A link that worked is reopened quickly."""
    line.begin()
    for _ in range(3):
        server.accept().close()
        waiting = line.state(ConnectionState.WAITING)
        assert waiting.retry_at is not None
        line.advance((waiting.retry_at - waiting.at).total_seconds())
    peer = server.accept().let_in()
    line.state(ConnectionState.SYNCING)
    peer.close()
    waiting = line.state(ConnectionState.WAITING)
    assert waiting.retry_at == waiting.at + timedelta(seconds=1)


def test_redirection_is_never_followed(server: DtcServer, line: Line) -> None:
    """Logon data goes to no other address than the one in the settings."""
    line.begin()
    peer = server.accept()
    peer.agree()
    peer.send(dtc.LogonResponse(Result=LogonStatus.RECONNECT_NEW_ADDRESS, ReconnectAddress="evil.example:1"))
    waiting = line.state(ConnectionState.WAITING)
    assert "evil.example:1" in waiting.detail
    line.advance(1)
    server.accept()


def test_nothing_listening_is_said_with_the_address(server: DtcServer, line: Line) -> None:
    """Without a server the trader reads where it was looked for, and that it is looked for again."""
    server.close()
    line.begin()
    waiting = line.state(ConnectionState.WAITING)
    assert f"127.0.0.1:{server.port}" in waiting.detail
    assert "nothing is listening" in waiting.detail
    line.advance(1)
    line.state(ConnectionState.CONNECTING)
    line.state(ConnectionState.WAITING)


def test_closed_connection_is_reopened_and_everything_is_asked_again(server: DtcServer, line: Line) -> None:
    """After the server closed, the whole start is gone through anew."""
    peer = made_ready(server, line)
    peer.close()
    line.state(ConnectionState.WAITING)
    line.advance(1)
    peer = server.accept().let_in()
    line.state(ConnectionState.SYNCING)
    list_accounts(line, peer)
    give_nothing(line, peer, dtc.OpenOrdersRequest, OrdersListed)
    give_nothing(line, peer, dtc.CurrentPositionsRequest, PositionsListed)
    line.state(ConnectionState.READY)


def test_broken_start_leaves_no_request_behind(server: DtcServer, line: Line) -> None:
    """What was still to be asked on the old connection is not asked on the new one before the accounts."""
    peer = logged_on(server, line)
    list_accounts(line, peer)
    peer.close()
    line.state(ConnectionState.WAITING)
    line.advance(1)
    peer = server.accept().let_in()
    line.state(ConnectionState.SYNCING)
    line.advance(PACE_S)
    peer.receive(dtc.TradeAccountsRequest)
    line.advance(PACE_S)
    assert peer.is_silent()


def test_fills_are_asked_from_the_newest_one_on(server: DtcServer, line: Line) -> None:
    """A fill that was booked moves the moment from which on a reconnect asks."""
    peer = made_ready(server, line)
    line.tell(*booked(1, book=LIVE))
    peer.close()
    line.state(ConnectionState.WAITING)
    line.advance(1)
    peer = server.accept().let_in()
    line.state(ConnectionState.SYNCING)
    list_accounts(line, peer)
    line.advance(PACE_S)
    request = peer.receive(dtc.HistoricalOrderFillsRequest)
    assert request.TradeAccount == LIVE.account
    assert request.StartDateTime == int((NOW - FILL_OVERLAP).timestamp())


def test_late_bytes_of_an_old_connection_are_dropped(server: DtcServer, line: Line) -> None:
    """What an earlier socket still delivers means nothing on the new one."""
    made_ready(server, line)
    late = encode(a_filled_order(), Encoding.JSON_COMPACT)
    line.rest()
    line.tell(BytesReceived(connection_id=0, data=late), BytesReceived(connection_id=99, data=late))
    assert not [fact for fact in line.rest() if isinstance(fact, FillReported)]
    line.tell(BytesReceived(connection_id=1, data=late))
    line.wait_for(FillReported)


def test_silent_server_is_given_up(server: DtcServer, line: Line) -> None:
    """Two heartbeat intervals without a sign of life end the link."""
    peer = made_ready(server, line)
    line.rest()
    line.advance(19)
    assert not [fact for fact in line.rest() if isinstance(fact, ConnectionChanged)]
    peer.receive(dtc.Heartbeat)
    line.advance(2)
    assert "nothing heard" in line.state(ConnectionState.WAITING).detail


def test_beating_server_is_kept(server: DtcServer, line: Line) -> None:
    """A server that beats is alive, however little it has to say; how fresh the link is, is told."""
    peer = made_ready(server, line)
    line.rest()
    for _ in range(4):
        line.advance(9)
        beat(peer, line)
    line.advance(CHECK_S)
    rest = line.rest()
    heard = [fact for fact in rest if isinstance(fact, LinkHeard)]
    assert not [fact for fact in rest if isinstance(fact, ConnectionChanged)]
    assert heard
    assert heard[-1].heartbeat_s == 10


def test_dropped_messages_make_it_ask_for_everything_again(
    server: DtcServer, line: Line, allow_log: AllowLog
) -> None:
    """A server that had to drop messages is asked for its whole state."""
    allow_log("server dropped 3 messages")
    peer = made_ready(server, line)
    peer.send(dtc.Heartbeat(NumDroppedMessages=3))
    line.state(ConnectionState.SYNCING)
    list_accounts(line, peer)
    give_nothing(line, peer, dtc.OpenOrdersRequest, OrdersListed)
    give_nothing(line, peer, dtc.CurrentPositionsRequest, PositionsListed)
    line.state(ConnectionState.READY)


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
    expected = ContractDefined(symbol=SYMBOL, tick=Decimal("0.25"), value_per_tick=Decimal("1.25"))
    assert line.wait_for(ContractDefined) == expected
    line.advance(10 * PACE_S)
    assert peer.is_silent()


def test_stop_logs_off(server: DtcServer, line: Line) -> None:
    """The server hears that the monitor goes, and then the connection is closed."""
    peer = made_ready(server, line)
    line.ref.stop(timeout=_WAIT_S)
    assert peer.receive(dtc.Logoff).Reason
    assert peer.is_closed()
    assert line.clock.scheduled.keys() <= {"connection pace"}


def test_logoff_of_the_server_is_followed_by_a_new_attempt(server: DtcServer, line: Line) -> None:
    """A server that says goodbye is asked again later, unless it forbids that."""
    peer = made_ready(server, line)
    peer.send(dtc.Logoff(Reason="closing"))
    assert "closing" in line.state(ConnectionState.WAITING).detail
    line.advance(1)
    peer = server.accept().let_in()
    line.state(ConnectionState.SYNCING)
    peer.send(dtc.Logoff(Reason="go away", DoNotReconnect=1))
    assert "go away" in line.state(ConnectionState.REFUSED).detail


def test_failure_connects_anew_under_another_number(
    server: DtcServer, line: Line, allow_log: AllowLog
) -> None:
    """A failure of the actor costs the connection, not the link: the next one is told apart from it."""
    allow_log("actor failed")
    peer = made_ready(server, line)
    line.rest()
    line.tell(BytesReceived(connection_id=1, data=None))  # type: ignore[arg-type]  # what must never come
    assert peer.receive(dtc.Logoff).Reason
    server.accept().let_in()
    assert line.wait_for(LinkOpened).connection_id == 2
    line.state(ConnectionState.SYNCING)


def test_server_that_ignores_the_encoding_request_gets_a_plain_logon(server: DtcServer, line: Line) -> None:
    """A server preset to JSON may not react to the first question; the next attempt does without it."""
    line.begin()
    peer = server.accept()
    peer.receive(dtc.EncodingRequest)
    line.advance(3.5)
    line.state(ConnectionState.WAITING)
    line.advance(1)
    plain = server.accept()
    plain.speak(Encoding.JSON)
    plain.receive(dtc.LogonRequest)
    plain.send(dtc.LogonResponse(Result=1))
    line.state(ConnectionState.SYNCING)


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


def test_positions_that_were_lost_are_asked_for_again(
    server: DtcServer, line: Line, allow_log: AllowLog
) -> None:
    """When who owns positions and orders had to start anew, the server is asked for all of them."""
    allow_log("actor failed")
    positions = line.join(PositionsActor, ids=FakeIds(), contracts={})
    peer = made_ready(server, line)
    line.tell(NOTHING_LOADED)
    positions.tell(FillReported(fill=None))  # type: ignore[arg-type]  # what must never come
    positions.ask(Ping(), timeout=_WAIT_S)
    positions.tell(NOTHING_LOADED)
    line.advance(2 * PACE_S)
    request = peer.receive(dtc.Message)
    if isinstance(request, dtc.TradeAccountsRequest):
        peer.answer(request, *ROWS)
        line.wait_for(AccountsListed)
        line.advance(PACE_S)
        request = peer.receive(dtc.Message)
    assert isinstance(request, dtc.OpenOrdersRequest)
