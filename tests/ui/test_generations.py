"""Which generations there are, and which one the flags name."""

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from flags import FlagName, FlagText, resolve
from models.rollout.tally import ALARM, MODE, MONEY
from tests.ui.builders import NEW_PANELS
from tests.ui.planted import PlantedError, planted
from ui.generations import BUILDERS, CRITICAL_CELLS, FLAG_OF, LEGACY, NEW, build, log_line, other, wanted
from ui.panel import PanelName


@pytest.mark.parametrize("name", list(PanelName))
@pytest.mark.parametrize("generation", [NEW, LEGACY])
def test_each_builder_builds_what_it_is_named_after(qtbot: QtBot, name: PanelName, generation: str) -> None:
    """A panel fills the place and is of the generation under which it is registered."""
    parent = QWidget()
    qtbot.addWidget(parent)
    panel = BUILDERS[name][generation](parent)
    assert (panel.name, panel.generation) == (name, generation)
    assert set(CRITICAL_CELLS[name]) <= set(panel.cells())
    assert set(CRITICAL_CELLS[name].values()) <= {MONEY, ALARM, MODE}


def test_a_panel_that_raises_while_it_is_built_leaves_nothing(qtbot: QtBot) -> None:
    """Half a panel would be a child of the place, and visible."""
    place = QWidget()
    qtbot.addWidget(place)
    builders = planted({(PanelName.PANEL1, NEW): "building"})
    with pytest.raises(PlantedError):
        build(builders[PanelName.PANEL1][NEW], place)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert place.findChildren(QWidget) == []


@pytest.mark.parametrize("name", list(PanelName))
def test_each_flag_decides_on_its_own_panel(name: PanelName) -> None:
    """A flag that is on makes its own panel new and leaves the other legacy."""
    flags = resolve({FLAG_OF[name]: "1"}, {}, "f")
    assert {place: wanted(flags, place) for place in PanelName} == {name: NEW, **_others(name)}


def _others(name: PanelName) -> dict[PanelName, str]:
    return {place: LEGACY for place in PanelName if place is not name}


def test_the_other_generation_of_the_other_is_itself() -> None:
    """There are two generations."""
    assert (other(NEW), other(LEGACY)) == (LEGACY, NEW)


def test_log_lines_are_those_that_people_search_for() -> None:
    """The lines begin as the migration guide writes them, and end with source and reason of the flag."""
    new = log_line(NEW_PANELS, PanelName.PANEL1, NEW)
    old = log_line(resolve({}, {}, "f"), PanelName.PANEL2, LEGACY)
    assert new == (
        "[Migration] Using NEW Panel1 (decomposed architecture) source=settings reason=settings.toml"
    )
    assert old == "[Migration] Using OLD Panel2 (monolithic) source=default reason=set nowhere"


def test_a_session_override_is_named_in_the_log() -> None:
    """After a swap the line says who wanted it, and why."""
    flags = resolve({}, {FlagName.USE_NEW_PANEL1: FlagText("1")}, "f").with_override(
        FlagName.USE_NEW_PANEL1, value=False, who="sentinel", why="drill"
    )
    line = log_line(flags, PanelName.PANEL1, LEGACY)
    assert line == "[Migration] Using OLD Panel1 (monolithic) source=session reason=sentinel: drill"
