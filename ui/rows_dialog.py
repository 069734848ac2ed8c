"""A dialog of two columns: keys and what they do, parts and their versions."""

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from ui.fonts import TextSize
from ui.mode_dialog import ModeDialog
from ui.plain_label import plain_label

_MARGIN_PX = 24


class RowsDialog(ModeDialog):
    """Scrolls where the screen is too small."""

    def __init__(self, title: str, rows: Iterable[tuple[str, str]], parent: QWidget | None = None) -> None:
        """Create the dialog.

        Args:
            title: What it is about, in one word.
            rows: Name and what is said about it.
            parent: Owner.
        """
        super().__init__(title, parent)
        self._page = QWidget()
        grid = QGridLayout(self._page)
        # To the right there is room between the words and a scroll bar.
        grid.setContentsMargins(0, 0, 12, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for number, (name, about) in enumerate(rows):
            grid.addWidget(plain_label(name, TextSize.STRONG), number, 0)
            grid.addWidget(plain_label(about, TextSize.BODY), number, 1)
        self._scroll = QScrollArea(self._frame)
        self._scroll.setAccessibleName(title)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(self._page)
        close = self._close_button()
        close.setDefault(True)
        self._column.setSpacing(14)
        self._column.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self._scroll, 1)
        self._column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)

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
