"""Time: what it is, and who is told when some of it has passed."""

import heapq
import itertools
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import NamedTuple, Protocol

import msgspec

from actors.messages import Message

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Clock(Protocol):
    """Time for actors; the only source of it."""

    def utc(self) -> datetime:
        """Return the wall clock, aware UTC."""

    def monotonic(self) -> float:
        """Return real seconds that never go back, the sleep of the computer included; their origin is any."""

    def elapsed(self) -> float:
        """Return the same at the pace of the wall clock: nobody sets it, and no suspend stops it."""

    def every(self, key: str, interval_s: float, message: Message) -> None:
        """Post a message at an interval, first after one interval; replaces what has the same key."""

    def after(self, key: str, delay_s: float, message: Message) -> None:
        """Post a message once; replaces what has the same key."""

    def cancel(self, key: str) -> None:
        """Forget what has this key, if there is any."""


if sys.platform == "linux":
    # The monotonic clock of Linux stands still while the computer sleeps; those of the others do not.
    _real_ns = partial(time.clock_gettime_ns, time.CLOCK_BOOTTIME)
elif sys.platform == "darwin":
    _real_ns = partial(time.clock_gettime_ns, time.CLOCK_MONOTONIC)
else:
    _real_ns = time.monotonic_ns


def _real_s() -> float:
    return _real_ns() / 1e9


class Moment(msgspec.Struct, frozen=True, gc=False):
    """What wall clock and monotonic clock say at one moment, whole microseconds."""

    utc_us: int
    real_us: int

    @property
    def utc(self) -> datetime:
        """Return the wall clock, aware UTC."""
        return _EPOCH + timedelta(microseconds=self.utc_us)


class HeldClock:
    """A clock that stands still while a message is handled, so that a replay can say the same.

    Args:
        scale: Seconds of wall clock in a real second.
        clock: Takes what is to be posted later; None where a recording says when that is.
        moment: What it says first.
    """

    def __init__(self, moment: Moment, *, scale: float = 1.0, clock: Clock | None = None) -> None:
        self.moment = moment
        self._scale = scale
        self._clock = clock

    def utc(self) -> datetime:
        """Return the wall clock, aware UTC."""
        return self.moment.utc

    def monotonic(self) -> float:
        """Return real seconds that never go back."""
        return self.moment.real_us / 1e6

    def elapsed(self) -> float:
        """Return the same at the pace of the wall clock."""
        return self.moment.real_us / 1e6 * self._scale

    def every(self, key: str, interval_s: float, message: Message) -> None:
        """Post a message at an interval."""
        if self._clock is not None:
            self._clock.every(key, interval_s, message)

    def after(self, key: str, delay_s: float, message: Message) -> None:
        """Post a message once."""
        if self._clock is not None:
            self._clock.after(key, delay_s, message)

    def cancel(self, key: str) -> None:
        """Forget what has this key."""
        if self._clock is not None:
            self._clock.cancel(key)


# The heap is gone through once in so many replacements, and so often larger than what is due at most.
_MOST_PER_KEY = 8


class _Entry(NamedTuple):
    due: float
    order: int
    key: str
    interval_s: float | None
    message: Message


class SystemClock:
    """The real clock: one daemon thread posts what is due.

    Args:
        post: Where messages go.
        scale: How many seconds of wall clock pass in a real second; a demo may run faster than life.
            Intervals and delays stay real seconds.
        since: Moment from which on time runs at that scale, UTC; None for now.
    """

    def __init__(
        self, post: Callable[[Message], None], *, scale: float = 1.0, since: datetime | None = None
    ) -> None:
        self._post = post
        self._scale = scale
        now = datetime.now(UTC)
        self._origin = now if since is None else since + (now - since) * scale
        self._origin_s = _real_s()
        self._order = itertools.count()
        self._heap: list[_Entry] = []
        self._current: dict[str, int] = {}
        self._changed = threading.Condition()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="clock", daemon=True)

    def start(self) -> None:
        """Start to post."""
        self._thread.start()

    def stop(self, timeout_s: float) -> None:
        """Post nothing more and wait for the thread, at most `timeout_s` seconds."""
        with self._changed:
            self._stopping = True
            self._changed.notify()
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def utc(self) -> datetime:
        """Return the wall clock, aware UTC."""
        if self._scale == 1.0:
            return datetime.now(UTC)
        return self._origin + timedelta(seconds=(_real_s() - self._origin_s) * self._scale)

    def read(self) -> Moment:
        """Return what both clocks say, for all that happens while one message is handled."""
        utc_us = time.time_ns() // 1000 if self._scale == 1.0 else (self.utc() - _EPOCH) // _MICROSECOND
        return Moment(utc_us, _real_ns() // 1000)

    def monotonic(self) -> float:
        """Return real seconds that never go back, the sleep of the computer included."""
        return _real_s()

    def elapsed(self) -> float:
        """Return the same at the pace of the wall clock."""
        return _real_s() * self._scale

    def every(self, key: str, interval_s: float, message: Message) -> None:
        """Post a message at an interval."""
        self._schedule(key, interval_s, interval_s, message)

    def after(self, key: str, delay_s: float, message: Message) -> None:
        """Post a message once."""
        self._schedule(key, delay_s, None, message)

    def cancel(self, key: str) -> None:
        """Forget what has this key."""
        with self._changed:
            self._current.pop(key, None)

    def _schedule(self, key: str, delay_s: float, interval_s: float | None, message: Message) -> None:
        with self._changed:
            order = next(self._order)
            self._current[key] = order
            heapq.heappush(self._heap, _Entry(time.monotonic() + delay_s, order, key, interval_s, message))
            # What is put off with every price, to a moment that is hours away, must not pile up until then.
            if len(self._heap) > _MOST_PER_KEY * len(self._current):
                self._heap = [entry for entry in self._heap if self._current.get(entry.key) == entry.order]
                heapq.heapify(self._heap)
            if self._heap[0].order == order:
                self._changed.notify()

    def _run(self) -> None:
        while (message := self._next_due()) is not None:
            self._post(message)

    def _next_due(self) -> Message | None:
        """Wait for the next message that is due; None when the clock stops."""
        with self._changed:
            while not self._stopping:
                while self._heap and self._current.get(self._heap[0].key) != self._heap[0].order:
                    heapq.heappop(self._heap)
                if not self._heap:
                    self._changed.wait()
                elif (wait_s := self._heap[0].due - time.monotonic()) > 0:
                    self._changed.wait(wait_s)
                else:
                    return self._take()
            return None

    def _take(self) -> Message:
        entry = heapq.heappop(self._heap)
        if entry.interval_s is None:
            del self._current[entry.key]
        else:
            # The grid is kept, but what a suspended machine missed is not made up for.
            due = max(entry.due + entry.interval_s, time.monotonic())
            heapq.heappush(self._heap, entry._replace(due=due))
        return entry.message
