"""The gates between the phases."""

import msgspec
import pytest

from models.rollout import tally
from models.rollout.gates import NO_COST, Gate, Inputs, Result, SignOff, gates_of
from models.rollout.proof import FLAGS, LEGACY_TAPES, SETTINGS, TYPED_FORM, WAYS_BACK, Proof
from models.rollout.stages import STAGES, stage_of
from tests.models.rollout.builders import BEGIN, PARALLEL, a_cost, a_day, inputs

WORKDAYS = (0, 1, 2, 3, 4)
TWO_WEEKS = (*WORKDAYS, 7, 8, 9, 10, 11)
DRILLS = {tally.drill(panel, to): 1 for panel in ("panel1", "panel2") for to in ("new", "legacy")}


def gates(key: str, found: Inputs) -> dict[str, Gate]:
    """Return the gates of a stage by name."""
    stage = stage_of(key)
    assert stage is not None
    return {gate.name: gate for gate in gates_of(stage, found)}


def failing(key: str, found: Inputs) -> dict[str, str]:
    """Return the gates that do not pass, each with its result."""
    return {
        name: gate.result.value for name, gate in gates(key, found).items() if gate.result is not Result.PASS
    }


def proven(*names: str, holds: bool = True, version: str = "1.0.0") -> dict[str, Proof]:
    """Return proofs."""
    return {name: Proof(name=name, holds=holds, have="x", version=version, t="t") for name in names}


def parallel(**changes: int) -> Inputs:
    """Return enough for phase 3, with something else counted on the last day."""
    days = [a_day(number, PARALLEL, compares=True, panels="legacy legacy") for number in WORKDAYS[:-1]]
    last = a_day(
        4, PARALLEL | {name.replace("_", " "): value for name, value in changes.items()}, compares=True
    )
    return inputs(*days, last, days=5, cost=a_cost())


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.key)
def test_nothing_recorded_never_passes(stage: object) -> None:
    """No data is inconclusive; of rules that ignore differences, that there are none is known."""
    key = getattr(stage, "key", "")
    results = {
        gate.result for gate in gates(key, inputs()).values() if gate.name != "rules that ignore differences"
    }
    assert results == {Result.INCONCLUSIVE}


@pytest.mark.parametrize(
    ("key", "names"), [("1", (FLAGS, SETTINGS, WAYS_BACK)), ("2", (LEGACY_TAPES,)), ("7", (TYPED_FORM,))]
)
def test_what_the_program_proves_counts_in_the_version_that_proved_it(
    key: str, names: tuple[str, ...]
) -> None:
    """Proven passes, refuted fails, proven in another version is no proof."""
    assert failing(key, inputs(proofs=proven(*names))) == {}
    assert set(failing(key, inputs(proofs=proven(*names, holds=False))).values()) == {"fail"}
    assert set(failing(key, inputs(proofs=proven(*names, version="0.9"))).values()) == {"inconclusive"}


def test_five_sessions_of_everything_open_phase_4() -> None:
    """The exact counts of the table are enough."""
    assert failing("3", parallel()) == {}


@pytest.mark.parametrize("cells", ["money", "alarm", "mode"])
def test_one_wrong_cell_of_money_alarm_or_mode_closes_it(cells: str) -> None:
    """Other cells may differ; these may not."""
    assert failing("3", parallel(**{f"mismatch_{cells}": 1})) == {f"mismatches in {cells} cells": "fail"}
    assert failing("3", parallel(mismatch_other=1)) == {}


def test_use_without_the_comparison_is_no_parallel_testing() -> None:
    """What was not compared proves nothing about the other generation."""
    alone = [msgspec.structs.replace(interval, compares=False) for interval in parallel().intervals]
    found = failing("3", inputs(*alone, days=5, cost=a_cost()))
    assert {"sessions", "cell comparisons", "closed trades", "transition: session roll"} <= set(found)
    assert set(found.values()) == {"inconclusive"}


@pytest.mark.parametrize(
    ("change", "gates"),
    [
        ({"p99_ms": 16.0}, {"panel1, frame p99", "panel2, frame p99"}),
        ({"refresh_ms": 601.0}, {"panel2, refresh p50"}),
        ({"memory_mb": 190.0}, {"memory, beside legacy"}),
        ({"cpu_percent": 5.0}, {"processor, beside legacy"}),
    ],
)
def test_new_panels_that_miss_a_target_fail(change: dict[str, float], gates: set[str]) -> None:
    """Each figure has its own gate."""
    dear = a_cost(**change)  # type: ignore[arg-type]  # none of these is a whole number
    found = failing("3", msgspec.structs.replace(parallel(), cost=dear))
    assert found == dict.fromkeys(gates, "fail")


