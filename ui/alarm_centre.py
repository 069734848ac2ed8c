"""Where alarms reach the trader: bar, sound, tray, log; the panels have no part in it."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from actors.messages import (
    AcknowledgeAlarm,
    AlarmPainted,
    AlarmRaised,
    AlarmsChanged,
    AlarmsListed,
    Cell,
    Command,
    Fact,
    ListAlarms,
    SnoozeAlarm,
    SoundsSet,
)
from models.alarm import Alarm, AlarmRecord, top_of
from ui.alarm_bar import AlarmBar
from ui.alarm_log import AlarmLog
from ui.alarm_menu import AlarmMenu
from ui.alarm_sounds import AlarmSounds
from ui.theme import Theme, theme_of
from ui.wording import without_amounts

Line = TypeVar("Line", Alarm, AlarmRecord)

_Identity = tuple[str, datetime]


class AlarmCentre(QObject):
    """Shows and sounds what the alarm actor tells, and posts what the trader does about it.

    Attributes:
        bar: Belongs into the window.
        changed: The bar shows something else.
    """

    changed = Signal()

    def __init__(  # noqa: PLR0913 - each is one thing that it must not know itself
        self,
        post: Callable[[Command | Fact], None],
        sounds: AlarmSounds,
        menu: AlarmMenu,
        window: QWidget,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        notifies: bool = True,
    ) -> None:
        """Create the bar; no alarm holds yet.

        Args:
            post: Takes commands of the trader.
            sounds: What is heard.
            menu: Tells what the trader wants.
            window: Owner.
            monotonic: Returns seconds of the clock that the actors measure with.
            notifies: Whether the desktop is told of new alarms.
        """
        super().__init__(window)
        self._post = post
        self._sounds = sounds
        self._menu = menu
        self._window = window
        self._monotonic = monotonic
        self._notifies = notifies
        self._theme = theme_of(None)
        self._word = ""
        self._is_private = False
        self._alarms: tuple[Alarm, ...] = ()
        self._records: tuple[AlarmRecord, ...] = ()
        self._unpainted: set[_Identity] = set()
        self._seen: set[_Identity] = set()
        self._log: AlarmLog | None = None
        self._tray: QSystemTrayIcon | None = None
        self.bar = AlarmBar(window)
        self._after_paint = QTimer(self)
        self._after_paint.setSingleShot(True)
        self._after_paint.timeout.connect(self._tell_painted)
        self.bar.painted.connect(self._note_paint)
        for source in (self.bar, menu):
            source.acknowledge.connect(self._acknowledge)
            source.snooze.connect(self._snooze)
        menu.mute.connect(self._set_muted)
        menu.log.connect(self._show_log)
        self._show()

    def receive(self, fact: Fact) -> None:
        """Take what is told of alarms; all other facts are no business of this."""
        if isinstance(fact, AlarmsChanged):
            known = {(alarm.key, alarm.raised_at) for alarm in self._alarms}
            now = {(alarm.key, alarm.raised_at) for alarm in fact.alarms}
            self._unpainted = (self._unpainted & now) | (now - known)
            self._alarms = fact.alarms
            self._show()
            self._ask_for_log()
        elif isinstance(fact, AlarmRaised):
            self._sounds.sound(fact.alarm.kind)
            self._notify(fact.alarm)
        elif isinstance(fact, SoundsSet):
            self._sounds.follow(fact)
            self._show_sounds()
        elif isinstance(fact, AlarmsListed) and self._log is not None:
            self._records = fact.records
            self._show_records(self._log)

    def show_mode(self, word: str, theme: Theme) -> None:
        """Take word and colours of a mode."""
        self._word, self._theme = word, theme
        self._show()
        if self._log is not None:
            self._log.show_mode(word, theme)

    def hide_amounts(self, *, hidden: bool) -> None:
        """Show alarms without their dollars, or with them."""
        self._is_private = hidden
        self._show()
        if self._log is not None:
            self._show_records(self._log)

    @Slot(object)
    def note_painted(self, alarm: Alarm) -> None:
        """Take that an alarm is painted outside of the bar."""
        self._see({(alarm.key, alarm.raised_at)})

    def cell(self) -> Cell:
        """Return the canonical cell: the words of the alarm on the bar."""
        return self.bar.cell()

    def _show(self) -> None:
        self.bar.show_alarms(tuple(map(self._worded, self._alarms)), self._theme, self._sounds.reason)
        self._menu.show_state(is_open=top_of(self._alarms) is not None, is_muted=self._sounds.muted)
        self.changed.emit()

    def _worded(self, line: Line) -> Line:
        """Return an alarm, or a line of the log, as it may be read."""
        if not self._is_private:
            return line
        return msgspec.structs.replace(line, text=without_amounts(line.text))

    def _show_records(self, log: AlarmLog) -> None:
        log.show_records(tuple(map(self._worded, self._records)), self._alarms)

    def _ask_for_log(self) -> None:
        if self._log is not None and self._log.isVisible():
            self._post(ListAlarms())

    def _notify(self, alarm: Alarm) -> None:
        """Tell the desktop, where the window itself is not in front of the trader."""
        if not self._notifies or self._window.isActiveWindow():
            return
        QApplication.alert(self._window)
        if self._tray is None and QSystemTrayIcon.isSystemTrayAvailable():
            icon = QPixmap(32, 32)
            icon.fill(QColor(self._theme.alert))
            self._tray = QSystemTrayIcon(QIcon(icon), self)
            self._tray.setToolTip("APPSIERRA")
            self._tray.show()
        if self._tray is not None:
            self._tray.showMessage(f"APPSIERRA · {alarm.priority.value} alarm", self._worded(alarm).text)

    @Slot()
    def _note_paint(self) -> None:
        self._see(self._unpainted)

    def _see(self, alarms: set[_Identity]) -> None:
        self._seen |= alarms & self._unpainted
        if self._seen and not self._after_paint.isActive():
            # Behind the end of this painting, when the pixels are on their way to the screen.
            self._after_paint.start(0)

    @Slot()
    def _tell_painted(self) -> None:
        painted_s = self._monotonic()
        for key, raised_at in sorted(self._seen):
            self._post(AlarmPainted(key=key, raised_at=raised_at, painted_s=painted_s))
        self._unpainted -= self._seen
        self._seen.clear()

    @Slot()
    def _acknowledge(self) -> None:
        top = top_of(self._alarms)
        if top is not None:
            self._post(AcknowledgeAlarm(key=top.key))

    @Slot()
    def _snooze(self) -> None:
        top = top_of(self._alarms)
        if top is not None:
            self._post(SnoozeAlarm(key=top.key))

    @Slot(bool)
    def _set_muted(self, on: bool) -> None:  # noqa: FBT001 - a slot takes what its signal carries
        self._sounds.muted = on
        self._show_sounds()

    def _show_sounds(self) -> None:
        if self._log is not None:
            self._log.show_sounds()
        self._show()

    @Slot()
    def _sound_changed(self) -> None:
        self._show()

    @Slot()
    def _show_log(self) -> None:
        if self._log is None:
            self._log = AlarmLog(self._sounds, self._window)
            self._log.sound_changed.connect(self._sound_changed)
        self._log.show_mode(self._word, self._theme)
        self._log.show_sounds()
        self._log.show()
        self._log.activateWindow()
        self._ask_for_log()
