"""Both generations on the same facts, each of them twice: what differs between whom."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtWidgets import QWidget

from actors.messages import Cell
from ui.generations import LEGACY, NEW, Builders, build
from ui.panel import Panel, PanelName, Payload
from ui.shadow import differing

PAIRS: Final = (
    (f"{LEGACY} 1", f"{LEGACY} 2"),
    (f"{NEW} 1", f"{NEW} 2"),
    (f"{LEGACY} 1", f"{NEW} 1"),
)
"""First each generation against itself: only where that agrees does their comparison mean anything."""
_MOST_EXAMPLES: Final = 20


@dataclass(slots=True)
class Tally:
    """Counts of one pair.

    Attributes:
        compared: Cells compared, after every fact all of both panels.
        mismatches: Those that were not equal in text, role and flash.
        examples: The first of them, in words.
    """

    compared: int = 0
    mismatches: int = 0
    examples: list[str] = field(default_factory=list)


class SideBySide:
    """Hidden panels of both generations, fed with the same facts, compared after each.

    Args:
        builders: How the panels are built.
        parent: Holds the panels; never shown.
    """

    def __init__(self, builders: Builders, parent: QWidget) -> None:
        self._panels: dict[PanelName, dict[str, Panel]] = {
            name: {
                f"{generation} {number}": build(builders[name][generation], parent)
                for generation in (LEGACY, NEW)
                for number in (1, 2)
            }
            for name in PanelName
            if name in builders
        }
        self.facts = 0
        self.tallies: Mapping[str, Tally] = {f"{one} : {two}": Tally() for one, two in PAIRS}

    def receive(self, payload: Payload) -> None:
        """Hand a fact to all panels, then compare every cell of every pair."""
        self.facts += 1
        for panels in self._panels.values():
            for panel in panels.values():
                panel.receive(payload)
            cells = {label: panel.cells() for label, panel in panels.items()}
            for one, two in PAIRS:
                self._compare(one, two, cells[one], cells[two])

    def _compare(self, one: str, two: str, first: Mapping[str, Cell], second: Mapping[str, Cell]) -> None:
        tally = self.tallies[f"{one} : {two}"]
        tally.compared += len({**first, **second})
        for name in differing(first, second):
            tally.mismatches += 1
            if len(tally.examples) < _MOST_EXAMPLES:
                tally.examples.append(f"fact {self.facts}, {name}: {first.get(name)} : {second.get(name)}")
