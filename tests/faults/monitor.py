"""The whole program but for its window: the actors of a real start, on a home folder, at a port."""

import threading
from collections.abc import Mapping
from pathlib import Path

from actors.base import Ports
from actors.messages import (
    ActorGaveUp,
    ActorRestarted,
    BookConfirmed,
    Cell,
    ConnectionChanged,
    ConnectionState,
    LinkHeard,
    Message,
    Shown,
)
from actors.qt_bridge import Payload
from actors.router import Router
from actors.seams.clock import SystemClock
from actors.supervisor import Supervisor
from app import home
from app.arguments import parse
from app.cast import cast
from app.plan import make_plan
from dtc.enums import Encoding
from dtc.session_config import SessionConfig
from models.book import Book, TradeAccount, mode_of
from tests.oracle.screens import Screens

_SETTINGS = """\
[dtc]
heartbeat_interval_s = 1
[flags]
USE_TYPED_EVENTS = true
[display]
follow_activity = false
"""
_STOP_S = 20.0
"""Far more than an end needs: how long it takes is not what this is about."""
LOGON_S = 2.5
"""The limit of a logon."""


def short_limits(encoding: Encoding, heartbeat_interval_s: int) -> SessionConfig:
    """Return how to open a session, with limits that a trial need not wait for."""
    return SessionConfig(
        encoding=encoding,
        heartbeat_interval_s=heartbeat_interval_s,
        encoding_timeout_s=1.0,
        logon_timeout_s=LOGON_S,
        request_timeout_s=1.5,
    )


class Monitor:
    """One run of it; the window is the presenters of the new panels.

    Args:
        folder: Its home.
        port: Where its server is.
        encoding: What it asks for.

    Attributes:
        state: What it says of the link.
        heard: What it says of how fresh the link is; None before it says anything.
        failed: What any actor failed on.
    """

    def __init__(self, folder: Path, port: int, encoding: Encoding) -> None:
        self.state = ConnectionState.WAITING
        self.heard: LinkHeard | None = None
        self.failed: list[str] = []
        self._confirmed: set[Book] = set()
        self._screens = Screens()
        self._lock = threading.Lock()
        self._router = Router()
        self._supervisor = Supervisor(self._router)
        place = home.prepare(folder)
        (folder / "settings.toml").write_text(_SETTINGS, encoding="utf-8")
        plan = make_plan(parse(["--dtc", f"127.0.0.1:{port}", "--home", str(folder)]), place, {})
        link = plan.link(None)
        link = link._replace(session=short_limits(encoding, link.session.heartbeat_interval_s))
        self.database = place.data / "appsierra.db"
        self._clock = SystemClock(self.post)
        self._clock.start()
        self._supervisor.start(cast(plan, Ports(self.post, self._clock), link, self._show))

    def post(self, message: Message) -> None:
        """Deliver a message as the application does."""
        with self._lock:
            self._screens.overhear(message)
            match message:
                case BookConfirmed(book=book, confirmed=True):
                    self._confirmed.add(book)
                case BookConfirmed(book=book):
                    self._confirmed.discard(book)
                case ActorRestarted() | ActorGaveUp():
                    self.failed.append(f"{message.actor}: {message.reason}")
        self._router.post(message)

    def cells(self, account: str) -> Mapping[str, Cell]:
        """Return the cells that an account has on the screen, or would have."""
        with self._lock:
            return self._screens.cells(self.book(account))

    @property
    def confirmed(self) -> frozenset[str]:
        """Return the accounts that may be called flat."""
        with self._lock:
            return frozenset(book.account for book in self._confirmed)

    @staticmethod
    def book(account: str) -> Book:
        """Return the book of an account."""
        return Book(mode_of(TradeAccount(account), {}), TradeAccount(account))

    def stop(self) -> list[str]:
        """End it in order; return the names of the actors that did not stop."""
        hung = self._supervisor.stop(_STOP_S)
        self._clock.stop(1.0)
        return hung

    def _show(self, payload: Payload, key: str | None) -> None:
        """Stand where the window's inlet is; called in the thread of the screen actor."""
        assert isinstance(payload, Shown), payload
        with self._lock:
            self._screens.show(payload, key)
            match payload.fact:
                case ConnectionChanged(state=state):
                    self.state = state
                case LinkHeard():
                    self.heard = payload.fact
