"""Who hangs is named, and nobody else."""

import logging
import threading
from collections.abc import Callable, Iterator
from typing import Any, ClassVar

import pykka
import pytest

from actors.base import Actor, handles
from actors.messages import (
    Begin,
    Connect,
    HeatLoaded,
    Message,
    NoticeCleared,
    NoticeRaised,
    Ping,
    Severity,
    Tick,
)
from actors.watchdog import (
    HANGS_AFTER,
    LOOK_S,
    START_LOOKS,
    STOOD_STILL_S,
    TOLD_AFTER,
    WINDOW_HANGS_AFTER,
    Watchdog,
)
from tests.actors.conftest import AllowLog, Stage

HANG = Tick()


class Hanging(Actor):
    """Stops working at a tick until it is let go."""

    name = "positions"
    entered: ClassVar[threading.Semaphore]
    opened: ClassVar[threading.Semaphore]

    @handles(Tick, Connect)
    def stand_at_the_gate(self, _message: Message) -> None:
        """Wait for the test."""
        self.entered.release()
        self.opened.acquire(timeout=10)

    @handles(HeatLoaded)
    def take(self, _fact: HeatLoaded) -> None:
        """Do what takes no time."""


class HangingScreen(Hanging):
    """Hangs where all notices go through."""

    name = "screen"


class Waiting(Hanging):
    """Has begun, and waits for an answer."""

    def begin(self) -> None:
        """Wait for what is stored."""
        self.wait_for(HeatLoaded)


class Dog:
    """A watchdog without a thread, at a clock that the test moves."""

    def __init__(self, stage: Stage, actor_class: type[Hanging] = Hanging) -> None:
        self._stage = stage
        Hanging.entered, Hanging.opened = threading.Semaphore(0), threading.Semaphore(0)
        actors: list[Actor] = []
        ports = stage.ports._replace(enroll=actors.append)
        self.ref: pykka.ActorRef[Any] = actor_class.start(ports=ports)
        (self.actor,) = actors
        self.is_debugged = False
        self.now = 0.0
        self.watchdog = Watchdog(
            stage.ports.post, actors, elapsed=lambda: self.now, is_debugged=lambda: self.is_debugged
        )

    def begin(self) -> None:
        """Let the actor begin, and see it at rest."""
        self.tell(Begin())
        assert self.ref.ask(Ping(), timeout=2)
        self.look()

    def tell(self, message: Message) -> None:
        """Tell the actor something."""
        self.ref.tell(message)

    def hang(self, message: Message = HANG) -> None:
        """Let the actor hang, from now on."""
        self.tell(message)
        assert self.entered()

    def entered(self) -> bool:
        """Wait until the actor hangs."""
        return Hanging.entered.acquire(timeout=2)

    def let_go(self) -> None:
        """Let the actor go on, and wait until it has."""
        Hanging.opened.release()
        assert self.ref.ask(Ping(), timeout=2)

    def look(self, times: int = 1, *, alive: bool = True) -> None:
        """Look so often, at the usual pace."""
        for _ in range(times):
            self.now += LOOK_S
            if alive:
                self.watchdog.beat()
            self.watchdog.look()

    @property
    def notices(self) -> list[Message]:
        """Return what the trader was told."""
        return self._stage.posted


@pytest.fixture
def dog(stage: Stage) -> Iterator[Dog]:
    """Give a watchdog at its actor, which is at rest."""
    dog = Dog(stage)
    dog.begin()
    yield dog
    end(dog)


def end(dog: Dog) -> None:
    """Let everything go that a test left hanging."""
    for _ in range(10):
        Hanging.opened.release()
    dog.ref.stop(timeout=2)


