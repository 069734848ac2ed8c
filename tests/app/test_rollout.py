"""A scripted history of a rollout, from phase 3 to 7 and back."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.audit_trail import AuditTrail
from app.burned_flags import BurnedFlags
from app.checkout import version
from app.errors import SettingsError, UnwritableError
from app.rollout import Rollout
from models.audit import first_break
from models.rollout import tally
from tests.app.rollout_home import RolloutHome
from tests.models.rollout.builders import PARALLEL

PANEL1, PANEL2, TYPED = "USE_NEW_PANEL1", "USE_NEW_PANEL2", "USE_TYPED_EVENTS"
COST = {
    *("minutes measured, new alone", "minutes measured, legacy alone"),
    *("panel1, frame p99", "panel2, frame p99", "panel2, refresh p50"),
    *("memory, beside legacy", "processor, beside legacy"),
}
DRILLED = (tally.ALARMS_LOST, tally.ALARMS_DOUBLED, tally.HEAT_BREAKS, tally.SLOW_SWAPS)
WEEK1 = {tally.drill("panel1", to): 1 for to in ("new", "legacy")}
WEEK2 = WEEK1 | {tally.drill("panel2", to): 1 for to in ("new", "legacy")}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[RolloutHome]:
    """Return a home folder at the beginning of the rollout."""
    desk = RolloutHome(tmp_path)
    yield desk
    desk.close()


@pytest.fixture
def parallel(desk: RolloutHome) -> RolloutHome:
    """Return one at the beginning of phase 3."""
    desk.promoted()
    desk.promoted()
    assert (desk.stage(), desk.flags()) == ("3", [])
    return desk


def names(missing: tuple[str, ...]) -> set[str]:
    """Return which gates are missing."""
    return {reason.partition(": have ")[0] for reason in missing}


@pytest.mark.slow
def test_a_history_from_phase_3_to_7_and_back(parallel: RolloutHome) -> None:
    """Each step needs its evidence, is refused by name without it, and leaves files that verify."""
    desk = parallel
    desk.use(10, PARALLEL, source="demo", compares=True)
    desk.measure("new", "legacy", is_demo=True)
    desk.use(10, PARALLEL, source="DEBUG", compares=True)
    missing = desk.refused()
    assert "sessions: have 0, need >= 5 (inconclusive)" in missing
    assert {"cell comparisons", "closed trades", *COST} <= names(missing)
    assert sum(reason.startswith("transition: ") for reason in missing) == len(tally.TRANSITIONS)
    desk.use(5, PARALLEL, panels="legacy legacy", compares=True)
    assert names(desk.refused()) == COST
    desk.measure("legacy", "new")
    assert desk.promoted().panels == ("panel1",)
    assert (desk.stage(), desk.flags()) == ("4.1", [PANEL1])

    desk.use(4, WEEK1, panels="new legacy")
    assert names(desk.refused()) >= {"calendar time", "session days of real use", "automatic rollbacks"}
    desk.use(2, panels="new legacy")
    desk.now += timedelta(days=1)
    desk.promoted()
    assert (desk.stage(), desk.flags()) == ("4.2", [PANEL1, PANEL2])

    desk.use(5, WEEK1)
    desk.now += timedelta(days=3)
    assert names(desk.refused()) == {
        "swap drill panel2 to new, position open, alarm active",
        "swap drill panel2 to legacy, position open, alarm active",
        *(f"drills: {name}" for name in DRILLED),
    }
    desk.use(1, WEEK2)
    desk.promoted()
    assert desk.stage() == "5"

    cost = COST - {"minutes measured, legacy alone"} | {"errors"}
    desk.use(5)
    desk.now += timedelta(days=20)
    assert names(desk.refused()) == {"session days of real use", "errors of the panels", "crashes", *cost}
    desk.use(5)
    assert names(desk.refused()) == cost
    desk.measure("new")
    desk.promoted()
    assert (desk.stage(), desk.flags()) == ("6", [PANEL1, PANEL2])

    assert names(desk.refused()) == {"sign-off"}
    desk.rollout.sign("Ada Lovelace")
    desk.promoted()
    assert (desk.stage(), desk.flags()) == ("7", [PANEL1, PANEL2, TYPED])
    assert desk.rollout.check().missing == ("phase 7 is the last",)
    assert desk.refused() == ("phase 7 is the last",)

    desk.open_position()
    back = []
    for _ in range(5):
        assert desk.rollout.roll_back("drill").done
        back.append((desk.stage(), desk.flags()))
    assert back == [
        ("6", [PANEL1, PANEL2]),
        ("5", [PANEL1, PANEL2]),
        ("4.2", [PANEL1, PANEL2]),
        ("4.1", [PANEL1]),
        ("3", []),
    ]

    view = desk.rollout.look()
    assert [line.problem for line in view.evidence] == [""] * len(view.evidence)
    assert len(view.evidence) == sum(entry.evidence is not None for entry in view.history)
    assert first_break(AuditTrail(desk.place.data).read()) is None


def test_time_since_an_earlier_try_does_not_count(parallel: RolloutHome) -> None:
    """Who goes back begins anew: what was counted before belongs to the earlier try."""
    parallel.use(5, PARALLEL, panels="legacy legacy", compares=True)
    assert names(parallel.refused()) == COST
    parallel.rollout.roll_back("again")
    parallel.promoted()
    assert "sessions: have 0, need >= 5 (inconclusive)" in parallel.refused()


@pytest.mark.parametrize(
    ("positions", "words"), [("open", "a position is open"), ("unknown", "it is not known")]
)
def test_nothing_moves_forward_while_a_position_may_be_open(
    parallel: RolloutHome, positions: str, words: str
) -> None:
    """Force does not help; unknown counts as open."""
    parallel.judge(positions)
    outcome = parallel.rollout.promote(force_why="hurry")
    assert not outcome.done
    assert outcome.missing[0].startswith(words)
    assert (parallel.stage(), parallel.flags()) == ("3", [])
    parallel.judge("flat")
    parallel.open_position()
    assert not parallel.rollout.promote(force_why="hurry").done
    parallel.close_position()
    assert parallel.rollout.promote(force_why="hurry").done


def test_a_flag_that_failed_in_this_version_is_not_turned_on(parallel: RolloutHome) -> None:
    """Whatever the evidence says, and whoever forces."""
    BurnedFlags(parallel.place.data).burn(PANEL1, version(), "raised while painting")
    outcome = parallel.rollout.promote(force_why="hurry")
    assert not outcome.done
    assert f"{PANEL1} failed in this version" in outcome.missing[0]
    assert parallel.flags() == []


def test_a_changed_byte_of_evidence_is_named_and_never_promotes(desk: RolloutHome) -> None:
    """Also one that was sealed anew, and a file that is gone."""
    desk.rollout.check()
    (path,) = (desk.place.data / "evidence").iterdir()
    content = path.read_bytes()
    path.write_bytes(content.replace(b'"pass"', b'"fail"', 1))
    assert desk.refused() == (f"evidence {path.name}: it is not what was sealed",)
    path.unlink()
    assert desk.refused() == (f"evidence {path.name}: the audit trail names it, and it is not there",)
    path.write_bytes(content)
    assert desk.promoted().done


def test_a_changed_byte_of_the_audit_trail_is_named_and_never_promotes(desk: RolloutHome) -> None:
    """The trail says which evidence is the right one."""
    desk.rollout.check()
    path = desk.place.data / "audit.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"user"', b'"usor"', 1))
    broken = first_break(path.read_bytes())
    assert broken is not None
    assert broken.line == 1
    assert desk.refused() == ("data/audit.jsonl, line 1: it is not what was sealed",)


def test_a_phase_that_somebody_wrote_by_hand_is_none(parallel: RolloutHome) -> None:
    """It can neither be left nor signed, only begun anew."""
    path = parallel.place.data / "rollout.json"
    path.write_bytes(path.read_bytes().replace(b'"3"', b'"6"'))
    assert "is not what was sealed" in parallel.rollout.promote(force_why="hurry").missing[0]
    with pytest.raises(SettingsError, match="is not what was sealed"):
        parallel.rollout.sign("Ada")
    assert parallel.rollout.roll_back("anew").done
    assert (parallel.stage(), parallel.entries()[-1].old) == ("1", None)


def test_a_rollback_turns_nothing_on(parallel: RolloutHome) -> None:
    """Who has turned a panel off keeps it off; and from the beginning there is no way back."""
    parallel.promoted(force_why="drill")
    parallel.promoted(force_why="drill")
    parallel.promoted(force_why="drill")
    settings = parallel.place.root / "settings.toml"
    settings.write_text(settings.read_text().replace(f"{PANEL2} = true", f"{PANEL2} = false"))
    parallel.rollout.roll_back("drill")
    assert (parallel.stage(), parallel.flags()) == ("4.2", [PANEL1])
    assert parallel.rollout.panels_back(3) == ("panel1", "panel2")
    assert parallel.rollout.roll_back("all the way", 1).done
    assert parallel.stage() == "1"
    outcome = parallel.rollout.roll_back("further")
    assert (outcome.done, outcome.text) == (False, "there is nothing to go back to")


def test_settings_that_cannot_be_changed_do_not_keep_the_phase(parallel: RolloutHome) -> None:
    """A rollback never waits: what went wrong is said afterwards."""
    parallel.promoted(force_why="drill")
    settings = parallel.place.root / "settings.toml"
    sound = settings.read_text()
    settings.write_text("[flags")
    with pytest.raises(SettingsError):
        parallel.rollout.roll_back("drill")
    settings.write_text(sound)
    assert parallel.stage() == "3"


def test_without_a_database_nothing_is_known(tmp_path: Path) -> None:
    """No monitor has ever run here: neither position nor use is known."""
    desk = RolloutHome(tmp_path / "other")
    desk.close()
    (desk.place.data / "appsierra.db").unlink()
    view = Rollout(desk.place, lambda: desk.now).look()
    assert view.positions == "unknown"
    assert not Rollout(desk.place, lambda: desk.now).promote(force_why="hurry").done


def test_evidence_that_cannot_be_written_promotes_nothing(parallel: RolloutHome) -> None:
    """A file in the place of the folder."""
    folder = parallel.place.data / "evidence"
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    folder.write_bytes(b"")
    with pytest.raises(UnwritableError, match="evidence"):
        parallel.rollout.promote(force_why="hurry")
    folder.unlink()
    assert parallel.stage() == "3"


def test_force_is_written_down_with_what_was_missing(parallel: RolloutHome) -> None:
    """Somebody says why, and the trail keeps both."""
    parallel.use(5, PARALLEL, panels="legacy legacy", compares=True)
    parallel.promoted(force_why="measured elsewhere")
    assert parallel.stage() == "4.1"
    said = parallel.entries()[-1].why
    assert said.startswith(
        "to phase 4, week 1, forced: measured elsewhere; missing: minutes measured, new alone"
    )
