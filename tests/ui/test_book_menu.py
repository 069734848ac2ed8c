"""The menu of books."""

from pytestqt.qtbot import QtBot

from models.book import Book, TradeAccount, TradeMode
from tests.ui.builders import REAL, SIM1, SIM2
from ui.book_menu import BookMenu


def test_books_are_grouped_by_mode(qtbot: QtBot) -> None:
    """Every mode has its heading, SIM first, accounts in order, and the shown book carries the mark."""
    menu = BookMenu()
    qtbot.addWidget(menu)
    menu.list_books((REAL, SIM2, SIM1), TradeMode.SIM, SIM2)
    assert [(action.text(), action.isChecked()) for action in menu.actions()] == [
        ("SIM · simulated money", False),
        ("Sim1", False),
        ("Sim2", True),
        ("LIVE · REAL MONEY", False),
        ("120005", False),
        ("DEBUG · demo feed", False),
        ("No DEBUG account is known yet", False),
    ]


def test_an_ampersand_in_a_name_stays(qtbot: QtBot) -> None:
    """The name of an account is shown as it is, not as a shortcut."""
    odd = Book(TradeMode.LIVE, TradeAccount("A&B"))
    menu = BookMenu()
    qtbot.addWidget(menu)
    menu.list_books((odd,), TradeMode.LIVE, odd)
    assert "A&&B" in [action.text() for action in menu.actions()]


def test_listing_again_replaces(qtbot: QtBot) -> None:
    """A new list leaves nothing of the old one."""
    menu = BookMenu()
    qtbot.addWidget(menu)
    menu.list_books((SIM1,), TradeMode.SIM, SIM1)
    menu.list_books((SIM1, SIM2), TradeMode.SIM, SIM2)
    texts = [action.text() for action in menu.actions()]
    assert texts.count("Sim1") == 1
    assert len(menu._group.actions()) == 4


def test_another_book_moves_the_mark_alone(qtbot: QtBot) -> None:
    """What can be chosen stays as it is while another book is shown, or a mode without one."""
    menu = BookMenu()
    qtbot.addWidget(menu)
    menu.list_books((REAL, SIM1, SIM2), TradeMode.SIM, SIM2)
    choices = menu.actions()
    marked = []
    for mode, book in (
        (TradeMode.LIVE, REAL),
        (TradeMode.DEBUG, None),
        (TradeMode.SIM, None),
        (TradeMode.SIM, SIM1),
    ):
        menu.list_books((REAL, SIM1, SIM2), mode, book)
        marked.append([action.text() for action in menu.actions() if action.isChecked()])
    assert menu.actions() == choices
    assert marked == [["120005"], ["No DEBUG account is known yet"], [], ["Sim1"]]
