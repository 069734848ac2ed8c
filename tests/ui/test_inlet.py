"""The way from the actors' threads into the GUI thread."""

from threading import Thread, current_thread

import pytest
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from actors.messages import NoticeCleared, ScopeChanged, Shown
from tests.ui.builders import a_scope, a_tick, shown
from ui.inlet import Inlet
from ui.payload import Arrival

FACTS = 10_000
THREADS = 3


class Screen:
    """Keeps what an inlet delivers."""

    def __init__(self) -> None:
        self.facts: list[Shown] = []
        self.drains = 0
        self.threads: set[object] = set()

    def deliver(self, fact: Arrival) -> None:
        """Keep a fact and its thread."""
        assert isinstance(fact, Shown)
        self.facts.append(fact)
        self.threads.add(current_thread())

    def drained(self) -> None:
        """Count a batch."""
        self.drains += 1


@pytest.fixture
def screen() -> Screen:
    """Return a screen."""
    return Screen()


@pytest.fixture
def inlet(qtbot: QtBot, screen: Screen) -> Inlet:
    """Return an inlet to the screen."""
    del qtbot
    return Inlet(screen.deliver, screen.drained)


def a_note(key: str) -> Shown:
    """Return a small fact with a name."""
    return shown(NoticeCleared(key=key))


def names(screen: Screen) -> list[str]:
    """Return the names of the notes that arrived, in order."""
    return [fact.fact.key for fact in screen.facts if isinstance(fact.fact, NoticeCleared)]


def test_facts_of_many_threads_arrive_complete_and_in_order(
    qtbot: QtBot, inlet: Inlet, screen: Screen
) -> None:
    """Of 10,000 facts from three threads none is lost, and each thread's stay in order, in the GUI thread."""

    def send(name: int) -> None:
        for number in range(FACTS // THREADS):
            inlet.put(a_note(f"{name} {number}"))

    threads = [Thread(target=send, args=(name,)) for name in range(THREADS)]
    for thread in threads:
        thread.start()
    total = FACTS // THREADS * THREADS
    qtbot.waitUntil(lambda: len(screen.facts) == total, timeout=5000)
    for thread in threads:
        thread.join()
    for name in range(THREADS):
        own = [key for key in names(screen) if key.startswith(f"{name} ")]
        assert own == [f"{name} {number}" for number in range(FACTS // THREADS)]
    assert screen.threads == {current_thread()}


def test_the_latest_fact_of_a_key_wins(qtbot: QtBot, inlet: Inlet, screen: Screen) -> None:
    """However many facts with one key wait, the newest alone is delivered."""
    for second in range(1000):
        inlet.put(a_tick(second), "clock")
    qtbot.waitUntil(lambda: bool(screen.facts))
    assert screen.facts == [a_tick(999)]


def test_at_most_one_wake_is_pending(qtbot: QtBot, inlet: Inlet, screen: Screen) -> None:
    """A thousand facts that wait cost the event loop one wake-up."""
    wakes: list[int] = []
    inlet._wake.connect(lambda: wakes.append(1))
    for number in range(1000):
        inlet.put(a_note(str(number)))
    qtbot.waitUntil(lambda: len(screen.facts) == 1000)
    assert len(wakes) == 1
    assert screen.drains == 1


def test_a_keyed_fact_stays_behind_the_scope_that_it_belongs_to(
    qtbot: QtBot, inlet: Inlet, screen: Screen
) -> None:
    """A keyed fact that was renewed after a scope change is delivered after it."""
    inlet.put(a_tick(1), "clock")
    inlet.put(a_scope(epoch=2))
    inlet.put(a_tick(2), "clock")
    inlet.put(a_note("last"))
    qtbot.waitUntil(lambda: bool(screen.facts))
    kinds = [type(fact.fact) for fact in screen.facts]
    assert kinds.index(ScopeChanged) == 0
    assert screen.facts[1] == a_tick(2)
    assert names(screen) == ["last"]


def test_batches_keep_a_distance(qtbot: QtBot, inlet: Inlet, screen: Screen) -> None:
    """A stream of facts is delivered in batches: far fewer drains than facts, and none is lost."""
    for number in range(200):
        inlet.put(a_note(str(number)))
        qtbot.wait(0)
    qtbot.waitUntil(lambda: len(screen.facts) == 200)
    assert screen.drains < 100


def test_a_fact_that_fails_takes_no_other_along(qtbot: QtBot, screen: Screen) -> None:
    """When a panel raises on a fact, the facts behind it are still delivered, in order."""

    def deliver(fact: Arrival) -> None:
        if fact == a_note("bad"):
            message = "broken panel"
            raise ValueError(message)
        screen.deliver(fact)

    inlet = Inlet(deliver, screen.drained)
    with capture_exceptions() as errors:
        for key in ("first", "bad", "second", "third"):
            inlet.put(a_note(key))
        qtbot.waitUntil(lambda: len(screen.facts) == 3)
    assert names(screen) == ["first", "second", "third"]
    assert [str(error[1]) for error in errors] == ["broken panel"]


def test_a_closed_inlet_delivers_nothing(qtbot: QtBot, inlet: Inlet, screen: Screen) -> None:
    """What waits when the window goes, and what comes afterwards, is dropped."""
    inlet.put(a_note("waiting"))
    inlet.close()
    inlet.put(a_note("late"))
    qtbot.wait(30)
    assert screen.facts == []


def test_a_fact_after_a_dear_batch_does_not_wait_for_its_cost(inlet: Inlet) -> None:
    """After a pause one batch that takes long keeps the next one back no longer than painting needs."""
    inlet._keep_pace(10.0, 10.002)
    assert inlet._next_at == pytest.approx(10.003)


def test_batches_without_a_pause_keep_their_pace(inlet: Inlet) -> None:
    """A stream of cheap batches has 500 turns a second; dear ones take a quarter of the time."""
    for cost_s, turn_s in ((0.0004, 0.002), (0.002, 0.008), (0.01, 0.026)):
        starts = [20.0]
        for _ in range(100):
            inlet._keep_pace(starts[-1], starts[-1] + cost_s)
            starts.append(inlet._next_at)
        assert starts[-1] - starts[-2] == pytest.approx(turn_s)
        inlet._free_at = 0.0
