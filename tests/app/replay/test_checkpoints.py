"""States as bytes."""

import numpy as np

from app.replay.checkpoints import Freezer, Shared
from models.equity import curve_from_arrays


class Part:
    """Something that every performance has of its own."""

    def method(self) -> str:
        """Tell who it is."""
        return f"{id(self)}"


def test_a_state_comes_back_with_the_parts_of_another_performance() -> None:
    """Clocks and ways out are those of the performance that goes on, methods of them too."""
    shared, before, after = Shared(), Part(), Part()
    frozen = Freezer(shared, [before]).freeze({"part": before, "call": before.method, "own": [1, (2,)]})
    state = Freezer(shared, [after]).thaw(frozen)
    assert state["part"] is after
    assert state["call"]() == after.method()
    assert state["own"] == [1, (2,)]


def test_what_only_grows_is_kept_once() -> None:
    """All states see one series, each as far as it knew it."""
    shared = Shared()
    curve = curve_from_arrays(np.array([1.0]), np.array([10.0]))
    freezer = Freezer(shared, [])
    first = freezer.freeze(curve)
    longer = curve.with_value(2.0, 20.0)
    second = freezer.freeze((longer, longer))
    assert len(shared.objects) == 1
    assert (freezer.thaw(first).length, freezer.thaw(first).series is curve.series) == (1, True)
    one, two = freezer.thaw(second)
    assert (one.length, one.series is two.series) == (2, True)


def test_shared_things_are_found_again() -> None:
    """Numbers hold over the way through a file."""
    shared = Shared()
    curve = curve_from_arrays(np.array([1.0]), np.array([10.0]))
    frozen = Freezer(shared, []).freeze(curve)
    assert Freezer(Shared(list(shared.objects)), []).thaw(frozen).series is curve.series
