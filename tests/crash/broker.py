"""A broker whose clients die: it serves one after the other, trades on meanwhile, and forgets no fill."""

import select
import threading
import time
from contextlib import suppress
from random import Random
from typing import Final, NamedTuple

from msgspec import structs

from demo.plain_server import TURN_S, PlainServer, fill_of, trade_bytes
from dtc.codec import Decoder
from dtc.enums import BuySell, Encoding
from dtc.messages import (
    AccountBalanceUpdate,
    CurrentPositionsRequest,
    EncodingRequest,
    Heartbeat,
    HistoricalOrderFillResponse,
    HistoricalOrderFillsRequest,
    LogonRequest,
    Message,
    PositionUpdate,
)

ACCOUNTS: Final = ("Sim1", "Sim2", "120005")
SYMBOL: Final = "MESZ26"
_LIVE: Final = "120005"
_START: Final = 100_000.0
_TICK: Final = 0.25
_TICK_VALUE: Final = 1.25
_PRICE: Final = 6750.0
_MOST_CONTRACTS: Final = 3
_AWAY_FILLS_PER_S: Final = 2.0
_BEAT_S: Final = 5.0


class Sold(NamedTuple):
    """One fill, as the broker has it; contracts are below 0 where they were sold."""

    number: int
    account: str
    contracts: float
    price: float
    at: int

    @property
    def execution_id(self) -> str:
        """Return the name of the execution."""
        return f"e{self.number}"


class Broker(PlainServer):
    """Trades by chance.

    Args:
        seed: Of all that it does.
        fills_per_s: While somebody is connected.
        known_after_s: So long nothing happens after the first list of all: fills of that very second are in
            doubt by design.

    Attributes:
        fills: All, oldest first.
    """

    def __init__(self, seed: int, fills_per_s: float = 20.0, known_after_s: float = 2.5) -> None:
        super().__init__(ACCOUNTS, _TICK, _TICK_VALUE)
        self.fills: list[Sold] = []
        self._chance = Random(seed)
        self._fills_per_s = fills_per_s
        self._known_after_s = known_after_s
        self._is_logged_on = False
        self._trading = threading.Event()
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def trade(self, *, on: bool) -> None:
        """Begin to trade, or stop."""
        if on:
            self._trading.set()
        else:
            self._trading.clear()

    def held(self, account: str) -> float:
        """Return the contracts of an account."""
        return sum(fill.contracts for fill in self.fills if fill.account == account)

    def stop(self) -> None:
        """End it."""
        self._ends.set()
        self._thread.join()
        self._listener.close()

    def _run(self) -> None:
        is_known = False
        while not self._ends.is_set():
            if not select.select([self._listener], [], [], 1 / _AWAY_FILLS_PER_S)[0]:
                if is_known and self._trading.is_set():
                    self._next_fill()
                continue
            self.accept()
            self._decoder = Decoder(Encoding.BINARY, frozenset({EncodingRequest.type_of()}))
            self._encoding = Encoding.BINARY
            self.symbol_ids.clear()
            self._is_logged_on = False
            with suppress(OSError, EOFError):
                if not is_known:
                    self._get_to_know()
                    is_known = True
                self._serve()
            self._peer.close()

    def _get_to_know(self) -> None:
        quiet_since, answered = time.monotonic(), -1
        while not answered or time.monotonic() - quiet_since < self._known_after_s:
            self.answer(TURN_S)
            if self.answered != answered:
                quiet_since, answered = time.monotonic(), self.answered

    def _serve(self) -> None:
        # Nobody is told anything before the logon.
        while not self._is_logged_on:
            self.answer(TURN_S)
        beat_at = fill_at = 0.0
        while not self._ends.is_set():
            now = time.monotonic()
            if now >= beat_at:
                beat_at = now + _BEAT_S
                self.send(Heartbeat())
            if now >= fill_at and self._trading.is_set():
                fill_at = now + self._chance.expovariate(self._fills_per_s)
                fill = self._next_fill()
                self.send(*self._told(fill))
                if SYMBOL in self.symbol_ids:
                    self.send_bytes(trade_bytes(self.symbol_ids[SYMBOL], fill.price + _TICK))
            self.answer(0.005)

    def _next_fill(self) -> Sold:
        account = self._chance.choice(ACCOUNTS)
        held = self.held(account)
        room = [n for n in (-2, -1, 1, 2, -held) if n and abs(held + n) <= _MOST_CONTRACTS]
        fill = Sold(
            number=len(self.fills) + 1,
            account=account,
            contracts=float(self._chance.choice(room)),
            price=_PRICE + _TICK * self._chance.randint(-40, 40),
            at=int(time.time()),
        )
        self.fills.append(fill)
        return fill

    def _told(self, fill: Sold) -> list[Message]:
        told = fill_of(fill.account, SYMBOL, fill.number, fill.contracts, fill.price)
        messages: list[Message] = [
            structs.replace(told, LastFillDateTime=fill.at),
            structs.replace(self._position(fill.account), Unsolicited=1),
        ]
        if fill.account == _LIVE:
            messages.append(structs.replace(self._balance(), Unsolicited=1))
        return messages

    def _position(self, account: str) -> PositionUpdate:
        quantity = average = 0.0
        for fill in self.fills:
            if fill.account != account:
                continue
            was, quantity = quantity, quantity + fill.contracts
            if was * quantity <= 0:
                average = fill.price
            elif abs(quantity) > abs(was):
                average = (average * was + fill.price * fill.contracts) / quantity
        return PositionUpdate(
            TradeAccount=account,
            Symbol=SYMBOL,
            Quantity=quantity,
            AveragePrice=average if quantity else None,
            TotalNumberMessages=1,
            MessageNumber=1,
        )

    def _balance(self) -> AccountBalanceUpdate:
        return AccountBalanceUpdate(
            TradeAccount=_LIVE,
            CashBalance=_START + len(self.fills),
            AccountCurrency="USD",
            TotalNumberMessages=1,
            MessageNumber=1,
        )

    def _answers(self, request: Message) -> list[Message]:
        rows: list[Message] = []
        match request:
            case HistoricalOrderFillsRequest():
                rows = [_row_of(fill) for fill in self.fills if _is_wanted(fill, request)]
                nothing: Message = HistoricalOrderFillResponse(
                    TradeAccount=request.TradeAccount, NoOrderFills=1
                )
            case CurrentPositionsRequest():
                rows = [self._position(account) for account in ACCOUNTS if self.held(account)]
                nothing = PositionUpdate(NoPositions=1)
            case LogonRequest():
                self._is_logged_on = True
                return super()._answers(request)
            case _:
                return super()._answers(request)
        rows = rows or [nothing]
        return [
            structs.replace(
                row, RequestID=request.RequestID, TotalNumberMessages=len(rows), MessageNumber=number
            )
            for number, row in enumerate(rows, start=1)
        ]


def _is_wanted(fill: Sold, request: HistoricalOrderFillsRequest) -> bool:
    return fill.account == request.TradeAccount and fill.at >= request.StartDateTime


def _row_of(fill: Sold) -> Message:
    return HistoricalOrderFillResponse(
        TradeAccount=fill.account,
        Symbol=SYMBOL,
        ServerOrderID=f"{fill.number}",
        UniqueExecutionID=fill.execution_id,
        BuySell=BuySell.BUY if fill.contracts > 0 else BuySell.SELL,
        Quantity=abs(fill.contracts),
        Price=fill.price,
        DateTime=fill.at,
    )
