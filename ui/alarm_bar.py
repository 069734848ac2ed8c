"""The bar of the worst alarm: its priority in a word, a shape and a colour, and how many others hold."""

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QColor, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from actors.messages import Cell
from models.alarm import Alarm
from ui.alarm_sign import AlarmSign
from ui.cell_label import CellLabel
from ui.fonts import TextSize, font_of
from ui.roles import ROLES_OF_ALARMS
from ui.theme import Theme, palette_of, theme_of
from ui.wording import clock_text

_NARROWEST: Final = 160
NO_ALARM = Cell(text="", role="dim")


class AlarmBar(QWidget):
    """Hidden while no alarm holds.

    Attributes:
        acknowledge: The alarm that is shown is to be acknowledged.
        snooze: It is to be put aside.
        painted: The bar has been painted.
    """

    acknowledge = Signal()
    snooze = Signal()
    painted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Create the hidden bar."""
        super().__init__(parent)
        self._alarms: tuple[Alarm, ...] = ()
        self._theme = theme_of(None)
        self._sign = AlarmSign(self)
        self._word = CellLabel("Priority of the alarm", TextSize.STRONG, self)
        self._text = CellLabel("Alarm", TextSize.BODY, self)
        self._text.setWordWrap(True)
        # A name that never ends must not widen the window.
        self._text.setMinimumWidth(_NARROWEST)
        self._others = CellLabel("Other alarms", TextSize.BODY, self)
        self._sound = CellLabel("Sound", TextSize.SMALL, self)
        self._buttons = (QPushButton("Acknowledge (Space)", self), QPushButton("Snooze (Shift+Space)", self))
        for button, slot in zip(self._buttons, (self._acknowledge, self._snooze), strict=True):
            button.setFont(font_of(TextSize.SMALL))
            button.clicked.connect(slot)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 5, 12, 5)
        layout.setSpacing(10)
        layout.addWidget(self._sign)
        layout.addWidget(self._word)
        layout.addWidget(self._text, 1)
        for widget in (self._others, self._sound, *self._buttons):
            layout.addWidget(widget)
        self.setAutoFillBackground(True)
        self.hide()

    def show_alarms(self, alarms: tuple[Alarm, ...], theme: Theme, silence: str) -> None:
        """Show the first of some alarms, and how many others there are.

        Args:
            alarms: Worst first.
            theme: Colours.
            silence: Why nothing is heard now; empty when it is.
        """
        self._alarms, self._theme = alarms, theme
        if alarms:
            top = alarms[0]
            cell = self.cell()
            self._colour(theme)
            self._sign.show_priority(top.priority, theme, is_open=top.is_open)
            self._word.show_cell(Cell(text=_word(top), role=cell.role), theme)
            self._text.show_cell(cell, theme)
            others = len(alarms) - 1
            self._others.show_cell(Cell(text=f"+{others} more" if others else "", role="neutral"), theme)
            self._sound.show_cell(Cell(text=f"silent: {silence}" if silence else "", role="dim"), theme)
            for button in self._buttons:
                button.setEnabled(top.is_open)
            self.update()
        self.setVisible(bool(alarms))

    def cell(self) -> Cell:
        """Return the canonical cell: the words of the alarm that is shown."""
        if not self._alarms:
            return NO_ALARM
        top = self._alarms[0]
        return Cell(text=top.text, role=ROLES_OF_ALARMS[top.priority] if top.is_open else "dim")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell that it is painted."""
        super().paintEvent(event)
        self.painted.emit()

    def _colour(self, theme: Theme) -> None:
        palette = palette_of(theme)
        palette.setColor(QPalette.ColorRole.Window, QColor(theme.elevated))
        self.setPalette(palette)

    @Slot()
    def _acknowledge(self) -> None:
        self.acknowledge.emit()

    @Slot()
    def _snooze(self) -> None:
        self.snooze.emit()


def _word(alarm: Alarm) -> str:
    word = alarm.priority.value.upper()
    if alarm.snoozed_until is not None:
        return f"{word} · snoozed until {clock_text(alarm.snoozed_until, None, seconds=False)}"
    return f"{word} · seen" if alarm.acknowledged else word
