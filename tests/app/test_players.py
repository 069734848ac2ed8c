"""The actors that a recording plays again."""

from pathlib import Path

from actors.base import Ports
from actors.seams.answers import NotedIds, NotedNet, NotedSnapshotFile, NotedTextFiles
from actors.seams.clock import Moment
from actors.seams.track import Track, TrackedClock
from app.arguments import parse
from app.cast import cast
from app.home import Home
from app.plan import make_plan
from app.players import players, real_world, tracked_world
from app.start_state import start_state
from tests.fakes import FakeClock

OUTSIDE = {
    *("audit", "database", "evidence", "performance", "recorder", "rollback watch", "rollout", "screen log"),
    "settings",
}
"""Who touches the trader's files; none of them plays in a replay."""


def test_who_touches_the_traders_files_is_not_played_again(tmp_path: Path) -> None:
    """All actors of a run are either played again or outside of the recorded world."""
    plan = make_plan(parse(["--demo", "--screen-log", "x"]), Home(tmp_path), {})
    ports = Ports(post=lambda _message: None, clock=FakeClock())
    track = Track()
    link = plan.link(None)
    everyone = [spec.actor_class.name for spec in cast(plan, ports, link, lambda _arrival, _key: None, track)]
    start = start_state(plan, link)
    played = players(start, link, real_world(plan, ports), lambda _arrival, _key: None)
    names = [spec.actor_class.name for spec in played]
    assert set(everyone) - set(names) == OUTSIDE
    assert [name for name in everyone if name not in OUTSIDE] == names
    assert track.actors == names
    assert everyone[0] == "recorder"


def test_every_seam_of_a_recorded_actor_is_noted(tmp_path: Path) -> None:
    """What the world answers goes to the track, under the number of the actor."""
    plan = make_plan(parse(["--demo"]), Home(tmp_path), {})
    track = Track()
    track.read = lambda: Moment(0, 0)
    world = tracked_world(
        real_world(plan, Ports(post=lambda _message: None, clock=FakeClock())), track, scale=1.0
    )
    world("first")
    around = world("second")
    assert isinstance(around.ports.clock, TrackedClock)
    kinds = [type(seam) for seam in (around.net, around.ids, around.snapshot, around.texts)]
    assert kinds == [NotedNet, NotedIds, NotedSnapshotFile, NotedTextFiles]
    around.ids.jitter()
    (row,) = track.take()
    assert track.actors[row.source] == "second"
