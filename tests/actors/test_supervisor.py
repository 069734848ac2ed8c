"""Starting, and stopping in reverse."""

import itertools
import threading
from collections.abc import Callable
from typing import NamedTuple

import pykka
import pytest

from actors.base import Actor, Ports, handles
from actors.messages import Message, NoticeCleared, Ping, Tick
from actors.router import Router
from actors.supervisor import ActorSpec, Supervisor
from tests.actors.conftest import AllowLog
from tests.fakes import FakeClock

Diary = list[str]


class Writing(Actor):
    """Writes down the steps of its life."""

    name = "first"

    def __init__(self, *, ports: Ports, diary: Diary) -> None:
        super().__init__(ports=ports)
        self._diary = diary

    def begin(self) -> None:
        """Tell the others."""
        self._diary.append(f"{self.name} begins")
        self.post(NoticeCleared(key=self.name))

    def release(self) -> None:
        """Write it down."""
        self._diary.append(f"{self.name} ends")


class Second(Writing):
    """Another one."""

    name = "second"

    @handles(NoticeCleared)
    def hear(self, fact: NoticeCleared) -> None:
        """Write down who began."""
        self._diary.append(f"{self.name} hears {fact.key}")


class Gate(NamedTuple):
    """What an actor waits at."""

    entered: threading.Event
    opened: threading.Event


class Hanging(Writing):
    """Stops working until it is let go."""

    name = "hanging"

    def __init__(self, *, ports: Ports, diary: Diary, gate: Gate) -> None:
        super().__init__(ports=ports, diary=diary)
        self._gate = gate

    @handles(Tick)
    def hang(self, _command: Tick) -> None:
        """Wait for the end of the test."""
        self._gate.entered.set()
        self._gate.opened.wait(5)


class BadlyStarting(Writing):
    """Cannot start."""

    name = "bad"

    def on_start(self) -> None:
        """Fail."""
        raise OSError("no")


def specs(diary: Diary, post: Callable[[Message], None], *classes: type[Actor]) -> list[ActorSpec]:
    """Return what starts some actors."""
    ports = Ports(post=post, clock=FakeClock())
    return [ActorSpec(each, {"ports": ports, "diary": diary}) for each in classes]


def test_all_are_attached_before_the_first_begins_and_end_in_reverse() -> None:
    """Nobody misses what another says when it begins, and who started last stops first."""
    diary: Diary = []
    router = Router()
    supervisor = Supervisor(router)
    supervisor.start(specs(diary, router.post, Writing, Second))
    for ref in pykka.ActorRegistry.get_all():
        ref.ask(Ping(), timeout=2)
    assert supervisor.stop(2) == []
    assert "second hears first" in diary
    assert diary[-2:] == ["second ends", "first ends"]


def test_stopping_again_does_nothing() -> None:
    """A second stop finds nothing to stop."""
    diary: Diary = []
    supervisor = Supervisor(Router())
    supervisor.start(specs(diary, lambda _message: None, Writing))
    supervisor.stop(2)
    before = list(diary)
    assert supervisor.stop(2) == []
    assert diary == before


def test_hanging_actor_does_not_keep_the_others_from_stopping(
    allow_log: AllowLog, capfd: pytest.CaptureFixture[str]
) -> None:
    """Who hangs is named and left behind, with the stacks of all threads; everyone else ends in order."""
    allow_log("do not stop: hanging")
    diary: Diary = []
    router = Router()
    supervisor = Supervisor(router)
    gate = Gate(threading.Event(), threading.Event())
    first, second = specs(diary, router.post, Writing, Hanging)
    supervisor.start([first, second._replace(arguments={**second.arguments, "gate": gate})])
    (hung,) = pykka.ActorRegistry.get_by_class(Hanging)
    router.post(Tick())
    assert gate.entered.wait(2)
    ticks = itertools.count()
    assert supervisor.stop(0.2, elapsed=lambda: next(ticks) * 0.05) == ["hanging"]
    assert diary[-1] == "first ends"
    gate.opened.set()
    hung.stop(timeout=2)
    assert "Thread" in capfd.readouterr().err


def test_failed_start_is_reported_to_who_started(allow_log: AllowLog) -> None:
    """An actor that dies while it starts is an error of the start, not a silent gap."""
    allow_log("Unhandled exception")
    diary: Diary = []
    supervisor = Supervisor(Router())
    with pytest.raises((pykka.Timeout, pykka.ActorDeadError)):
        supervisor.start(specs(diary, lambda _message: None, Writing, BadlyStarting))
    supervisor.stop(1)
    assert diary[-1:] == ["first ends"]
