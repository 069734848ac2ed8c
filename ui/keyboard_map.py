"""The keyboard map."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.badge import ModeBadge
from ui.fonts import TextSize, font_of
from ui.mode_frame import ModeFrame
from ui.theme import Theme, palette_of


class KeyboardMap(QDialog):
    """Every key with its action; not modal, because nothing may stop the updates behind it."""

    def __init__(self, rows: Iterable[tuple[str, str]], parent: QWidget | None = None) -> None:
        """Create the dialog.

        Args:
            rows: Key and action.
            parent: Owner.
        """
        super().__init__(parent)
        self.setWindowTitle("APPSIERRA · keyboard")
        self.setModal(False)
        self._frame = ModeFrame(self)
        self._badge = ModeBadge(self._frame)
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        for number, (key, action) in enumerate(rows):
            grid.addWidget(_label(key, TextSize.STRONG), number, 0)
            grid.addWidget(_label(action, TextSize.BODY), number, 1)
        close = QPushButton("Close", self._frame)
        close.setFont(font_of(TextSize.BODY))
        close.clicked.connect(self.close)
        column = QVBoxLayout()
        column.setContentsMargins(18, 14, 18, 12)
        column.setSpacing(14)
        column.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(grid)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self._frame.column.addLayout(column)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._frame)

    def show_mode(self, text: str, theme: Theme) -> None:
        """Take frame and badge of a mode."""
        self.setPalette(palette_of(theme))
        self._frame.show_theme(theme)
        self._badge.show_mode(text, theme)


def _label(text: str, size: TextSize) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setFont(font_of(size))
    return label
