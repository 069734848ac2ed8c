"""Asks a DTC server what a monitor would ask it, within seconds; reads, and leaves."""

import select
import socket
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final, NamedTuple

import msgspec

from actors.dtc_facts import FactReader
from actors.link_settings import LinkSettings
from actors.messages import BalanceReported, ContractDefined, PositionReport
from actors.seams.net import READ_BYTES, describe
from app.doctor.peer import USUAL_PORTS, identify, listening
from dtc import events, hints
from dtc.enums import Encoding
from dtc.messages import (
    AccountBalanceRequest,
    AccountBalanceUpdate,
    CurrentPositionsRequest,
    LogonResponse,
    MarketDataRequest,
    Message,
    PositionUpdate,
    SecurityDefinitionForSymbolRequest,
    SecurityDefinitionResponse,
    TradeAccountResponse,
    TradeAccountsRequest,
)
from dtc.session import Session, State
from models.book import Book, Symbol
from models.contract import Definition

_SILENT: Final = (hints.NOTHING_HEARD, hints.CLOSED_EARLY)


class Limits(NamedTuple):
    """How long is waited, seconds.

    Attributes:
        connect_s: For the TCP connection.
        answer_s: For the encoding, and for each answer; for the logon twice that.
        beat_s: From the logon on for a heartbeat, which is asked for every second.
        pace_s: Between two requests: Sierra Chart loses those that come faster.
    """

    connect_s: float = 1.5
    answer_s: float = 2.0
    beat_s: float = 2.5
    pace_s: float = 0.06


class Answer(msgspec.Struct, kw_only=True):
    """What a server said, as far as it came.

    Attributes:
        endpoint: Where it was looked for.
        unreached: Why there is no connection; empty where there is one.
        listening: Other ports of that machine on which something listens, where there is no connection.
        closed: How the session ended before it was left; None where it held.
        logon: The accepted logon.
        negotiated: Whether it answered the request for an encoding.
        encoding: The one that it speaks.
        accounts: Its accounts; None where it gave no whole list.
        positions: Its positions; None where it gave no whole list.
        balances: Balances that it knows.
        definitions: What it says of the contracts that it was asked about.
        no_prices: Symbols whose prices it refused, with its reason.
        beat: Whether a heartbeat came in time.
        clock: Its clock and ours at that moment, UTC; None where it does not say.
    """

    endpoint: str
    unreached: str = ""
    listening: tuple[int, ...] = ()
    closed: events.Closed | None = None
    logon: LogonResponse | None = None
    negotiated: bool = True
    encoding: Encoding = Encoding.JSON
    accounts: tuple[Book, ...] | None = None
    positions: tuple[PositionReport, ...] | None = None
    balances: dict[Book, Decimal] = msgspec.field(default_factory=dict)
    definitions: dict[Symbol, Definition] = msgspec.field(default_factory=dict)
    no_prices: dict[Symbol, str] = msgspec.field(default_factory=dict)
    beat: bool = False
    clock: tuple[datetime, datetime] | None = None


def ask(
    link: LinkSettings,
    symbols: tuple[Symbol, ...] = (),
    limits: Limits = Limits(),  # noqa: B008 - it cannot be changed
    ports: tuple[int, ...] = USUAL_PORTS,
) -> Answer:
    """Log on to a server, ask it for everything, log off.

    Args:
        link: Where it is, and how to talk to it.
        symbols: What is held; the server's own positions are added.
        limits: How long is waited.
        ports: Where else to look when nothing listens.
    """
    call = _Call(link, limits, negotiates=True)
    try:
        answer = call.make(symbols)
        if call.is_ignored:
            answer = _Call(link, limits, negotiates=False).make(symbols)
    except (OSError, UnicodeError) as error:
        known = not isinstance(error, socket.gaierror | UnicodeError)
        found = listening(link.host, (port for port in ports if port != link.port)) if known else ()
        return Answer(endpoint=link.endpoint, unreached=describe(error), listening=found)
    if answer.closed is not None and answer.closed.hint in _SILENT:
        hint = identify(link.host, link.port, limits.connect_s)
        if hint:
            reason = f"{answer.closed.reason}, and it is no DTC server"
            answer.closed = msgspec.structs.replace(answer.closed, hint=hint, reason=reason)
    return answer


