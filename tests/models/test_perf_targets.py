"""The new generation beside its targets."""

import pytest

from models.perf import Measurement, summarise
from models.perf_targets import NO_LEGACY, NO_NEW, Check, change_percent, checks
from tests.models.measured import an_interval, figures, measured


def found(*rows: Measurement) -> dict[str, Check]:
    """Return the checks by name."""
    return {check.name: check for check in checks(summarise(rows))}


def verdicts(*rows: Measurement) -> dict[str, bool | None]:
    """Return what is met."""
    return {name: check.is_met for name, check in found(*rows).items()}


def test_without_measurements_nothing_is_met_or_missed() -> None:
    """No data is no verdict, and says why."""
    assert set(verdicts().values()) == {None}
    assert {check.why for check in found().values()} == {NO_NEW}


def test_without_legacy_nothing_is_compared() -> None:
    """What stands alone is judged, what stands beside legacy is not."""
    rows = an_interval(0, "new")
    assert verdicts(*rows) == {
        "panel1, frame p99": True,
        "panel2, frame p99": True,
        "panel2, refresh p50": None,
        "memory, beside legacy": None,
        "processor, beside legacy": None,
        "errors": True,
    }
    assert found(*rows)["memory, beside legacy"].why == NO_LEGACY
    assert found(*rows)["panel2, refresh p50"].why == "no position was open"


@pytest.mark.parametrize(
    ("cpu", "memory", "met"), [(8.0, 90.0, True), (8.1, 90.0, False), (8.0, 90.1, False), (7.0, 80.0, True)]
)
def test_processor_and_memory_are_beside_legacy(cpu: float, memory: float, *, met: bool) -> None:
    """A fifth less processor and a tenth less memory, or better."""
    rows = [
        *an_interval(0, "legacy", cpu=10.0, memory=100.0),
        *an_interval(1, "new", cpu=cpu, memory=memory),
    ]
    said = verdicts(*rows)
    assert (said["processor, beside legacy"] and said["memory, beside legacy"]) is met


def test_memory_that_a_system_does_not_tell_is_not_compared() -> None:
    """There is no verdict on a figure that nobody has."""
    rows = [*an_interval(0, "legacy", memory=None), *an_interval(1, "new", memory=None)]
    check = found(*rows)["memory, beside legacy"]
    assert (check.is_met, check.why) == (None, "this system does not tell it")


@pytest.mark.parametrize(("frame", "met"), [(15.9, True), (16.0, False), (40.0, False)])
def test_frames_stay_below_a_sixtieth_of_a_second(frame: float, *, met: bool) -> None:
    """The boundary is missed."""
    assert verdicts(*an_interval(frames=[frame]))["panel1, frame p99"] is met


@pytest.mark.parametrize(("refresh", "met"), [(500.0, True), (560.0, False), (430.0, False)])
def test_refresh_keeps_its_pace(refresh: float, *, met: bool) -> None:
    """Faster than the file is written is as wrong as slower."""
    row = measured(figures("panel2", refresh=[refresh]))
    assert verdicts(row)["panel2, refresh p50"] is met


def test_one_error_is_too_many() -> None:
    """The target is none."""
    assert verdicts(*an_interval(errors=1))["errors"] is False


@pytest.mark.parametrize(
    ("new", "legacy", "change"),
    [(90.0, 100.0, -10.0), (None, 100.0, None), (90.0, None, None), (1.0, 0.0, None)],
)
def test_change_is_beside_legacy(new: float | None, legacy: float | None, change: float | None) -> None:
    """Where either is not known there is no change."""
    assert change_percent(new, legacy) == change
