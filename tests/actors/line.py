"""The connection actor at the end of a real socket."""

import queue
from collections.abc import Callable
from typing import Any, TypeVar

import pykka

from actors.base import Actor, Ports
from actors.dtc_connection import PACE_S, DtcConnectionActor
from actors.link_settings import LinkSettings
from actors.messages import (
    AccountsListed,
    Begin,
    BytesReceived,
    ConnectionChanged,
    ConnectionState,
    FillsListed,
    Message,
    OrdersListed,
    Ping,
    PositionsListed,
)
from actors.router import Router
from actors.seams.net import TcpNet
from dtc import messages as dtc
from dtc.codec import encode
from dtc.enums import BuySell, OrderStatus, OrderType, OrderUpdateReason
from dtc.session_config import SessionConfig
from tests.actors.builders import DEBUG, NOTHING_LOADED, NOW, SYMBOL
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
        """Start another actor on the same line, and wait until it has begun."""
        ref: pykka.ActorRef[Any] = actor_class.start(ports=self._ports, **arguments)
        self._router.attach(ref, actor_class)
        self.refs.append(ref)
        ref.tell(Begin())
        ref.ask(Ping(), timeout=_WAIT_S)
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
        """Let the actor begin, with nothing stored, and tell it messages."""
        for message in (Begin(), NOTHING_LOADED, *messages):
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


def beat(peer: Peer, line: Line) -> None:
    """Let the server beat, and wait until the actor has heard it."""
    line.hear(peer, dtc.Heartbeat(CurrentDateTime=int(line.clock.utc().timestamp())))


def give_no_fills(line: Line, peer: Peer, *accounts: str) -> None:
    """Answer that no fills of these accounts were missed."""
    for account in accounts:
        line.advance(PACE_S)
        request = peer.receive(dtc.HistoricalOrderFillsRequest)
        assert request.TradeAccount == account
        peer.answer(request, dtc.HistoricalOrderFillResponse(TradeAccount=account, NoOrderFills=1))
        line.wait_for(FillsListed)


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
