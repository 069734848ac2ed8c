"""When nothing was heard of the accounts."""

from datetime import datetime

import pytest

from actors.gaps import GapsActor
from actors.messages import (
    Announce,
    ConnectionChanged,
    ConnectionState,
    DatabaseWorks,
    GapsChanged,
    GapsLoaded,
    LinkHeard,
    LoadGaps,
    Message,
    SaveGap,
)
from models.gaps import MOST_GAPS, Gap
from tests.actors.builders import NOW, all_of, last_of, later
from tests.actors.conftest import AllowLog, Played, Stage

FIRST_START = GapsLoaded(gaps=(), last_seen=None)


@pytest.fixture
def gaps(stage: Stage) -> Played:
    """Give the actor on a first start, with the link ready after five seconds."""
    played = stage.start(GapsActor)
    played.tell(FIRST_START, link(ConnectionState.READY, later(5)))
    return played


def link(state: ConnectionState, at: datetime) -> ConnectionChanged:
    """Return a state of the link."""
    return ConnectionChanged(state=state, endpoint="127.0.0.1:11099", detail="", at=at)


def told(posted: list[Message]) -> list[tuple[datetime, datetime | None]]:
    """Return the gaps that were told last."""
    return [(gap.start, gap.end) for gap in last_of(posted, GapsChanged).gaps]


def test_first_start_is_a_gap_until_the_link_is_ready(gaps: Played) -> None:
    """Connecting and reading the past is not watching."""
    assert told(gaps.posted) == [(NOW, later(5))]
    assert all_of(gaps.posted, SaveGap)[-1].gap == Gap(start=NOW, end=later(5))


def test_lost_link_is_a_gap_since_it_was_last_heard(gaps: Played) -> None:
    """The loss is noticed later than it happens."""
    heard = LinkHeard(heard_at=later(40), data_at=None, heartbeat_s=10)
    posted = gaps.tell(heard, link(ConnectionState.WAITING, later(60)))
    assert told(posted)[-1] == (later(40), None)
    assert last_of(posted, SaveGap).gap == Gap(start=later(40))
    assert (
        gaps.tell(link(ConnectionState.CONNECTING, later(62)), link(ConnectionState.SYNCING, later(63))) == []
    )
    assert told(gaps.tell(link(ConnectionState.READY, later(64))))[-1] == (later(40), later(64))


def test_time_without_the_program_is_a_gap(stage: Stage) -> None:
    """After a crash it began when the monitor was last seen."""
    stored = Gap(start=later(-9000), end=later(-8000))
    played = stage.start(GapsActor)
    posted = played.tell(GapsLoaded(gaps=(stored,), last_seen=later(-600)))
    assert told(posted) == [(stored.start, stored.end), (later(-600), None)]
    posted = played.tell(link(ConnectionState.READY, later(2)))
    assert last_of(posted, SaveGap).gap == Gap(start=later(-600), end=later(2))


def test_program_that_was_killed_without_a_link_had_none_since_it_was_lost(stage: Stage) -> None:
    """The stored beginning counts, not the moment at which the program was last seen."""
    played = stage.start(GapsActor)
    posted = played.tell(GapsLoaded(gaps=(Gap(start=later(-900)),), last_seen=later(-600)))
    assert told(posted) == [(later(-900), None)]


def test_clock_that_was_set_back_makes_no_gap_that_never_ends(stage: Stage) -> None:
    """What was seen in the future was seen now."""
    posted = stage.start(GapsActor).tell(GapsLoaded(gaps=(), last_seen=later(3600)))
    assert told(posted) == [(NOW, None)]


def test_gaps_that_could_not_be_read_come_once_the_database_works(stage: Stage) -> None:
    """Until then the own ones are shown; afterwards both, and the absence before the start too."""
    played = stage.start(GapsActor)
    played.tell(GapsLoaded(gaps=(), last_seen=None, problem="disk is full"))
    played.tell(link(ConnectionState.READY, later(5)))
    stored = Gap(start=later(-9000), end=later(-8000))
    assert played.tell(DatabaseWorks()) == [LoadGaps()]
    posted = played.tell(GapsLoaded(gaps=(stored,), last_seen=later(-600)))
    assert told(posted) == [(stored.start, stored.end), (later(-600), NOW), (NOW, later(5))]
    assert played.tell(DatabaseWorks()) == []


def test_restarted_actor_knows_the_gaps_and_makes_none(gaps: Played, allow_log: AllowLog) -> None:
    """The program and its link went on."""
    allow_log("actor failed")
    gaps.tell(ConnectionChanged(state=None, endpoint="", detail="", at=None))  # type: ignore[arg-type]  # a bug
    stored = Gap(start=NOW, end=later(5))
    posted = gaps.tell(
        GapsLoaded(gaps=(stored,), last_seen=later(-600)), link(ConnectionState.READY, later(5))
    )
    assert told(posted) == [(NOW, later(5))]


def test_announce_tells_them_again(gaps: Played) -> None:
    """A screen that was built anew shows them."""
    assert told(gaps.tell(Announce())) == [(NOW, later(5))]


def test_only_the_newest_are_kept(stage: Stage) -> None:
    """Each change hands all of them to the screen."""
    many = tuple(Gap(start=later(-9e6 + 60 * n), end=later(-9e6 + 60 * n + 1)) for n in range(MOST_GAPS))
    posted = stage.start(GapsActor).tell(GapsLoaded(gaps=many, last_seen=later(-600)))
    assert len(told(posted)) == MOST_GAPS
    assert told(posted)[-1] == (later(-600), None)
