"""What a replay is steered with: the time line, buttons, the recorded clock."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from actors.messages import Cell
from ui.cell_label import CellLabel
from ui.fonts import TextSize, font_of
from ui.plain_tip import show_tip
from ui.tape_line import TapeView, exchange_text, local_text, speed_text
from ui.theme import palette_of, theme_of
from ui.time_line import TimeLine

_SPEEDS: Final = (1.0, 2.0, 10.0, 60.0, None)
_HINT_PX: Final = 220
_WIDEST: Final = "Wed 2026-11-23 00:00:00 Chicago"


class ReplayBar(QWidget):
    """Lies below the replayed window, in a grey that no mode has.

    Attributes:
        wanted: Carries the moment to show, UNIX microseconds.
        speed_chosen: Carries times as fast as life, or None.
    """

    wanted = Signal(object)
    play_pressed = Signal()
    back_pressed = Signal()
    step_pressed = Signal()
    earlier_pressed = Signal()
    later_pressed = Signal()
    speed_chosen = Signal(object)

    def __init__(self, view: TapeView, parent: QWidget | None = None) -> None:
        """Create the bar of one recording."""
        super().__init__(parent)
        self.setPalette(palette_of(theme_of(None)))
        self.setAutoFillBackground(True)
        self.line = TimeLine(view, self)
        self.line.wanted.connect(self.wanted)
        self._earlier = self._button("|◀", "Previous mark", "P", self.earlier_pressed.emit)
        self._back = self._button("-1 s", "Back one second", "Left", self.back_pressed.emit)
        self._play = self._button("Pause", "Play or pause", "Space", self.play_pressed.emit)
        self._step = self._button("Frame", "Forward to the next change", "Right or .", self.step_pressed.emit)
        self._later = self._button("▶|", "Next mark", "N", self.later_pressed.emit)
        widest = max(self._play.fontMetrics().horizontalAdvance(word) for word in ("Pause", "Play"))
        self._play.setFixedWidth(widest + 24)
        self._speed = self._speeds(view.speed)
        self._word = CellLabel("What this window is", TextSize.STRONG, self)
        self._word.setAutoFillBackground(True)
        self._word.setMargin(3)
        self._here = CellLabel("Time on this computer's clock", TextSize.SMALL, self)
        self._clock = CellLabel("Recorded time on the clock of the exchange", TextSize.STRONG, self)
        self._clock.setMinimumWidth(QFontMetrics(font_of(TextSize.STRONG)).horizontalAdvance(_WIDEST))
        self._hint = CellLabel("State of the replay", TextSize.SMALL, self)
        self._hint.setWordWrap(True)
        # Whether it takes one line or two, or has a long name in it, nothing moves.
        self._hint.setMinimumWidth(_HINT_PX)
        self._hint.setMinimumHeight(2 * self._hint.fontMetrics().lineSpacing())
        self._lay_out()
        self.show_view(view)

    def show_view(self, view: TapeView) -> None:
        """Show where the recording is."""
        theme = theme_of(None)
        self.line.show_view(view)
        self._play.setText("Pause" if view.playing else "Play")
        self._word.show_cell(Cell(text=" REPLAY ", role="alert"), theme, is_filled=True)
        self._clock.show_cell(Cell(text=exchange_text(view.at_us), role="neutral"), theme)
        self._here.show_cell(Cell(text=local_text(view.at_us), role="dim"), theme)
        role = "warning" if view.said or view.is_waiting else "dim"
        self._hint.show_cell(Cell(text=view.hint, role=role), theme)
        show_tip(self._hint, view.said)
        self._earlier.setEnabled(bool(view.marks))
        self._later.setEnabled(bool(view.marks))

    def add_button(self, button: QPushButton) -> None:
        """Add a button behind the others."""
        self._row.addWidget(button)
        QWidget.setTabOrder(self._speed, button)

    def _button(self, text: str, name: str, key: str, pressed: Callable[[], None]) -> QPushButton:
        button = QPushButton(text, self)
        button.setAccessibleName(name)
        button.setToolTip(f"{name} ({key})")
        width = button.fontMetrics().horizontalAdvance(text)
        button.setMinimumWidth(width + 20)
        button.clicked.connect(pressed)
        return button

    def _speeds(self, speed: float | None) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName("Speed, times as fast as life")
        box.setToolTip("Times as fast as life")
        known = _SPEEDS if speed in _SPEEDS else (speed, *_SPEEDS)
        for each in known:
            box.addItem(speed_text(each), each)
        box.setCurrentIndex(known.index(speed))
        box.activated.connect(self._choose_speed)
        return box

    def _lay_out(self) -> None:
        self._row = QHBoxLayout()
        self._row.setSpacing(6)
        for widget in (self._earlier, self._back, self._play, self._step, self._later, self._speed):
            self._row.addWidget(widget)
        words = QHBoxLayout()
        words.setSpacing(14)
        words.addWidget(self._word)
        words.addWidget(self._clock)
        words.addWidget(self._here)
        words.addWidget(self._hint, 1, Qt.AlignmentFlag.AlignVCenter)
        self._row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 4, 12, 6)
        column.setSpacing(4)
        column.addLayout(words)
        column.addWidget(self.line)
        column.addLayout(self._row)

    @Slot(int)
    def _choose_speed(self, index: int) -> None:
        self.speed_chosen.emit(self._speed.itemData(index))
        # The keys of the window are letters too; a list that has the focus would look for them.
        self.line.setFocus()
