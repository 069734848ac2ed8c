"""The record of the screen."""

import pytest

from actors.messages import Cell, CellPainted, CellsPainted, ScopeChanged
from models.book import Book
from tests.ui.builders import REAL, SIM1, a_scope
from ui.screen_recorder import ScreenRecorder


def a_cell(name: str, text: str, panel: str = "panel1") -> CellPainted:
    """Return a painted cell."""
    return CellPainted(panel=panel, generation="new", name=name, cell=Cell(text=text, role="neutral"))


def scope(book: Book, epoch: int) -> ScopeChanged:
    """Return what is on the screen."""
    fact = a_scope(book, epoch).fact
    assert isinstance(fact, ScopeChanged)
    return fact


@pytest.fixture
def posted() -> list[CellsPainted]:
    """Return where the record goes."""
    return []


@pytest.fixture
def recorder(posted: list[CellsPainted]) -> ScreenRecorder:
    """Return a recorder."""
    return ScreenRecorder(posted.append)


def test_only_changed_cells_are_recorded(recorder: ScreenRecorder, posted: list[CellsPainted]) -> None:
    """The first record has every cell, the next those that changed, with time and book."""
    recorder.record(12.5, scope(SIM1, 1), [a_cell("Balance", "1"), a_cell("PnL", "2")])
    recorder.record(12.5, scope(SIM1, 1), [a_cell("Balance", "1"), a_cell("PnL", "3")])
    assert [[cell.name for cell in fact.cells] for fact in posted] == [["Balance", "PnL"], ["PnL"]]
    assert (posted[1].at, posted[1].epoch, posted[1].mode, posted[1].account) == (12.5, 1, SIM1.mode, "Sim1")


def test_nothing_changed_records_nothing(recorder: ScreenRecorder, posted: list[CellsPainted]) -> None:
    """Painting the same again leaves no trace."""
    for _ in range(3):
        recorder.record(12.5, scope(SIM1, 1), [a_cell("Balance", "1")])
    assert len(posted) == 1


def test_the_same_name_in_two_panels_is_two_cells(
    recorder: ScreenRecorder, posted: list[CellsPainted]
) -> None:
    """Cells are told apart by panel and name."""
    cells = [a_cell("Timeframe", "1D"), a_cell("Timeframe", "1W", "panel3")]
    recorder.record(12.5, scope(SIM1, 1), cells)
    recorder.record(12.5, scope(SIM1, 1), cells)
    assert len(posted) == 1


def test_another_epoch_records_every_cell_anew(recorder: ScreenRecorder, posted: list[CellsPainted]) -> None:
    """The same text under another book is another statement."""
    recorder.record(12.5, scope(SIM1, 1), [a_cell("Balance", "--")])
    recorder.record(12.5, scope(REAL, 2), [a_cell("Balance", "--")])
    assert [(fact.epoch, fact.account) for fact in posted] == [(1, "Sim1"), (2, "120005")]
