"""Windows of curves to draw."""

from datetime import UTC, datetime
from decimal import Decimal

import numpy as np
from msgspec.structs import replace

from models.equity import EquityPoint, curve_from_arrays
from ui.panel1.plot_frame import PlotFrame, TextWidths, frame_of
from ui.panel1.view_model import CurveWindow

START, END = 1_763_400_000.0, 1_763_403_600.0
TEXT = TextWidths(digit=7.0, height=14.0)


def a_window(
    *balances: float,
    role: str = "profit",
    moves: bool = False,
    gaps: tuple[tuple[float, float], ...] = (),
    sessions: tuple[float, ...] = (),
) -> CurveWindow:
    """Return an hour with balances at equal distances."""
    times = np.linspace(START, END, len(balances), endpoint=False)
    return CurveWindow(
        curve=curve_from_arrays(times, np.array(balances, dtype=np.float64)),
        start=START,
        end=END,
        baseline=balances[0],
        role=role,
        moves=moves,
        gaps=gaps,
        sessions=sessions,
    )


def a_walk(count: int, seed: int = 1) -> CurveWindow:
    """Return an hour with so many random steps."""
    steps = np.random.default_rng(seed).normal(0.0, 20.0, count)
    return a_window(*(10_000.0 + np.cumsum(steps)))


def gone_on(window: CurveWindow, seconds: float, balance: float) -> CurveWindow:
    """Return a window with one more point, which is now."""
    end = window.end + seconds
    point = EquityPoint(at=datetime.fromtimestamp(end, UTC), balance=Decimal(repr(balance)))
    return replace(window, curve=window.curve.appended(point), end=end)


def a_frame(window: CurveWindow, width: int = 600, height: int = 240, ratio: float = 1.0) -> PlotFrame:
    """Return the scales of a chart of a size."""
    return frame_of(window, width, height, ratio, TEXT)
