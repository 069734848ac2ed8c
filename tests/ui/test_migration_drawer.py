"""The drawer of the migration."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.builders import NEW_PANELS, a_scope, a_tick
from tests.ui.planted import planted
from ui.generations import LEGACY, NEW
from ui.migration import Migration
from ui.migration_drawer import MigrationDrawer
from ui.panel import PanelName

Open = Callable[..., tuple[MigrationDrawer, Migration]]


@pytest.fixture
def opened(qtbot: QtBot) -> Open:
    """Return a function that opens the drawer of a migration whose panels fail as told."""
    seconds = iter(range(1_000))
    frame = QWidget()
    qtbot.addWidget(frame)

    def open_drawer(fails: dict[tuple[PanelName, str], str]) -> tuple[MigrationDrawer, Migration]:
        migration = Migration(
            flags=NEW_PANELS,
            version="1",
            builders=planted(fails),
            post=lambda _fact: None,
            now=lambda: datetime(2026, 11, 17, 15, 30, tzinfo=UTC) + timedelta(seconds=next(seconds)),
            elapsed=lambda: 0.0,
            parent=frame,
        )
        drawer = MigrationDrawer(frame)
        drawer.show()
        return drawer, migration

    return open_drawer


def lines(drawer: MigrationDrawer, name: str) -> list[str]:
    """Return the lines of a list."""
    (found,) = [part for part in drawer.findChildren(QPlainTextEdit) if part.accessibleName() == name]
    assert found.isReadOnly()
    return found.toPlainText().splitlines()


def test_an_empty_drawer_says_so(opened: Open) -> None:
    """Nothing is said in words, not by an empty box."""
    drawer, migration = opened({})
    drawer.show_migration(migration)
    assert (lines(drawer, "Last differences"), lines(drawer, "Last changes")) == (["None"], ["None"])


def test_the_newest_comes_first(opened: Open) -> None:
    """Changes and differences stand in the order in which a person asks for them."""
    drawer, migration = opened({(PanelName.PANEL1, LEGACY): "Points"})
    migration.compare_generations(on=True)
    migration.receive(a_scope(), a_scope())
    migration.after_drain()
    migration.swap(PanelName.PANEL2, LEGACY, "user", "first")
    migration.swap(PanelName.PANEL2, NEW, "user", "second")
    drawer.show_migration(migration)
    changes = lines(drawer, "Last changes")
    assert [line.split("  ")[1] for line in changes] == [
        "panel2: legacy to new, user: second",
        "panel2: new to legacy, user: first",
    ]
    (difference,) = lines(drawer, "Last differences")
    assert "Panel 1  " in difference
    assert "Points: 'None' neutral shown, 'wrong' neutral in the other" in difference


@pytest.mark.parametrize("name", list(PanelName))
def test_a_refused_swap_can_be_forced_here(qtbot: QtBot, opened: Open, name: PanelName) -> None:
    """The button is there for the panel that was refused, and for no other."""
    drawer, migration = opened({(name, NEW): "Mode" if name is PanelName.PANEL1 else "Price"})
    migration.receive(a_tick(), a_tick())
    migration.swap(name, LEGACY, "user", "x")
    migration.hosts[name]._drop_spare()
    migration.swap(name, NEW, "user", "x")
    drawer.show_migration(migration)
    (button,) = [part for part in drawer.findChildren(QPushButton) if part.isVisible()]
    with qtbot.waitSignal(drawer.force_wanted) as told:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert told.args == [name]
