"""A dialog of two columns: keys and what they do, parts and their versions."""

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.badge import ModeBadge
from ui.fonts import TextSize, font_of
from ui.mode_frame import ModeFrame
from ui.theme import Theme, palette_of

_MARGIN_PX = 24


class RowsDialog(QDialog):
    """Not modal, because nothing may stop the updates behind it; scrolls where the screen is too small."""

    def __init__(self, title: str, rows: Iterable[tuple[str, str]], parent: QWidget | None = None) -> None:
        """Create the dialog.

        Args:
            title: What it is about, in one word.
            rows: Name and what is said about it.
            parent: Owner.
        """
        super().__init__(parent)
        self.setWindowTitle(f"APPSIERRA · {title}")
        self.setModal(False)
        self._frame = ModeFrame(self)
        self._badge = ModeBadge(self._frame)
        self._page = QWidget()
        grid = QGridLayout(self._page)
        # To the right there is room between the words and a scroll bar.
        grid.setContentsMargins(0, 0, 12, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for number, (name, about) in enumerate(rows):
            grid.addWidget(_label(name, TextSize.STRONG), number, 0)
            grid.addWidget(_label(about, TextSize.BODY), number, 1)
        self._scroll = QScrollArea(self._frame)
        self._scroll.setAccessibleName(title)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(self._page)
        close = QPushButton("Close", self._frame)
        close.setFont(font_of(TextSize.BODY))
        close.clicked.connect(self.close)
        column = QVBoxLayout()
        column.setContentsMargins(18, 14, 18, 12)
        column.setSpacing(14)
        column.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._scroll, 1)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self._frame.column.addLayout(column)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._frame)

    def sizeHint(self) -> QSize:
        """Return the size in which every row is seen, no larger than the screen."""
        rows = self._page.sizeHint()
        chrome = super().sizeHint() - self._scroll.sizeHint()
        bar = self._scroll.verticalScrollBar().sizeHint().width()
        whole = QSize(chrome.width() + rows.width() + bar, chrome.height() + rows.height())
        return whole.boundedTo(self.screen().availableSize() - QSize(_MARGIN_PX, 2 * _MARGIN_PX))

    def showEvent(self, event: QShowEvent) -> None:
        """Open in the size of the rows; Qt alone would stop at two thirds of the screen."""
        if not event.spontaneous():
            self.resize(self.sizeHint())
        super().showEvent(event)

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
