"""Actors without threads."""

from collections.abc import Iterator

import pytest

from actors.base import Actor, Ports, handles
from actors.ensemble import OUTSIDE, Delivery, Ensemble, FirstInFirstOut
from actors.messages import Begin, NoticeCleared, NoticeDismissed
from actors.router import Router
from actors.supervisor import ActorSpec
from tests.fakes import FakeClock


class Echo(Actor):
    """Answers a dismissed notice with a cleared one."""

    name = "echo"

    @handles(NoticeDismissed)
    def answer(self, command: NoticeDismissed) -> None:
        """Answer."""
        self.post(NoticeCleared(key=command.key))


class Ear(Actor):
    """Hears both; what it heard is in `heard`."""

    name = "ear"

    def begin(self) -> None:
        """Hear nothing yet."""
        self.heard: list[str] = []
        self.released = False

    def release(self) -> None:
        """Note that the end came."""
        self.released = True

    @handles(NoticeDismissed, NoticeCleared)
    def hear(self, message: NoticeDismissed | NoticeCleared) -> None:
        """Keep what was said."""
        self.heard.append(f"{type(message).__name__} {message.key}")


class Endless(Actor):
    """Begets its own messages."""

    name = "endless"

    @handles(NoticeCleared)
    def repeat(self, fact: NoticeCleared) -> None:
        """Say it again."""
        self.post(fact)


class LastInFirstOut(FirstInFirstOut):
    """Another order, which threads could bring about as well."""

    def take(self) -> Delivery | None:
        """Return the newest message."""
        return self._queue.pop() if self._queue else None


@pytest.fixture
def router() -> Router:
    """Return who hears what."""
    return Router()


def play(router: Router, *classes: type[Actor], ensemble: Ensemble) -> Iterator[Actor]:
    """Start actors on an ensemble."""
    ports = Ports(post=router.post, clock=FakeClock())
    ensemble.start([ActorSpec(actor_class, {"ports": ports}) for actor_class in classes])
    ensemble.settle()
    return iter(ensemble.actors)


def test_messages_arrive_in_the_order_of_their_sending(router: Router) -> None:
    """Without another wish, what was posted first is handled first."""
    ensemble = Ensemble(router)
    _, ear = play(router, Echo, Ear, ensemble=ensemble)
    router.post(NoticeDismissed(key="a"))
    router.post(NoticeDismissed(key="b"))
    ensemble.settle()
    assert isinstance(ear, Ear)
    assert ear.heard == ["NoticeDismissed a", "NoticeDismissed b", "NoticeCleared a", "NoticeCleared b"]


def test_a_schedule_decides_the_order(router: Router) -> None:
    """Whatever the schedule hands out next is handled next."""
    ensemble = Ensemble(router, LastInFirstOut())
    ear, _ = play(router, Ear, Echo, ensemble=ensemble)
    router.post(NoticeDismissed(key="a"))
    ensemble.settle()
    assert isinstance(ear, Ear)
    assert ear.heard == ["NoticeCleared a", "NoticeDismissed a"]


def test_a_delivery_names_its_sender(router: Router) -> None:
    """What an actor posts while it works comes from it, all else from outside."""
    ensemble = Ensemble(router)
    tuple(play(router, Echo, Ear, ensemble=ensemble))
    router.post(NoticeDismissed(key="a"))
    steps = [(step.sender, step.receiver.name) for step in iter(ensemble.step, None)]
    assert steps == [(OUTSIDE, "echo"), (OUTSIDE, "ear"), ("echo", "ear")]


def test_created_actors_wait_for_begin(router: Router) -> None:
    """Without `start` nobody is told to begin, and what comes is kept."""
    ensemble = Ensemble(router)
    ensemble.create([ActorSpec(Ear, {"ports": Ports(post=router.post, clock=FakeClock())})])
    router.post(NoticeCleared(key="early"))
    ensemble.settle()
    (ear,) = ensemble.actors
    assert isinstance(ear, Ear)
    assert not ear.has_begun
    ensemble.deliver(Delivery(OUTSIDE, ear, Begin()))
    assert ear.heard == ["NoticeCleared early"]


def test_actors_that_never_rest_are_noticed(router: Router, monkeypatch: pytest.MonkeyPatch) -> None:
    """A message that begets itself ends with an error, not in an endless loop."""
    monkeypatch.setattr("actors.ensemble.MOST_STEPS", 100)
    ensemble = Ensemble(router)
    tuple(play(router, Endless, ensemble=ensemble))
    router.post(NoticeCleared(key="again"))
    with pytest.raises(RuntimeError, match="no rest after 100 messages"):
        ensemble.settle()


def test_an_orderly_end_handles_what_waits(router: Router) -> None:
    """Before an actor ends it handles its mailbox; then it lets go of what it holds."""
    ensemble = Ensemble(router)
    (ear,) = play(router, Ear, ensemble=ensemble)
    router.post(NoticeCleared(key="late"))
    ensemble.stop()
    assert isinstance(ear, Ear)
    assert (ear.heard, ear.released) == (["NoticeCleared late"], True)


def test_a_kill_handles_nothing_more(router: Router) -> None:
    """What waits is lost, and nobody gets the chance to let go."""
    ensemble = Ensemble(router)
    (ear,) = play(router, Ear, ensemble=ensemble)
    router.post(NoticeCleared(key="lost"))
    ensemble.kill()
    assert isinstance(ear, Ear)
    assert (ear.heard, ear.released, ensemble.step()) == ([], False, None)
