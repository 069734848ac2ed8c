"""Hours in which nothing is heard."""

from datetime import time

import msgspec


class QuietHours(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """From one local time of day to another, perhaps of the next day; the end does not belong to them."""

    start: time
    end: time

    def hold_at(self, local: time) -> bool:
        """Return whether they hold at a local time of day."""
        if self.start <= self.end:
            return self.start <= local < self.end
        return local >= self.start or local < self.end
