"""The scales of the chart."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.ui.panel1.charts import END, START, TEXT, a_frame, a_window
from ui.panel1.plot_frame import HEAD_ROOM_PX, RING_PX

WINDOW = a_window(10_000.0, 10_100.0, 9_900.0)


@given(st.integers(120, 1600), st.integers(60, 900), st.sampled_from([1.0, 1.25, 1.5, 2.0]))
def test_everything_lies_within_the_plot(width: int, height: int, ratio: float) -> None:
    """At every size and scale the window fits, with room for what pulses at its end."""
    frame = a_frame(WINDOW, width, height, ratio)
    assert frame.x(START) == pytest.approx(0.0, abs=1.01)
    assert frame.x(END) < frame.plot.right()
    assert frame.plot.top() < frame.y(10_100.0) < frame.y(9_900.0) < frame.plot.bottom()
    assert frame.right <= frame.width + 1
    assert frame.bottom <= frame.height + 1


@given(st.floats(0.0, 600.0))
def test_a_place_and_its_moment_are_one(x: float) -> None:
    """What is drawn at a moment is what the mouse there is told."""
    frame = a_frame(WINDOW)
    assert frame.x(frame.moment(x)) == pytest.approx(x, abs=1e-3)
    assert frame.y(frame.balance(x)) == pytest.approx(x)


def test_the_end_has_room_to_go_on() -> None:
    """A later window fits the same scales until its end comes close to the edge."""
    frame = a_frame(WINDOW)
    a_pixel = frame.per_pixel
    assert frame.x(END) == pytest.approx(frame.plot.right() - HEAD_ROOM_PX, abs=1.0)
    near = HEAD_ROOM_PX - RING_PX
    assert frame.has_room_for(replace(WINDOW, end=END + (near - 2) * a_pixel))
    assert not frame.has_room_for(replace(WINDOW, end=END + (near + 2) * a_pixel))


def test_columns_keep_their_points_while_the_window_slides() -> None:
    """Columns lie on a raster of their own: a curve that is thinned out anew does not wobble."""
    later = replace(WINDOW, start=START + 7.3, end=END + 7.3)
    steps = (a_frame(later).start - a_frame(WINDOW).start) / a_frame(WINDOW).per_pixel
    assert steps == pytest.approx(round(steps), abs=1e-4)


def test_a_level_curve_lies_in_the_middle() -> None:
    """A single balance has a scale of its own."""
    frame = a_frame(a_window(10_000.0))
    assert frame.y(10_000.0) == pytest.approx(frame.plot.center().y(), abs=1.0)


@pytest.mark.parametrize(
    ("size", "amounts", "times"), [((600, 240), 1, 1), ((300, 240), 0, 1), ((200, 80), 0, 0)]
)
def test_small_charts_are_all_curve(size: tuple[int, int], amounts: int, times: int) -> None:
    """Texts are left out where they would take the room of the curve."""
    frame = a_frame(WINDOW, *size)
    assert (bool(frame.amounts), bool(frame.times)) == (bool(amounts), bool(times))


@given(st.floats(0.02, 1e6), st.integers(120, 900), st.sampled_from([1.0, 1.25, 1.5, 2.0]))
def test_amounts_tell_a_scale(spread: float, height: int, ratio: float) -> None:
    """At least two amounts stand at the axis, each text has room, and none touches the next."""
    frame = a_frame(a_window(10_000.0, 10_000.0 + spread), 600, height, ratio)
    places = [frame.y(tick.at) for tick in reversed(frame.amounts)]
    half = TEXT.height / 2
    assert len(places) >= 2
    assert places[0] >= frame.plot.top() + half - 1
    assert places[-1] <= frame.plot.bottom() - half + 1
    assert min(np.diff(places)) >= 1.2 * TEXT.height


def test_hidden_amounts_stand_at_no_axis() -> None:
    """What the header hides, the axis must not tell."""
    assert a_frame(WINDOW).amounts
    assert a_frame(replace(WINDOW, is_private=True)).amounts == ()
