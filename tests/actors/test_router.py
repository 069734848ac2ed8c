"""Who hears what."""

from collections.abc import Iterator
from typing import Any

import pykka
import pytest

from actors.base import Actor, Ports, handles
from actors.messages import NoticeCleared, NoticeDismissed, Ping, Tick
from actors.router import Router
from tests.fakes import FakeClock


class Hearing(Actor):
    """Keeps the notices that it hears of."""

    name = "hearing"

    def __init__(self, *, ports: Ports) -> None:
        super().__init__(ports=ports)
        self._awaited = frozenset()
        self.heard: list[str] = []

    @handles(NoticeCleared)
    def hear(self, fact: NoticeCleared) -> None:
        """Keep it."""
        self.heard.append(fact.key)


class HearingMore(Hearing):
    """Hears of more."""

    name = "hearing more"

    @handles(NoticeDismissed)
    def hear_more(self, command: NoticeDismissed) -> None:
        """Keep it."""
        self.heard.append(f"more {command.key}")


@pytest.fixture
def router() -> Router:
    """Give a router."""
    return Router()


@pytest.fixture
def refs(router: Router) -> Iterator[tuple[pykka.ActorRef[Any], pykka.ActorRef[Any]]]:
    """Give two attached actors."""
    ports = Ports(post=router.post, clock=FakeClock())
    first, second = Hearing.start(ports=ports), HearingMore.start(ports=ports)
    router.attach(first, Hearing)
    router.attach(second, HearingMore)
    yield first, second
    first.stop()
    second.stop()


def heard(ref: pykka.ActorRef[Any]) -> list[str]:
    """Return what an actor has heard, once it has handled all."""
    ref.ask(Ping(), timeout=2)
    actor = ref._actor_weakref()
    assert actor is not None
    return list(actor.heard)


def test_message_goes_to_all_that_handle_its_type(
    router: Router, refs: tuple[pykka.ActorRef[Any], pykka.ActorRef[Any]]
) -> None:
    """Every handler hears it once, in the order of posting; an inherited handler counts."""
    for message in (NoticeCleared(key="a"), NoticeDismissed(key="b"), NoticeCleared(key="c")):
        router.post(message)
    assert heard(refs[0]) == ["a", "c"]
    assert heard(refs[1]) == ["a", "more b", "c"]


def test_message_that_nobody_handles_is_no_error(router: Router) -> None:
    """Not everything is of interest to anybody."""
    router.post(Tick())


def test_stopped_receiver_does_not_hurt_the_sender(
    router: Router, refs: tuple[pykka.ActorRef[Any], pykka.ActorRef[Any]]
) -> None:
    """At shutdown a message to an actor that is gone is dropped; the others still get it."""
    refs[0].stop()
    router.post(NoticeCleared(key="late"))
    assert heard(refs[1]) == ["late"]
