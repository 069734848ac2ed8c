"""All windows together: the whole one, the compact strip, panels in windows of their own; their places."""

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from actors.messages import CellPainted, Shown
from ui.appearance import AS_USUAL, Appearance
from ui.compact_strip import CompactStrip
from ui.compact_view import CompactView, appear, note, present
from ui.current_facts import CurrentFacts
from ui.desk_memory import DeskMemory
from ui.desk_menu import PANELS
from ui.geometry import bring, place, rescue
from ui.menus import Menus
from ui.panel_stack import PanelStack
from ui.panel_window import PanelWindow
from ui.payload import typed
from ui.theme import Theme, theme_of

_WINDOW = "window"
STRIP: Final = "compact"
"""Name of the strip among the panels."""
_DETACHED = "detached panels"
_LOCKED = "layout locked"
_ON_TOP = "on top"
_USUAL_PANEL = QSize(760, 400)
# A screen that goes away takes a moment until the others have their new places.
_SETTLED_MS = 500


class Desk(QObject):
    """Opens, places and closes windows; alarms and panels know nothing of it.

    Attributes:
        changed: Something else is on the screen than before.
        alarm_painted: Carries an alarm that is on the strip.
        painted: Carries how long a panel in a window of its own took to paint, seconds.
    """

    changed = Signal()
    alarm_painted = Signal(object)
    painted = Signal(float)

    def __init__(
        self, window: QWidget, stack: PanelStack, memory: DeskMemory, menus: Menus, usual: QSize
    ) -> None:
        """Take the whole window; nothing is placed yet.

        Args:
            window: The whole window.
            stack: Holds the panels that have no window of their own.
            memory: Where places and choices are kept.
            menus: Tell what is wanted; their keys work in every window.
            usual: Size of the whole window at a first start.
        """
        super().__init__(window)
        self._window, self._stack, self._memory, self._menus = window, stack, memory, menus
        self._usual = usual
        self._word, self._theme = "", theme_of(None)
        self._appearance = AS_USUAL
        self._compact = CompactView()
        self._facts = CurrentFacts()
        self._strip: CompactStrip | None = None
        self._windows: dict[str, PanelWindow] = {}
        self._ends = False
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLED_MS)
        self._settle.timeout.connect(self._place_again)
        menu = menus.desk
        menu.compact.connect(self.toggle_compact)
        menu.on_top.connect(self._keep_on_top)
        menu.bring.connect(self._bring_here)
        menu.detached.connect(self._detach_wanted)
        menu.locked.connect(self._lock)
        menu.reset.connect(self._reset)
        screens = QApplication.instance()
        if isinstance(screens, QGuiApplication):
            screens.screenAdded.connect(self._settle.start)
            screens.screenRemoved.connect(self._settle.start)

    @property
    def is_compact(self) -> bool:
        """Tell whether the strip is on the screen in place of the whole window."""
        return self._strip is not None and self._strip.isVisible()

    @property
    def front(self) -> QWidget:
        """Return the strip while it is on the screen, else the whole window."""
        return self._strip if self._strip is not None and self.is_compact else self._window

    def open(self) -> None:
        """Place the whole window, and give panels the windows that they had."""
        self._menus.desk.show_lock(on=self._memory.choice(_LOCKED, "yes") == "yes")
        place(self._window, self._memory.place(_WINDOW), self._usual)
        self._set_on_top(self._window, on=self._memory.choice(f"{_ON_TOP} {_WINDOW}", "no") == "yes")
        for name in self._memory.choice(_DETACHED, "").split():
            if name in PANELS:
                self._detach(name)

    def close(self) -> None:
        """Keep places and choices, and close every other window."""
        self._ends = True
        self._keep_places()
        self._memory.save()
        for window in self._windows.values():
            window.close()
        if self._strip is not None:
            self._strip.hide()

    def receive(self, shown: Shown) -> None:
        """Take a fact for the strip; what is not on the screen is not computed."""
        self._facts.take(shown, shown)
        if self.is_compact:
            self._compact = present(self._compact, shown)
        else:
            self._compact = note(self._compact, shown.fact)

    def after_drain(self) -> None:
        """Show on the strip what has arrived."""
        if self._strip is not None and self.is_compact:
            self._strip.show_view(self._compact)

    def choose_appearance(self, appearance: Appearance) -> None:
        """Show amounts and colours as the trader wants them."""
        self._appearance = appearance
        self._compact = appear(self._compact, appearance)
        self.after_drain()

    def show_mode(self, word: str, theme: Theme) -> None:
        """Take word, frame and colours of a mode, in every window."""
        self._word, self._theme = word, theme
        for window in (self._strip, *self._windows.values()):
            if window is not None:
                window.show_mode(word, theme)

    def cells(self) -> Iterator[CellPainted]:
        """Yield the canonical cells of the strip while it is on the screen."""
        if self._strip is not None and self.is_compact:
            for name, cell in self._strip.cells().items():
                yield CellPainted(panel=STRIP, generation="new", name=name, cell=cell)

    def _all(self) -> Iterator[tuple[str, QWidget]]:
        """Yield every window with the name under which its place is kept."""
        yield _WINDOW, self._window
        if self._strip is not None:
            yield STRIP, self._strip
        yield from self._windows.items()

    def _keep_places(self) -> None:
        for name, window in self._all():
            self._memory.keep_place(name, window)

    @Slot()
    def toggle_compact(self) -> None:
        """Show the strip in place of the whole window, or the other way round."""
        if self.is_compact:
            self._leave_compact()
            return
        if self._strip is None:
            self._strip = CompactStrip()
            self._window.destroyed.connect(self._strip.deleteLater)
            self._strip.left.connect(self._leave_compact)
            self._strip.painted.connect(self.alarm_painted)
            self._strip.addActions(self._menus.actions())
            self._strip.adjustSize()
            place(self._strip, self._memory.place(STRIP), self._strip.sizeHint())
            on = self._memory.choice(f"{_ON_TOP} {STRIP}", "yes") == "yes"
            self._strip.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint, on=on)
        self._strip.show_mode(self._word, self._theme)
        self._strip.show_view(self._catch_up())
        self._strip.show()
        self._strip.activateWindow()
        self._memory.keep_place(_WINDOW, self._window)
        self._window.hide()
        self._show_on_top()
        self.changed.emit()

    def _catch_up(self) -> CompactView:
        """Return the strip's view with all facts that arrived while it was not on the screen."""
        empty = CompactView(alarms=self._compact.alarms, notices=self._compact.notices)
        view = appear(empty, self._appearance)
        for payload in self._facts.payloads():
            known = typed(payload)
            if known is not None:
                view = present(view, known)
        self._compact = view
        return view

    @Slot()
    def _leave_compact(self) -> None:
        if self._strip is None or not self.is_compact:
            return
        self._memory.keep_place(STRIP, self._strip)
        self._window.show()
        self._window.activateWindow()
        self._strip.hide()
        self._show_on_top()
        self.changed.emit()

    @Slot(bool)
    def _keep_on_top(self, on: bool) -> None:  # noqa: FBT001 - Qt's signal carries it by its place
        name = STRIP if self.is_compact else _WINDOW
        self._memory.choose(f"{_ON_TOP} {name}", "yes" if on else "no")
        self._set_on_top(self.front, on=on)

    def _set_on_top(self, window: QWidget, *, on: bool) -> None:
        if on != _is_on_top(window):
            was_visible = window.isVisible()
            # Qt hides a window whose kind changes.
            window.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint, on=on)
            window.setVisible(was_visible)
        self._show_on_top()

    def _show_on_top(self) -> None:
        self._menus.desk.show_on_top(on=_is_on_top(self.front))

    @Slot()
    def _bring_here(self) -> None:
        screen = QGuiApplication.screenAt(QCursor.pos()) or QGuiApplication.primaryScreen()
        shown = [window for _, window in self._all() if window.isVisible()]
        bring([*shown, *self._dialogs()], screen)

    def _dialogs(self) -> list[QWidget]:
        return [
            child
            for child in self._window.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
            if child.isWindow() and child.isVisible() and child.windowType() is Qt.WindowType.Dialog
        ]

    @Slot(str, bool)
    def _detach_wanted(self, name: str, on: bool) -> None:  # noqa: FBT001 - as above
        if on:
            self._detach(name)
        elif name in self._windows:
            self._windows[name].close()

    def _detach(self, name: str) -> None:
        if name in self._windows:
            return
        window = PanelWindow(name, PANELS[name], self._stack.release(name))
        window.closed.connect(self._take_back)
        self._window.destroyed.connect(window.deleteLater)
        window.painted.connect(self.painted)
        window.addActions(self._menus.actions())
        window.show_mode(self._word, self._theme)
        self._windows[name] = window
        place(window, self._memory.place(name), _USUAL_PANEL)
        window.show()
        self._note_detached(name)

    @Slot(str)
    def _take_back(self, name: str) -> None:
        """Show the panel of a closed window among the others again."""
        if self._ends:
            return
        window = self._windows.pop(name)
        self._memory.keep_place(name, window)
        self._stack.take_back(name)
        window.deleteLater()
        self._note_detached(name)

    def _note_detached(self, name: str) -> None:
        self._memory.choose(_DETACHED, " ".join(sorted(self._windows)))
        self._menus.desk.show_detached(name, on=name in self._windows)
        self.changed.emit()

    @Slot(bool)
    def _lock(self, on: bool) -> None:  # noqa: FBT001 - as above
        self._memory.choose(_LOCKED, "yes" if on else "no")
        self._menus.desk.show_lock(on=on)

    @Slot()
    def _reset(self) -> None:
        """Put everything where it is at a first start."""
        self._leave_compact()
        for window in list(self._windows.values()):
            window.close()
        self._memory.forget_places()
        self._lock(on=True)
        place(self._window, None, self._usual)
        if self._strip is not None:
            bring([self._strip], QGuiApplication.primaryScreen())

    @Slot()
    def _place_again(self) -> None:
        """Follow a screen that came or went: back to the places of this set of screens, never off them."""
        for name, window in self._all():
            kept = self._memory.place(name)
            if kept is not None:
                place(window, kept, window.size())
            rescue(window)


def _is_on_top(window: QWidget) -> bool:
    return bool(window.windowFlags() & Qt.WindowType.WindowStaysOnTopHint)
