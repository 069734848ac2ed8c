"""One setting: its name, its value, what it does, and why a value was refused."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from models.setting import Setting
from ui.fonts import TextSize
from ui.plain_label import dye, plain_label
from ui.theme import Theme
from ui.value_editor import ValueEditor

_NAME_WIDTH_LETTERS = 28


class SettingField(QWidget):
    """Shows one setting.

    Attributes:
        changed: Carries the path of the setting and the text that was chosen.
    """

    changed = Signal(object, object)

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        """Create the field of a setting."""
        super().__init__(parent)
        self._setting = setting
        name = words(setting.path[-1])
        self._name = plain_label(name, TextSize.BODY)
        self._name.setToolTip(".".join(setting.path))
        self._name.setMinimumWidth(self._name.fontMetrics().averageCharWidth() * _NAME_WIDTH_LETTERS)
        self._editor = ValueEditor(setting, name, self)
        self._note = plain_label("", TextSize.SMALL)
        self._reason = ""
        self._refusal = plain_label("", TextSize.SMALL)
        self._refusal.setAccessibleName(f"Why {name} was refused")
        for label in (self._note, self._refusal):
            label.setWordWrap(True)
        self._refusal.hide()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 2, 0, 2)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        grid.addWidget(self._name, 0, 0)
        grid.addWidget(self._editor, 0, 1, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(self._note, 1, 1)
        grid.addWidget(self._refusal, 2, 1)
        grid.setColumnStretch(1, 1)
        self._editor.chosen.connect(self._choose)
        self.show_setting(setting)

    def show_setting(self, setting: Setting) -> None:
        """Show what the file says, unless a refused value still waits to be corrected, or to fit."""
        self._setting = setting
        note = note_of(setting)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self.setAccessibleDescription(note)
        if self._refusal.isHidden() or self._editor.text() == setting.text:
            self._refusal.hide()
            self._editor.show_text(setting.text)

    def refuse(self, reason: str) -> None:
        """Say why a value was not taken; it stays on the screen to be corrected."""
        self._reason = reason
        self._refusal.setText(self._editor.without_amount(reason))
        self._refusal.show()

    def show_theme(self, theme: Theme) -> None:
        """Take the colours of a mode."""
        dye(self._note, theme.dim)
        dye(self._refusal, theme.alert)

    def hide_amounts(self, *, hidden: bool) -> None:
        """Hide an amount, or show it again."""
        self._editor.hide_amount(hidden=hidden)
        self._refusal.setText(self._editor.without_amount(self._reason))

    def fits(self, wanted: str) -> bool:
        """Tell whether a search finds this setting."""
        texts = (".".join(self._setting.path), words(self._setting.path[-1]), self._setting.about)
        return any(wanted in text.casefold() for text in texts)

    @Slot(str)
    def _choose(self, text: str) -> None:
        self._refusal.hide()
        self.changed.emit(self._setting.path, text)


def note_of(setting: Setting) -> str:
    """Return what is said beside a setting: meaning, valid values, when a change counts."""
    parts = [setting.about.partition(";")[0] if setting.above else setting.about, setting.valid]
    text = " · ".join(dict.fromkeys(part for part in parts if part))
    sentences = [f"{text[:1].upper()}{text[1:]}."] if text else []
    if not setting.at_once:
        sentences.append(f"Counts at the next start{setting.later and f': {setting.later}'}.")
    if setting.above:
        sentences.append(f"{setting.above} stands above this in this run.")
    return " ".join(sentences)


def words(key: str) -> str:
    """Return a key as words."""
    return key if key.isupper() else key.replace("_", " ")
