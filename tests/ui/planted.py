"""Panels that fail where a test plants it, in both generations."""

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from actors.messages import Cell
from ui.generations import LEGACY, NEW, Builders
from ui.panel import Choices, Panel, PanelName, Payload


class PlantedError(Exception):
    """What a planted panel raises."""


class PlantedPanel(Panel):
    """Shows its newest fact in one cell, and fails at what it is told to fail at.

    Attributes:
        taken: Facts so far, those that it failed on included.
        released: How many facts there were at the end of each batch.
    """

    def __init__(self, parent: QWidget, *, name: PanelName, generation: str, fails: str) -> None:
        """Create the panel.

        Args:
            parent: Owner.
            name: The place.
            generation: The generation.
            fails: `building`, `heavy`, `updating`, `telling`, `painting`, `adopting`, a cell's name to show
                a wrong text there, or nothing.
        """
        super().__init__(parent)
        self.name = name
        self.generation = generation
        self.fails = fails
        self.taken: list[Payload] = []
        self.released: list[int] = []
        self.chosen = Choices()
        self._raise_at("building")

    def receive(self, payload: Payload) -> None:
        """Keep a fact."""
        self.taken.append(payload)
        self._raise_at("updating")

    def release(self) -> None:
        """Note the end of a batch."""
        self.released.append(len(self.taken))

    def cells(self) -> Mapping[str, Cell]:
        """Return some cells that matter and one that does not: the newest fact, and the choice."""
        self._raise_at("telling")
        texts = {
            "Mode": "SIM",
            "Balance": repr(self.taken[-1:]),
            "Price": "1",
            "Points": str(self.chosen.hovered),
        }
        return {
            name: Cell(text="wrong" if name == self.fails else text, role="neutral", flash=False)
            for name, text in texts.items()
        }

    def choices(self) -> Choices:
        """Return what was chosen."""
        return self.chosen

    def adopt(self, choices: Choices) -> None:
        """Take over what was chosen."""
        self._raise_at("adopting")
        self.chosen = choices

    def build_heavy_parts(self) -> None:
        """Fail, if that is planted."""
        self._raise_at("heavy")

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Fail, if that is planted."""
        super().paintEvent(event)
        self._raise_at("painting")

    def _raise_at(self, moment: str) -> None:
        if self.fails == moment:
            raise PlantedError(f"planted in the {self.generation} {self.name.value}")


def planted(
    fails: Mapping[tuple[PanelName, str], str] = MappingProxyType({}),
    made: Callable[[PlantedPanel], None] = lambda _panel: None,
    kind: type[PlantedPanel] = PlantedPanel,
) -> Builders:
    """Return builders of planted panels.

    Args:
        fails: What the panel of a place and a generation fails at; the others work.
        made: Told of each panel that was built.
        kind: Of the panels.
    """

    def build(name: PanelName, generation: str, parent: QWidget) -> Panel:
        panel = kind(parent, name=name, generation=generation, fails=fails.get((name, generation), ""))
        made(panel)
        return panel

    return {
        name: {generation: partial(build, name, generation) for generation in (NEW, LEGACY)}
        for name in PanelName
    }