def test_without_measurements_nothing_is_known_of_the_cost() -> None:
    """An hour of each generation is asked for; logged errors are a matter of validation."""
    unmeasured = failing("3", msgspec.structs.replace(parallel(), cost=NO_COST))
    assert len(unmeasured) == 7
    assert set(unmeasured.values()) == {"inconclusive"}
    assert failing("3", msgspec.structs.replace(parallel(), cost=a_cost(minutes=59))) == {
        "minutes measured, new alone": "inconclusive",
        "minutes measured, legacy alone": "inconclusive",
    }
    assert failing("3", msgspec.structs.replace(parallel(), cost=a_cost(errors=1))) == {}


def test_a_week_is_seven_days_and_five_sessions_of_its_panels() -> None:
    """Calendar time alone is not use, and use in five days is not a week."""
    days = [a_day(number, DRILLS, panels="new legacy") for number in WORKDAYS]
    assert failing("4.1", inputs(*days, days=7)) == {}
    soon = failing("4.1", inputs(*days, days=6.9))
    assert soon["calendar time"] == "inconclusive"
    assert soon["automatic rollbacks"] == "inconclusive"
    assert "session days of real use" in failing("4.1", inputs(*days[:4], days=30))
    assert "session days of real use" in failing("4.2", inputs(*days, days=7))


@pytest.mark.parametrize(
    ("count", "gate"),
    [
        (tally.ROLLBACKS, "automatic rollbacks"),
        (tally.PANEL_ERRORS, "errors of the panels"),
        (tally.ALARMS_LOST, "drills: alarm lost"),
        (tally.ALARMS_DOUBLED, "drills: alarm doubled"),
        (tally.HEAT_BREAKS, "drills: heat break"),
        (tally.SLOW_SWAPS, "drills: swap above a frame"),
    ],
)
def test_one_thing_that_went_wrong_fails_the_week(count: str, gate: str) -> None:
    """Not even once, not even on the first day."""
    days = [a_day(number, DRILLS | ({count: 1} if not number else {})) for number in WORKDAYS]
    assert failing("4.2", inputs(*days, days=7)) == {gate: "fail"}


def test_drills_in_both_directions_are_asked_of_each_new_panel() -> None:
    """Week 1 asks for Panel 1, week 2 for both."""
    only1 = {name: 1 for name in DRILLS if "panel1" in name}
    week1 = [a_day(number, only1, panels="new legacy") for number in WORKDAYS]
    week2 = [a_day(number, only1) for number in WORKDAYS]
    assert failing("4.1", inputs(*week1, days=7)) == {}
    missing = failing("4.2", inputs(*week2, days=7))
    assert {name for name in missing if name.startswith("swap")} == {
        "swap drill panel2 to new, position open, alarm active",
        "swap drill panel2 to legacy, position open, alarm active",
    }


def test_validation_is_two_weeks_without_an_error_or_a_crash() -> None:
    """And cheaper than legacy."""
    days = [a_day(number) for number in TWO_WEEKS]
    assert failing("5", inputs(*days, days=14, cost=a_cost())) == {}
    assert "calendar time" in failing("5", inputs(*days, days=13.9, cost=a_cost()))
    erring = inputs(*days, days=14, cost=a_cost(errors=1))
    assert failing("5", erring) == {"errors": "fail"}
    crashed = [*days[:-1], a_day(11, {tally.CRASHES: 1})]
    assert failing("5", inputs(*crashed, days=14, cost=a_cost())) == {"crashes": "fail"}


def test_clean_up_needs_a_person_and_no_rule_that_ignores() -> None:
    """A sign-off of another phase, or of an earlier try, is none."""
    signed = SignOff(name="Ada", stage="6", at=BEGIN)
    assert failing("6", inputs(signatures=(signed,))) == {}
    assert failing("6", inputs(signatures=(signed,), ignored=("axis",))) == {
        "rules that ignore differences": "fail"
    }
    for other in (
        msgspec.structs.replace(signed, stage="5"),
        msgspec.structs.replace(signed, at=BEGIN.replace(year=2025)),
    ):
        assert failing("6", inputs(signatures=(other,))) == {"sign-off": "inconclusive"}


def test_counts_that_cannot_be_read_are_an_error() -> None:
    """Which is neither a pass nor a fail."""
    found = gates("4.1", inputs(problem="database is damaged"))
    assert {gate.result for gate in found.values()} == {Result.ERROR}
    assert found["automatic rollbacks"].have == "database is damaged"


def test_a_gate_says_in_one_line_what_is_missing() -> None:
    """Have and need, in words."""
    assert gates("3", inputs())["cell comparisons"].text() == (
        "cell comparisons: have 0, need >= 200,000 (inconclusive)"
    )
