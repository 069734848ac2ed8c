"""A list of names with their settings, such as the accounts: names are added and taken out."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QWidget

from models.setting import Setting, SettingGroup, SettingPath, SettingRow
from ui.fonts import TextSize, font_of
from ui.plain_label import dye, plain_label
from ui.setting_field import note_of, words
from ui.theme import Theme
from ui.value_editor import ValueEditor


class SettingRows(QWidget):
    """Shows a group of names.

    Attributes:
        changed: Carries the path of a setting and its text; None as text takes the name out.
    """

    changed = Signal(object, object)

    def __init__(self, group: SettingGroup, parent: QWidget | None = None) -> None:
        """Create the list of a group; the group has a blank."""
        super().__init__(parent)
        self._group = group
        self._editors: dict[SettingPath, ValueEditor] = {}
        self._new_name = QLineEdit(self)
        self._new: list[tuple[Setting, ValueEditor]] = []
        self._reason = ""
        self._refusal = plain_label("", TextSize.SMALL)
        self._refusal.setAccessibleName(f"Why a change of {'.'.join(group.path)} was refused")
        self._refusal.setWordWrap(True)
        self._refusal.hide()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 2, 0, 2)
        self._grid.setHorizontalSpacing(12)
        self._note = plain_label("", TextSize.SMALL)
        self._note.setWordWrap(True)
        self._fill()

    def names(self) -> tuple[str, ...]:
        """Return the names in the list."""
        return tuple(row.name for row in self._group.rows)

    def show_group(self, group: SettingGroup) -> None:
        """Show what the file says; the same names as before."""
        self._group = group
        for row in group.rows:
            for setting in row.settings:
                self._editors[setting.path].show_text(setting.text)

    def refuse(self, reason: str) -> None:
        """Say why a change was not taken."""
        self._reason = reason
        self._say_reason()
        self._refusal.show()

    def show_theme(self, theme: Theme) -> None:
        """Take the colours of a mode."""
        dye(self._note, theme.dim)
        dye(self._refusal, theme.alert)

    def hide_amounts(self, *, hidden: bool) -> None:
        """Hide all amounts, or show them again."""
        for editor in self._all_editors():
            editor.hide_amount(hidden=hidden)
        self._say_reason()

    def fits(self, wanted: str) -> bool:
        """Tell whether a search finds something in this list."""
        texts = (".".join(self._group.path), self._group.about, *self.names())
        return any(wanted in text.casefold() for text in texts)

    def _all_editors(self) -> list[ValueEditor]:
        return [*self._editors.values(), *(editor for _, editor in self._new)]

    def _say_reason(self) -> None:
        said = self._reason
        for editor in self._all_editors():
            said = editor.without_amount(said)
        self._refusal.setText(said)

    def _fill(self) -> None:
        blank = self._group.blank or SettingRow(name="", settings=())
        has_headings = len(blank.settings) > 1
        for column, setting in enumerate(blank.settings, start=1):
            if has_headings:
                self._grid.addWidget(plain_label(words(setting.path[-1]), TextSize.SMALL), 0, column)
        for line, row in enumerate(self._group.rows, start=1):
            self._add_row(line, row)
        self._add_blank(len(self._group.rows) + 1, blank)
        below = len(self._group.rows) + 2
        self._note.setText(note_of(blank.settings[0]) if blank.settings else "")
        self._grid.addWidget(self._note, below, 0, 1, -1)
        self._grid.addWidget(self._refusal, below + 1, 0, 1, -1)
        self._grid.setColumnStretch(len(blank.settings) + 2, 1)

    def _add_row(self, line: int, row: SettingRow) -> None:
        self._grid.addWidget(plain_label(row.name, TextSize.BODY), line, 0)
        for column, setting in enumerate(row.settings, start=1):
            editor = ValueEditor(setting, f"{row.name} {words(setting.path[-1])}", self)
            editor.setProperty("path", setting.path)
            editor.chosen.connect(self._choose)
            self._editors[setting.path] = editor
            self._grid.addWidget(editor, line, column)
        button = self._button("Remove", f"Remove {row.name}")
        button.setProperty("path", (*self._group.path, row.name))
        button.clicked.connect(self._remove)
        self._grid.addWidget(button, line, len(row.settings) + 1)

    def _add_blank(self, line: int, blank: SettingRow) -> None:
        self._new_name.setFont(font_of(TextSize.BODY))
        self._new_name.setPlaceholderText("new name")
        self._new_name.setAccessibleName(f"New name in {'.'.join(self._group.path)}")
        self._grid.addWidget(self._new_name, line, 0)
        for column, setting in enumerate(blank.settings, start=1):
            editor = ValueEditor(setting, f"New {words(setting.path[-1]) or 'value'}", self)
            self._new.append((setting, editor))
            self._grid.addWidget(editor, line, column)
        button = self._button("Add", f"Add to {'.'.join(self._group.path)}")
        button.clicked.connect(self._add)
        self._grid.addWidget(button, line, len(blank.settings) + 1)

    def _button(self, text: str, name: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.setFont(font_of(TextSize.SMALL))
        button.setAccessibleName(name)
        return button

    @Slot(str)
    def _choose(self, text: str) -> None:
        self._refusal.hide()
        self.changed.emit(self.sender().property("path"), text)

    @Slot()
    def _remove(self) -> None:
        self._refusal.hide()
        self.changed.emit(self.sender().property("path"), None)

    @Slot()
    def _add(self) -> None:
        name = self._new_name.text().strip()
        values = [(setting.path, editor.text()) for setting, editor in self._new if editor.text()]
        if not name or not values:
            self.refuse("Type a name and a value, then add them.")
            return
        self._refusal.hide()
        place = len(self._group.path)
        for path, text in values:
            self.changed.emit((*path[:place], name, *path[place + 1 :]), text)
