"""Asks before something is done that a slip of the hand must not do."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from ui.badge import ModeBadge
from ui.fonts import TextSize, font_of
from ui.mode_frame import ModeFrame
from ui.theme import Theme, palette_of

_WIDEST = 560


class QuestionDialog(QDialog):
    """A question with two answers; not modal, because nothing may stop the updates behind it.

    Attributes:
        confirmed: Carries the subject.
    """

    confirmed = Signal(object)

    def __init__(  # noqa: PLR0913, PLR0917 - what is asked, and how it looks
        self,
        title: str,
        question: str,
        answer: str,
        subject: object,
        mode_word: str,
        theme: Theme,
        parent: QWidget,
    ) -> None:
        """Create the dialog.

        Args:
            title: What it is about, in one word.
            question: Plain text.
            answer: What the button says that confirms.
            subject: What the question is about; it stays that, whatever is shown behind the dialog.
            mode_word: The mode as the badge says it.
            theme: Colours of the mode.
            parent: Owner.
        """
        super().__init__(parent)
        self._subject = subject
        self.setWindowTitle(f"APPSIERRA · {title}")
        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        frame = ModeFrame(self)
        badge = ModeBadge(frame)
        text = QLabel(question, frame)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setFont(font_of(TextSize.BODY))
        text.setWordWrap(text.sizeHint().width() > _WIDEST)
        buttons = QDialogButtonBox(frame)
        confirm = buttons.addButton(answer, QDialogButtonBox.ButtonRole.AcceptRole)
        cancel = buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        for button in (confirm, cancel):
            button.setFont(font_of(TextSize.BODY))
        cancel.setDefault(True)
        buttons.accepted.connect(self._confirm)
        buttons.rejected.connect(self.close)
        column = QVBoxLayout()
        column.setContentsMargins(18, 14, 18, 12)
        column.setSpacing(14)
        column.addWidget(badge, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(text)
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
        self.confirmed.emit(self._subject)
        self.close()
