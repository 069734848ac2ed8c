"""The alarm log in the database."""

from typing import Final

from models.alarm import MOST_RECORDS, AlarmRecord
from models.rows import alarm_of, alarm_row, sound_values, time_text
from models.schema import AlarmRow
from models.statements import Insert
from models.store_part import StorePart

_KEEP_LINE: Final = Insert(AlarmRow, "REPLACE")


class AlarmRows(StorePart):
    """Lines of the alarm log."""

    def save(self, record: AlarmRecord) -> None:
        """Keep a line, in place of what was known of that alarm."""
        with self._transaction():
            _KEEP_LINE.run(self._database, alarm_row(record))

    def load(self) -> tuple[AlarmRecord, ...]:
        """Return the newest lines, newest first, and forget all others."""
        with self._transaction():
            newest = AlarmRow.select().order_by(AlarmRow.raised_at.desc()).limit(MOST_RECORDS)
            records = tuple(sound_values(newest.dicts().execute(self._database), alarm_of, []))
            if len(records) == MOST_RECORDS:
                oldest = time_text(records[-1].raised_at)
                AlarmRow.delete().where(AlarmRow.raised_at < oldest).execute(self._database)
            return records
