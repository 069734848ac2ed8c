"""What is painted, and whether it belongs to the account on the badge."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from PySide6.QtWidgets import QWidget

from app.stress.owners import LABELS, UNKNOWN, belongs, book_of
from demo.load_books import LoadBook
from ui.panel import PanelName
from ui.window import MainWindow

_EXAMPLES_KEPT: Final = 5
_BADGE: Final = ("Mode", "Account")


class Screen:
    """Reads the badge from its widgets and the cells from the panels, and compares the two.

    Attributes:
        cells: How many cells have been compared that showed a value.
        leaks: How many of them were of another account.
        examples: The first of those, in words.
    """

    def __init__(self, window: MainWindow) -> None:
        self.cells = 0
        self.leaks = 0
        self.examples: list[str] = []
        self._window = window
        self._badge: dict[str, QWidget] = {}
        self._generation = ""

    def shown(self) -> LoadBook | None:
        """Return the book that the badge names; None while it names none."""
        return book_of(self.badge()["Account"])

    def badge(self) -> Mapping[str, str]:
        """Return what the widgets of the badge say: mode and account."""
        host = self._window.migration.hosts[PanelName.PANEL1]
        if host.generation != self._generation:
            self._generation = host.generation
            self._badge = {
                widget.accessibleName(): widget
                for widget in host.findChildren(QWidget)
                if widget.accessibleName() in _BADGE and widget.isVisible()
            }
        return {name: widget.accessibleDescription() for name, widget in self._badge.items()}

    def texts(self) -> Mapping[str, str]:
        """Return the texts of the cells that tell whose they are."""
        return {
            label: cell.text
            for host in self._window.migration.hosts.values()
            for label, cell in host.cells().items()
            if label in LABELS
        }

    def is_complete(self, book: LoadBook) -> bool:
        """Tell whether all is there that is known of a book, and it is on the badge."""
        return self.shown() is book and all(
            text != UNKNOWN and belongs(book, label, text) for label, text in self.texts().items()
        )

    def check(self) -> None:
        """Compare everything that is painted with the badge."""
        badge = self.badge()
        book = book_of(badge["Account"])
        if book is None:
            return
        painted = {**self.texts(), "badge": badge["Mode"], "title": self._window.windowTitle()}
        for label, text in painted.items():
            if text == UNKNOWN:
                continue
            self.cells += 1
            if not _belongs(book, label, text):
                self.leaks += 1
                if len(self.examples) < _EXAMPLES_KEPT:
                    self.examples.append(f"{book.mode} {book.account} on the badge, {label} shows {text!r}")


# The same few texts come again and again, a thousand times a second.
@lru_cache(maxsize=16_384)
def _belongs(book: LoadBook, label: str, text: str) -> bool:
    match label:
        case "badge":
            return belongs(book, "Mode", text)
        case "title":
            return text.endswith(f"{book.mode} {book.account}")
    return belongs(book, label, text)
