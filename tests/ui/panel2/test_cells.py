"""The 15 cells, for any position and any price."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from models.contract import contract_of
from models.heat import HeatThresholds
from tests.ui.builders import MES, NOW, a_position, a_protection
from ui.panel2.cells import FLAT_GRID, OpenPosition, grid_of, stop_alarm
from ui.panel2.view_model import LABELS

ROLES = {"profit", "loss", "neutral", "warning", "alert", "critical", "dim", "stale", "info"}
TICKS = st.integers(-200, 200)


def a_long(last: Decimal | None, quantity: int = 2) -> OpenPosition:
    """Return a position at 6750.25 with stop and target 20 ticks away."""
    side = 1 if quantity > 0 else -1
    entry = Decimal("6750.25")
    return OpenPosition(
        position=a_position(quantity=quantity, initial_risk="10"),
        contract=contract_of(MES, {}, None),
        protection=a_protection(str(entry - 5 * side), str(entry + 5 * side)),
        last=last,
        foreign=False,
        price_stale=False,
        link_stale=False,
        heat_since=None,
        now=NOW,
        thresholds=HeatThresholds(),
        stop_distance=None,
    )


@given(TICKS, st.sampled_from([-3, -1, 1, 2]))
def test_sign_and_colour_always_agree(ticks: int, quantity: int) -> None:
    """For any price a plus is profit, a minus is loss, and neither is neutral."""
    grid = grid_of(a_long(Decimal("6750.25") + ticks * Decimal("0.25"), quantity))
    for label in ("Pts", "R-Multiple"):
        sign = grid[label].text[0]
        assert grid[label].role == {"+": "profit", "-": "loss"}.get(sign, "neutral")
    assert set(grid) == {label for row in LABELS for label in row}
    assert {cell.role for cell in grid.values()} <= ROLES


@given(TICKS, st.sampled_from([-1, 1]))
def test_the_stop_alarm_depends_on_the_signed_distance(ticks: int, quantity: int) -> None:
    """The alarm is on from one point before the stop, and stays on beyond it, on either side."""
    last = Decimal("6750.25") + ticks * Decimal("0.25")
    gain = (last - Decimal("6750.25")) * quantity
    assert stop_alarm(a_long(last, quantity)) is (gain <= -4)


def test_the_distance_of_the_stop_alarm_is_a_setting() -> None:
    """A larger distance raises the alarm earlier."""
    shown = a_long(Decimal("6748.25"))
    assert not stop_alarm(shown)
    assert stop_alarm(replace(shown, stop_distance=Decimal(3)))


def test_a_flat_grid_has_every_cell() -> None:
    """Flat is 15 times `--`."""
    assert {cell.text for cell in FLAT_GRID.values()} == {"--"}
    assert len(FLAT_GRID) == 15
