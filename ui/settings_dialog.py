"""Everything that can be set, as the settings file holds it."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from actors.messages import SettingRefused, SettingsListed
from models.setting import SettingGroup, SettingPath
from ui.fonts import TextSize, font_of
from ui.mode_dialog import ModeDialog
from ui.plain_label import dye, plain_label
from ui.setting_field import SettingField
from ui.setting_rows import SettingRows
from ui.theme import Theme, theme_of


class SettingsDialog(ModeDialog):
    """Made from what the settings file may hold.

    Attributes:
        changed: Carries the path of a setting and its text; None as text takes a name out of its list.
    """

    changed = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Create the dialog; it is empty until it is told what there is."""
        super().__init__("settings", parent)
        self._is_broken = False
        self._hides_amounts = False
        self._parts: dict[SettingPath, _Group] = {}
        self._search = QLineEdit(self._frame)
        self._search.setFont(font_of(TextSize.BODY))
        self._search.setPlaceholderText("Search the settings")
        self._search.setAccessibleName("Search the settings")
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._find)
        self._file = plain_label("", TextSize.SMALL)
        self._file.setWordWrap(True)
        self._file.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._page = QWidget()
        self._parts_column = QVBoxLayout(self._page)
        self._parts_column.setContentsMargins(0, 0, 12, 0)
        self._parts_column.setSpacing(18)
        self._parts_column.addStretch(1)
        self._scroll = QScrollArea(self._frame)
        self._scroll.setAccessibleName("Settings")
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(self._page)
        self._lay_out()
        metrics = self._search.fontMetrics()
        self.setMinimumSize(metrics.averageCharWidth() * 80, metrics.height() * 20)
        self.resize(metrics.averageCharWidth() * 110, metrics.height() * 38)

    def show_settings(self, listed: SettingsListed) -> None:
        """Show what the file says."""
        self._file.setText(listed.problem or f"Every change is written to {listed.file} at once.")
        self._is_broken = bool(listed.problem)
        if [group.path for group in listed.groups] != list(self._parts):
            self._build(listed.groups)
        for group in listed.groups:
            self._parts[group.path].show_group(group)
        self.hide_amounts(hidden=self._hides_amounts)
        self._restyle()
        self._find()

    def refuse(self, fact: SettingRefused) -> None:
        """Say at a field why its value was not taken."""
        part = next((self._parts[path] for path in _ways_up(fact.path) if path in self._parts), None)
        if part is not None:
            part.refuse(fact)

    def show_mode(self, word: str, theme: Theme) -> None:
        """Take frame, badge and colours of a mode."""
        super().show_mode(word, theme)
        self._restyle()

    def hide_amounts(self, *, hidden: bool) -> None:
        """Hide amounts that nobody is at work on, or show them again."""
        self._hides_amounts = hidden
        for part in self._parts.values():
            part.hide_amounts(hidden=hidden)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._badge)
        head.addWidget(self._search, 1)
        self._column.addLayout(head)
        self._column.addWidget(self._file)
        self._column.addWidget(self._scroll, 1)
        self._column.addWidget(self._close_button(), 0, Qt.AlignmentFlag.AlignRight)

    def _build(self, groups: tuple[SettingGroup, ...]) -> None:
        for part in self._parts.values():
            self._parts_column.removeWidget(part)
            part.deleteLater()
        self._parts = {}
        for place, group in enumerate(groups):
            part = _Group(group, self._page)
            part.changed.connect(self.changed)
            self._parts[group.path] = part
            self._parts_column.insertWidget(place, part)

    def _restyle(self) -> None:
        dye(self._file, self._theme.alert if self._is_broken else self._theme.dim)
        for part in self._parts.values():
            part.show_theme(self._theme)

    @Slot()
    def _find(self) -> None:
        wanted = self._search.text().strip().casefold()
        for part in self._parts.values():
            part.show_found(wanted)


class _Group(QWidget):
    """One table: its heading and what is in it."""

    changed = Signal(object, object)

    def __init__(self, group: SettingGroup, parent: QWidget) -> None:
        super().__init__(parent)
        self._path = group.path
        self._theme = theme_of(None)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(plain_label(f"[{'.'.join(group.path)}]", TextSize.STRONG))
        self._about = plain_label(f"{group.about[:1].upper()}{group.about[1:]}", TextSize.SMALL)
        self._about.setWordWrap(True)
        self._about.setVisible(bool(group.about))
        self._column.addWidget(self._about)
        self._fields: dict[SettingPath, SettingField] = {}
        self._rows: SettingRows | None = None
        for setting in group.settings:
            field = SettingField(setting, self)
            field.changed.connect(self.changed)
            self._fields[setting.path] = field
            self._column.addWidget(field)

    def show_group(self, group: SettingGroup) -> None:
        for setting in group.settings:
            self._fields[setting.path].show_setting(setting)
        if group.blank is None:
            return
        if self._rows is not None and self._rows.names() == tuple(row.name for row in group.rows):
            self._rows.show_group(group)
            return
        if self._rows is not None:
            self._column.removeWidget(self._rows)
            self._rows.hide()
            self._rows.deleteLater()
        self._rows = SettingRows(group, self)
        self._rows.changed.connect(self.changed)
        self._column.addWidget(self._rows)
        self._rows.show()

    def refuse(self, fact: SettingRefused) -> None:
        field = self._fields.get(fact.path)
        if field is not None:
            field.refuse(fact.reason)
        elif self._rows is not None:
            self._rows.refuse(fact.reason)

    def show_theme(self, theme: Theme) -> None:
        dye(self._about, theme.dim)
        for field in self._fields.values():
            field.show_theme(theme)
        if self._rows is not None:
            self._rows.show_theme(theme)

    def hide_amounts(self, *, hidden: bool) -> None:
        for field in self._fields.values():
            field.hide_amounts(hidden=hidden)
        if self._rows is not None:
            self._rows.hide_amounts(hidden=hidden)

    def show_found(self, wanted: str) -> None:
        found = [field for field in self._fields.values() if field.fits(wanted)]
        in_rows = self._rows is not None and self._rows.fits(wanted)
        for field in self._fields.values():
            field.setVisible(field in found)
        self.setVisible(bool(found) or in_rows or wanted in ".".join(self._path))


def _ways_up(path: SettingPath) -> list[SettingPath]:
    """Return a path and the tables around it, the innermost first."""
    return [path[:length] for length in range(len(path), 0, -1)]
