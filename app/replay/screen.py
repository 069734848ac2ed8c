"""The window of a replay: it shows what it is told, and what it would post goes nowhere."""

from PySide6.QtCore import QCoreApplication, QEvent

from actors.messages import Cell, CellsPainted, Command, Fact
from actors.screen_log import lines_of
from actors.seams.line_file import LineFile
from app.checkout import version
from app.replay.memory import ScreenMemory
from app.start_state import StartState
from flags import FlagText, resolve
from ui.alarm_sounds import AlarmSounds, Silence
from ui.desk import STRIP
from ui.inlet import Inlet
from ui.payload import Arrival
from ui.view_state import ViewState
from ui.window import MainWindow


class ReplayScreen:
    """A window that a performance is played to.

    Args:
        start: What the recorded run began with.
        log: Where the cells are written; None for nowhere.

    Attributes:
        window: The window.
    """

    def __init__(self, start: StartState, log: LineFile | None = None) -> None:
        self._log = log
        self._shown: tuple[str, ...] = ()
        texts = {name: FlagText(str(int(on))) for name, on in start.flags.items()}
        self.window = MainWindow(
            post=self._post,
            record=log is not None,
            load_places=dict,
            save_places=lambda _: None,
            first_paint=lambda: None,
            start_demo=lambda: None,
            flags=resolve({}, texts, "the recording"),
            version=version(),
            sounds=AlarmSounds(Silence()),
            elapsed=lambda: 0.0,
            replays=True,
        )
        self._inlet = Inlet(
            deliver=self.window.receive,
            drained=self.window.after_drain,
            draining=self.window.before_drain,
            parent=self.window,
        )

    @property
    def is_compact(self) -> bool:
        """Tell whether the strip was on the recorded screen in place of the window."""
        return STRIP in self._shown

    def view(self, view: ViewState) -> None:
        """Show what was chosen."""
        self._shown = view.shown
        self.window.show_again(view)

    def frame(self, arrivals: list[tuple[Arrival, str | None]]) -> None:
        """Take a batch of facts."""
        for arrival, key in arrivals:
            self._inlet.put(arrival, key)
        self._inlet.drain()

    def shot(self, at: float) -> None:
        """Write down the cells that changed."""
        self.window.watch.record(at, self._shown)

    def remember(self, memory: ScreenMemory) -> None:
        """Show at once what another screen has been told."""
        self.window.before_drain(0)
        for payload in memory.payloads():
            self.window.receive(payload)
        self.window.after_drain()
        if memory.chosen is not None:
            self.view(memory.chosen)

    def cells(self) -> dict[tuple[str, str], Cell]:
        """Return the cells that were on the recorded screen, by panel and name."""
        return {(each.panel, each.name): each.cell for each in self.window.watch.cells(self._shown)}

    def close(self) -> None:
        """End the window, at once: left to the garbage collector it would be taken apart in any order."""
        self._inlet.close()
        self.window.close()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(self.window, QEvent.Type.DeferredDelete.value)

    def _post(self, message: Command | Fact) -> None:
        if self._log is not None and isinstance(message, CellsPainted):
            self._log.append(lines_of(message))
