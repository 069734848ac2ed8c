"""What the comparison counts is told."""

from datetime import UTC, datetime
from time import perf_counter

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from actors.messages import CellsCompared, Command, Fact
from tests.ui.builders import NEW_PANELS, a_position, a_scope, a_tick, holding
from ui.generations import BUILDERS
from ui.migration import Migration

NOW = datetime(2026, 11, 17, 15, 30, tzinfo=UTC)


@pytest.fixture
def told(qtbot: QtBot) -> tuple[Migration, list[Command | Fact]]:
    """Return a migration of real panels with a position, and what it tells."""
    parent, posted = QWidget(), list[Command | Fact]()
    qtbot.addWidget(parent)
    migration = Migration(
        flags=NEW_PANELS,
        version="1",
        builders=BUILDERS,
        post=posted.append,
        now=lambda: NOW,
        elapsed=perf_counter,
        parent=parent,
    )
    show(migration)
    return migration, posted


def show(migration: Migration) -> None:
    """Let a batch of facts arrive."""
    migration.before_drain()
    for fact in (a_scope(), holding(a_position()), a_tick()):
        migration.receive(fact, fact)
    migration.after_drain()


def comparisons(posted: list[Command | Fact]) -> list[tuple[bool, dict[str, int]]]:
    """Return what was told of comparisons."""
    return [(fact.compares, dict(fact.counts)) for fact in posted if isinstance(fact, CellsCompared)]


def test_counts_are_told_once_and_with_the_end(told: tuple[Migration, list[Command | Fact]]) -> None:
    """Neither twice, nor lost when the comparison is turned off."""
    migration, posted = told
    migration.tell_counts()
    assert comparisons(posted) == []
    migration.compare_generations(on=True)
    assert comparisons(posted) == [(True, {})]
    show(migration)
    migration.compare_generations(on=False)
    started, (compares, counts), ended = comparisons(posted)
    assert (started, compares, ended) == ((True, {}), True, (False, {}))
    assert counts["compared"] == counts["matched"] > 20
    migration.tell_counts()
    assert len(comparisons(posted)) == 3
