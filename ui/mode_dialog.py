"""What every dialog has: frame and badge of the mode, and room for what it is about."""

from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from ui.badge import ModeBadge
from ui.fonts import TextSize, font_of
from ui.mode_frame import ModeFrame
from ui.theme import Theme, palette_of, theme_of


class ModeDialog(QDialog):
    """Not modal, because nothing may stop the updates behind it."""

    def __init__(self, title: str, parent: QWidget | None) -> None:
        """Create an empty dialog of an unknown mode.

        Args:
            title: What it is about.
            parent: Owner.
        """
        super().__init__(parent)
        self.setWindowTitle(f"APPSIERRA · {title}")
        self.setModal(False)
        self._theme = theme_of(None)
        self._frame = ModeFrame(self)
        self._badge = ModeBadge(self._frame)
        self._column = QVBoxLayout()
        self._column.setContentsMargins(18, 14, 18, 12)
        self._column.setSpacing(10)
        self._frame.column.addLayout(self._column)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._frame)

    def show_mode(self, word: str, theme: Theme) -> None:
        """Take frame, badge and colours of a mode.

        Args:
            word: The mode as the badge says it.
            theme: Its colours.
        """
        self._theme = theme
        self.setPalette(palette_of(theme))
        self._frame.show_theme(theme)
        self._badge.show_mode(word, theme)

    def _button(self, text: str) -> QPushButton:
        """Return a button that Enter does not press from anywhere in the dialog."""
        button = QPushButton(text, self._frame)
        button.setFont(font_of(TextSize.BODY))
        button.setAutoDefault(False)
        return button

    def _close_button(self) -> QPushButton:
        button = self._button("Close")
        button.clicked.connect(self.close)
        return button
