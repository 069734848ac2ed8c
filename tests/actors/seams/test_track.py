"""What happens to recorded actors, in its order."""

import threading
from typing import Any

import pytest

from actors.base import Actor, Ports, handles
from actors.messages import Begin, Message, NoticeCleared, NoticeDismissed, Ping, Tick
from actors.router import Router
from actors.seams import track as tracks
from actors.seams.clock import Moment
from actors.seams.track import ANSWER, FRAME, SHOT, VIEW, Track, TrackRow
from actors.supervisor import ActorSpec, Supervisor
from tests.fakes import FakeClock


class Asker(Actor):
    """Answers, and notes what its clock says at the beginning and at the end of its work."""

    name = "asker"

    @handles(NoticeDismissed)
    def answer(self, command: NoticeDismissed) -> None:
        """Answer."""
        self.said = [self.clock.utc(), self.clock.monotonic(), self.clock.elapsed()]
        self.post(NoticeCleared(key=command.key))
        self.said += [self.clock.utc(), self.clock.monotonic(), self.clock.elapsed()]


class Hearer(Actor):
    """Hears the answers."""

    name = "hearer"

    @handles(NoticeCleared)
    def hear(self, _fact: NoticeCleared) -> None:
        """Hear."""


@pytest.fixture
def track() -> Track:
    """Return a track whose time goes on by a second with each look."""
    track = Track()
    seconds = iter(range(1, 1_000))

    def read() -> Moment:
        second = next(seconds)
        return Moment(1_795_000_000_000_000 + second * 1_000_000, second * 1_000_000)

    track.read = read
    return track


def test_deliveries_are_noted_with_their_senders(track: Track) -> None:
    """Each message is noted when it is taken: by whom, from which thread; the clock is held meanwhile."""
    router = Router()
    supervisor = Supervisor(router)
    ports = Ports(post=router.post, clock=FakeClock())
    specs = [ActorSpec(each, {"ports": track.enter(each.name, ports, 2.0)[0]}) for each in (Hearer, Asker)]
    supervisor.start(specs)
    asker: Any = supervisor._started[1]._actor_weakref()
    router.post(NoticeDismissed(key="a"))
    for ref in reversed(supervisor._started):
        ref.ask(Ping(), timeout=2)
    assert supervisor.stop(2) == []
    rows = track.take()
    assert track.actors == ["hearer", "asker"]
    told = [(row.code, track.threads.get(row.source), row.what) for row in rows]
    begins = sorted(code for code, _, what in told if what == Begin())
    answers = [each for each in told if isinstance(each[2], NoticeCleared)]
    assert begins == [0, 1]
    assert answers == [(0, 1, NoticeCleared(key="a"))]
    assert [each[:2] for each in told if not isinstance(each[2], Message)] == [(1, None), (0, None)]
    taken = next(row for row in rows if isinstance(row.what, NoticeDismissed))
    real_s = taken.moment.real_us / 1e6
    assert asker.said == [taken.moment.utc, real_s, real_s * 2.0] * 2


def test_the_moments_of_the_screen_are_noted(track: Track) -> None:
    """Batches, shots and choices are rows of their own."""
    track.frame(12)
    assert track.shot(1_234.567_890_4) == 1_234.567_89
    track.view(b"chosen")
    assert [(row.code, row.source, row.what) for row in track.take()] == [
        (FRAME, 12, None),
        (SHOT, 1_234_567_890, None),
        (VIEW, 0, b"chosen"),
    ]


def test_answers_belong_to_their_actor(track: Track) -> None:
    """An answer is noted at the moment of the message that the actor works on."""
    track.enter("first", Ports(post=lambda _: None, clock=FakeClock()), 1.0)
    _, notes = track.enter("second", Ports(post=lambda _: None, clock=FakeClock()), 1.0)
    notes.answer("t1")
    assert track.take() == [TrackRow(ANSWER, 1, notes.moment, "t1")]


def test_timers_go_to_the_real_clock(track: Track) -> None:
    """What an actor wants to be told later, the real clock tells it."""
    clock = FakeClock()
    _, held = track.enter("actor", Ports(post=lambda _: None, clock=clock), 1.0)
    held.every("beat", 0.5, Tick())
    held.after("once", 2.0, Tick())
    held.cancel("once")
    assert clock.scheduled == {"beat": (0.5, 0.5, Tick())}


def test_what_nobody_takes_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A track with a gap cannot be played: it is said, and no memory is lost to it."""
    monkeypatch.setattr(tracks, "MOST_ROWS", 3)
    bounded = Track()
    for _ in range(4):
        bounded.shot(1.0)
    assert len(bounded.rows) == 3
    with pytest.raises(OverflowError):
        bounded.take()
    bounded.close()
    bounded.shot(1.0)
    assert bounded.take() == []


def test_many_threads_lose_nothing(track: Track) -> None:
    """Rows come from all threads at once."""
    track.read = lambda: Moment(0, 0)

    def note() -> None:
        for number in range(1_000):
            track.frame(number)

    threads = [threading.Thread(target=note) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(track.take()) == 4_000
