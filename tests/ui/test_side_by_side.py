"""Both generations on the same facts."""

from collections.abc import Mapping
from decimal import Decimal
from itertools import islice

import msgspec
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from actors.messages import BalanceChanged, Cell, PositionChanged, Shown
from models.timeframe import Timeframe
from tests.ui.legacy.tape import Tape
from tests.ui.planted import PlantedError
from ui.generations import BUILDERS, LEGACY, NEW
from ui.legacy.panel1 import LegacyPanel1
from ui.legacy.panel2 import LegacyPanel2
from ui.panel import Panel, PanelName, Payload
from ui.side_by_side import SideBySide, controls_of

ONE = Decimal(1)


class OneTickOff(LegacyPanel2):
    """Shows every average price one tick too high."""

    def receive(self, payload: Payload) -> None:
        """Take a fact, with the planted error."""
        if isinstance(payload, Shown) and isinstance(payload.fact, PositionChanged):
            position = payload.fact.position
            if position is not None:
                tick = payload.fact.contract.tick or ONE
                wrong = msgspec.structs.replace(position, average_price=position.average_price + tick)
                fact = msgspec.structs.replace(payload.fact, position=wrong)
                payload = Shown(epoch=payload.epoch, fact=fact)
        super().receive(payload)


def planted(parent: QWidget) -> Panel:
    """Build the panel that is wrong."""
    return OneTickOff(parent)


def facts(count: int) -> list[Shown]:
    """Return a random but repeatable sequence of facts."""
    shown = (step for step in Tape(seed=7).steps(3 * count) if isinstance(step, Shown))
    return list(islice(shown, count))


def test_generations_agree_with_themselves_and_each_other(qtbot: QtBot) -> None:
    """Every cell of every pair is compared after every fact, and none differs."""
    parent = QWidget()
    qtbot.addWidget(parent)
    side_by_side = SideBySide(BUILDERS, parent)
    for fact in facts(200):
        side_by_side.receive(fact)
    assert side_by_side.facts == 200
    for tally in side_by_side.tallies.values():
        assert tally.cells.compared >= 200 * 20
        assert 0 < tally.pnl.compared < 200 * 5
        assert 10 <= tally.emitted.compared < side_by_side.presses == 50
        counts = (tally.cells, tally.pnl, tally.emitted)
        assert ([count.mismatches for count in counts], tally.examples) == ([0, 0, 0], [])
    assert side_by_side.raised == {LEGACY: [], NEW: []}


def test_one_tick_is_caught_by_the_comparison_that_shows_it(qtbot: QtBot) -> None:
    """An average price that is one tick off differs as soon as it is shown, in that pair alone."""
    parent = QWidget()
    qtbot.addWidget(parent)
    legacy = BUILDERS[PanelName.PANEL2][LEGACY]
    built: list[QWidget] = []

    def first_is_wrong(place: QWidget) -> Panel:
        built.append(place)
        return planted(place) if len(built) == 1 else legacy(place)

    builders = {PanelName.PANEL2: {**BUILDERS[PanelName.PANEL2], LEGACY: first_is_wrong}}
    side_by_side = SideBySide(builders, parent)
    for fact in facts(300):
        before = price_of(side_by_side)
        side_by_side.receive(fact)
        after = price_of(side_by_side)
        if after != before and after.text != "--":
            break
    assert side_by_side.tallies[f"{LEGACY} 1 : {LEGACY} 2"].cells.mismatches > 0
    assert side_by_side.tallies[f"{LEGACY} 1 : {NEW} 1"].cells.mismatches > 0
    assert side_by_side.tallies[f"{NEW} 1 : {NEW} 2"].cells.mismatches == 0
    assert any("Price" in example for example in side_by_side.tallies[f"{LEGACY} 1 : {NEW} 1"].examples)


class TheOtherTimeframe(LegacyPanel1):
    """Asks for another timeframe than the one that was pressed."""

    def __init__(self, parent: QWidget) -> None:
        """Let the last timeframe speak whatever was pressed."""
        super().__init__(parent)
        self._pill_group.buttonClicked.connect(lambda _: self.timeframe_chosen.emit(Timeframe.ALL))


class Raising(LegacyPanel1):
    """Raises at every balance."""

    def receive(self, payload: Payload) -> None:
        """Take a fact, or fail."""
        if isinstance(payload, Shown) and isinstance(payload.fact, BalanceChanged):
            raise PlantedError("no balance, please")
        super().receive(payload)


def test_a_panel_that_asks_for_something_else_is_named(qtbot: QtBot) -> None:
    """The same press must make both generations ask for the same."""
    parent = QWidget()
    qtbot.addWidget(parent)
    builders = {PanelName.PANEL1: {**BUILDERS[PanelName.PANEL1], LEGACY: TheOtherTimeframe}}
    side_by_side = SideBySide(builders, parent)
    for fact in facts(100):
        side_by_side.receive(fact)
    tally = side_by_side.tallies[f"{LEGACY} 1 : {NEW} 1"]
    assert (tally.emitted.mismatches > 0, tally.cells.mismatches) == (True, 0)
    assert any("Timeframe" in example for example in tally.examples)
    assert side_by_side.tallies[f"{LEGACY} 1 : {LEGACY} 2"].emitted.mismatches == 0


def test_a_panel_that_raises_is_counted_and_fed_on(qtbot: QtBot) -> None:
    """One exception ends no comparison: the generation, the moment and the reason are kept."""
    parent = QWidget()
    qtbot.addWidget(parent)
    builders = {**BUILDERS, PanelName.PANEL1: {**BUILDERS[PanelName.PANEL1], NEW: Raising}}
    side_by_side = SideBySide(builders, parent)
    for fact in facts(100):
        side_by_side.receive(fact)
    assert side_by_side.facts == 100
    assert side_by_side.raised[LEGACY] == []
    assert "new 1 raised while updating (PlantedError: no balance, please)" in side_by_side.raised[NEW]


def test_controls_are_the_same_in_both_generations(qtbot: QtBot) -> None:
    """What a hand can reach on Panel 1 has one name, whoever built it."""
    parent = QWidget()
    qtbot.addWidget(parent)
    names = [set(controls_of(build(parent))) for build in BUILDERS[PanelName.PANEL1].values()]
    assert names[0] == names[1]
    assert {"Timeframe 1D", "Equity curve shown"} < names[0]
    assert any(name.startswith("Account, ") for name in names[0])


def price_of(side_by_side: SideBySide) -> Cell:
    """Return what the wrong panel shows as price."""
    cells: Mapping[str, Cell] = side_by_side._panels[PanelName.PANEL2][f"{LEGACY} 1"].cells()
    return cells["Price"]
