"""How fresh what a panel shows is."""

from datetime import timedelta
from decimal import Decimal

import msgspec
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from actors.messages import PriceReceived, QuoteRead, Shown, TrackingSet
from models.histogram import Histogram
from models.market import ServedPrice
from models.perf import PanelFigures
from tests.ui.builders import MES, a_missed_quote, a_position, a_quote, a_scope, a_tick, holding, shown
from tests.ui.measuring import Bench
from ui.panel import PanelName

PANEL1, PANEL2 = PanelName


@pytest.fixture
def bench(qtbot: QtBot) -> Bench:
    """Return a window under measurement, with a position open."""
    bench = Bench(qtbot)
    bench.batch(a_scope(), holding(a_position()))
    bench.meter.receive(TrackingSet(on=True))
    bench.batch(a_tick())
    return bench


def row(bench: Bench, age_s: float = 0.0, last: str = "6750.25") -> Shown:
    """Return a snapshot row that arrived so many seconds ago."""
    fact = a_quote(last).fact
    assert isinstance(fact, QuoteRead)
    read_at = bench.times.utc() - timedelta(seconds=age_s)
    return shown(msgspec.structs.replace(fact, quote=msgspec.structs.replace(fact.quote, read_at=read_at)))


def trade(bench: Bench, age_s: float) -> Shown:
    """Return a price of the server that arrived so many seconds ago."""
    price = Decimal("6750.50")
    at = bench.times.utc() - timedelta(seconds=age_s)
    return shown(PriceReceived(symbol=MES, price=ServedPrice(last=price, low=price, high=price, at=at)))


def figures(bench: Bench) -> PanelFigures:
    """Return what was measured of the position panel."""
    bench.meter.finish()
    return next(each for each in bench.measured().panels if each.panel == "panel2")


def extremes(histogram: Histogram) -> tuple[int, float | None, float | None]:
    """Return how many there are, the shortest and the longest, milliseconds."""
    return histogram.count, histogram.percentile(1), histogram.longest_ms


def about(count: int, shortest_ms: float, longest_ms: float) -> object:
    """Return what extremes are equal to that are as exact as they can be."""
    return pytest.approx((count, shortest_ms, longest_ms), rel=0.02)


def test_latency_is_from_arrival_to_the_end_of_the_painting(bench: Bench) -> None:
    """Prices of both sources count, with the time in the mailboxes and that of the frame."""
    bench.batch(row(bench, 0.010))
    bench.times.paint_s = 0.020
    bench.paint(PANEL2)
    bench.batch(trade(bench, 0.080))
    bench.paint(PANEL2)
    assert extremes(figures(bench).latency) == about(2, 30, 100)


def test_frame_of_another_panel_shows_no_price(bench: Bench) -> None:
    """The price waits until its own panel is painted."""
    bench.batch(row(bench))
    bench.times.now_s += 0.05
    bench.paint(PANEL1)
    bench.times.now_s += 0.05
    bench.paint(PANEL2)
    assert extremes(figures(bench).latency) == about(1, 100, 100)


def test_refresh_is_the_time_between_rows_on_the_screen(bench: Bench) -> None:
    """A late frame makes one refresh longer and the next one shorter."""
    for wait_s, late_s in ((0.0, 0.0), (0.5, 0.0), (0.5, 0.1), (0.4, 0.0)):
        bench.times.now_s += wait_s
        bench.batch(row(bench))
        bench.times.now_s += late_s
        bench.paint(PANEL2)
    found = figures(bench).refresh
    assert extremes(found) == about(3, 400, 600)
    assert found.percentile(50) == pytest.approx(500, rel=0.02)


def test_row_that_changes_nothing_is_on_the_screen_at_once(bench: Bench) -> None:
    """Nothing is painted for the same price again, and the next frame, of a clock, is not late with it."""
    panel = bench.panel(PANEL2)
    bench.batch(row(bench))
    bench.paint(PANEL2)
    bench.times.now_s += 0.5
    panel.ignores = True
    bench.batch(row(bench))
    bench.times.now_s += 0.3
    bench.paint(PANEL2)
    found = figures(bench)
    assert extremes(found.refresh) == about(1, 500, 500)
    assert found.latency.count == 1


@pytest.mark.parametrize("what", ["stale", "long", "flat", "hidden"])
def test_pause_is_no_refresh(bench: Bench, qtbot: QtBot, what: str) -> None:
    """The snapshot stood still, nothing was held, or nobody could see it: the panel is not to blame."""
    bench.batch(row(bench))
    bench.paint(PANEL2)
    bench.times.now_s += 1.0
    if what == "stale":
        bench.batch(a_missed_quote())
    elif what == "long":
        bench.times.now_s += 6.0
    elif what == "flat":
        bench.batch(holding(None))
        bench.batch(holding(a_position()))
    else:
        bench.window.hide()
        bench.batch(row(bench))
        with qtbot.waitExposed(bench.window):
            bench.window.show()
        QApplication.processEvents()
    bench.batch(row(bench))
    bench.paint(PANEL2)
    found = figures(bench)
    assert (found.frames.count, found.refresh.count) == (2, 0)


def test_flat_or_without_prices_there_is_nothing_to_refresh(bench: Bench) -> None:
    """The account panel shows no prices; without a position the other one shows none either."""
    bench.batch(holding(None))
    for _ in range(3):
        bench.times.now_s += 0.5
        bench.batch(row(bench))
        bench.paint(PANEL1, PANEL2)
    bench.meter.finish()
    assert [(each.refresh, each.latency) for each in bench.measured().panels] == [
        (Histogram(), Histogram()),
        (Histogram(), Histogram()),
    ]


@pytest.mark.parametrize("age_s", [-1.0, 3600.0])
def test_clock_that_was_set_makes_no_latency(bench: Bench, age_s: float) -> None:
    """A price from the future, or of an hour ago, was stamped by another clock."""
    bench.batch(row(bench, age_s))
    bench.paint(PANEL2)
    assert figures(bench).latency.count == 0
