"""Asks before the ledger of a simulated account starts anew."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from models.book import Book
from ui.badge import ModeBadge
from ui.fonts import TextSize, font_of
from ui.mode_frame import ModeFrame
from ui.theme import Theme, palette_of


class ResetDialog(QDialog):
    """A question about one book; not modal, because nothing may stop the updates behind it.

    Attributes:
        confirmed: Carries the `Book` that is to start anew.
    """

    confirmed = Signal(object)

    def __init__(self, book: Book, mode_word: str, theme: Theme, parent: QWidget) -> None:
        """Create the dialog.

        Args:
            book: What the question is about; it stays that, whatever is shown behind the dialog.
            mode_word: The mode as the badge says it.
            theme: Colours of the mode.
            parent: Owner.
        """
        super().__init__(parent)
        self._book = book
        self.setWindowTitle("APPSIERRA · reset")
        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        frame = ModeFrame(self)
        badge = ModeBadge(frame)
        question = QLabel(
            f"Start {book.account} anew with its start balance?\nIts trades and statistics stay.", frame
        )
        question.setTextFormat(Qt.TextFormat.PlainText)
        question.setFont(font_of(TextSize.BODY))
        buttons = QDialogButtonBox(frame)
        reset = buttons.addButton("Reset the balance", QDialogButtonBox.ButtonRole.AcceptRole)
        cancel = buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        for button in (reset, cancel):
            button.setFont(font_of(TextSize.BODY))
        cancel.setDefault(True)
        buttons.accepted.connect(self._confirm)
        buttons.rejected.connect(self.close)
        column = QVBoxLayout()
        column.setContentsMargins(18, 14, 18, 12)
        column.setSpacing(14)
        column.addWidget(badge, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(question)
        column.addWidget(buttons)
        frame.column.addLayout(column)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(frame)
        self.setPalette(palette_of(theme))
        frame.show_theme(theme)
        badge.show_mode(mode_word, theme)

    @Slot()
    def _confirm(self) -> None:
        self.confirmed.emit(self._book)
        self.close()
