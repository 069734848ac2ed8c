"""Plots of what was measured, for people who read the report."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import pyqtgraph as pg
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from app.comparison.costs import INTERVAL_S
from app.comparison.findings import Findings
from app.comparison.guide import FRAME_MS, REFRESH_MS, typical_frames
from ui.generations import LEGACY, NEW, TITLES

Lines = Mapping[str, Sequence[tuple[float, float]]]
"""By generation, the points of its line from left to right."""

_SIZE: Final = QSize(1040, 300)
_INK: Final = "#1a1a1a"
_GROUND: Final = "#ffffff"
# Told apart by every kind of colour vision, and by the shape of their points.
_LOOKS: Final = {LEGACY: ("#b34700", "s"), NEW: ("#0060a0", "o")}
_ROOM: Final = 1.25
"""Above the highest point, for the legend."""
_FULL: Final = 100.0


class Plot(NamedTuple):
    """A picture of a report.

    Attributes:
        name: Of its file.
    """

    name: str
    caption: str
    image: QImage


def plots_of(found: Findings) -> Iterator[Plot]:
    """Yield a plot of everything that was measured of both generations."""
    for place, title in TITLES.items():
        yield from _plot(
            f"frames-{place.value}.png",
            f"{title}: what each frame took, from the quickest on",
            distribution(typical_frames([one[place.value] for one in found.frames_ms])),
            across="share of frames, %",
            up="render time, ms",
            target=FRAME_MS,
        )
    yield from _plot(
        "cpu.png",
        "Processor time while they ran",
        course({name: one.cpu for name, one in found.courses.items()}),
        across="time, s",
        up="share of a core, %",
    )
    yield from _plot(
        "memory.png",
        "Memory while they ran",
        course({name: one.memory_mb for name, one in found.courses.items()}),
        across="time, s",
        up="resident memory, MB",
    )
    yield from _plot(
        "refresh.png",
        "A cell that follows the price: times between its changes, from the shortest on",
        distribution({name: one.refresh_ms for name, one in found.courses.items()}),
        across="share of changes, %",
        up="time since the last, ms",
        target=REFRESH_MS,
    )


def distribution(samples: Mapping[str, Sequence[float]]) -> Lines:
    """Return for each generation what share of its samples, percent, does not exceed which value."""
    return {
        generation: [
            (_FULL * (number + 1) / len(values), value) for number, value in enumerate(sorted(values))
        ]
        for generation, values in samples.items()
    }


def course(samples: Mapping[str, Sequence[float]]) -> Lines:
    """Return for each generation its values over the seconds since the first interval began."""
    return {
        generation: [(INTERVAL_S * (number + 1), value) for number, value in enumerate(values)]
        for generation, values in samples.items()
    }


def _plot(  # noqa: PLR0913 - a picture takes so many words
    name: str, caption: str, lines: Lines, *, across: str, up: str, target: float | None = None
) -> Iterator[Plot]:
    """Yield a plot of both generations; nothing where one of them was not measured.

    Args:
        name: Of its file.
        caption: What it shows.
        lines: By generation, its points from left to right.
        across: What the points go along.
        up: What their height is.
        target: Where the target is marked; None where there is none.
    """
    if not lines or not all(lines.values()):
        return
    widget = _empty_plot(across, up)
    for generation, points in lines.items():
        colour, symbol = _LOOKS[generation]
        widget.plot(
            [x for x, _ in points],
            [y for _, y in points],
            pen=pg.mkPen(colour, width=1.5),
            symbol=symbol,
            symbolSize=5,
            symbolBrush=colour,
            symbolPen=None,
            name=generation,
        )
    if target is not None:
        line = pg.InfiniteLine(target, angle=0, pen=pg.mkPen(_INK, width=1, style=Qt.PenStyle.DashLine))
        widget.addItem(line)
        widget.getPlotItem().legend.addItem(pg.PlotDataItem(pen=line.pen), "target")
    heights = [y for points in lines.values() for _, y in points]
    widget.setXRange(0, max(x for points in lines.values() for x, _ in points), padding=0.02)
    widget.setYRange(0, _ROOM * max([*heights, target or 0.0]), padding=0)
    yield Plot(name, caption, widget.grab().toImage())
    widget.close()
    widget.deleteLater()


def _empty_plot(across: str, up: str) -> pg.PlotWidget:
    widget = pg.PlotWidget(background=_GROUND)
    widget.resize(_SIZE)
    for side, label in (("bottom", across), ("left", up)):
        axis = widget.getAxis(side)
        axis.setPen(_INK)
        axis.setTextPen(_INK)
        axis.setLabel(label)
        axis.enableAutoSIPrefix(enable=False)
    widget.showGrid(x=False, y=True, alpha=0.2)
    widget.addLegend(offset=(12, 4), colCount=3, labelTextColor=_INK, labelTextSize="10pt")
    return widget