def hung(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return the log lines that name somebody."""
    return [record.getMessage() for record in caplog.records if " hangs on=" in record.getMessage()]


def test_names_who_hangs_within_a_second_once_with_all_stacks(
    dog: Dog, allow_log: AllowLog, caplog: pytest.LogCaptureFixture
) -> None:
    """One line tells actor, kind of message, how long, and where every thread is."""
    allow_log("positions hangs on=Tick")
    dog.hang()
    began = dog.now
    while not hung(caplog):
        dog.look()
    assert dog.now - began <= 1.0
    dog.look(5)
    (line,) = hung(caplog)
    assert "positions hangs on=Tick for_s=0.6" in line
    assert "in stand_at_the_gate" in line
    assert "thread MainThread" in line
    assert "in test_names_who_hangs" in line


def test_tells_when_it_goes_on(dog: Dog, allow_log: AllowLog, caplog: pytest.LogCaptureFixture) -> None:
    """The trader sees a notice while it hangs; log and notice say that it is over."""
    allow_log("positions hangs")
    caplog.set_level(logging.INFO)
    dog.hang()
    dog.look(1 + TOLD_AFTER)
    (notice,) = dog.notices
    assert isinstance(notice, NoticeRaised)
    assert notice.severity is Severity.ERROR
    assert "positions part hangs (Tick)" in notice.text
    dog.look(5)
    dog.let_go()
    dog.look(2)
    assert dog.notices == [notice, NoticeCleared(key=notice.key)]
    assert "positions goes on on=Tick after_s=3.2" in caplog.text
    dog.hang()
    dog.look(1 + HANGS_AFTER)
    assert len(hung(caplog)) == 2


def test_short_hang_is_in_the_log_alone(
    dog: Dog, allow_log: AllowLog, caplog: pytest.LogCaptureFixture
) -> None:
    """A banner that comes and goes would only make the window jump."""
    allow_log("positions hangs")
    dog.hang()
    dog.look(TOLD_AFTER)
    dog.let_go()
    dog.look(2)
    assert hung(caplog)
    assert dog.notices == []


def test_contents_of_a_message_stay_out_of_the_log(
    dog: Dog, allow_log: AllowLog, caplog: pytest.LogCaptureFixture
) -> None:
    """A log line names the type of the message alone."""
    allow_log("positions hangs on=HeatLoaded")
    dog.actor.work = (HeatLoaded(since=()),)
    dog.look(1 + HANGS_AFTER)
    (line,) = hung(caplog)
    assert "since" not in line
    dog.actor.work = None


def test_busy_actor_does_not_hang(dog: Dog, caplog: pytest.LogCaptureFixture) -> None:
    """The same message again and again is new work each time, whatever it is equal to."""
    for _ in range(3 * HANGS_AFTER):
        dog.hang()
        dog.look()
        dog.let_go()
    assert not hung(caplog)


def test_screen_that_hangs_is_told_to_the_window_itself(stage: Stage, allow_log: AllowLog) -> None:
    """All other notices go through that actor; this one is handed over with the window's sign of life."""
    allow_log(" hangs on=")
    screen = Dog(stage, HangingScreen)
    screen.begin()
    screen.hang()
    screen.look(1 + TOLD_AFTER, alive=False)
    notice = screen.watchdog.beat()
    assert notice is not None
    assert "screen part hangs" in notice.text
    assert screen.watchdog.beat() is None
    end(screen)


def test_window_that_gives_no_sign_of_life_is_named(
    dog: Dog, allow_log: AllowLog, caplog: pytest.LogCaptureFixture
) -> None:
    """Two seconds without events are in the log; the window cannot show a notice then."""
    allow_log("window hangs on=its events")
    caplog.set_level(logging.INFO)
    dog.look(WINDOW_HANGS_AFTER - 1, alive=False)
    assert not hung(caplog)
    dog.look(alive=False)
    assert len(hung(caplog)) == 1
    dog.look(1)
    assert "window goes on" in caplog.text
    assert dog.notices == []


@pytest.mark.parametrize("actor_class", [Hanging, Waiting])
def test_start_may_take_its_time(
    stage: Stage, actor_class: type[Hanging], allow_log: AllowLog, caplog: pytest.LogCaptureFixture
) -> None:
    """Until all actors were at rest once, only what takes longer than any start is a hang."""
    allow_log("hangs on=Tick")
    dog = Dog(stage, actor_class)
    dog.tell(HANG)
    dog.tell(Begin())
    dog.tell(HeatLoaded(since=()))
    assert dog.entered()
    dog.look(START_LOOKS - 1)
    assert not hung(caplog)
    dog.look(2 + HANGS_AFTER)
    assert len(hung(caplog)) == 1
    end(dog)


@pytest.mark.parametrize("why", ["sleep", "debugger"])
def test_standing_still_with_everybody_is_no_hang(
    dog: Dog, why: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A computer that slept, a process that was stopped, and a debugger, make nobody hang."""
    dog.hang()
    for _ in range(3 * HANGS_AFTER):
        dog.now += 2 * STOOD_STILL_S if why == "sleep" else 0
        dog.is_debugged = why == "debugger"
        dog.look()
    assert not hung(caplog)


def test_looks_by_itself(stage: Stage, allow_log: AllowLog, caplog: pytest.LogCaptureFixture) -> None:
    """Its own thread finds a hung actor among threads, and ends when it is told to."""
    allow_log("positions hangs on=Tick")
    named = threading.Event()
    handler = _Waker(named.set)
    logging.getLogger("actors.watchdog").addHandler(handler)
    dog = Dog(stage)
    dog.begin()
    watchdog = Watchdog(stage.ports.post, [dog.actor], is_debugged=lambda: False)
    watchdog.look()
    dog.hang()
    watchdog.start()
    assert named.wait(10)
    watchdog.stop()
    logging.getLogger("actors.watchdog").removeHandler(handler)
    assert "in stand_at_the_gate" in hung(caplog)[0]
    end(dog)
    assert "watchdog" not in [thread.name for thread in threading.enumerate()]


class _Waker(logging.Handler):
    """Calls somebody at a warning."""

    def __init__(self, wake: Callable[[], None]) -> None:
        super().__init__(logging.WARNING)
        self._wake = wake

    def emit(self, _record: logging.LogRecord) -> None:
        self._wake()
