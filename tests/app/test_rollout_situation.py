"""All that a decision rests on."""

from pathlib import Path

import pytest

from app import home
from app.errors import UnavailableError
from app.rollout_situation import evidence_of, situation, view_of
from models.rollout.gates import Result
from tests.app.rollout_home import RolloutHome
from tests.models.rollout.builders import BEGIN


@pytest.fixture
def desk(tmp_path: Path) -> RolloutHome:
    """Return a home folder in phase 3, with some use of each source."""
    desk = RolloutHome(tmp_path)
    desk.promoted()
    desk.promoted()
    desk.use(2, {"open": 1}, compares=True)
    desk.use(1, {"open": 5}, source="demo", compares=True)
    desk.close()
    return desk


def test_use_that_does_not_count_is_shown_and_not_counted(desk: RolloutHome) -> None:
    """A demo is marked; only accounts at a real server make a count."""
    found = situation(desk.place, desk.now)
    evidence = evidence_of(found, "check")
    assert [(use.source, use.days, use.seconds) for use in evidence.use] == [
        ("SIM", 2, 3_600),
        ("demo", 1, 1_800),
    ]
    assert (evidence.counts["open"], evidence.days) == (2, ("2026-11-23", "2026-11-24"))
    assert (evidence.verdict, evidence.stage, evidence.since) == (
        Result.INCONCLUSIVE,
        "3",
        "2026-11-23T15:00:01.000Z",
    )


def test_a_view_says_where_it_goes_and_what_is_saved(desk: RolloutHome) -> None:
    """From phase 3 to the first week, back to phase 2, both panels legacy."""
    view = view_of(situation(desk.place, desk.now))
    assert (view.name, view.following, view.earlier) == ("phase 3", "phase 4, week 1", "phase 2")
    assert [(flag.name, flag.saved, flag.wanted) for flag in view.flags][:2] == [
        ("USE_NEW_PANEL1", False, False),
        ("USE_NEW_PANEL2", False, False),
    ]
    assert view.positions == "flat"
    assert [entry.new for entry in view.history] == ["2", "3"]


def test_a_trail_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    """Without it no evidence can be trusted."""
    place = home.prepare(tmp_path)
    (place.data / "audit.jsonl").mkdir()
    with pytest.raises(UnavailableError, match=r"audit\.jsonl"):
        situation(place, BEGIN)
