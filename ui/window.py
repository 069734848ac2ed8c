"""The window: mode frame, banner, menus, and the panels below each other."""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QEvent, QSize, QTimer, Slot
from PySide6.QtGui import QCloseEvent, QImage
from PySide6.QtWidgets import QMainWindow, QToolTip

from actors.messages import (
    Command,
    DisplaySet,
    Fact,
    NoticeDismissed,
    NoticeRaised,
    ScopeChanged,
    ShowBook,
    ShowMode,
    ShowNextMode,
    SwapPanels,
    SwitchEquityView,
)
from flags import Flags
from models.book import Book, TradeMode
from ui.alarm_centre import AlarmCentre
from ui.alarm_sounds import AlarmSounds
from ui.appearance import AS_USUAL, Appearance, with_display, with_next_unit, with_privacy_toggled
from ui.banner import BannerBar
from ui.desk import Desk
from ui.desk_memory import DeskMemory
from ui.dialogs import Dialogs
from ui.first_run import FirstRun
from ui.generation_controls import GenerationControls
from ui.generations import BUILDERS, Builders
from ui.geometry import keep_room
from ui.menus import Menus
from ui.migration import Migration
from ui.mode_frame import ModeFrame
from ui.notices import Notices
from ui.panel import PanelName
from ui.panel_stack import PanelStack
from ui.payload import Arrival, typed
from ui.scope import NO_EPOCH, book_of
from ui.screen_recorder import ScreenRecorder
from ui.screen_watch import ScreenParts, ScreenWatch
from ui.status_strip import StatusStrip
from ui.theme import Theme, palette_of, theme_of
from ui.timeframes import Timeframes
from ui.view_state import ScreenTape, ViewState
from ui.wording import mode_text

_TITLE = "APPSIERRA"
_HINT = "Ctrl+Shift+M next mode  ·  F1 all keys"
_REPLAYED = "REPLAY of a recorded session  ·  nothing here is live"
_SMALLEST = QSize(760, 560)
_COMFORTABLE = QSize(1100, 900)


