"""The beginning of a stress run: every book is looked at until all of it is on the screen."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

from actors.messages import ShowBook
from app.stress.screen import Screen
from app.stress.stage import Stage
from demo.load_books import BOOKS, LoadBook
from models.book import Book, TradeAccount, TradeMode

_LOOK_MS: Final = 20
_GIVE_UP_AFTER: Final = 1_500
"""Looks; half a minute, which no machine needs."""


def show(book: LoadBook) -> ShowBook:
    """Return the wish to see a book."""
    return ShowBook(book=Book(TradeMode(book.mode), TradeAccount(book.account)))


class Opening(QObject):
    """Waits until the load server has opened all positions, and the screen has shown each of them whole.

    Args:
        staged: The program, and its other side.
        screen: What is painted.
        done: Called once, in the GUI thread.
        parent: Owner.
    """

    def __init__(self, staged: Stage, screen: Screen, done: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._stage = staged
        self._screen = screen
        self._done = done
        self._left = list(BOOKS)
        self._looks = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    @Slot()
    def _look(self) -> None:
        self._looks += 1
        if self._looks > _GIVE_UP_AFTER:
            self._timer.stop()
            self._stage.give_up(
                f"{self._left[0].account} is not whole on the screen: {dict(self._screen.texts())}"
            )
        elif self._screen.is_complete(self._left[0]):
            self._left.pop(0)
        if not self._left:
            self._timer.stop()
            self._done()
        else:
            self._stage.application.post(show(self._left[0]))
