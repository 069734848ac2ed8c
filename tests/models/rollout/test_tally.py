"""What is counted."""

from collections.abc import Sequence

import pytest

from models.rollout.tally import days_of_use, drill, real, stop_moved, total, transition
from models.trade import Position
from tests.models.builders import a_fill, booked_after, protection
from tests.models.rollout.builders import a_day


def held(*quantities: int) -> Position | None:
    """Return the position after some fills."""
    fills = [a_fill(quantity, number=number) for number, quantity in enumerate(quantities, start=1)]
    return booked_after(fills)[-1].position if fills else None


@pytest.mark.parametrize(
    ("before", "after", "name"),
    [
        ((), (1,), "open"),
        ((1,), (1, 1), "scale in"),
        ((-1,), (-1, -2), "scale in"),
        ((3,), (3, -1), "scale out"),
        ((-3,), (-3, 1), "scale out"),
        ((1,), (1, -3), "reverse"),
        ((1,), (), "close"),
        ((2,), (2,), None),
        ((), (), None),
    ],
)
def test_sizes_tell_what_happened(before: Sequence[int], after: Sequence[int], name: str | None) -> None:
    """Long and short are the same."""
    assert transition(held(*before), held(*after)) == name


def test_a_stop_that_moves_has_another_price() -> None:
    """The first stop, and the end of the last, are no move."""
    assert stop_moved(protection("6740"), protection("6741"))
    assert not stop_moved(protection("6740"), protection("6740"))
    assert not stop_moved(protection(), protection("6740"))
    assert not stop_moved(protection("6740"), protection())


def test_only_accounts_at_a_real_server_are_use() -> None:
    """A demo, an account for debugging and a start without accounts never count."""
    intervals = [a_day(source=source) for source in ("SIM", "LIVE", "DEBUG", "demo", "none")]
    assert [interval.source for interval in real(intervals)] == ["SIM", "LIVE"]


def test_a_day_counts_from_half_an_hour_of_use() -> None:
    """Parts of a day add up; other panels on the screen do not."""
    days = [
        a_day(0, use_s=1_799),
        a_day(1, use_s=900),
        a_day(1, use_s=900),
        a_day(2, panels="new legacy"),
    ]
    assert days_of_use(days) == ("2026-11-24", "2026-11-25")
    assert days_of_use(days, "new new") == ("2026-11-24",)


def test_counts_add_up() -> None:
    """Over all intervals."""
    counts = total([a_day(counts={"open": 1}), a_day(counts={"open": 2, "close": 1})])
    assert (counts["open"], counts["close"]) == (3, 1)
    assert drill("panel1", "new") == "drill panel1 to new"
