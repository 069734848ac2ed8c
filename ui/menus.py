"""The menu bar; every action carries its key."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QPalette
from PySide6.QtWidgets import QMenu, QMenuBar

from models.timeframe import Timeframe
from ui.alarm_menu import AlarmMenu
from ui.appearance import Appearance
from ui.book_menu import BookMenu
from ui.desk_menu import DeskMenu
from ui.generation_menu import GenerationMenu


class Menus(QObject):
    """Builds the menus and tells what was chosen.

    Attributes:
        bar: The menu bar that it filled.
        books: The menu of all known books.
        alarms: The menu of alarms.
        desk: The menu of windows.
        generations: What the View menu offers about panel generations.
        next_mode: The next mode is wanted.
        timeframe: Carries the `Timeframe` that is wanted.
        performance: What the program costs is wanted.
        keyboard: The keyboard map is wanted.
        settings: The settings are wanted.
        about: The versions are wanted.
        guide: The page about connecting is wanted.
        dismiss: The notice on the screen was read.
        statistics: The trading stats are to be shown, or hidden.
        equity_view: The other equity curve is to be shown.
        reset: The ledger of the account is to start anew.
        unit: The figures of the position are wanted in the next unit.
        privacy: Amounts are to be hidden, or shown again.
    """

    next_mode = Signal()
    timeframe = Signal(object)
    performance = Signal()
    keyboard = Signal()
    settings = Signal()
    guide = Signal()
    about = Signal()
    dismiss = Signal()
    statistics = Signal()
    equity_view = Signal()
    reset = Signal()
    unit = Signal()
    privacy = Signal()

    def __init__(self, bar: QMenuBar) -> None:
        """Fill a menu bar."""
        super().__init__(bar)
        self.bar = bar
        self.books = BookMenu(bar)
        bar.addMenu(self.books)
        self._rows: list[tuple[str, str]] = []
        self._fill_view(bar.addMenu("&View"))
        self.alarms = AlarmMenu(bar)
        bar.addMenu(self.alarms)
        self._rows += self.alarms.rows
        self.desk = DeskMenu(bar)
        bar.addMenu(self.desk)
        self._rows += self.desk.rows
        self._fill_help(bar.addMenu("&Help"))

    def _fill_view(self, view: QMenu) -> None:
        step = self._action("&Next mode", "Ctrl+Shift+M", "Next mode: DEBUG, SIM, LIVE")
        step.triggered.connect(self._next_mode)
        view.addAction(step)
        read = self._action("&Dismiss the notice", "Esc", "Dismiss the notice above the panels")
        read.triggered.connect(self._dismiss)
        view.addAction(read)
        stats = self._action("Trading &stats", "S", "Show or hide the trading stats")
        stats.triggered.connect(self._statistics)
        view.addAction(stats)
        equity = self._action("&Equity with open P&&L", "E", "Equity curve: closed, or with open P&L")
        equity.triggered.connect(self._equity_view)
        view.addAction(equity)
        reset = self._action("&Reset the SIM balance…", "Ctrl+Shift+R", "Reset the SIM balance; asks first")
        reset.triggered.connect(self._reset)
        view.addAction(reset)
        unit = self._action("Next &unit", "U", "Figures of the position: own units, $, points, ticks, R")
        unit.triggered.connect(self._unit)
        view.addAction(unit)
        self._privacy = self._action(
            "Hide amounts (&privacy)", "P", "Hide amounts, or show them; R and % stay"
        )
        self._privacy.setCheckable(True)
        self._privacy.triggered.connect(self._hide)
        view.addAction(self._privacy)
        costs = self._action(
            "Per&formance…", "Ctrl+Shift+P", "What the program costs: frames, processor, memory"
        )
        costs.triggered.connect(self._performance)
        view.addAction(costs)
        settings = self._action("Se&ttings…", "Ctrl+,", "Settings")
        settings.triggered.connect(self._settings)
        view.addAction(settings)
        view.addSeparator()
        self._timeframes = QActionGroup(self)
        self._timeframes.triggered.connect(self._timeframe)
        for number, frame in enumerate(Timeframe, start=1):
            choice = self._action(frame.value, str(number), f"Equity curve: {frame.value}")
            choice.setData(frame)
            self._timeframes.addAction(choice)
            view.addAction(choice)
        view.addSeparator()
        self.generations = GenerationMenu(view)
        self._rows += self.generations.rows
        self._rows.append(("Arrows, Enter", "Walk the cells, show what is behind one"))

    def _fill_help(self, help_menu: QMenu) -> None:
        keys = self._action("&Keyboard map", "F1", "This keyboard map")
        keys.triggered.connect(self._keyboard)
        guide = QAction("&Connect to Sierra Chart…", self)
        guide.triggered.connect(self._guide)
        about = QAction("&About APPSIERRA", self)
        about.triggered.connect(self._about)
        help_menu.addActions([keys, guide, about])

    def restyle(self, palette: QPalette) -> None:
        """Take the colours of a theme; menus are windows and inherit none."""
        self.bar.setPalette(palette)
        for menu in self.bar.findChildren(QMenu):
            menu.setPalette(palette)

    def show_appearance(self, appearance: Appearance) -> None:
        """Show by a check mark whether amounts are hidden."""
        self._privacy.setChecked(appearance.is_private)

    def actions(self) -> list[QAction]:
        """Return every action that has a key, for other windows in which the keys must work."""
        return [action for action in self.bar.findChildren(QAction) if not action.shortcut().isEmpty()]

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """Return every key with its action, as text."""
        return tuple(self._rows)

    def _action(self, text: str, keys: str, meaning: str) -> QAction:
        sequence = QKeySequence(keys)
        action = QAction(text, self)
        action.setShortcut(sequence)
        self._rows.append((sequence.toString(QKeySequence.SequenceFormat.NativeText), meaning))
        return action

    @Slot()
    def _next_mode(self) -> None:
        self.next_mode.emit()

    @Slot()
    def _dismiss(self) -> None:
        self.dismiss.emit()

    @Slot()
    def _reset(self) -> None:
        self.reset.emit()

    @Slot()
    def _equity_view(self) -> None:
        self.equity_view.emit()

    @Slot()
    def _unit(self) -> None:
        self.unit.emit()

    @Slot()
    def _hide(self) -> None:
        self.privacy.emit()

    def _about(self) -> None:
        self.about.emit()

    @Slot()
    def _performance(self) -> None:
        self.performance.emit()

    @Slot()
    def _guide(self) -> None:
        self.guide.emit()

    @Slot()
    def _settings(self) -> None:
        self.settings.emit()

    @Slot()
    def _statistics(self) -> None:
        self.statistics.emit()

    @Slot(QAction)
    def _timeframe(self, action: QAction) -> None:
        self.timeframe.emit(action.data())

    @Slot()
    def _keyboard(self) -> None:
        self.keyboard.emit()
