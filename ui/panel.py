"""What the window expects of a panel, whatever its generation."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from actors.messages import Cell, Shown
from models.book import Symbol
from models.timeframe import Timeframe
from ui.appearance import Appearance

Payload = Shown | Mapping[str, Any]
"""A fact as the bridge hands it over: typed, or in the dict form of `actors.dict_form`."""


class PanelName(Enum):
    """The places in the window that a generation can fill."""

    PANEL1 = "panel1"
    PANEL2 = "panel2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the trader chose on a panel: the one thing on it that no fact tells.

    Attributes:
        timeframe: None on a panel without timeframes.
        symbol: Symbol that the trader cycled to; None while none was chosen.
        hovered: Where the mouse is over the curve, UNIX seconds; None while it is elsewhere.
        appearance: How amounts and colours appear; None on a panel that has no say in it.
    """

    timeframe: Timeframe | None = None
    symbol: Symbol | None = None
    hovered: float | None = None
    appearance: Appearance | None = None


NO_CHOICES = Choices()


class Panel(QWidget):
    """One panel: facts go in, canonical cells and intents come out.

    Attributes:
        name: The place that it fills.
        generation: `new` or `legacy`.
        payload_errors: How often something arrived that is the form of no fact.
        intent: Carries a command of `actors.messages` that the trader asked for.
        timeframe_chosen: Carries the `Timeframe` that the trader chose here.
        cells_changed: What is shown changed through the trader's hand, not through a fact.
    """

    name: PanelName
    generation: str
    payload_errors: int

    intent = Signal(object)
    timeframe_chosen = Signal(object)
    cells_changed = Signal()

    @abstractmethod
    def receive(self, payload: Payload) -> None:
        """Take a fact in either form, in the GUI thread.

        Facts of another epoch than the screen's change nothing, nor does what is not the form of a fact.
        """

    def take(self, payload: Payload, shown: Shown) -> None:  # noqa: ARG002 - for who wants the typed form
        """Take a fact whose typed form is known: reading it once for all panels is enough.

        Args:
            payload: The fact in either form.
            shown: The same, typed.
        """
        self.receive(payload)

    def hold(self) -> None:
        """A batch of facts begins; a panel that shows each at once has nothing to do."""

    def release(self) -> None:
        """The batch is over: all of it must be on the screen now."""

    @abstractmethod
    def cells(self) -> Mapping[str, Cell]:
        """Return the canonical cells: exactly the texts on the screen, by their labels."""

    def choices(self) -> Choices:
        """Return what the trader chose here; a panel without choices has nothing to tell."""
        return NO_CHOICES

    def adopt(self, choices: Choices) -> None:
        """Take over what the trader chose on the panel in whose place this one is shown, without a signal."""

    def choose_timeframe(self, timeframe: Timeframe) -> None:
        """Show a timeframe that was chosen elsewhere; a panel without a timeframe has nothing to do."""

    def choose_appearance(self, appearance: Appearance) -> None:
        """Show amounts and colours as the trader chose; a panel without amounts has nothing to do."""

    def build_heavy_parts(self) -> None:
        """Build what is too slow for the first paint; a panel without such parts has nothing to do."""
