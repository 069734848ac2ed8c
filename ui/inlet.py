"""The one way from the actors' threads into the GUI thread."""

from collections import deque
from collections.abc import Callable
from threading import Lock
from time import perf_counter

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from ui.payload import Arrival

# An event-driven bridge that keeps no pace paints a thousand times a second. At this one, 99
# of 100 prices that never cease are painted within 4.4 to 6.4 ms; at twice as long within 5.9 to 8.5, and a
# thousand a second cost a fifth less.
_SHORTEST_TURN_S = 0.002
_LONGEST_GAP_S = 0.016
"""One frame at 60 Hz."""
_TURN_PER_COST = 4.0
# Between two batches there is always time to paint the first one.
_BREATH_S = 0.001
_CREDIT_S = 0.016


class Inlet(QObject):
    """Hand facts from any thread to the GUI thread, in order, a batch at a time.

    The first fact after a pause is delivered at once; while facts keep coming, each batch takes a turn that
    grows with its cost, so that painting and input always get their share. Time in which nothing came counts
    for the turns that follow, up to a frame: a price right after a dear fill need not wait.
    """

    _wake = Signal()

    def __init__(
        self,
        deliver: Callable[[Arrival], None],
        drained: Callable[[], None],
        draining: Callable[[int], None] = lambda _taken: None,
        parent: QObject | None = None,
    ) -> None:
        """Create the inlet; call it in the GUI thread.

        Args:
            deliver: Takes one fact, in the GUI thread.
            drained: Called in the GUI thread after each batch.
            draining: Called in the GUI thread before each batch, with the number of facts that had come.
            parent: Owner.
        """
        super().__init__(parent)
        self._deliver = deliver
        self._drained = drained
        self._draining = draining
        # A plain dict keeps its order, and moving a key to the end keeps a keyed fact behind the scope
        # change that it belongs to. That takes two steps, hence the lock; it is held for less than 1 us.
        self._lock = Lock()
        self._pending: dict[str | int, Arrival] = {}
        self._came = 0
        self._awake = False
        self._open = True
        self._next_at = self._free_at = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.drain)
        self._wake.connect(self._pace, Qt.ConnectionType.QueuedConnection)

    def put(self, fact: Arrival, key: str | None = None) -> None:
        """Queue a fact; call it from any thread.

        Args:
            fact: What to show.
            key: Facts with the same key replace each other, the latest wins; None keeps every one.
        """
        with self._lock:
            if not self._open:
                return
            self._came += 1
            if key is None:
                self._pending[self._came] = fact
            else:
                self._pending.pop(key, None)
                self._pending[key] = fact
            wake = not self._awake
            self._awake = True
        if wake:
            self._wake.emit()

    def close(self) -> None:
        """Drop what waits and everything that still comes; call it in the GUI thread."""
        with self._lock:
            self._open = False
            self._pending = {}
        self._timer.stop()

    @Slot()
    def _pace(self) -> None:
        wait_s = self._next_at - perf_counter()
        if wait_s <= 0:
            self.drain()
        elif not self._timer.isActive():
            self._timer.start(max(1, round(wait_s * 1000)))

    @Slot()
    def drain(self) -> None:
        """Deliver what waits, now; call it in the GUI thread."""
        with self._lock:
            batch = deque(self._pending.items())
            self._pending = {}
            self._awake = False
            came = self._came
        if not batch:
            return
        started = perf_counter()
        try:
            self._draining(came)
            while batch:
                self._deliver(batch.popleft()[1])
        finally:
            # A fact that fails must not take those behind it along.
            if batch:
                self._return(batch)
            self._drained()
            self._keep_pace(started, perf_counter())

    def _keep_pace(self, started: float, drained_at: float) -> None:
        turn_s = max(_SHORTEST_TURN_S, _TURN_PER_COST * (drained_at - started))
        self._free_at = max(self._free_at, started - _CREDIT_S) + turn_s
        self._next_at = min(max(self._free_at, drained_at + _BREATH_S), drained_at + _LONGEST_GAP_S)

    def _return(self, batch: deque[tuple[str | int, Arrival]]) -> None:
        with self._lock:
            newer = self._pending
            self._pending = {key: fact for key, fact in batch if key not in newer} | newer
            wake = self._open and not self._awake
            self._awake = True
        if wake:
            self._wake.emit()
