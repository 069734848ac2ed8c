"""The alarm log as a table."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from models.alarm import Alarm, AlarmRecord
from ui.roles import ROLES_OF_ALARMS
from ui.theme import Theme, theme_of
from ui.wording import UNKNOWN, clock_text, day_text

Index = QModelIndex | QPersistentModelIndex


def _moment(at: datetime | None) -> str:
    if at is None:
        return UNKNOWN
    return f"{day_text(at, None, year=False)}, {clock_text(at, None, seconds=True)}"


_COLUMNS: Final[Sequence[tuple[str, Callable[[AlarmRecord], str]]]] = (
    ("Raised", lambda record: _moment(record.raised_at)),
    ("Priority", lambda record: record.priority.value),
    ("Kind", lambda record: record.kind.value),
    ("Account", lambda record: "all" if record.book is None else str(record.book)),
    ("Alarm", lambda record: record.text),
    ("Acknowledged", lambda record: _moment(record.acknowledged_at)),
    ("Cleared", lambda record: _moment(record.cleared_at)),
    ("To paint", lambda record: UNKNOWN if record.paint_ms is None else f"{record.paint_ms:,} ms"),
)
HEADINGS: Final = tuple(heading for heading, _ in _COLUMNS)
_CLEARED: Final = HEADINGS.index("Cleared")
_PRIORITY: Final = HEADINGS.index("Priority")
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class AlarmTable(QAbstractTableModel):
    """Alarms, one a row, newest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Create an empty table."""
        super().__init__(parent)
        self._records: tuple[AlarmRecord, ...] = ()
        self._holding: frozenset[tuple[str, datetime]] = frozenset()
        self._theme = theme_of(None)

    def show_records(self, records: tuple[AlarmRecord, ...], alarms: Sequence[Alarm], theme: Theme) -> None:
        """Show the log.

        Args:
            records: Newest first.
            alarms: What holds now.
            theme: Colours.
        """
        self.beginResetModel()
        self._records, self._theme = records, theme
        self._holding = frozenset((alarm.key, alarm.raised_at) for alarm in alarms)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of alarms."""
        return 0 if parent.isValid() else len(self._records)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of columns."""
        return 0 if parent.isValid() else len(_COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the heading of a column; rows carry none."""
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return HEADINGS[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return text, alignment or colour of a cell."""
        record, column = self._records[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            if column == _CLEARED and (record.key, record.raised_at) in self._holding:
                return "holds"
            return _COLUMNS[column][1](record)
        if role == Qt.ItemDataRole.TextAlignmentRole and column == len(_COLUMNS) - 1:
            return _RIGHT
        if role == Qt.ItemDataRole.ForegroundRole and column == _PRIORITY:
            return QColor(self._theme.colour(ROLES_OF_ALARMS[record.priority]))
        return None
