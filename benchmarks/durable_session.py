"""Fills told to the database actor at a rate, and how long each takes to be on the disk; prints JSON."""

import json
import queue
import sqlite3
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import ClassVar

from actors.base import Ports
from actors.messages import Begin, FillBooked, Message, Ping
from actors.persistence import PersistenceActor
from actors.seams.clock import SystemClock
from actors.seams.storage import DiskStorage
from app.__main__ import SWITCH_INTERVAL_S
from models.book import Book, Symbol, TradeAccount, TradeMode
from models.contract import contract_of
from models.equity import START_BALANCE
from models.fills import apply_fill
from models.store import Store
from models.trade import BookedFill, Fill, Position

SECONDS = 3.0
_FILLS_OF_A_TRADE = 10
_TURN_S = 0.001
_BOOK = Book(TradeMode.SIM, TradeAccount("Sim1"))
_SYMBOL = Symbol("MESZ26")
_BEGAN = datetime(2026, 11, 23, 15, tzinfo=UTC)


def fills(count: int) -> list[FillBooked]:
    """Return fills that open, scale and close one position after the other."""
    contract = contract_of(_SYMBOL, {}, None)
    position: Position | None = None
    told = []
    for number in range(count):
        step = number % _FILLS_OF_A_TRADE
        fill = Fill(
            book=_BOOK,
            symbol=_SYMBOL,
            execution_id=f"execution {number}",
            order_id=f"order {number}",
            quantity=Decimal(1 if step < _FILLS_OF_A_TRADE / 2 else -1),
            price=Decimal(6750) + Decimal("0.25") * (number % 17),
            at=_BEGAN + timedelta(milliseconds=number),
        )
        booked = apply_fill(position, fill, contract, None, f"trade {number}")
        position = booked.position
        told.append(
            FillBooked(
                booked=BookedFill(
                    book=_BOOK,
                    symbol=_SYMBOL,
                    fill=fill,
                    position=booked.position,
                    closed=booked.closed,
                    net=booked.net,
                    fee=booked.fee,
                )
            )
        )
    return told


class _WatchedStore(Store):
    """Notes when a fill is on the disk: its transaction has ended."""

    done: ClassVar[deque[tuple[int, float]]] = deque()
    _booked: ClassVar[list[str]] = []

    def book_fill(self, booked: BookedFill, *, keep_position: bool = True) -> bool:
        """Keep a fill, and note that it is part of the transaction."""
        self._booked.append(booked.fill.execution_id)
        return super().book_fill(booked, keep_position=keep_position)

    @contextmanager
    def _outermost(self) -> Iterator[None]:
        """Note the end of a transaction."""
        with super()._outermost():
            yield
        now = time.perf_counter()
        self.done.extend((int(one.split()[1]), now) for one in self._booked)
        self._booked.clear()


class _WatchedStorage(DiskStorage):
    def open(self, now: datetime) -> tuple[Store, list[str]]:
        """Open the watched database."""
        return _WatchedStore.open(self._folder / "appsierra.db", now, self._start_balance)


def feed(tell: Callable[[int], None], rate: int, count: int) -> list[float]:
    """Tell so many a second; return when each was told."""
    told_at: list[float] = []
    began = time.perf_counter()
    while len(told_at) < count:
        due = min(count, int((time.perf_counter() - began) * rate) + 1)
        for number in range(len(told_at), due):
            told_at.append(time.perf_counter())
            tell(number)
        time.sleep(_TURN_S)
    return told_at


def ours_ms(folder: Path, rate: int) -> list[float]:
    """Return the milliseconds from the telling of each fill to its commit, by the database actor."""
    _WatchedStore.done.clear()
    count = int(rate * SECONDS)
    messages = fills(count)
    posted: list[Message] = []
    actor = None

    def post(message: Message) -> None:
        if actor is not None and type(message) in PersistenceActor.handlers:
            actor.tell(message)
        else:
            posted.append(message)

    clock = SystemClock(post)
    clock.start()
    storage = _WatchedStorage(folder, START_BALANCE)
    actor = PersistenceActor.start(ports=Ports(post=post, clock=clock), storage=storage)
    actor.tell(Begin())
    # A fill comes after the start: the answer says that the database is open.
    actor.ask(Ping(), timeout=30)
    told_at = feed(lambda number: actor.tell(messages[number]), rate, count)
    actor.stop(timeout=30)
    clock.stop(1.0)
    durable = dict(_WatchedStore.done)
    return [(durable[number] - at) * 1000 for number, at in enumerate(told_at)]


def plain_ms(folder: Path, rate: int) -> list[float]:
    """Return the same for a bare queue and one table of SQLite, without anything of ours."""
    count = int(rate * SECONDS)
    waiting: queue.SimpleQueue[int | None] = queue.SimpleQueue()
    is_open = threading.Event()
    durable: dict[int, float] = {}

    def write() -> None:
        connection = sqlite3.connect(folder / "plain.db", isolation_level=None)
        connection.execute("PRAGMA journal_mode=wal")
        connection.execute("PRAGMA synchronous=full")
        connection.execute("CREATE TABLE fills (id TEXT UNIQUE, price TEXT, quantity TEXT)")
        is_open.set()
        going = True
        while going:
            batch = [waiting.get()]
            while not waiting.empty():
                batch.append(waiting.get())
            going = None not in batch
            numbers = [number for number in batch if number is not None]
            connection.execute("BEGIN IMMEDIATE")
            rows = [(f"execution {number}", "6750.25", "1") for number in numbers]
            connection.executemany("INSERT INTO fills VALUES (?, ?, ?)", rows)
            connection.execute("COMMIT")
            durable.update(dict.fromkeys(numbers, time.perf_counter()))
        connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    is_open.wait()
    told_at = feed(waiting.put, rate, count)
    waiting.put(None)
    thread.join()
    return [(durable[number] - at) * 1000 for number, at in enumerate(told_at)]


def main(rate: int) -> int:
    """Run both; return the exit code."""
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    with tempfile.TemporaryDirectory() as folder:
        measured = {"ours_ms": ours_ms(Path(folder), rate), "plain_ms": plain_ms(Path(folder), rate)}
    sys.stdout.write(json.dumps(measured))
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