class _Call:
    """One connection."""

    def __init__(self, link: LinkSettings, limits: Limits, *, negotiates: bool) -> None:
        self._link = link
        self._limits = limits
        config = link.session_config(negotiates=negotiates)
        self._session = Session(
            replace(
                config,
                heartbeat_interval_s=1,
                encoding_timeout_s=limits.answer_s,
                logon_timeout_s=2 * limits.answer_s,
                request_timeout_s=limits.answer_s,
            )
        )
        self._reader = FactReader(link.accounts, link.contracts)
        self._answer = Answer(endpoint=link.endpoint, negotiated=negotiates)
        self._waiting: set[int] = set()
        self.is_ignored = False

    def make(self, symbols: tuple[Symbol, ...]) -> Answer:
        """Talk to the server; return what it said.

        Raises:
            OSError: There is no connection.
        """
        with socket.create_connection((self._link.host, self._link.port), self._limits.connect_s) as peer:
            peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._session.connected(time.monotonic())
            try:
                self._wait(peer, lambda: self._session.state is State.READY, 3 * self._limits.answer_s)
                if self._session.state is State.READY:
                    self._talk(peer, symbols)
            except OSError:
                self._session.peer_closed(time.monotonic())
                self._hear()
        self._answer.encoding = self._session.encoding
        return self._answer

    def _talk(self, peer: socket.socket, symbols: tuple[Symbol, ...]) -> None:
        logged_on_s = time.monotonic()
        for request in (TradeAccountsRequest(), CurrentPositionsRequest(), AccountBalanceRequest()):
            self._request(peer, request)
        held = {report.symbol for report in self._answer.positions or () if report.quantity}
        for symbol in sorted({*symbols, *held}):
            self._request(peer, SecurityDefinitionForSymbolRequest(Symbol=symbol))
            self._request(peer, MarketDataRequest(Symbol=symbol))
        rest_s = logged_on_s + self._limits.beat_s - time.monotonic()
        self._wait(peer, lambda: self._answer.beat, rest_s)
        if self._session.state is State.READY:
            self._session.logoff("the check is over", time.monotonic())
            peer.sendall(self._session.take_outgoing())

    def _request(self, peer: socket.socket, request: Message) -> None:
        if self._session.state is not State.READY:
            return
        number = self._session.request(request, time.monotonic())
        if not isinstance(request, MarketDataRequest):
            # Prices have no one answer to wait for.
            self._waiting.add(number)
        self._wait(peer, lambda: not self._waiting, 2 * self._limits.answer_s)
        self._waiting.clear()
        self._wait(peer, lambda: False, self._limits.pace_s)

    def _wait(self, peer: socket.socket, is_done: Callable[[], bool], most_s: float) -> None:
        """Send what waits and read what comes, until something holds, the session ends, or time is up."""
        end_s = time.monotonic() + most_s
        while True:
            if outgoing := self._session.take_outgoing():
                peer.sendall(outgoing)
            rest_s = end_s - time.monotonic()
            if is_done() or rest_s <= 0 or self._session.state is State.CLOSED:
                return
            if select.select([peer], [], [], min(rest_s, 0.1))[0]:
                data = peer.recv(READ_BYTES)
                if data:
                    self._session.receive(data, time.monotonic())
                else:
                    self._session.peer_closed(time.monotonic())
            self._session.tick(time.monotonic())
            self._hear()

    def _hear(self) -> None:
        for event in self._session.events():
            match event:
                case events.LogonAccepted(response=response):
                    self._answer.logon = response
                case events.EncodingUnanswered():
                    self.is_ignored = True
                case events.Closed():
                    self._answer.closed = event
                case events.Heartbeat(server_time=server_time):
                    self._answer.beat = True
                    if server_time is not None:
                        self._answer.clock = server_time, datetime.now(UTC)
                case _:
                    self._hear_answer(event)

    def _hear_answer(self, event: events.Event) -> None:
        match event:
            case events.BatchCompleted(request=request, messages=rows, complete=complete):
                self._waiting.discard(getattr(request, "RequestID", 0))
                if complete:
                    self._take(request, rows)
            case events.RequestRejected(request=MarketDataRequest() as request, text=text):
                self._answer.no_prices[Symbol(request.Symbol)] = text
            case events.RequestRejected(request=request):
                self._waiting.discard(getattr(request, "RequestID", 0))
            case events.MessageReceived(message=AccountBalanceUpdate() as message):
                self._note(message)

    def _take(self, request: Message, rows: tuple[Message, ...]) -> None:
        match request:
            case TradeAccountsRequest():
                listed = [row for row in rows if isinstance(row, TradeAccountResponse)]
                self._answer.accounts = self._reader.accounts(listed).books
            case CurrentPositionsRequest():
                reported = [row for row in rows if isinstance(row, PositionUpdate)]
                self._answer.positions = self._reader.positions(reported, complete=True).reports
        for row in rows:
            if isinstance(row, AccountBalanceUpdate | SecurityDefinitionResponse):
                self._note(row)

    def _note(self, message: Message) -> None:
        for fact in self._reader.read(message, datetime.now(UTC)):
            if isinstance(fact, BalanceReported):
                self._answer.balances[fact.book] = fact.cash
            elif isinstance(fact, ContractDefined):
                self._answer.definitions[fact.symbol] = fact.definition
