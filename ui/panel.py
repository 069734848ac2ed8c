"""What the window expects of a panel, whatever its generation."""

from abc import abstractmethod
from collections.abc import Mapping
from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from actors.messages import Cell, Shown
from models.timeframe import Timeframe


class PanelName(Enum):
    """The places in the window that a generation can fill."""

    PANEL1 = "panel1"
    PANEL2 = "panel2"


class Panel(QWidget):
    """One panel: facts go in, canonical cells and intents come out.

    Attributes:
        name: The place that it fills.
        generation: `new` or `legacy`.
        intent: Carries a command of `actors.messages` that the trader asked for.
        timeframe_chosen: Carries the `Timeframe` that the trader chose here.
        cells_changed: What is shown changed through the trader's hand, not through a fact.
    """

    name: PanelName
    generation: str

    intent = Signal(object)
    timeframe_chosen = Signal(object)
    cells_changed = Signal()

    @abstractmethod
    def receive(self, shown: Shown) -> None:
        """Take a fact, in the GUI thread; facts of another epoch than the screen's change nothing."""

    @abstractmethod
    def cells(self) -> Mapping[str, Cell]:
        """Return the canonical cells: exactly the texts on the screen, by their labels."""

    def choose_timeframe(self, timeframe: Timeframe) -> None:
        """Show a timeframe that was chosen elsewhere; a panel without a timeframe has nothing to do."""

    def build_heavy_parts(self) -> None:
        """Build what is too slow for the first paint; a panel without such parts has nothing to do."""
