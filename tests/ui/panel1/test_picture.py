"""The still part of the chart."""

from datetime import UTC, datetime
from decimal import Decimal
from itertools import combinations
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QFontMetricsF, QImage

from models.book import TradeMode
from models.equity import EquityPoint
from tests.ui.panel1.charts import END, START, a_frame, a_walk, a_window
from tests.ui.test_theme import contrast
from ui.appearance import Palette
from ui.fonts import TextSize, font_of
from ui.panel1.picture import EXCHANGE_TIME, LOCAL_TIME, Picture, axis_texts
from ui.panel1.timeline import EXCHANGE_ZONE
from ui.panel1.view_model import CurveWindow
from ui.theme import Theme, theme_of

Pixels = NDArray[np.int64]
pytestmark = pytest.mark.usefixtures("qapp")
SIM = theme_of(TradeMode.SIM)
THEMES = [theme_of(mode, palette) for mode in (None, *TradeMode) for palette in Palette]


def a_picture(window: CurveWindow, ratio: float = 1.0, theme: Theme = SIM) -> Picture:
    """Return a picture of a window."""
    return Picture(window, a_frame(window, ratio=ratio), theme, font_of(TextSize.SMALL))


def pixels(image: QImage) -> Pixels:
    """Return the colours of an image, shape (height, width)."""
    rows = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.bytesPerLine() // 4)
    return (rows[:, : image.width()] & 0xFFFFFF).astype(np.int64)


def difference(one: Pixels, other: Pixels) -> Pixels:
    """Return how far colours are apart in the part where they differ most."""
    parts = [np.abs(((one >> shift) & 255) - ((other >> shift) & 255)) for shift in (0, 8, 16)]
    most: Pixels = np.maximum.reduce(parts)
    return most


def rgb(colour: str) -> int:
    """Return a colour as the pixels have it."""
    return QColor(colour).rgb() & 0xFFFFFF


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
@pytest.mark.parametrize("count", [1, 2, 50, 600, 50_000])
def test_every_column_has_the_line_at_its_lowest_and_highest(count: int, ratio: float) -> None:
    """No extreme and no newest point is lost, however many there are, at any scale."""
    window = a_walk(count)
    frame, image = a_frame(window, ratio=ratio), pixels(a_picture(window, ratio).image)
    line = difference(image, np.full_like(image, rgb(SIM.profit))) <= 2
    times, balances = window.curve.times, window.curve.balances
    end = frame.column(window.end)
    for column in range(1, end + 1):
        left = frame.start + column * frame.per_pixel
        held = balances[max(0, int(np.searchsorted(times, left)) - 1)]
        inside = balances[(times >= left) & (times < left + frame.per_pixel)]
        values = np.append(inside, held)
        top, bottom = frame.row(values.max()), frame.row(values.min())
        drawn = np.flatnonzero(line[:, column])
        assert len(drawn), column
        assert drawn[0] <= top + 1, column
        assert drawn[-1] >= bottom - 2, column
    assert line[:, end + round(4 * ratio) :].sum() == 0


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, 30), st.integers(0, 2**32 - 1))
def test_a_picture_that_went_on_is_the_one_painted_anew(steps: int, seed: int) -> None:
    """Adding point by point ends with the same pixels as painting all at once on the same scales."""
    random = np.random.default_rng(seed)
    window = a_walk(300, seed)
    frame = a_frame(window)
    grown = Picture(window, frame, SIM, font_of(TextSize.SMALL))
    for _ in range(steps):
        end = window.end + random.uniform(0.0, 1.5)
        balance = random.uniform(frame.low, frame.high)
        point = EquityPoint(at=datetime.fromtimestamp(end - 0.5, UTC), balance=Decimal(repr(balance)))
        curve = window.curve.appended(point) if random.random() < 0.7 else window.curve
        window = replace(window, curve=curve, end=end)
        grown.go_on(window)
    anew = Picture(window, frame, SIM, font_of(TextSize.SMALL))
    # The light is interpolated from cells, so its last bit may differ.
    assert difference(pixels(grown.image), pixels(anew.image)).max() <= 2


