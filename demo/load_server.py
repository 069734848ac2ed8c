"""A DTC server that puts load on a monitor: `python -m demo.load_server [--seed N]`.

Prints its port. Once all positions are open it sends 200 prices a second. Each line `PRICES FILLS PULSES`
on its input sets how many of each it sends a second, and is answered with what it has sent until then, in
JSON. It ends with its input.
"""

import argparse
import json
import sys
import threading
import time
from queue import Empty, SimpleQueue
from random import Random
from typing import Final, NamedTuple

from demo.load_books import BOOKS, STOP_POINTS, TICK, TICK_VALUE, WOBBLE, LoadBook
from demo.plain_server import TURN_S, PlainServer, fill_of, trade_bytes
from dtc.enums import BuySell, OrderStatus, OrderType, OrderUpdateReason
from dtc.messages import AccountBalanceUpdate, Heartbeat, Message, OrderUpdate

_BEAT_S: Final = 5.0
_QUIET_S: Final = 0.3
_MOST_TURN: Final = 2_000
"""So many messages at most in one turn: requests are answered in between."""
_CHANGES_SIDE: Final = 0.1
_PULSE_POINTS: Final = STOP_POINTS - 0.5
"""So far below the entry the price is near the stop."""


class Rates(NamedTuple):
    """Messages a second; pulses are the price of the first account going near its stop and away again."""

    prices: float = 0.0
    fills: float = 0.0
    pulses: float = 0.0


_AT_FIRST: Final = Rates(prices=200.0)


