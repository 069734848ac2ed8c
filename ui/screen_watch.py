"""The screen as a record of it needs it: all cells, what was chosen, and the moments at which both count."""

from collections.abc import Callable, Iterator, Mapping

from PySide6.QtCore import QObject, QTimer, Slot

from actors.messages import Cell, CellPainted, Fact, NoticeRaised, PriceReceived, ScopeChanged
from ui.appearance import Appearance
from ui.desk import STRIP, Desk
from ui.panel import PanelName
from ui.panel_host import PanelHost
from ui.panel_stack import STATISTICS, PanelStack
from ui.screen_recorder import ScreenRecorder
from ui.view_state import ScreenTape, ViewState, view_bytes

GENERATION_CELLS = {PanelName.PANEL1.value: "Generation1", PanelName.PANEL2.value: "Generation2"}
_WINDOW = "window"


class ScreenParts:
    """What cells and choices of the screen come from.

    Args:
        hosts: Panel 1 and Panel 2.
        stack: The statistics.
        desk: The strip.
        cells: Returns the cells of the window itself.
        notices: Returns what the banner has to say.
        appearance: Returns how amounts and colours appear.
    """

    def __init__(  # noqa: PLR0913 - each is one part of the screen
        self,
        *,
        hosts: Mapping[PanelName, PanelHost],
        stack: PanelStack,
        desk: Desk,
        cells: Callable[[], Mapping[str, Cell]],
        notices: Callable[[], tuple[NoticeRaised, ...]],
        appearance: Callable[[], Appearance],
    ) -> None:
        """Take the parts."""
        self._hosts = {name.value: host for name, host in hosts.items()}
        self._stack, self._desk = stack, desk
        self._window_cells, self._notices, self._appearance = cells, notices, appearance

    def shown(self) -> tuple[str, ...]:
        """Return the names of the panels that are on the screen."""
        if self._desk.is_compact:
            return (STRIP,)
        names = [name for name, host in self._hosts.items() if not host.isHidden()]
        return (*names, *[STATISTICS] * self._stack.shows_statistics)

    def view(self) -> ViewState:
        """Return what is chosen."""
        return ViewState(
            generations={name: host.generation for name, host in self._hosts.items()},
            choices={name: host.panel.choices() for name, host in self._hosts.items()},
            appearance=self._appearance(),
            statistics=self._stack.timeframe,
            shown=self.shown(),
            notices=self._notices(),
        )

    def show_again(self, view: ViewState) -> None:
        """Show panels as they were chosen earlier, whatever speaks against it."""
        for name, host in self._hosts.items():
            generation, choices = view.generations[name], view.choices[name]
            if generation != host.generation:
                host.swap(generation, force=True)
                # The way back is on the tape as well: keeping the other one warm would only cost time.
                host.end_window()
            if choices != host.panel.choices():
                host.panel.adopt(choices)
        self._stack.show_again(view.statistics, statistics=STATISTICS in view.shown)
        if (STRIP in view.shown) != self._desk.is_compact:
            self._desk.toggle_compact()

    def cells(self, shown: tuple[str, ...]) -> Iterator[CellPainted]:
        """Yield the canonical cells of some panels, and of the window."""
        if STRIP in shown:
            yield from self._desk.cells()
        for name, host in self._hosts.items():
            # First the cells: a panel that fails at telling them is replaced by the other generation.
            cells = host.cells() if name in shown else {}
            for label, cell in cells.items():
                yield CellPainted(panel=name, generation=host.generation, name=label, cell=cell)
        if STATISTICS in shown:
            yield from self._stack.cells()
        generations = {
            GENERATION_CELLS[name]: Cell(text=host.generation, role="neutral")
            for name, host in self._hosts.items()
        }
        for label, cell in (dict(self._window_cells()) | generations).items():
            yield CellPainted(panel=_WINDOW, generation="new", name=label, cell=cell)


class ScreenWatch(QObject):
    """Writes the cells down when the screen has changed, and notes on a tape when that was.

    Args:
        parts: The screen.
        recorder: Takes the cells; None where nobody wants them.
        tape: Takes the moments; None without a recording.
        clock: Returns UNIX seconds, where no tape tells the time; None where cells are written down only
            when that is asked for.
        parent: Owner.
    """

    def __init__(
        self,
        parts: ScreenParts,
        recorder: ScreenRecorder | None,
        tape: ScreenTape | None,
        clock: Callable[[], float] | None,
        parent: QObject,
    ) -> None:
        """Create the watch; nothing is on the screen yet."""
        super().__init__(parent)
        self._parts, self._recorder, self._tape, self._clock = parts, recorder, tape, clock
        self._scope: ScopeChanged | None = None
        self._noted: ViewState | None = None
        self._is_noted = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._shoot)

    def enter(self, scope: ScopeChanged) -> None:
        """Take what is on the screen from now on."""
        self._scope = scope

    def take(self, fact: Fact) -> None:
        """Expect that a fact changes what is chosen: a book that ends takes its symbol along."""
        # Looking costs more than all else that is noted of a frame, and of facts this is the frequent one.
        if not isinstance(fact, PriceReceived):
            self._is_noted = False

    def frame(self, taken: int) -> None:
        """Note that the screen takes a batch of facts; so many had come until then."""
        if self._tape is not None:
            self._note_view(self._tape)
            self._tape.frame(taken)

    def drained(self) -> None:
        """Note that the panels have taken a batch of facts, and write down the cells."""
        if self._recorder is not None:
            self._shoot_soon()
        elif self._tape is not None:
            # The moment alone counts: to wait until each price is painted would cost more than noting it.
            self._shoot()

    @Slot()
    def note_choice(self) -> None:
        """Write down the cells, and what is chosen: it changed, and not through a fact."""
        self._is_noted = False
        self._shoot_soon()

    def cells(self, shown: tuple[str, ...] | None = None) -> Iterator[CellPainted]:
        """Yield the canonical cells of some panels, on the screen or not; without names, of those on it."""
        return self._parts.cells(self._parts.shown() if shown is None else shown)

    def record(self, at: float, shown: tuple[str, ...] | None = None) -> None:
        """Write down the cells of some panels that changed since the last time.

        Args:
            at: When they were shown, UNIX seconds.
            shown: Names of the panels; without them, of those on the screen.
        """
        if self._recorder is not None and self._scope is not None:
            self._recorder.record(at, self._scope, self.cells(shown))

    def _shoot_soon(self) -> None:
        """Write down the cells once what has arrived is painted."""
        # A zero timer fires after the paint events that a batch of facts has caused.
        is_wanted = self._clock is not None and (self._recorder is not None or self._tape is not None)
        if is_wanted and not self._soon.isActive():
            self._soon.start(0)

    @Slot()
    def _shoot(self) -> None:
        if self._scope is None or self._clock is None:
            return
        at = self._clock()
        if self._tape is not None:
            self._note_view(self._tape)
            at = self._tape.shot(at)
        self.record(at)

    def _note_view(self, tape: ScreenTape) -> None:
        if self._is_noted:
            return
        self._is_noted = True
        view = self._parts.view()
        if view != self._noted:
            self._noted = view
            tape.view(view_bytes(view))
