"""Painted cells and the badge, compared."""

from pytestqt.qtbot import QtBot

from app.stress.screen import Screen
from demo.load_books import BOOKS
from tests.ui.builders import a_balance, a_curve, a_scope
from tests.ui.test_window import Desk, open_window


def test_balance_of_another_account_is_a_leak_whatever_its_epoch(qtbot: QtBot) -> None:
    """Whose badge it is, the widget tells; whose value it is, the value tells."""
    curve = a_curve((60, "10000"), (1, "110002.50"))
    window = open_window(qtbot, Desk(), a_scope(), curve, a_balance("110002.50"))
    screen = Screen(window)
    assert screen.shown() is BOOKS[0]
    screen.check()
    assert (screen.leaks, screen.examples) == (0, [])
    assert screen.cells >= 5
    window.receive(a_balance("210002.50"))
    screen.check()
    assert screen.leaks == 1
    assert screen.examples == ["SIM Sim1 on the badge, Balance shows '$210,002.50'"]


def test_nothing_is_compared_before_there_is_a_badge(qtbot: QtBot) -> None:
    """Before the first account nothing can be another one's."""
    screen = Screen(open_window(qtbot, Desk()))
    screen.check()
    assert (screen.cells, screen.shown()) == (0, None)
