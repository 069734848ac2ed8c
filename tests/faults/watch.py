"""What must hold while a line is bad: nothing old looks fresh, and nothing held is called flat."""

import time
from collections.abc import Iterable
from datetime import UTC, datetime

from actors.messages import ConnectionState, LinkHeard
from tests.faults.monitor import Monitor
from tests.faults.proxy import Proxy

NOTICED_S = 1.5
"""So long after a change the screen may need to say so, on a busy computer."""
SILENCE_S = 5.0
"""Nothing heard for so long is a lost link."""
_FRESH = "neutral"
_ALIVE = {ConnectionState.READY, ConnectionState.SYNCING}


class Watch:
    """Looks at the monitor again and again.

    Args:
        monitor: Who must not lie.
        proxy: Knows what was delivered.
        held: Accounts that are never flat.

    Attributes:
        seen: What must not be, each once.
        looks: How often it looked.
    """

    def __init__(self, monitor: Monitor, proxy: Proxy, held: Iterable[str]) -> None:
        self.seen: list[str] = []
        self.looks = 0
        self._monitor = monitor
        self._proxy = proxy
        self._held = tuple(held)
        self._has_begun = False
        self._lost_at: float | None = None

    def begin(self) -> None:
        """Look from now on: positions are open, and the monitor knows them."""
        self._has_begun = True

    def look(self) -> None:
        """Look once."""
        if not self._has_begun:
            return
        self.looks += 1
        # What the monitor says is read before what was delivered: what comes in between is no lie.
        state, heard, now = self._monitor.state, self._monitor.heard, time.monotonic()
        silent_s = now - self._proxy.delivered_at
        if state in _ALIVE:
            self._lost_at = None
            if silent_s > SILENCE_S + NOTICED_S:
                self.note(f"the link is called {state.value} though nothing came for {silent_s:.1f} s")
        else:
            self._lost_at = self._lost_at or now
        if self._lost_at is not None and now - self._lost_at > NOTICED_S:
            self._look_at_lost()
        if heard is not None:
            self._look_at_age(heard, silent_s)
        for account in self._held:
            if self._monitor.cells(account)["Live"].text == "FLAT":
                self.note(f"{account} is called flat and holds contracts")

    def _look_at_lost(self) -> None:
        confirmed = self._monitor.confirmed
        shown = {account: self._monitor.cells(account) for account in self._held}
        if self._monitor.state in _ALIVE:
            return
        if confirmed:
            self.note(f"{', '.join(sorted(confirmed))} confirmed without a link")
        for account, cells in shown.items():
            if cells["Connection"].text in {"Connected", "Synchronising"}:
                self.note(f"the screen says {cells['Connection'].text} without a link")
            if cells["Live"].role == _FRESH:
                self.note(f"the price of {account} looks fresh without a link: {cells['Live'].text}")

    def _look_at_age(self, heard: LinkHeard, silent_s: float) -> None:
        said_s = (datetime.now(UTC) - heard.heard_at).total_seconds()
        if said_s < silent_s - NOTICED_S:
            self.note(
                f"it says that it heard something {said_s:.1f} s ago, and nothing came for {silent_s:.1f} s"
            )

    def note(self, text: str) -> None:
        """Keep what is new; figures in it do not make it new."""
        kind = text.translate(str.maketrans("", "", "0123456789."))
        if all(kind != each.translate(str.maketrans("", "", "0123456789.")) for each in self.seen):
            self.seen.append(text)
