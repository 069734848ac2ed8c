"""The alarm log in the database."""

from typing import Final

from models.alarm import MOST_RECORDS, AlarmRecord
from models.rows import alarm_of, alarm_row, sound_values, time_text
from models.schema import AlarmRow
from models.statements import Insert, Query, slot
from models.store_part import StorePart

_KEEP_LINE: Final = Insert(AlarmRow, "REPLACE")
_NEWEST: Final = Query(AlarmRow.select().order_by(AlarmRow.raised_at.desc()).limit(MOST_RECORDS))
_FORGET_OLDER: Final = Query(AlarmRow.delete().where(AlarmRow.raised_at < slot("oldest")))


class AlarmRows(StorePart):
    """Lines of the alarm log."""

    def save(self, record: AlarmRecord) -> None:
        """Keep a line, in place of what was known of that alarm."""
        with self._transaction():
            _KEEP_LINE.run(self._database, alarm_row(record))

    def load(self) -> tuple[AlarmRecord, ...]:
        """Return the newest lines, newest first, and forget all others."""
        with self._transaction():
            records = tuple(sound_values(_NEWEST.rows(self._database), alarm_of, []))
            if len(records) == MOST_RECORDS:
                _FORGET_OLDER.run(self._database, oldest=time_text(records[-1].raised_at))
            return records
