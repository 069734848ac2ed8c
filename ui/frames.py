"""What a frame of each generation costs: the same facts, the same size, one after the other in turns."""

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from time import perf_counter
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.generations import LEGACY, NEW, Builders, build
from ui.paint_watch import Mark, PaintWatch
from ui.panel import Panel, PanelName, Payload

SIZES: Final = {PanelName.PANEL1: QSize(1100, 420), PanelName.PANEL2: QSize(1100, 260)}
MOMENTS: Final = 5

Batch = Sequence[Payload]
"""Facts that arrive together, and are painted together."""
FrameTimes = Mapping[PanelName, Mapping[str, Sequence[float]]]
"""By place and generation, milliseconds of each frame."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What both generations showed after the same facts.

    Attributes:
        share: How much of all batches had been shown, 0 to 1.
        pictures: By generation, its panels below each other.
    """

    share: float
    pictures: Mapping[str, QImage]


class Frames:
    """Shows batches of facts in windows of their own, a panel each, and times them.

    A frame is all from the first fact of a batch to the last pixel: taking the facts, rendering, laying out
    and painting. Only batches that made one of the generations paint count, and these count for both.

    Args:
        builders: How the panels are built.
        batches: What is shown.
    """

    def __init__(self, builders: Builders, batches: Sequence[Batch]) -> None:
        self._builders = builders
        self._batches = batches
        self._painting: dict[PanelName, frozenset[int]] = {}
        self.moments: list[Moment] = []

    def warm_up(self) -> None:
        """Show all once without taking the time: find out what paints, and take the pictures."""
        stages = self._stages()
        marks: list[Mark] = []
        for pair in stages.values():
            for stage in pair:
                PaintWatch(stage.panel, marks.append, perf_counter)
        last = len(self._batches) - 1
        photographed = {round(last * number / MOMENTS): number / MOMENTS for number in range(1, MOMENTS + 1)}
        painting: dict[PanelName, set[int]] = {name: set() for name in stages}
        for number, batch in enumerate(self._batches):
            for name, pair in stages.items():
                marks.clear()
                for stage in pair:
                    stage.show_batch(batch)
                if marks:
                    painting[name].add(number)
                _settle()
            if number in photographed:
                self.moments.append(_moment(photographed[number], stages))
        self._painting = {name: frozenset(numbers) for name, numbers in painting.items()}
        _close(stages)

    def measure(self) -> FrameTimes:
        """Show all once; return the time of each frame.

        As in the application, no garbage is collected in the middle of a frame.
        """
        stages = self._stages()
        took: dict[PanelName, dict[str, list[float]]] = {name: {LEGACY: [], NEW: []} for name in stages}
        gc.collect()
        gc.disable()
        try:
            for number, batch in enumerate(self._batches):
                for name, pair in stages.items():
                    for stage in pair if number % 2 else reversed(pair):
                        began = perf_counter()
                        stage.show_batch(batch)
                        took_ms = 1000 * (perf_counter() - began)
                        if number in self._painting[name]:
                            took[name][stage.panel.generation].append(took_ms)
                        _settle()
        finally:
            gc.enable()
            _close(stages)
        return took

    def _stages(self) -> dict[PanelName, tuple["Stage", "Stage"]]:
        stages = {
            name: (
                Stage(self._builders[name][LEGACY], SIZES[name]),
                Stage(self._builders[name][NEW], SIZES[name]),
            )
            for name in PanelName
        }
        _settle()
        return stages


class Stage(QWidget):
    """A window with one panel.

    Args:
        builder: Builds the panel.
        size: Of the panel.
    """

    def __init__(self, builder: Callable[[QWidget], Panel], size: QSize) -> None:
        super().__init__()
        self.panel = build(builder, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        column.addWidget(self.panel)
        self.resize(size)
        self.show()
        self.panel.build_heavy_parts()

    def show_batch(self, batch: Batch) -> None:
        """Hand over facts as the window does, and return when they are painted."""
        self.panel.hold()
        for payload in batch:
            self.panel.receive(payload)
        self.panel.release()
        # Layouts and repaints alone: what is left to timers stays out. A panel may paint once more after its
        # cells; what is asked for meanwhile waits for the next call.
        QCoreApplication.sendPostedEvents()
        QCoreApplication.sendPostedEvents()


def _settle() -> None:
    """Have done what is left to timers, and painted what they ask for: it is no part of anybody's frame."""
    QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents()


def _moment(share: float, stages: Mapping[PanelName, tuple[Stage, Stage]]) -> Moment:
    pictures = {
        generation: _stacked([pair[place].panel.grab().toImage() for pair in stages.values()])
        for place, generation in enumerate((LEGACY, NEW))
    }
    return Moment(share=share, pictures=pictures)


def _stacked(images: Sequence[QImage]) -> QImage:
    tops = list(_tops(images))
    whole = QImage(max(image.width() for image in images), tops[-1], QImage.Format.Format_RGB32)
    whole.fill(Qt.GlobalColor.black)
    painter = QPainter(whole)
    for image, (top, _) in zip(images, pairwise(tops), strict=True):
        painter.drawImage(0, top, image)
    painter.end()
    return whole


def _tops(images: Sequence[QImage]) -> Iterator[int]:
    top = 0
    yield top
    for image in images:
        top += image.height()
        yield top


def _close(stages: Mapping[PanelName, tuple[Stage, Stage]]) -> None:
    for pair in stages.values():
        for stage in pair:
            stage.close()
            stage.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
