"""A whole monitor in one thread: the real actors, a broker at the other end, time that a test moves."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from actors.base import Ports
from actors.messages import ConnectionChanged, ConnectionState, Message
from actors.router import Router
from actors.seams.storage import DiskStorage
from dtc.enums import Encoding
from models.book import Book, TradeAccount, TradeMode, mode_of
from models.runtime_state import RuntimeState
from models.store import Store
from tests.fakes import FakeClock, FakeIds
from tests.oracle.accountant import Accountant
from tests.oracle.cast import START_BALANCE, Seams, cast
from tests.oracle.exchange import Broker, Exchange
from tests.oracle.listener import Listener
from tests.oracle.mailboxes import FlawlessEnsemble
from tests.oracle.screens import Screens
from tests.oracle.study import Study

_STEP_S = 0.25
_LONGEST_SYNC_S = 60.0


class QuickStorage(DiskStorage):
    """The real database, without waiting for the disk and without the readable copies beside it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, START_BALANCE)
        self.opened: Store | None = None

    def open(self, now: datetime) -> tuple[Store, list[str]]:
        """Open the database, and let the operating system write it when it likes."""
        self.opened, findings = super().open(now)
        self.opened._database.execute_sql("PRAGMA synchronous = off")  # type: ignore[no-untyped-call]  # peewee has no types
        return self.opened, findings

    def mirror(self, state: RuntimeState) -> None:
        """Write no runtime state file."""


class Monitor:
    """The program from the wire to the cells, on one database through any number of starts.

    Args:
        folder: Where the database is.
        accounts: What the broker calls its accounts.
        encoding: How client and broker speak.
        follows: Whether the screen follows the activity.
    """

    def __init__(
        self,
        folder: Path,
        accounts: tuple[str, ...],
        *,
        encoding: Encoding = Encoding.JSON_COMPACT,
        follows: bool = True,
    ) -> None:
        self.clock = FakeClock()
        self.broker = Broker(accounts)
        self.accountant = Accountant()
        self.listener = Listener(self.accountant, self.clock.utc)
        self.exchange = Exchange(self.broker, self.post, self.listener)
        self.study = Study(self.listener.read)
        self.screens = Screens()
        self.database = folder / "appsierra.db"
        self.is_ready = False
        self.modes: dict[str, TradeMode] = {}
        self._storage = QuickStorage(folder)
        self._ids = FakeIds()
        self._encoding = encoding
        self._follows = follows
        self._start()

    def post(self, message: Message) -> None:
        """Deliver a message as the application does."""
        self.screens.overhear(message)
        if isinstance(message, ConnectionChanged):
            self.is_ready = message.state is ConnectionState.READY
        self._router.post(message)

    def tell(self, message: Message) -> None:
        """Post a message, and wait until all is quiet."""
        self.post(message)
        self.settle()

    def settle(self) -> None:
        """Let the actors do what there is to do."""
        self._ensemble.settle()

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.settle()
        self.clock.pass_time(seconds, self.tell)

    def synchronise(self) -> None:
        """Let time pass until the link is ready, and what its lists left open is settled."""
        waited_s = 0.0
        while not self.is_ready:
            assert waited_s < _LONGEST_SYNC_S, "the link does not become ready"
            self.wait(_STEP_S)
            waited_s += _STEP_S
        self.wait(1.0)

    def restart(self, *, orderly: bool, away_s: float = 0.0) -> None:
        """End, stay away, begin again on the same database."""
        if orderly:
            self._ensemble.stop()
        else:
            self._ensemble.kill()
        self.close()
        self.clock.scheduled.clear()
        self.exchange.hang_up()
        self.clock.pass_time(away_s, self.post)
        self.screens.clear()
        self.listener.restart()
        self.is_ready = False
        self._start()

    def close(self) -> None:
        """Let the database go."""
        if self._storage.opened is not None:
            self._storage.opened.close()

    def rows(self, query: str, *values: object) -> list[dict[str, Any]]:
        """Return what any other program would read from the database."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(query, values)]

    def book(self, account: str) -> Book:
        """Return the book of an account."""
        return Book(mode_of(TradeAccount(account), self.modes), TradeAccount(account))

    def _start(self) -> None:
        self._router = Router()
        self._ensemble = FlawlessEnsemble(self._router)
        ports = Ports(post=self.post, clock=self.clock)
        seams = Seams(self._storage, self.study, self.exchange, self._ids, self.screens.show)
        modes = {name: self.book(name).mode for name in self.broker.accounts}
        self._ensemble.start(
            cast(ports, seams, modes, self._encoding, follows=self._follows, limited=self.broker.accounts)
        )
        self.settle()
