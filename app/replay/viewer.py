"""The window of a replay on the screen: what was shown, and below it what it is steered with."""

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QEvent, QKeyCombination, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget

from app.replay.exporter import Exporter, minute_before, name_of
from app.replay.playback import Playback
from app.replay.player import Player
from ui.geometry import place
from ui.replay_bar import ReplayBar
from ui.tape_line import mark_text
from ui.theme import palette_of, theme_of
from ui.window import MainWindow

_USUAL: Final = QSize(1100, 980)
_MOST_PARTS: Final = 8
_SHIFT_RIGHT: Final = QKeyCombination(Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_Right)


class Viewer(QWidget):
    """Holds the window that is played to, another one after each seek.

    Args:
        playback: What is played.
        player: Moves it.
        exporter: Writes bundles.

    Attributes:
        closed: The window is closed, and all that belong to it.
    """

    closed = Signal()

    def __init__(self, playback: Playback, player: Player, exporter: Exporter) -> None:
        super().__init__()
        self._exporter = exporter
        self._playback = playback
        self._player = player
        self._shown: MainWindow | None = None
        self.setPalette(palette_of(theme_of(None)))
        self.bar = ReplayBar(player.view, self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(0)
        self._column.addWidget(self.bar)
        self._keys: Mapping[QKeyCombination, Callable[[], None]] = {
            QKeyCombination(Qt.Key.Key_Space): player.toggle,
            QKeyCombination(Qt.Key.Key_Right): player.step,
            QKeyCombination(Qt.Key.Key_Period): player.step,
            _SHIFT_RIGHT: player.forward,
            QKeyCombination(Qt.Key.Key_Left): player.back,
            QKeyCombination(Qt.Key.Key_Home): player.to_begin,
            QKeyCombination(Qt.Key.Key_End): player.to_end,
            QKeyCombination(Qt.Key.Key_N): player.to_later_mark,
            QKeyCombination(Qt.Key.Key_P): player.to_earlier_mark,
        }
        self._parts = QMenu(self)
        # A menu is a window and inherits none.
        self._parts.setPalette(self.palette())
        self._connect()
        self._exchange()
        place(self, None, _USUAL)
        self.bar.line.setFocus()

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the time line from meaning what they mean in the monitor."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and _pressed(event) in self._keys
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Do what a key means, unless what has the focus has done it."""
        act = self._keys.get(_pressed(event))
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """End with the window."""
        if self._shown is not None:
            self._shown.close()
        super().closeEvent(event)
        self.closed.emit()

    def _connect(self) -> None:
        bar, player = self.bar, self._player
        bar.wanted.connect(player.seek)
        bar.play_pressed.connect(player.toggle)
        bar.back_pressed.connect(player.back)
        bar.step_pressed.connect(player.step)
        bar.earlier_pressed.connect(player.to_earlier_mark)
        bar.later_pressed.connect(player.to_later_mark)
        bar.speed_chosen.connect(player.choose_speed)
        export = QPushButton("Export…", self)
        export.setAccessibleName("Export a part as a bundle")
        export.setMenu(self._parts)
        bar.add_button(export)
        self._parts.aboutToShow.connect(self._list_parts)
        self._parts.triggered.connect(self._export)
        self._exporter.said.connect(player.say)
        player.changed.connect(self._show_view)
        player.exchanged.connect(self._exchange)

    @Slot()
    def _show_view(self) -> None:
        self.bar.show_view(self._player.view)

    @Slot()
    def _list_parts(self) -> None:
        """Offer the minute before what is shown, and the marks nearest to it."""
        view = self._player.view
        self._parts.clear()
        self._parts.addAction("The minute before this moment").setData(minute_before(view))
        near = sorted(view.marks, key=lambda mark: abs(mark.utc_us - view.at_us))[:_MOST_PARTS]
        for mark in sorted(near, key=lambda mark: mark.utc_us):
            # An ampersand would be taken for a shortcut.
            action = self._parts.addAction(f"Around {mark_text(mark)}".replace("&", "&&"))
            action.setData(name_of(mark, view))

    @Slot(QAction)
    def _export(self, chosen: QAction) -> None:
        self._exporter.export(chosen.data())

    @Slot()
    def _exchange(self) -> None:
        """Put the present window in the place of the one before, which is gone already."""
        window = self._playback.window
        if window is self._shown:
            return
        self.setUpdatesEnabled(False)
        window.setWindowFlags(Qt.WindowType.Widget)
        # Its own stretch: beside a strip or panels of their own the bar stays at the bottom.
        self._column.insertWidget(0, window, 1)
        window.windowTitleChanged.connect(self.setWindowTitle)
        self.setWindowTitle(window.windowTitle())
        window.setVisible(not self._playback.is_compact)
        self._shown = window
        self.setUpdatesEnabled(True)
        if self.focusWidget() is None:
            self.bar.line.setFocus()


def _pressed(event: QKeyEvent) -> QKeyCombination:
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return QKeyCombination(modifiers, Qt.Key(event.key()))
