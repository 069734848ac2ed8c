"""What is counted of the rollout, in the database."""

from typing import Final

import msgspec

from models.rollout.tally import Interval
from models.rows import time_text
from models.schema import EvidenceRow
from models.statements import Insert
from models.store_part import StorePart

_ADD: Final = Insert(EvidenceRow, "ABORT")


class EvidenceRows(StorePart):
    """Intervals of counting."""

    def save(self, interval: Interval) -> None:
        """Keep an interval."""
        row = {
            "began": time_text(interval.began),
            "ended": time_text(interval.ended),
            "day": interval.day,
            "version": interval.version,
            "source": interval.source,
            "panels": interval.panels,
            "compares": int(interval.compares),
            "counts": msgspec.json.encode(dict(interval.counts)).decode(),
        }
        with self._transaction():
            _ADD.run(self._database, row)
