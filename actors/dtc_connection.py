"""The link to Sierra Chart: the only actor that speaks DTC."""

import logging
from datetime import datetime, timedelta

from actors.base import Actor, Ports, handles
from actors.dtc_facts import FactReader
from actors.fill_times import FillTimes
from actors.link_settings import LinkSettings
from actors.market_feed import MarketFeed
from actors.messages import (
    Announce,
    BytesReceived,
    CheckConnection,
    Connect,
    ConnectionChanged,
    ConnectionState,
    ConnectTo,
    ContractRequested,
    FillBooked,
    FillsListed,
    FillsRequested,
    LinkClosed,
    LinkHeard,
    LinkOpened,
    NoticeCleared,
    NoticeRaised,
    PositionChanged,
    PositionsLoaded,
    Resynchronise,
    SendNextRequest,
    Severity,
)
from actors.request_plan import RequestPlan
from actors.seams.ids import Ids
from actors.seams.net import Link, Net
from actors.waits import Waits
from dtc import events
from dtc.messages import (
    AccountBalanceRequest,
    CurrentPositionsRequest,
    HistoricalOrderFillResponse,
    HistoricalOrderFillsRequest,
    Message,
    OpenOrdersRequest,
    OrderUpdate,
    PositionUpdate,
    SecurityDefinitionForSymbolRequest,
    TradeAccountResponse,
    TradeAccountsRequest,
)
from dtc.session import Session, State
from models.book import Book

log = logging.getLogger(__name__)

CHECK_S = 0.25
PACE_S = 0.06
"""Requests that come faster get lost in Sierra Chart."""
LIST_ROWS = (TradeAccountResponse, HistoricalOrderFillResponse, OrderUpdate, PositionUpdate)


