"""The real clock."""

import queue
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from actors.messages import Message, NoticeCleared
from actors.seams.clock import HeldClock, Moment, SystemClock

Posted = queue.SimpleQueue[Message]


def note(key: str) -> Message:
    """Return a message that can be told from others."""
    return NoticeCleared(key=key)


@pytest.fixture
def posted() -> Posted:
    """Give the place that the clock posts to."""
    return queue.SimpleQueue()


@pytest.fixture
def clock(posted: Posted) -> Iterator[SystemClock]:
    """Give a running clock."""
    clock = SystemClock(posted.put)
    clock.start()
    yield clock
    clock.stop(2)


def test_delays_are_kept_in_order(clock: SystemClock, posted: Posted) -> None:
    """What is due first is posted first, whatever was scheduled first."""
    began = time.monotonic()
    clock.after("late", 0.04, note("late"))
    clock.after("early", 0.01, note("early"))
    assert [posted.get(timeout=2), posted.get(timeout=2)] == [note("early"), note("late")]
    assert time.monotonic() - began >= 0.04


def test_interval_repeats_until_cancelled(clock: SystemClock, posted: Posted) -> None:
    """An interval goes on until its key is cancelled."""
    clock.every("tick", 0.01, note("tick"))
    assert [posted.get(timeout=2) for _ in range(3)] == [note("tick")] * 3
    clock.cancel("tick")
    clock.after("end", 0.05, note("end"))
    rest = [posted.get(timeout=2)]
    while rest[-1] != note("end"):
        rest.append(posted.get(timeout=2))
    assert len(rest) <= 2


def test_same_key_replaces(clock: SystemClock, posted: Posted) -> None:
    """Scheduling a key again forgets what it stood for."""
    clock.after("key", 0.02, note("old"))
    clock.after("key", 0.03, note("new"))
    assert posted.get(timeout=2) == note("new")
    assert posted.empty()


def test_what_is_put_off_again_and_again_does_not_pile_up(clock: SystemClock, posted: Posted) -> None:
    """An alarm that is put off with every price costs no memory until it is due."""
    clock.after("other", 0.05, note("other"))
    for _ in range(10_000):
        clock.after("alarm", 3600, note("alarm"))
    assert len(clock._heap) < 100
    assert posted.get(timeout=2) == note("other")


def test_scaled_wall_clock_starts_now_and_runs_faster() -> None:
    """A scaled clock shows many seconds for each real one."""
    clock = SystemClock(lambda _message: None, scale=1000.0)
    first = clock.utc()
    assert abs(first - datetime.now(UTC)) < timedelta(seconds=60)
    began = clock.monotonic()
    while clock.monotonic() - began < 0.005:
        pass
    assert clock.utc() - first >= timedelta(seconds=5)


def test_elapsed_time_has_the_pace_of_the_wall_clock() -> None:
    """What passes on the wall clock passes on the one that nobody sets, at every pace."""
    clock = SystemClock(lambda _message: None, scale=1000.0)
    first, first_s, began = clock.utc(), clock.elapsed(), clock.monotonic()
    while clock.monotonic() - began < 0.005:
        pass
    passed = timedelta(seconds=clock.elapsed() - first_s)
    assert abs(clock.utc() - first - passed) < timedelta(seconds=2)
    assert passed >= timedelta(seconds=5)


@pytest.mark.skipif(sys.platform != "linux", reason="the monotonic clock of the others goes on in sleep")
def test_sleep_of_the_computer_counts() -> None:
    """Seconds are those since the computer was switched on, awake or not."""
    clock = SystemClock(lambda _message: None)
    assert abs(clock.monotonic() - time.clock_gettime(time.CLOCK_BOOTTIME)) < 1


def test_both_clocks_are_read_at_once() -> None:
    """One moment holds wall clock and monotonic clock, to the microsecond."""
    clock = SystemClock(lambda _message: None)
    before, moment, after = clock.utc(), clock.read(), clock.utc()
    assert before - timedelta(microseconds=1) <= moment.utc <= after
    assert abs(clock.monotonic() - moment.real_us / 1e6) < 1


def test_a_faster_clock_is_read_at_its_pace() -> None:
    """The moment of a demo is demo time."""
    since = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
    clock = SystemClock(lambda _message: None, scale=20.0, since=since)
    assert abs((clock.read().utc - clock.utc()).total_seconds()) < 1


def test_a_held_clock_stands_still() -> None:
    """It says what its moment says, until it gets another; there may be nobody who keeps time for it."""
    clock = HeldClock(Moment(1_795_000_000_000_001, 2_500_000), scale=2.0)
    clock.every("key", 0.001, note("never"))
    clock.after("key", 0.001, note("never"))
    clock.cancel("key")
    assert clock.utc() == datetime(2026, 11, 18, 11, 6, 40, 1, UTC)
    assert (clock.monotonic(), clock.elapsed()) == (2.5, 5.0)
    clock.moment = Moment(1_795_000_000_000_002, 3_000_000)
    assert (clock.utc().microsecond, clock.monotonic()) == (2, 3.0)