def test_what_was_not_watched_is_hatched_and_has_no_line() -> None:
    """Within a gap there is a pattern and a dotted line in another colour; outside there is neither."""
    window = a_window(10_000.0, gaps=((START + 1200, START + 2400),))
    frame, image = a_frame(window), pixels(a_picture(window).image)
    inside, outside = image[:, frame.column(START + 1800)], image[:, frame.column(START + 600)]
    assert rgb(SIM.profit) not in inside
    assert rgb(SIM.profit) in outside
    middle = slice(frame.column(START + 1300), frame.column(START + 2300))
    assert rgb(SIM.dim) in image[:, middle]
    empty = image[8:20, middle]
    assert len(np.unique(empty)) > len(np.unique(image[8:20, : frame.column(START + 1100)]))


def test_a_session_begins_with_a_line() -> None:
    """Where the session day begins the column is drawn from top to bottom, and only there."""
    window = a_window(10_000.0, sessions=(START + 1800,))
    frame, image = a_frame(window), pixels(a_picture(window).image)
    plain = pixels(a_picture(replace(window, sessions=())).image)
    assert set(np.flatnonzero((image != plain).any(axis=0))) == {frame.column(START + 1800)}


def test_too_many_sessions_are_left_out() -> None:
    """Lines that are closer than the curve can be read are none."""
    window = a_window(10_000.0)
    crowded = replace(window, sessions=tuple(np.linspace(START, END, 200)))
    assert np.array_equal(pixels(a_picture(crowded).image), pixels(a_picture(window).image))


def test_below_its_peak_the_curve_is_under_water() -> None:
    """Between the running peak and the curve there is a tint; above it and at a new high none."""
    window = a_window(10_000.0, 10_100.0, 10_000.0, 10_200.0)
    frame, image = a_frame(window), pixels(a_picture(window).image)
    row = round((frame.row(10_100.0) + frame.row(10_000.0)) / 2) + 3
    under, peak, before = (frame.column(START + share * 3600) for share in (0.62, 0.87, 0.1))
    assert image[row, under] not in {rgb(SIM.chart), image[row, before]}
    assert image[row, peak] == image[row, before] == rgb(SIM.chart)


@pytest.mark.parametrize("size", [(560, 180), (760, 300), (1100, 420), (1580, 640), (300, 120), (200, 60)])
@pytest.mark.parametrize("seconds", [60, 3600, 86_400, 6 * 86_400, 90 * 86_400, 1000 * 86_400])
def test_texts_neither_collide_nor_are_cut_off(size: tuple[int, int], seconds: int) -> None:
    """At every size and timeframe the texts at the axes stand apart and within the chart."""
    window = replace(a_walk(50), start=END - seconds)
    frame = a_frame(window, *size)
    rects = [rect for rect, _ in axis_texts(window, frame, QFontMetricsF(font_of(TextSize.SMALL)))]
    assert all(rect.left() >= 0 and rect.right() <= size[0] for rect in rects)
    assert all(rect.top() >= 0 and rect.bottom() <= size[1] for rect in rects)
    assert not any(one.intersects(other) for one, other in combinations(rects, 2))
    if size[0] >= 560:
        assert len(rects) > 4


@pytest.mark.parametrize(("zone", "text"), [(None, LOCAL_TIME), (EXCHANGE_ZONE, EXCHANGE_TIME)])
def test_the_axis_says_whose_time_it_shows(zone: ZoneInfo | None, text: str) -> None:
    """Local time and exchange time are never to be guessed."""
    window = replace(a_walk(50), zone=zone)
    texts = axis_texts(window, a_frame(window), QFontMetricsF(font_of(TextSize.SMALL)))
    assert text in [each for _, each in texts]


@pytest.mark.parametrize("theme", THEMES)
def test_texts_at_the_axes_are_easy_to_read(theme: Theme) -> None:
    """In every theme the darkest pixel of a text has a contrast of 4.5 to what is around it."""
    window = a_walk(50)
    frame = a_frame(window, ratio=2.0)
    image = Picture(window, frame, theme, font_of(TextSize.SMALL)).image
    colours = {
        image.pixelColor(x, y).name()
        for x in range(frame.right + 4, frame.width)
        for y in range(frame.bottom)
    }
    ground = QColor(theme.chart).name()
    assert ground in colours
    assert max(contrast(colour, ground) for colour in colours) >= 4.5
