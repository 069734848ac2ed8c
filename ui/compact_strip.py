"""The compact strip: what a trader must see of an open position, on top of everything else."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QMouseEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from actors.messages import Cell
from models.alarm import top_of
from ui.badge import ModeBadge
from ui.cell_label import CellLabel
from ui.compact_view import CompactView
from ui.fonts import TextSize
from ui.mode_frame import ModeFrame
from ui.theme import Theme, palette_of, theme_of

_FLASH_MS = 500
_WIDEST = ("MES (+1) ▲ 10 @ 26750.25", "at most +$10,000.00", "+$10,000.00", "+$10,000.00")


class CompactStrip(QWidget):
    """A window without a title bar: dragged anywhere by the mouse, left by double click or `C`.

    Attributes:
        left: The trader wants the whole window back.
        painted: Carries the alarm that is being painted.
    """

    left = Signal()
    painted = Signal(object)

    def __init__(self) -> None:
        """Create the hidden strip."""
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self.setWindowTitle("APPSIERRA · compact")
        self.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint, on=True)
        self._theme = theme_of(None)
        self._view = CompactView()
        self._grip: QPoint | None = None
        self._bright = True
        self._frame = ModeFrame(self)
        self._badge = ModeBadge(self._frame)
        self._labels = [CellLabel("Label", TextSize.SMALL, self._frame) for _ in _WIDEST]
        self._values = [CellLabel("Value", TextSize.VALUE, self._frame) for _ in _WIDEST]
        self._alarm = CellLabel("Worst alarm", TextSize.BODY, self._frame)
        self._alarm.setWordWrap(True)
        self._alarm.installEventFilter(self)
        self._flash = QTimer(self)
        self._flash.setInterval(_FLASH_MS)
        self._flash.timeout.connect(self._blink)
        self._lay_out()
        self._paint()

    def show_view(self, view: CompactView) -> None:
        """Show what is known now."""
        if view is not self._view:
            self._view = view
            self._paint()

    def show_mode(self, word: str, theme: Theme) -> None:
        """Take word, frame and colours of a mode."""
        self._theme = theme
        self.setPalette(palette_of(theme))
        self._frame.show_theme(theme)
        self._badge.show_mode(word, theme)
        self.setWindowTitle(f"APPSIERRA · {word}" if word else "APPSIERRA")
        self._paint()

    def cells(self) -> Mapping[str, Cell]:
        """Return the canonical cells on the strip."""
        return self._view.cells()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell which alarm is painted."""
        worst = top_of(self._view.alarms or ()) if event.type() == QEvent.Type.Paint else None
        if worst is not None:
            self.painted.emit(worst)
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the strip."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._grip = event.globalPosition().toPoint() - self.pos()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Let it follow the hand."""
        if self._grip is not None:
            self.move(event.globalPosition().toPoint() - self._grip)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go of it."""
        self._grip = None

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Ask for the whole window."""
        self.left.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing a strip gives the window back; a monitor must not vanish by a slip of the hand."""
        event.ignore()
        self.left.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the font that the trader chooses in the operating system."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.adjustSize()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(0)
        for column, (label, value) in enumerate(zip(self._labels, self._values, strict=True)):
            grid.addWidget(label, 0, column)
            grid.addWidget(value, 1, column)
            # A changing figure must not make its neighbours jump.
            value.setMinimumWidth(value.fontMetrics().horizontalAdvance(_WIDEST[column]))
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self._badge)
        row.addLayout(grid, 1)
        column_of_all = QVBoxLayout()
        column_of_all.setContentsMargins(12, 6, 12, 6)
        column_of_all.setSpacing(4)
        column_of_all.addLayout(row)
        column_of_all.addWidget(self._alarm)
        self._frame.column.addLayout(column_of_all)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._frame)

    @property
    def _is_still(self) -> bool:
        return self._view.position.facts.appearance.is_still

    def _paint(self) -> None:
        self._run_flash()
        *figures, (_, alarm) = self._view.cells().items()
        for (name, cell), label, value in zip(figures, self._labels, self._values, strict=True):
            label.show_cell(Cell(text=name, role="dim"), self._theme)
            value.setAccessibleName(name)
            self._show(value, cell)
        self._show(self._alarm, alarm)

    def _run_flash(self) -> None:
        flashes = not self._is_still and any(cell.flash for cell in self._view.cells().values())
        if flashes and not self._flash.isActive():
            self._flash.start()
        elif not flashes:
            self._flash.stop()
            self._bright = True

    def _show(self, label: CellLabel, cell: Cell) -> None:
        # The text of a flashing cell stays readable in both halves: it changes between its colour and ink.
        lit = self._bright or not cell.flash
        shown = cell if lit else Cell(text=cell.text, role="neutral")
        label.show_cell(shown, self._theme, is_filled=cell.flash and self._is_still)

    @Slot()
    def _blink(self) -> None:
        self._bright = not self._bright
        self._paint()