class DtcConnectionActor(Actor):
    """Owns the socket, the DTC session and the order of the first requests.

    After each logon it asks for accounts, fills since all were known, working orders and positions, one
    after the other: what was missed is booked before the server's positions are compared with ours. Of an
    account that is seen for the first time, all fills are known from its first list of positions on.
    """

    name = "connection"

    def __init__(self, *, ports: Ports, net: Net, ids: Ids, settings: LinkSettings) -> None:
        super().__init__(ports=ports)
        self._net = net
        self._ids = ids
        self._settings = settings
        # Both outlive a restart: the number keeps late bytes of an old socket apart, the times are
        # announced only once.
        self._connection_id = 0
        self._fill_times = FillTimes()

    def begin(self) -> None:
        """Forget the link, and connect."""
        self._link: Link | None = None
        self._session: Session | None = None
        self._reader = FactReader(self._settings.accounts, self._settings.contracts)
        self._feed = MarketFeed(self._reader.price_of, Ports(self.post, self.clock))
        self._waits = Waits(self._ids.jitter)
        self._logged: dict[ConnectionState, str] = {}
        self._negotiates = self._negotiated = True
        self._plan = RequestPlan(self._ids.jitter)
        self._state: ConnectionChanged | None = None
        self._heard: LinkHeard | None = None
        self._heard_at: datetime | None = None
        self._data_at: datetime | None = None
        self._refusal = ""
        self._listed: tuple[Book, ...] = ()
        self._is_held_up = False
        self.clock.every("connection check", CHECK_S, CheckConnection())
        self.post(Connect())

    def release(self) -> None:
        """Log off and close the socket."""
        self.clock.cancel("connection check")
        self.clock.cancel("connection retry")
        if self.has_begun:
            self._leave("the monitor ends")

    @handles(Connect)
    def connect(self, _command: Connect) -> None:
        """Open a new connection; the old one, if there is any, is dropped."""
        self._drop_link()
        self._connection_id += 1
        self._session = Session(self._settings.session_config(negotiates=self._negotiates))
        # The next attempt tries the other way again, unless this one works.
        self._negotiates, self._negotiated = True, self._negotiates
        self._tell(ConnectionState.CONNECTING)
        self._link = self._net.open(self._connection_id, self._settings.host, self._settings.port)

    @handles(ConnectTo)
    def connect_to(self, command: ConnectTo) -> None:
        """Leave the server, and connect to another, or anew; what is known of the accounts stays."""
        self._leave("the monitor connects anew")
        self._settings = self._settings.changed(command)
        self._waits.reset()
        self.connect(Connect())

    @handles(LinkOpened)
    def log_on(self, fact: LinkOpened) -> None:
        """Start the session on the new socket."""
        if fact.connection_id == self._connection_id and self._session is not None:
            self._session.connected(self.clock.monotonic())
            self._work()

    @handles(BytesReceived)
    def receive(self, fact: BytesReceived) -> None:
        """Read what the server sent; bytes of an earlier connection are dropped."""
        if fact.connection_id == self._connection_id and self._session is not None:
            self._heard_at = self.clock.utc()
            self._session.receive(fact.data, self.clock.monotonic())
            self._work()

    @handles(LinkClosed)
    def lose(self, fact: LinkClosed) -> None:
        """The socket is gone."""
        if fact.connection_id != self._connection_id or self._session is None:
            return
        if self._session.state is State.IDLE:
            self._retry(
                f"{self._settings.endpoint}: {fact.reason}. Is Sierra Chart running, with its DTC server on?"
            )
            return
        self._session.peer_closed(self.clock.monotonic())
        self._work()

    @handles(CheckConnection)
    def check(self, _command: CheckConnection) -> None:
        """Send heartbeats that are due, notice what is overdue, tell how fresh the link is."""
        if self._session is not None and self._link is not None:
            self._session.tick(self.clock.monotonic())
            self._work()
        self._feed.look()
        ready = self._state is not None and self._state.state is ConnectionState.READY
        if ready:
            for request in (*self._feed.wanted(), *self._plan.due(self.clock.monotonic())):
                self._ask(request)
        if self._heard_at is None or (
            self._heard and self._heard_at - self._heard.heard_at < timedelta(seconds=1)
        ):
            return
        interval_s = self._settings.session.heartbeat_interval_s * self._settings.time_scale
        self._heard = LinkHeard(heard_at=self._heard_at, data_at=self._data_at, heartbeat_s=interval_s)
        self.post(self._heard)

    @handles(Resynchronise)
    def ask_again(self, _command: Resynchronise) -> None:
        """Begin again with the list of accounts."""
        if self._is_logged_on:
            self._synchronise()

    @handles(SendNextRequest)
    def send_next(self, command: SendNextRequest) -> None:
        """Send the next request that waits for its turn."""
        if command.connection_id != self._connection_id or self._session is None:
            return
        request = self._plan.take()
        if request is None:
            return
        number = self._session.request(request, self.clock.monotonic())
        if self._feed.subscribe(request, number):
            # Prices have no one answer to wait for.
            self._pace()
        else:
            self._plan.await_answer(number)
        self._work()

    @handles(ContractRequested)
    def ask_contract(self, command: ContractRequested) -> None:
        """Ask what a symbol is worth, if a server is there to say it."""
        if self._is_logged_on:
            self._ask(SecurityDefinitionForSymbolRequest(Symbol=command.symbol))

    @handles(FillsRequested)
    def ask_fills(self, command: FillsRequested) -> None:
        """Ask for the fills of a book; where nobody can be asked, say so at once."""
        request = self._fill_times.request(command.book, command.agreed_at)
        if not self._is_logged_on or request is None:
            self.post(FillsListed(book=command.book, fills=(), complete=False))
        else:
            self._ask(request)

    @handles(PositionChanged)
    def follow_position(self, fact: PositionChanged) -> None:
        """Ask for the prices of a symbol that is held, at the next check, once on each connection."""
        self._feed.follow(fact)

    @handles(PositionsLoaded)
    def learn_fill_times(self, fact: PositionsLoaded) -> None:
        """Remember since when fills may have been missed, and ask for them if that was waited for."""
        self._fill_times.restore(fact.last_fill_at, fact.quiet_since)
        if self._is_held_up:
            self._plan_after_accounts()
            self._pace()

    @handles(FillBooked)
    def learn_fill_time(self, fact: FillBooked) -> None:
        """Remember the newest fill of each book."""
        self._fill_times.learn(fact.booked.book, fact.booked.fill.at)

    @handles(Announce)
    def announce(self, _command: Announce) -> None:
        """Tell the state of the link again."""
        if self._state is not None:
            self.post(self._state)
        if self._heard is not None:
            self.post(self._heard)
        self._feed.repeat()

    @property
    def _is_logged_on(self) -> bool:
        """Whether requests can be sent."""
        return self._session is not None and self._session.state is State.READY

    def _work(self) -> None:
        """Handle what the session has to say, and send what it wants sent."""
        session = self._session
        if session is None:
            return
        for event in session.events():
            self._on_event(event)
        self._feed.tell()
        if (outgoing := session.take_outgoing()) and self._link is not None:
            self._link.send(outgoing)

    def _on_event(self, event: events.Event) -> None:
        match event:
            case events.MarketDataReceived() | events.MessageReceived() if self._feed.take(event):
                return
            case events.MessageReceived(message=message, request_id=request_id):
                # What traded before a fill is no price of the position that it makes.
                self._feed.tell()
                self._data_at = self.clock.utc()
                if request_id is None or not isinstance(message, LIST_ROWS):
                    for fact in self._reader.read(message, self._data_at):
                        self.post(fact)
            case events.BatchCompleted(request=request, messages=rows, complete=complete):
                if complete:
                    self._plan.succeed(request)
                else:
                    self._plan.fail(request, self.clock.monotonic())
                self._take_list(request, rows, complete=complete)
                self._answered(request)
            case events.RequestRejected(request=request, text=text) if self._feed.is_refused(request, text):
                return
            case events.RequestRejected(request=request, text=text):
                level = logging.WARNING if self._plan.fail(request, self.clock.monotonic()) else logging.DEBUG
                log.log(level, "server refused %s: %s", type(request).__name__, text)
                self._take_list(request, (), complete=False)
                self._answered(request)
            case events.Fault(error=error):
                log.warning("bad data from the server skipped: %s", error)
            case _:
                self._on_session_event(event)

    def _on_session_event(self, event: events.Event) -> None:
        match event:
            case events.LogonAccepted(response=response):
                log.info("dtc logon accepted server=%s text=%s", response.ServerName, response.ResultText)
                self._waits.reset()
                self._negotiates = self._negotiated
                self._synchronise()
            case events.Heartbeat(dropped=dropped) if dropped:
                log.warning("server dropped %d messages, asking for everything again", dropped)
                self._synchronise()
            case events.EncodingUnanswered():
                self._negotiates = False
            case events.LogonRefused(text=text):
                self._refusal = f"Logon refused: {text}. "
            case events.ReconnectRequested(address=address):
                self._refusal = f"The server wants to be reached at {address}; that is never done by itself. "
            case events.Closed(reason=reason, hint=hint, may_reconnect=may_reconnect):
                detail = (self._refusal or f"{self._settings.endpoint}: {reason}. ") + hint
                if may_reconnect:
                    self._retry(detail)
                else:
                    self._drop_link()
                    self._tell(ConnectionState.REFUSED, detail)

    def _take_list(self, request: Message, rows: tuple[Message, ...], *, complete: bool) -> None:
        """Turn a complete or broken answer into a fact."""
        match request:
            case TradeAccountsRequest():
                listed = self._reader.accounts(row for row in rows if isinstance(row, TradeAccountResponse))
                self.post(listed)
                # An account that a broken list lacks may have filled all the same.
                self._listed = listed.books if complete else tuple({*self._listed, *listed.books})
                self._plan_after_accounts()
            case HistoricalOrderFillsRequest(TradeAccount=account):
                book = self._reader.book_of(account)
                fills = [row for row in rows if isinstance(row, HistoricalOrderFillResponse)]
                if book is not None:
                    self.post(self._reader.fills(book, fills, complete=complete))
            case OpenOrdersRequest():
                orders = [row for row in rows if isinstance(row, OrderUpdate)]
                self.post(self._reader.orders(orders, complete=complete, now=self.clock.utc()))
            case CurrentPositionsRequest():
                positions = [row for row in rows if isinstance(row, PositionUpdate)]
                if complete:
                    self._fill_times.know_all(self._listed, self.clock.utc())
                self.post(self._reader.positions(positions, complete=complete))
                if self._state is None or self._state.state is not ConnectionState.READY:
                    self._tell(ConnectionState.READY)

    def _synchronise(self) -> None:
        """Ask for everything, paced, one answer after the other."""
        self._tell(ConnectionState.SYNCING)
        self._plan.begin([TradeAccountsRequest()])
        self._is_held_up = False
        self._pace()

    def _plan_after_accounts(self) -> None:
        # A database that is slower than the server: what was missed is asked for first, or never again.
        self._is_held_up = not self._fill_times.is_restored
        if self._is_held_up:
            return
        fills = [request for book in self._listed if (request := self._fill_times.request(book))]
        rest = [OpenOrdersRequest(RequestAllOrders=1), CurrentPositionsRequest(), AccountBalanceRequest()]
        self._plan.put_first([*fills, *rest])

    def _answered(self, request: Message) -> None:
        if self._plan.is_answered(request):
            self._pace()

    def _ask(self, request: Message) -> None:
        if self._plan.add(request):
            self._pace()

    def _pace(self) -> None:
        self.clock.after("connection pace", PACE_S, SendNextRequest(connection_id=self._connection_id))

    def _retry(self, detail: str) -> None:
        delay_s = self._waits.next_s(refused=bool(self._refusal))
        self._drop_link()
        self._tell(ConnectionState.WAITING, detail, self.clock.utc() + timedelta(seconds=delay_s))
        self.clock.after("connection retry", delay_s, Connect())

    def _leave(self, reason: str) -> None:
        if self._session is not None:
            self._session.logoff(reason, self.clock.monotonic())
            self._session.events()
        self._drop_link()

    def _drop_link(self) -> None:
        link, session = self._link, self._session
        self._link = self._session = None
        self._plan.begin()
        self._is_held_up = False
        self._feed.lose()
        self._refusal = ""
        self._heard_at = None
        if link is not None:
            if session is not None and (farewell := session.take_outgoing()):
                link.send(farewell)
            link.close()

    def _tell(self, state: ConnectionState, detail: str = "", retry_at: datetime | None = None) -> None:
        level = logging.DEBUG if self._logged.get(state) == detail else logging.INFO
        log.log(level, "connection %s %s %s", state.value, self._settings.endpoint, detail)
        self._logged = {} if state is ConnectionState.READY else {**self._logged, state: detail}
        endpoint = self._settings.endpoint
        self._state = ConnectionChanged(
            state=state, endpoint=endpoint, detail=detail, at=self.clock.utc(), retry_at=retry_at
        )
        self.post(self._state)
        if detail:
            severity = Severity.ERROR if state is ConnectionState.REFUSED else Severity.WARNING
            self.post(NoticeRaised(key=self.name, severity=severity, text=detail))
        elif state is ConnectionState.READY:
            self.post(NoticeCleared(key=self.name))
