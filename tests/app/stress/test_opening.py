"""The beginning of a stress run; `test_modes` runs it whole."""

from actors.messages import ShowBook
from app.stress.opening import show
from demo.load_books import BOOKS
from models.book import Book, TradeAccount, TradeMode


def test_wish_names_mode_and_account() -> None:
    """The load server's accounts are the books that the monitor makes of them."""
    assert show(BOOKS[2]) == ShowBook(book=Book(TradeMode.LIVE, TradeAccount("120005")))
