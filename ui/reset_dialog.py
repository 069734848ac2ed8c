"""Asks before the ledger of a simulated account starts anew."""

from PySide6.QtWidgets import QWidget

from models.book import Book
from ui.question_dialog import QuestionDialog
from ui.theme import Theme


class ResetDialog(QuestionDialog):
    """A question about one book; `confirmed` carries it."""

    def __init__(self, book: Book, mode_word: str, theme: Theme, parent: QWidget) -> None:
        """Create the dialog.

        Args:
            book: What the question is about; it stays that, whatever is shown behind the dialog.
            mode_word: The mode as the badge says it.
            theme: Colours of the mode.
            parent: Owner.
        """
        question = f"Start {book.account} anew with its start balance?\nIts trades and statistics stay."
        super().__init__("reset", question, "Reset the balance", book, mode_word, theme, parent)