class LoadServer(PlainServer):
    """Serves one client with prices and fills of all accounts in turn.

    Args:
        seed: The same seed gives the same prices.
        orders: Lines of the input; None is its end.
    """

    def __init__(self, seed: int, orders: "SimpleQueue[str | None]") -> None:
        super().__init__([book.account for book in BOOKS], TICK, TICK_VALUE)
        self._chance = Random(seed)  # noqa: S311 - a market, no secret
        self._orders = orders
        self._sides = dict.fromkeys(BOOKS, 1)
        self._sent = {"prices": 0, "fills": 0, "pulses": 0}
        self._last: dict[str, float] = {}
        self._turns = 0

    def run(self) -> None:
        """Serve until the input ends or the client goes away."""
        self.accept()
        try:
            self._become_quiet()
            self._open_positions()
            while not self.symbol_ids.keys() >= {book.symbol for book in BOOKS}:
                self.answer(TURN_S)
            self._serve()
        except (EOFError, ConnectionError):
            return

    def _become_quiet(self) -> None:
        """Answer until the client has learnt all it wants to know at first."""
        quiet_since, answered = time.monotonic(), -1
        while not answered or time.monotonic() - quiet_since < _QUIET_S:
            self.answer(TURN_S)
            if self.answered != answered:
                quiet_since, answered = time.monotonic(), self.answered

    def _open_positions(self) -> None:
        for book in BOOKS:
            self._fill(book, book.past_symbol, 1.0, book.entry)
            self._fill(book, book.symbol, book.contracts, book.entry)
            self.send(*self._protection(book))
        # What a trade makes is known only once the client has asked what its contract is worth.
        symbols = {symbol for book in BOOKS for symbol in (book.symbol, book.past_symbol)}
        while not self.defined >= symbols:
            self.answer(TURN_S)
        self.answer_for(_QUIET_S)
        for book in BOOKS:
            self._fill(book, book.past_symbol, -1.0, book.entry + book.profit / TICK_VALUE * TICK)
            if book.has_broker_balance:
                self.send(_balance(book, book.start), _balance(book, book.start + book.profit))

    def _serve(self) -> None:
        rates, began, done = _AT_FIRST, time.monotonic(), Rates()
        beat_at = 0.0
        while True:
            try:
                line = self._orders.get_nowait()
            except Empty:
                pass
            else:
                if line is None:
                    return
                rates, began, done = Rates(*map(float, line.split())), time.monotonic(), Rates()
                self._tell()
            passed_s = time.monotonic() - began
            due = Rates(
                *(min(int(passed_s * rate), was + _MOST_TURN) for rate, was in zip(rates, done, strict=True))
            )
            self._send_due(Rates(*(now - was for now, was in zip(due, done, strict=True))))
            done = due
            if time.monotonic() >= beat_at:
                beat_at = time.monotonic() + _BEAT_S
                self.send(Heartbeat())
            self.answer(TURN_S)

    def _send_due(self, due: Rates) -> None:
        if due.prices:
            self.send_bytes(b"".join(self._price() for _ in range(int(due.prices))))
        for _ in range(int(due.fills)):
            self._next_fill()
        for _ in range(int(due.pulses)):
            self._pulse()

    def _price(self) -> bytes:
        book = BOOKS[self._sent["prices"] % len(BOOKS)]
        self._sent["prices"] += 1
        if self._chance.random() < _CHANGES_SIDE:
            self._sides[book] *= -1
        steps = round(WOBBLE / TICK)
        away = book.distance + self._chance.randint(-steps, steps) * TICK
        return self._trade(book, book.entry + self._sides[book] * away)

    def _pulse(self) -> None:
        """Go near the stop of the first account, and away again: each is heard, whatever comes after it."""
        book = BOOKS[0]
        self._sent["pulses"] += 1
        self.send_bytes(self._trade(book, book.entry - _PULSE_POINTS))
        self.answer_for(0.1)
        self.send_bytes(self._trade(book, book.entry + book.distance))

    def _trade(self, book: LoadBook, price: float) -> bytes:
        self._last[book.account] = price
        return trade_bytes(self.symbol_ids[book.symbol], price)

    def _next_fill(self) -> None:
        """Take a contract in, or give one back a tick higher, account after account."""
        turn, place = divmod(self._turns, len(BOOKS))
        self._turns += 1
        book = BOOKS[place]
        if turn % 2:
            self._fill(book, book.symbol, -1.0, book.entry + TICK)
        else:
            self._fill(book, book.symbol, 1.0, book.entry)

    def _fill(self, book: LoadBook, symbol: str, contracts: float, price: float) -> None:
        self._sent["fills"] += 1
        self.send(fill_of(book.account, symbol, self._sent["fills"], contracts, price))

    def _protection(self, book: LoadBook) -> list[Message]:
        return [
            OrderUpdate(
                Symbol=book.symbol,
                TradeAccount=book.account,
                ServerOrderID=f"{kind.name}-{book.account}",
                OrderStatus=OrderStatus.OPEN,
                OrderUpdateReason=OrderUpdateReason.NEW_ORDER_ACCEPTED,
                OrderType=kind,
                BuySell=BuySell.SELL,
                Price1=price,
                OrderQuantity=book.contracts + 1,
                FilledQuantity=0.0,
                RemainingQuantity=book.contracts + 1,
                TotalNumMessages=1,
                MessageNumber=1,
            )
            for kind, price in ((OrderType.STOP, book.stop), (OrderType.LIMIT, book.target))
        ]

    def _tell(self) -> None:
        sys.stdout.write(json.dumps(self._sent | {"last": self._last}) + "\n")
        sys.stdout.flush()


def _balance(book: LoadBook, dollars: float) -> AccountBalanceUpdate:
    return AccountBalanceUpdate(
        TradeAccount=book.account,
        CashBalance=dollars,
        AccountCurrency="USD",
        TotalNumberMessages=1,
        MessageNumber=1,
        Unsolicited=1,
    )


def main() -> int:
    """Serve; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    orders: SimpleQueue[str | None] = SimpleQueue()

    def read() -> None:
        for line in sys.stdin:
            orders.put(line)
        orders.put(None)

    server = LoadServer(parser.parse_args().seed, orders)
    threading.Thread(target=read, daemon=True).start()
    sys.stdout.write(f"listening on 127.0.0.1:{server.port}\n")
    sys.stdout.flush()
    server.run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
