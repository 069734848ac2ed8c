"""Where one value is typed or chosen."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from models.setting import Setting, SettingKind
from ui.fonts import TextSize, font_of
from ui.wording import HIDDEN

_YES = "true"
_NO = "false"
_LETTERS = 22


class ValueEditor(QWidget):
    """A box to tick, a list, or a line, by the kind of the setting.

    Attributes:
        chosen: Carries the text of a value that the trader has chosen, once it differs from what was shown.
    """

    chosen = Signal(str)

    def __init__(self, setting: Setting, name: str, parent: QWidget | None = None) -> None:
        """Create the editor of a setting.

        Args:
            setting: Decides the kind; its value is shown.
            name: What the setting is called, for those who do not see it.
            parent: Owner.
        """
        super().__init__(parent)
        self._shown = setting.text
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self._box: QCheckBox | None = None
        self._list: QComboBox | None = None
        self._line: _Line | None = None
        self._is_amount = setting.is_amount
        match setting.kind:
            case SettingKind.YES_NO:
                self._box = QCheckBox(self)
                self._box.clicked.connect(self._choose)
                self._add(self._box, name)
            case SettingKind.CHOICE:
                self._list = _List(self)
                self._list.addItems([*setting.choices, *[""] * (setting.text not in setting.choices)])
                self._list.activated.connect(self._choose)
                self._add(self._list, name)
            case _:
                self._line = _Line(self)
                self._line.setMinimumWidth(self._line.fontMetrics().averageCharWidth() * _LETTERS)
                self._line.editingFinished.connect(self._choose)
                self._add(self._line, name)
        if setting.kind is SettingKind.FILE:
            button = QPushButton("Choose…", self)
            button.setAutoDefault(False)
            button.clicked.connect(self._choose_file)
            self._add(button, f"Choose the file of {name}")
        self.show_text(setting.text)

    def show_text(self, text: str) -> None:
        """Show a value that holds."""
        self._shown = text
        if self._box is not None:
            self._box.setChecked(text == _YES)
        elif self._list is not None:
            self._list.setCurrentText(text)
        elif self._line is not None and self._line.value() != text:
            self._line.show_value(text)

    def text(self) -> str:
        """Return the value on the screen, chosen or not."""
        if self._box is not None:
            return _YES if self._box.isChecked() else _NO
        if self._list is not None:
            return self._list.currentText()
        return self._line.value() if self._line is not None else ""

    def hide_amount(self, *, hidden: bool) -> None:
        """Hide an amount until the trader is about to change it, or show it again; all else is no secret."""
        if self._line is not None and self._is_amount:
            self._line.hide_value(hidden=hidden)

    def without_amount(self, sentence: str) -> str:
        """Return a sentence about the value as it may be read here."""
        value = self.text().strip()
        is_hidden = self._line is not None and self._line.hides and bool(value)
        return sentence.replace(value, HIDDEN) if is_hidden else sentence

    def _add(self, widget: QWidget, name: str) -> None:
        widget.setFont(font_of(TextSize.BODY))
        widget.setAccessibleName(name)
        if self.focusProxy() is None:
            self.setFocusProxy(widget)
        self._row.addWidget(widget)

    @Slot()
    def _choose(self) -> None:
        if self.text() != self._shown:
            self._shown = self.text()
            self.chosen.emit(self._shown)

    @Slot()
    def _choose_file(self) -> None:
        dialog = QFileDialog(self.window(), "Choose the file", self.text())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._file_chosen)
        dialog.open()

    @Slot(str)
    def _file_chosen(self, path: str) -> None:
        if self._line is not None:
            self._line.show_value(path)
            self._choose()


class _Line(QLineEdit):
    """A line whose value can be hidden: it is there to be read while the line has the keyboard's attention.

    A mask of one length, which does not tell how long the number is; screen readers are told no more.

    Attributes:
        hides: The value is hidden while nobody is at work on it.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.hides = False
        self._behind: str | None = None

    def value(self) -> str:
        """Return the value, shown or hidden."""
        return self.text() if self._behind is None else self._behind

    def show_value(self, text: str) -> None:
        """Take another value."""
        self._behind = None
        self.setText(text)
        self._cover()

    def hide_value(self, *, hidden: bool) -> None:
        """Hide the value, or show it."""
        self.hides = hidden
        self._uncover()
        self._cover()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show what is to be changed."""
        self._uncover()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell a change, and hide the value again; a menu of the line is part of the work on it."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self._cover()

    def _cover(self) -> None:
        if self.hides and self._behind is None and self.text() and not self.hasFocus():
            self._behind = self.text()
            self.setText(HIDDEN)
            self.setReadOnly(True)

    def _uncover(self) -> None:
        if self._behind is not None:
            text, self._behind = self._behind, None
            self.setReadOnly(False)
            self.setText(text)


class _List(QComboBox):
    """A list that the wheel does not change: it belongs to the page that scrolls below the mouse."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll."""
        event.ignore()
