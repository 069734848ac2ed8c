"""A menu of all known books, grouped by mode."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from models.book import Book, TradeMode
from ui.wording import mode_text

_HEADINGS = {
    TradeMode.SIM: "SIM · simulated money",
    TradeMode.LIVE: mode_text(TradeMode.LIVE),
    TradeMode.DEBUG: "DEBUG · demo feed",
}


class BookMenu(QMenu):
    """Lists books; the one on the screen carries the check mark.

    Attributes:
        book_chosen: Carries the `Book` that was chosen.
        mode_chosen: Carries the `TradeMode` of a mode without accounts that was chosen.
    """

    book_chosen = Signal(object)
    mode_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Create an empty menu."""
        super().__init__("&Account", parent)
        self._shown: tuple[tuple[Book, ...], TradeMode | None, Book | None] | None = None
        self._group = QActionGroup(self)
        self._group.triggered.connect(self._triggered)
        self.list_books((), None, None)

    def list_books(self, known: tuple[Book, ...], mode: TradeMode | None, book: Book | None) -> None:
        """Offer books, and mark what is on the screen."""
        before, self._shown = self._shown, (known, mode, book)
        if before == self._shown:
            return
        # A switch of the mode moves the mark alone; building all anew would take as long as painting a panel.
        if before is None or before[0] != known:
            self._fill(known)
        for action in self._group.actions():
            target = action.data()
            action.setChecked(target == book if isinstance(target, Book) else target is mode)

    def _fill(self, known: tuple[Book, ...]) -> None:
        for action in self._group.actions():
            self._group.removeAction(action)
            action.deleteLater()
        self.clear()
        for mode, heading in _HEADINGS.items():
            self.addSection(heading)
            books = sorted((one for one in known if one.mode is mode), key=str)
            for one in books:
                # An ampersand in a name would be taken for a shortcut.
                self._add(one.account.replace("&", "&&"), one)
            if not books:
                self._add(f"No {mode.value} account is known yet", mode)

    def _add(self, text: str, target: Book | TradeMode) -> None:
        action = QAction(text, self)
        action.setCheckable(True)
        action.setData(target)
        self._group.addAction(action)
        self.addAction(action)

    @Slot(QAction)
    def _triggered(self, action: QAction) -> None:
        target = action.data()
        if isinstance(target, Book):
            self.book_chosen.emit(target)
        elif isinstance(target, TradeMode):
            self.mode_chosen.emit(target)
