"""The menu of alarms."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget


class AlarmMenu(QMenu):
    """What a trader can do about alarms.

    Attributes:
        acknowledge: The worst open alarm was seen.
        snooze: It is to be put aside.
        mute: Carries whether nothing is to be heard.
        log: The alarm log is wanted.
        rows: Every key with its action, as text.
    """

    acknowledge = Signal()
    snooze = Signal()
    mute = Signal(bool)
    log = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Create the menu; nothing is open yet."""
        super().__init__("&Alarms", parent)
        self.rows: list[tuple[str, str]] = []
        self._seen = self._add("&Acknowledge", "Space", "Acknowledge the worst alarm")
        self._aside = self._add("&Snooze", "Shift+Space", "Put the worst alarm aside for some minutes")
        self._mute = self._add("&Mute", "M", "Mute the alarms, or hear them again")
        self._mute.setCheckable(True)
        log = self._add("Alarm &log…", "A", "Alarm log, volume and test of the sounds")
        for action in (self._seen, self._aside):
            # A dialog in front must not take the key away from an alarm.
            action.setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)
        self._seen.triggered.connect(self._acknowledge)
        self._aside.triggered.connect(self._snooze)
        self._mute.triggered.connect(self._muted)
        log.triggered.connect(self._log)
        self.show_state(is_open=False, is_muted=False)

    def show_state(self, *, is_open: bool, is_muted: bool) -> None:
        """Show what can be done; without an open alarm the keys belong to whatever has the focus."""
        self._seen.setEnabled(is_open)
        self._aside.setEnabled(is_open)
        self._mute.setChecked(is_muted)

    def _add(self, text: str, keys: str, meaning: str) -> QAction:
        sequence = QKeySequence(keys)
        action = QAction(text, self)
        action.setShortcut(sequence)
        self.addAction(action)
        self.rows.append((sequence.toString(QKeySequence.SequenceFormat.NativeText), meaning))
        return action

    @Slot()
    def _acknowledge(self) -> None:
        self.acknowledge.emit()

    @Slot()
    def _snooze(self) -> None:
        self.snooze.emit()

    @Slot(bool)
    def _muted(self, on: bool) -> None:  # noqa: FBT001 - a slot takes what its signal carries
        self.mute.emit(on)

    @Slot()
    def _log(self) -> None:
        self.log.emit()
