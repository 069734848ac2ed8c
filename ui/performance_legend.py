"""Which line of the performance plots is which."""

from PySide6.QtCore import QLineF, QSize
from PySide6.QtGui import QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from actors.messages import Cell
from ui.cell_label import CellLabel
from ui.fonts import TextSize
from ui.painting import painting
from ui.performance_plot import STYLES, pen_of
from ui.performance_view import PROCESS, TITLES
from ui.theme import Theme

_SAMPLE = QSize(30, 12)


class _Sample(QWidget):
    """A piece of a line."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._pen = QPen()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedSize(_SAMPLE)

    def show_pen(self, pen: QPen) -> None:
        """Draw with a pen."""
        self._pen = QPen(pen)
        self._pen.setWidthF(2.0)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the piece."""
        with painting(self) as painter:
            painter.setPen(self._pen)
            middle = self.height() / 2
            painter.drawLine(QLineF(0, middle, self.width(), middle))


class PerformanceLegend(QWidget):
    """Colours say what, dashes which generation."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Create the legend."""
        super().__init__(parent)
        self._entries: list[tuple[str, str, str, _Sample, CellLabel]] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for of, generation, text in (
            *((of, "new", title) for of, title in TITLES.items()),
            *((PROCESS, generation, generation) for generation in STYLES),
        ):
            sample, label = _Sample(self), CellLabel(f"Line of {text}", TextSize.SMALL, self)
            row.addWidget(sample)
            row.addWidget(label)
            row.addSpacing(6)
            self._entries.append((of, generation, text, sample, label))
        row.addStretch(1)

    def show_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        for of, generation, text, sample, label in self._entries:
            sample.show_pen(pen_of(of, generation, theme))
            label.show_cell(Cell(text=text, role="dim"), theme)
