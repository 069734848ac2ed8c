"""Asks before something is done that a slip of the hand must not do."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialogButtonBox, QWidget

from ui.fonts import TextSize, font_of
from ui.mode_dialog import ModeDialog
from ui.plain_label import plain_label
from ui.theme import Theme

_WIDEST = 560


class QuestionDialog(ModeDialog):
    """A question with two answers.

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
        super().__init__(title, parent)
        self._subject = subject
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        text = plain_label(question, TextSize.BODY)
        text.setWordWrap(text.sizeHint().width() > _WIDEST)
        buttons = QDialogButtonBox(self._frame)
        confirm = buttons.addButton(answer, QDialogButtonBox.ButtonRole.AcceptRole)
        cancel = buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        for button in (confirm, cancel):
            button.setFont(font_of(TextSize.BODY))
        cancel.setDefault(True)
        buttons.accepted.connect(self._confirm)
        buttons.rejected.connect(self.close)
        self._column.setSpacing(14)
        self._column.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(text)
        self._column.addWidget(buttons)
        self.show_mode(mode_word, theme)

    @Slot()
    def _confirm(self) -> None:
        self.confirmed.emit(self._subject)
        self.close()
