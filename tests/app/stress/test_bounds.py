"""The bounds of the GUI thread."""

from app.stress.bounds import missed_stalls
from app.stress.watch import Lateness


def a_run(*late_ms: float) -> Lateness:
    """Return beats that were so late."""
    lateness = Lateness()
    for late in late_ms:
        lateness.note(0.0, late)
    return lateness


def test_bounds_are_inclusive() -> None:
    """What is exactly at a bound keeps it."""
    assert missed_stalls(a_run(*[1.0] * 98, 16.0, 100.0)) == ()


def test_each_missed_bound_is_named() -> None:
    """A person reads what was measured and what is allowed."""
    assert missed_stalls(a_run(*[1.0] * 98, 17.0, 101.0)) == (
        "stall p99 17.0 ms, at most 16",
        "longest stall 101.0 ms, at most 100",
    )
