"""Whether a stop was moved away from the entry."""

from decimal import Decimal

import msgspec
import pytest

from models.stop_reference import StopReference, follow_stop
from tests.models.builders import MES, a_position, protection

BOTH_SIDES = pytest.mark.parametrize("side", [1, -1], ids=["long", "short"])


def moved(*points: str | None, side: int = 1, quantities: tuple[int, ...] = ()) -> list[int]:
    """Return the moves counted after each stop, given in points from an entry at 6750, loss negative."""
    reference: StopReference | None = None
    counts = []
    for index, distance in enumerate(points):
        position = a_position(side * (quantities[index] if quantities else 2), 6750)
        stop = None if distance is None else str(Decimal(6750) + side * Decimal(distance))
        reference = follow_stop(reference, position, protection(stop), MES)
        counts.append(reference.moves)
    return counts


@BOTH_SIDES
@pytest.mark.parametrize(
    ("stops", "counts"),
    [
        (["-5"], [0]),
        (["-5", "-4", "-1"], [0, 0, 0]),
        (["-5", "-5.25"], [0, 1]),
        (["-5", "-6", "-6"], [0, 1, 1]),
        (["-5", "-6", "-8"], [0, 1, 2]),
        (["-5", "-6", "-5.5"], [0, 1, 1]),
        (["-5", "-6", "-5"], [0, 1, 0]),
        (["-5", "-3", "-4"], [0, 0, 1]),
        (["2", "1"], [0, 0]),
        (["2", "-1"], [0, 1]),
        ([None, "-5"], [0, 0]),
        (["-5", None, "-5"], [0, 0, 0]),
        (["-5", None, "-7"], [0, 0, 1]),
    ],
)
def test_moves_away_from_the_entry_count(stops: list[str | None], counts: list[int], side: int) -> None:
    """Only what makes the risk larger counts; a stop in the profit may give some of it back."""
    assert moved(*stops, side=side) == counts


def test_another_quantity_has_another_stop() -> None:
    """With one of two stops filled the farther one is the nearest, and nobody moved it."""
    assert moved("-5", "-9", quantities=(2, 1)) == [0, 0]


def test_another_trade_starts_anew() -> None:
    """A stop is compared with stops of its own trade."""
    first = follow_stop(None, a_position(1, 6750), protection("6748"), MES)
    second = msgspec.structs.replace(a_position(1, 6750), trade_id="t9")
    assert follow_stop(first, second, protection("6740"), MES).moves == 0
