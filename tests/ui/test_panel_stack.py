"""Which panels are on the screen, and where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from actors.messages import ListTrades
from models.timeframe import Timeframe
from tests.ui.builders import SIM1, a_scope
from tests.ui.panel3.facts import told_results
from ui.cell_grid import CellGrid
from ui.panel1.widget import Panel1Widget
from ui.panel2.widget import Panel2Widget
from ui.panel3.sharpe_bar import SharpeBar
from ui.panel3.widget import Panel3Widget
from ui.panel_stack import Arrangement, PanelStack, heights

SIZES = [(742, 470), (1082, 630), (1082, 810), (1500, 600), (2500, 1300)]


@pytest.fixture
def stack(qtbot: QtBot) -> PanelStack:
    """Return a shown stack with the figures of two trades."""
    widget = PanelStack(Panel1Widget(), Panel2Widget())
    qtbot.addWidget(widget)
    widget.resize(1082, 630)
    widget.show()
    widget.receive(a_scope())
    widget.receive(told_results("100", "-40"))
    return widget


def panels(stack: PanelStack) -> list[QWidget]:
    """Return the three panels."""
    kinds: tuple[type[QWidget], ...] = (Panel1Widget, Panel2Widget, Panel3Widget)
    return [stack.findChildren(kind)[0] for kind in kinds]


def places(stack: PanelStack) -> list[QRect | None]:
    """Return where each panel is; None for a hidden one."""
    return [panel.geometry() if panel.isVisible() else None for panel in panels(stack)]


@pytest.mark.parametrize(
    ("size", "arrangement"),
    list(
        zip(
            SIZES,
            [
                Arrangement.WITHOUT,
                Arrangement.WITHOUT,
                Arrangement.STACKED,
                Arrangement.BESIDE,
                Arrangement.BESIDE,
            ],
            strict=True,
        )
    ),
)
def test_room_decides_what_is_shown(
    stack: PanelStack, size: tuple[int, int], arrangement: Arrangement
) -> None:
    """Wide windows have the statistics beside the position, tall ones below, small ones not."""
    stack.resize(*size)
    assert stack.arrangement is arrangement


@pytest.mark.parametrize("toggled", [False, True])
@pytest.mark.parametrize("size", SIZES)
def test_panels_fill_the_room_and_never_overlap(
    stack: PanelStack, size: tuple[int, int], *, toggled: bool
) -> None:
    """Whatever is shown shares the whole room, and the open position is always part of it."""
    stack.resize(*size)
    if toggled:
        stack.toggle()
    shown = [place for place in places(stack) if place is not None]
    assert places(stack)[1] is not None
    assert sum(place.width() * place.height() for place in shown) == size[0] * size[1]
    assert not [one for one in shown for other in shown if one is not other and one.intersects(other)]


@pytest.mark.parametrize("size", SIZES)
def test_figures_are_whole_wherever_they_are_shown(stack: PanelStack, size: tuple[int, int]) -> None:
    """No text of the statistics is cut off, not even where they take the place of the curve."""
    stack.resize(*size)
    if stack.arrangement is Arrangement.WITHOUT:
        stack.toggle()
    assert [label for grid in stack.findChildren(CellGrid) for label in grid.clipped()] == []


def test_key_swaps_curve_and_statistics_in_a_small_window(stack: PanelStack, qtbot: QtBot) -> None:
    """Without room for three, the statistics take the place of the curve, and give it back."""
    with qtbot.waitSignal(stack.cells_changed):
        stack.toggle()
    curve, _, statistics = places(stack)
    assert curve is None
    assert statistics is not None
    stack.toggle()
    curve, _, statistics = places(stack)
    assert curve is not None
    assert statistics is None


def test_hidden_statistics_stay_hidden_until_the_room_changes(stack: PanelStack) -> None:
    """A choice holds while the window has room, and ends with it."""
    stack.resize(1082, 810)
    stack.toggle()
    arrangements = []
    for height in (900, 630, 810):
        stack.resize(1082, height)
        arrangements.append(stack.arrangement)
    assert arrangements == [Arrangement.WITHOUT, Arrangement.WITHOUT, Arrangement.STACKED]


def test_window_can_become_small_again(stack: PanelStack) -> None:
    """Statistics that are shown do not keep the window large."""
    small = stack.minimumSizeHint()
    stack.resize(1082, 1000)
    assert stack.minimumSizeHint().height() == small.height()


def test_statistics_have_their_cells_and_are_shown_or_not(stack: PanelStack) -> None:
    """Cells of hidden statistics are no part of what the trader saw; who records asks whether they are."""
    assert not stack.shows_statistics
    stack.toggle()
    assert stack.shows_statistics
    cells = {(cell.panel, cell.generation, cell.name): cell.cell.text for cell in stack.cells()}
    assert cells[("panel3", "new", "Total PnL")] == "60.00"
    assert len(cells) == 17


def test_wishes_of_the_statistics_are_passed_on(stack: PanelStack, qtbot: QtBot) -> None:
    """What the statistics ask for leaves through the stack."""
    with qtbot.waitSignal(stack.intent) as asked:
        stack.findChildren(SharpeBar)[0].opened.emit("Sharpe")
    assert asked.args == [ListTrades(book=SIM1, timeframe=Timeframe.DAY)]


@given(
    st.lists(st.tuples(st.integers(0, 400), st.integers(1, 5)), min_size=1, max_size=4), st.integers(0, 2000)
)
def test_heights_are_shared_whole_and_cover_the_needs(places: list[tuple[int, int]], total: int) -> None:
    """All of the height is used, and where it suffices everybody has what is needed."""
    needs, weights = [need for need, _ in places], [weight for _, weight in places]
    shares = heights(total, needs, weights)
    assert sum(shares) == total
    if total >= sum(needs):
        assert all(share >= need for share, need in zip(shares, needs, strict=True))


def test_heights_follow_the_weights_where_nobody_is_short() -> None:
    """With room for all, weights alone decide."""
    assert heights(900, [100, 100, 100], [5, 2, 2]) == [500, 200, 200]
    assert heights(500, [100, 300], [5, 4]) == [200, 300]


def test_statistics_are_shown_again_as_they_were(stack: PanelStack) -> None:
    """Timeframe and place of another screen are taken over, and given back."""
    for timeframe, shown in ((Timeframe.WEEK, True), (Timeframe.DAY, False), (Timeframe.ALL, True)):
        stack.show_again(timeframe, statistics=shown)
        assert (stack.timeframe, stack.shows_statistics) == (timeframe, shown)
