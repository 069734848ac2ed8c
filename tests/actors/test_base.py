"""The base class of all actors."""

import pytest

from actors.base import RESTART_WINDOW_S, RESTARTS, Actor, handles
from actors.messages import (
    ActorGaveUp,
    ActorRestarted,
    Announce,
    Begin,
    HeatLoaded,
    LoadHeat,
    Message,
    NoticeCleared,
    NoticeDismissed,
    Ping,
)
from tests.actors.conftest import AllowLog, Stage


class Counting(Actor):
    """Counts notices; fails on the one called `bad`."""

    name = "counting"

    def begin(self) -> None:
        """Start at nothing."""
        self.seen: list[str] = []

    def release(self) -> None:
        """Tell that it was called."""
        self.post(LoadHeat())

    @handles(NoticeCleared)
    def count(self, fact: NoticeCleared) -> None:
        """Count a notice."""
        if fact.key == "bad":
            raise ValueError(fact.key)
        if fact.key == "exit":
            raise SystemExit(fact.key)
        self.seen.append(fact.key)

    @handles(NoticeDismissed)
    def report(self, _command: NoticeDismissed) -> None:
        """Tell what was counted."""
        for key in self.seen:
            self.post(NoticeDismissed(key=key))


class Waiting(Counting):
    """Reads something before it starts to count."""

    name = "waiting"

    def begin(self) -> None:
        """Wait for what is stored."""
        super().begin()
        self.wait_for(HeatLoaded)

    @handles(HeatLoaded)
    def restore(self, _fact: HeatLoaded) -> None:
        """Count what was loaded."""
        self.seen.append("loaded")


def note(key: str) -> Message:
    """Return a message to count."""
    return NoticeCleared(key=key)


REPORT = NoticeDismissed(key="report")


def test_messages_before_begin_wait_for_it(stage: Stage) -> None:
    """What comes before the actor has begun is handled right after it has."""
    ref = Counting.start(ports=stage.ports)
    for message in (note("early"), Begin(), note("late"), REPORT):
        ref.tell(message)
    ref.stop(block=True, timeout=2)
    assert stage.posted == [NoticeDismissed(key="early"), NoticeDismissed(key="late"), LoadHeat()]


def test_awaited_answer_goes_first(stage: Stage) -> None:
    """An actor that waits for its stored state handles nothing else before, and loses nothing."""
    played = stage.start(Waiting)
    assert played.tell(note("a"), REPORT) == []
    assert played.tell(HeatLoaded(since=())) == [NoticeDismissed(key="loaded"), NoticeDismissed(key="a")]


@pytest.mark.parametrize("bad", ["bad", "exit"])
def test_failure_restarts_with_fresh_state_and_keeps_the_mailbox(
    stage: Stage, allow_log: AllowLog, bad: str
) -> None:
    """A failing message costs the actor its state, for which it asks the others, and no other message."""
    allow_log("actor failed")
    played = stage.start(Counting)
    posted = played.tell(note("before"), note(bad), note("after"), REPORT)
    assert posted[0] == LoadHeat()
    assert isinstance(posted[1], ActorRestarted)
    assert posted[1].actor == "counting"
    assert bad in posted[1].reason
    assert posted[2:] == [Announce(), NoticeDismissed(key="after")]


def test_gives_up_after_too_many_failures_and_still_answers(stage: Stage, allow_log: AllowLog) -> None:
    """The failure after the budget is spent ends the actor's work, not its thread."""
    allow_log("actor failed")
    played = stage.start(Counting)
    posted = played.tell(*[note("bad")] * (RESTARTS + 1), note("lost"), REPORT)
    assert [type(message) for message in posted if not isinstance(message, LoadHeat)] == [
        *[ActorRestarted, Announce] * RESTARTS,
        ActorGaveUp,
    ]
    assert played.ref.ask(Ping(), block=True, timeout=2)


def test_budget_refills_with_time(stage: Stage, allow_log: AllowLog) -> None:
    """Failures that lie further apart than the window never add up."""
    allow_log("actor failed")
    played = stage.start(Counting)
    for _ in range(3 * RESTARTS):
        posted = played.tell(note("bad"))
        assert isinstance(posted[1], ActorRestarted)
        stage.clock.elapsed_s += RESTART_WINDOW_S / RESTARTS + 1


def test_unknown_message_is_reported(
    stage: Stage, allow_log: AllowLog, caplog: pytest.LogCaptureFixture
) -> None:
    """A message that an actor does not handle is logged, and hurts nobody."""
    allow_log("does not handle")
    played = stage.start(Counting)
    played.tell(HeatLoaded(since=()))
    assert "counting does not handle HeatLoaded" in caplog.text
