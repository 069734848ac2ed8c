"""Both generations on the same facts."""

from collections.abc import Mapping
from decimal import Decimal
from itertools import islice

import msgspec
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from actors.messages import Cell, PositionChanged, Shown
from tests.ui.legacy.tape import Tape
from ui.generations import BUILDERS, LEGACY, NEW
from ui.legacy.panel2 import LegacyPanel2
from ui.panel import Panel, PanelName, Payload
from ui.side_by_side import SideBySide

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
        assert tally.compared >= 200 * 20
        assert (tally.mismatches, tally.examples) == (0, [])


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
    assert side_by_side.tallies[f"{LEGACY} 1 : {LEGACY} 2"].mismatches > 0
    assert side_by_side.tallies[f"{LEGACY} 1 : {NEW} 1"].mismatches > 0
    assert side_by_side.tallies[f"{NEW} 1 : {NEW} 2"].mismatches == 0
    assert any("Price" in example for example in side_by_side.tallies[f"{LEGACY} 1 : {NEW} 1"].examples)


def price_of(side_by_side: SideBySide) -> Cell:
    """Return what the wrong panel shows as price."""
    cells: Mapping[str, Cell] = side_by_side._panels[PanelName.PANEL2][f"{LEGACY} 1"].cells()
    return cells["Price"]
