"""Both generations on the same facts and under the same hand, each of them twice: who differs from whom."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import cycle
from typing import Final

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QToolButton, QWidget

from actors.messages import Cell
from ui.appearance import AS_USUAL, with_next_unit
from ui.generations import LEGACY, NEW, Builders, build
from ui.panel import Panel, PanelName, Payload
from ui.shadow import differing, in_words
from ui.wording import UNKNOWN

PAIRS: Final = (
    (f"{LEGACY} 1", f"{LEGACY} 2"),
    (f"{NEW} 1", f"{NEW} 2"),
    (f"{LEGACY} 1", f"{NEW} 1"),
)
"""First each generation against itself: only where that agrees does their comparison mean anything."""
PNL_CELLS: Final = frozenset({"PnL", "R-Multiple", "MAE", "MFE", "Pts"})
"""What was won or lost, or is: of the account and of the position."""
_MOST_EXAMPLES: Final = 20
_FACTS_PER_PRESS: Final = 4
_UNIT: Final = "unit"


@dataclass(slots=True)
class Count:
    """How much of one kind was compared.

    Attributes:
        compared: Values that were compared.
        mismatches: Those that were not equal.
    """

    compared: int = 0
    mismatches: int = 0


@dataclass(slots=True)
class Tally:
    """Counts of one pair.

    Attributes:
        cells: All canonical cells, after every fact and every press: text, role and flash.
        pnl: Those of `PNL_CELLS` among them, where one of the pair told anything.
        emitted: What the panels asked for, after each press that made one of the pair ask for anything.
        examples: The first differences, in words.
    """

    cells: Count = field(default_factory=Count)
    pnl: Count = field(default_factory=Count)
    emitted: Count = field(default_factory=Count)
    examples: list[str] = field(default_factory=list)


class SideBySide:
    """Hidden panels of both generations, fed with the same facts, compared after each.

    Args:
        builders: How the panels are built.
        parent: Holds the panels; never shown.

    Attributes:
        facts: How many were handed to the panels.
        presses: How often a control was used on all panels of a place.
        raised: By generation, what its panels raised, in words; such a panel is fed on.
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
        self.presses = 0
        self.raised: dict[str, list[str]] = {LEGACY: [], NEW: []}
        self.tallies: Mapping[str, Tally] = {f"{one} : {two}": Tally() for one, two in PAIRS}
        self._emitted: dict[str, list[object]] = {}
        self._appearance = AS_USUAL
        for panels in self._panels.values():
            for label, panel in panels.items():
                panel.intent.connect(partial(self._note, label))
                panel.timeframe_chosen.connect(partial(self._note, label))
        self._hands = cycle(self._panels)

    def receive(self, payload: Payload) -> None:
        """Hand a fact to all panels, then compare every cell of every pair; now and then press something."""
        self.facts += 1
        for panels in self._panels.values():
            for label, panel in panels.items():
                self._try(label, "updating", partial(panel.receive, payload))
            self._compare_cells(panels)
        if self.facts % _FACTS_PER_PRESS == 0:
            self._press(self._panels[next(self._hands)])

    def payload_errors(self, generation: str) -> int:
        """Return how many payloads the panels of a generation refused."""
        return sum(
            panel.payload_errors
            for panels in self._panels.values()
            for label, panel in panels.items()
            if generation_of(label) == generation
        )

    def _press(self, panels: Mapping[str, Panel]) -> None:
        """Use the next control on all panels of a place; compare what they ask for and what they show."""
        names = list(dict.fromkeys(name for panel in panels.values() for name in controls_of(panel)))
        names.append(_UNIT)
        name = names[self.presses // len(self._panels) % len(names)]
        self.presses += 1
        self._emitted = {label: [] for label in panels}
        if name == _UNIT:
            self._appearance = with_next_unit(self._appearance)
        for label, panel in panels.items():
            control = partial(panel.choose_appearance, self._appearance)
            used = control if name == _UNIT else controls_of(panel).get(name)
            if used is not None:
                self._try(label, f"{name} was used", used)
        for one, two in PAIRS:
            tally = self.tallies[f"{one} : {two}"]
            tally.emitted.compared += bool(self._emitted[one] or self._emitted[two])
            if self._emitted[one] != self._emitted[two]:
                tally.emitted.mismatches += 1
                self._keep(tally, f"{name}: {self._emitted[one]} : {self._emitted[two]}")
        self._compare_cells(panels)

    def _compare_cells(self, panels: Mapping[str, Panel]) -> None:
        cells = {label: self._cells_of(label, panel) for label, panel in panels.items()}
        for one, two in PAIRS:
            self._compare(self.tallies[f"{one} : {two}"], cells[one], cells[two])

    def _compare(self, tally: Tally, first: Mapping[str, Cell], second: Mapping[str, Cell]) -> None:
        names = {**first, **second}
        tally.cells.compared += len(names)
        tally.pnl.compared += sum(
            _tells(first.get(name)) or _tells(second.get(name)) for name in PNL_CELLS.intersection(names)
        )
        for name in differing(first, second):
            tally.cells.mismatches += 1
            tally.pnl.mismatches += name in PNL_CELLS
            self._keep(tally, f"{name}: {in_words(first.get(name))} : {in_words(second.get(name))}")

    def _keep(self, tally: Tally, text: str) -> None:
        if len(tally.examples) < _MOST_EXAMPLES:
            tally.examples.append(f"fact {self.facts}, {text}")

    def _cells_of(self, label: str, panel: Panel) -> Mapping[str, Cell]:
        told: list[Mapping[str, Cell]] = []
        self._try(label, "telling its cells", lambda: told.append(panel.cells()))
        return told[0] if told else {}

    def _try(self, label: str, doing: str, work: Callable[[], object]) -> None:
        """Let a panel do something; that it raises is a finding, and must not end the run."""
        try:
            work()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is counted
            found = f"{label} raised while {doing} ({type(error).__name__}: {error})"
            self.raised[generation_of(label)].append(found)

    def _note(self, label: str, asked_for: object) -> None:
        self._emitted.setdefault(label, []).append(asked_for)


def _tells(cell: Cell | None) -> bool:
    return cell is not None and cell.text != UNKNOWN


def generation_of(label: str) -> str:
    """Return the generation of a panel, from the label that counts it."""
    return label.partition(" ")[0]


def controls_of(panel: QWidget) -> dict[str, Callable[[], object]]:
    """Return what a hand can use on a panel, by the name that a screen reader says."""
    return dict(_controls(panel))


def _controls(panel: QWidget) -> Iterator[tuple[str, Callable[[], object]]]:
    for button in panel.findChildren(QAbstractButton):
        menu = button.menu() if isinstance(button, QToolButton) else None
        if menu is None:
            yield button.accessibleName(), button.click
        else:
            for action in menu.actions():
                if isinstance(action, QAction) and not action.isSeparator():
                    yield f"{button.accessibleName()}, {action.text()}", action.trigger