class MainWindow(QMainWindow):
    """Hands facts to the panels and the trader's wishes to the actors; owns no state of the trade.

    Attributes:
        migration: Which generation of each panel is on the screen.
        watch: Records the screen.
    """

    def __init__(  # noqa: PLR0913 - each is one thing that the window must not do itself
        self,
        *,
        post: Callable[[Command | Fact], None],
        record: bool,
        load_places: Callable[[], Mapping[str, str]],
        save_places: Callable[[Mapping[str, str]], None],
        first_paint: Callable[[], None],
        start_demo: Callable[[], None],
        flags: Flags,
        version: str,
        sounds: AlarmSounds,
        versions: Sequence[tuple[str, str]] = (),
        compare: bool = False,
        builders: Builders = BUILDERS,
        clock: Callable[[], float] = time.time,
        elapsed: Callable[[], float] = time.perf_counter,
        tape: ScreenTape | None = None,
        replays: bool = False,
        appearance: Appearance = AS_USUAL,
        keep_appearance: Callable[[Appearance], None] = lambda _: None,
    ) -> None:
        """Create the window; nothing is shown yet.

        Args:
            post: Takes commands of the trader and the record of the screen.
            record: Whether the screen is to be recorded.
            load_places: Returns what `save_places` was given last; nothing on a first start.
            save_places: Keeps where the windows are, when the window closes.
            first_paint: Called once, after the window has been painted for the first time.
            start_demo: Ends this run, and starts one of the demo.
            flags: Which generation of each panel to show.
            version: Version of this program.
            sounds: What is heard of alarms.
            versions: What the program is made of.
            compare: Whether the other generations run hidden from the start, to be compared.
            builders: How each generation of each panel is built.
            clock: Returns UNIX seconds, for the records alone.
            elapsed: Returns monotonic seconds, by which panels are found too slow.
            tape: Takes the moments of the screen; None without a recording.
            replays: Whether somebody else says when the screen is recorded.
            appearance: How amounts and colours appear, as kept last.
            keep_appearance: Keeps what the trader chooses of it.
        """
        super().__init__()
        self._post = post
        self._elapsed = elapsed
        self._title = f"{_TITLE} REPLAY" if replays else _TITLE
        self._first_paint = first_paint
        self._painted = False
        self._appearance = appearance
        self._keep_appearance = keep_appearance
        self._scope: ScopeChanged | None = None
        self._notices = Notices()
        self._frame = ModeFrame(self)
        self._banner = BannerBar(self._frame)
        self._compare = compare
        self.migration = Migration(
            flags=flags,
            version=version,
            builders=builders,
            post=post,
            now=lambda: datetime.fromtimestamp(clock(), UTC),
            elapsed=elapsed,
            parent=self._frame,
        )
        self._hosts = self.migration.hosts
        self._stack = PanelStack(self._hosts[PanelName.PANEL1], self._hosts[PanelName.PANEL2], self._frame)
        hint, role = (_REPLAYED, "alert") if replays else (_HINT, "dim")
        self._strip = StatusStrip(hint, self._frame, role=role)
        self._menus = Menus(self.menuBar())
        self._alarms = AlarmCentre(post, sounds, self._menus.alarms, self, notifies=not replays)
        self._controls = GenerationControls(self.migration, self._menus.generations, self)
        self._dialogs = Dialogs(self._menus, post, versions, self)
        memory = DeskMemory(load_places, save_places)
        self._desk = Desk(self, self._stack, memory, self._menus, _COMFORTABLE)
        parts = ScreenParts(
            hosts=self._hosts,
            stack=self._stack,
            desk=self._desk,
            cells=lambda: {"Alarm": self._alarms.cell(), "Banner": self._banner.cell()},
            notices=lambda: self._notices.raised,
            appearance=lambda: self._appearance,
        )
        recorder = ScreenRecorder(post) if record else None
        self._parts = parts
        self.watch = ScreenWatch(parts, recorder, tape, None if replays else clock, self)
        self._first_run = FirstRun(self._stack, memory, self._menus, post, start_demo)
        Timeframes(memory, self._hosts.values(), self._stack, self._menus, self)
        self._connect()
        self._lay_out()
        self._show_appearance()
        self._restyle()
        for notice in self.migration.take_early_notices():
            self.say(notice)
        self._desk.open()

    def receive(self, arrival: Arrival) -> None:
        """Take a fact in either form, or a wish to swap panels, in the GUI thread."""
        if isinstance(arrival, SwapPanels):
            self.migration.ask(arrival)
            return
        shown = typed(arrival)
        if shown is None:
            return
        self.watch.take(shown.fact)
        self.migration.receive(shown, arrival)
        self._stack.receive(shown)
        if isinstance(shown.fact, ScopeChanged):
            self._enter(shown.fact)
        elif isinstance(shown.fact, DisplaySet):
            self._take_over(with_display(self._appearance, shown.fact))
        self._alarms.receive(shown.fact)
        self._desk.receive(shown)
        self._first_run.receive(shown)
        self._dialogs.receive(shown.fact)
        self._tell(self._notices.after(shown.fact))

    def show_again(self, view: ViewState) -> None:
        """Show what was chosen earlier, whatever speaks against it."""
        self._take_over(view.appearance)
        self._parts.show_again(view)
        self._tell(Notices(view.notices))
        self.migration.changed.emit()

    def before_drain(self, taken: int) -> None:
        """A batch of facts begins: panels render it as a whole.

        Args:
            taken: So many facts had come until then.
        """
        self.watch.frame(taken)
        self.migration.before_drain()
        self._stack.before_drain()

    @Slot()
    def after_drain(self) -> None:
        """Compare the generations, and record the screen once what has arrived is painted."""
        self.migration.after_drain()
        self._desk.after_drain()
        self._stack.after_drain()
        self.watch.drained()

    @Slot(object)
    def say(self, notice: NoticeRaised) -> None:
        """Show a notice that comes from no actor."""
        self._tell(self._notices.after(notice))
        self.watch.note_choice()

    def blame(self, error: BaseException) -> bool:
        """Tell whether an exception that nobody caught came from a panel, which is then replaced."""
        return self.migration.blame(error)

    def tell_counts(self) -> None:
        """Tell at once what was counted of the generations; the end is near."""
        self.migration.tell_counts()

    def screenshot(self) -> QImage:
        """Return the window, or the strip in its place, as an image."""
        return self._desk.front.grab().toImage()

    def event(self, event: QEvent) -> bool:
        """Notice the first paint and slow ones, and keep the window large enough for its texts."""
        began = self._elapsed()
        handled = super().event(event)
        if event.type() == QEvent.Type.UpdateRequest:
            self.migration.note_frame(self._elapsed() - began)
        if event.type() == QEvent.Type.LayoutRequest:
            self._keep_room()
        if event.type() == QEvent.Type.Paint and not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self._finish)
        return handled

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep where the windows are, and close the others."""
        self._desk.close()
        super().closeEvent(event)

    def _connect(self) -> None:
        self._banner.dismissed.connect(self._dismissed)
        menus = self._menus
        menus.next_mode.connect(self._next_mode)
        menus.dismiss.connect(self._banner.dismiss)
        menus.statistics.connect(self._stack.toggle)
        menus.equity_view.connect(self._switch_equity_view)
        menus.unit.connect(self._next_unit)
        menus.privacy.connect(self._toggle_privacy)
        self._stack.intent.connect(self._intended)
        self._stack.cells_changed.connect(self.watch.note_choice)
        menus.books.book_chosen.connect(self._book_chosen)
        menus.books.mode_chosen.connect(self._mode_chosen)
        for host in self._hosts.values():
            host.intent.connect(self._intended)
            host.cells_changed.connect(self.watch.note_choice)
        for changed in (self.migration.changed, self._alarms.changed, self._desk.changed):
            changed.connect(self.watch.note_choice)
        self.migration.notice.connect(self.say)
        self._desk.alarm_painted.connect(self._alarms.note_painted)
        self._desk.painted.connect(self.migration.note_frame)
        self._dialogs.notice.connect(self.say)

    def _lay_out(self) -> None:
        column = self._frame.column
        column.addWidget(self._alarms.bar)
        column.addWidget(self._banner)
        column.addWidget(self._stack, 1)
        column.addWidget(self._strip)
        self.setCentralWidget(self._frame)
        self._keep_room()

    def _keep_room(self) -> None:
        """Follow the fonts and the banner."""
        keep_room(self, self._wrapped_height, _SMALLEST)

    def _wrapped_height(self, width: int) -> int:
        return self._frame.column.totalMinimumHeightForWidth(width) + self.menuBar().height()

    def _enter(self, scope: ScopeChanged) -> None:
        if scope.epoch < (self._scope.epoch if self._scope else NO_EPOCH):
            return
        mode_before = self._mode()
        self._scope = scope
        self.watch.enter(scope)
        self._menus.books.list_books(scope.known, scope.mode, book_of(scope))
        self.setWindowTitle(f"{self._title} · {book_of(scope) or scope.mode.value}")
        if scope.mode is not mode_before:
            self._restyle()

    def _tell(self, notices: Notices) -> None:
        if notices is not self._notices:
            self._notices = notices
            self._show_notices()

    def _show_notices(self) -> None:
        hidden = self._appearance.is_private
        self._banner.show_notices(self._notices.without_amounts() if hidden else self._notices, self._theme())

    def _mode(self) -> TradeMode | None:
        return self._scope.mode if self._scope else None

    def _theme(self) -> Theme:
        return theme_of(self._mode(), self._appearance.palette)

    def _show_appearance(self) -> None:
        for host in self._hosts.values():
            host.choose_appearance(self._appearance)
        self._stack.choose_appearance(self._appearance)
        self._desk.choose_appearance(self._appearance)
        self._alarms.hide_amounts(hidden=self._appearance.is_private)
        self._controls.hide_amounts(hidden=self._appearance.is_private)
        self._dialogs.hide_amounts(hidden=self._appearance.is_private)
        # A tooltip that is open keeps the words it was opened with.
        QToolTip.hideText()
        self._menus.show_appearance(self._appearance)
        self._show_notices()

    def _take_over(self, appearance: Appearance) -> None:
        if appearance != self._appearance:
            self._appearance = appearance
            self._show_appearance()
            self._restyle()

    def _appear(self, appearance: Appearance) -> None:
        self._appearance = appearance
        self._show_appearance()
        self._keep_appearance(appearance)

    def _restyle(self) -> None:
        word, theme = mode_text(self._mode()), self._theme()
        self.setPalette(palette_of(theme))
        QToolTip.setPalette(palette_of(theme))
        self._menus.restyle(palette_of(theme))
        self._frame.show_theme(theme)
        self._strip.show_mode(word, theme)
        self._controls.show_mode(word, theme)
        self._show_notices()
        self._alarms.show_mode(word, theme)
        self._dialogs.show_mode(word, theme)
        self._desk.show_mode(word, theme)
        self._first_run.show_theme(theme)

    @Slot()
    def _finish(self) -> None:
        self._first_paint()
        for host in self._hosts.values():
            host.build_heavy_parts()
        if self._compare:
            self.migration.compare_generations(on=True)

    @Slot(str)
    def _dismissed(self, key: str) -> None:
        self._tell(self._notices.without(key))
        self._post(NoticeDismissed(key=key))
        self.watch.note_choice()

    @Slot()
    def _next_mode(self) -> None:
        self._post(ShowNextMode())

    @Slot()
    def _switch_equity_view(self) -> None:
        self._post(SwitchEquityView())

    @Slot()
    def _next_unit(self) -> None:
        self._appear(with_next_unit(self._appearance))

    @Slot()
    def _toggle_privacy(self) -> None:
        self._appear(with_privacy_toggled(self._appearance))

    @Slot(object)
    def _book_chosen(self, book: Book) -> None:
        self._post(ShowBook(book=book))

    @Slot(object)
    def _mode_chosen(self, mode: TradeMode) -> None:
        self._post(ShowMode(mode=mode))

    @Slot(object)
    def _intended(self, command: Command) -> None:
        self._post(command)
