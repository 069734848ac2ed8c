"""Reads the market snapshot that a chart study writes."""

import logging
from datetime import datetime

from actors.base import Actor, Ports, handles
from actors.messages import (
    Announce,
    ClockStepped,
    NoticeCleared,
    NoticeRaised,
    PollCsv,
    QuoteMissed,
    QuoteRead,
    ReadSnapshot,
    Severity,
)
from actors.seams.snapshot_file import SnapshotFile, Stamp
from models.elapsed import StepWatch
from models.errors import SnapshotError
from models.quote import Quote, parse_snapshot

log = logging.getLogger(__name__)


class CsvPollerActor(Actor):
    """Owns the snapshot file.

    Args:
        file: The file.
        interval_s: Real seconds between two polls.
        stale_after: So many polls in a row without a new valid row make prices stale.
    """

    name = "snapshot"

    def __init__(self, *, ports: Ports, file: SnapshotFile, interval_s: float, stale_after: int) -> None:
        super().__init__(ports=ports)
        self._file = file
        self._interval_s = interval_s
        self._stale_after = stale_after

    def begin(self) -> None:
        """Start to poll."""
        self._quote: Quote | None = None
        self._read_at: datetime | None = None
        self._missed = 0
        self._polled_s: float | None = None
        self._watch = StepWatch(self.clock.utc(), self.clock.elapsed())
        self._start()

    def release(self) -> None:
        """Poll no more."""
        self.clock.cancel(self.name)

    @handles(PollCsv)
    def poll(self, _command: PollCsv) -> None:
        """Read the file; tell a new row, or that too many polls missed one."""
        before_s, self._polled_s = self._polled_s, self.clock.monotonic()
        slept = before_s is not None and self._polled_s - before_s > self._stale_after_s
        reason = self._poll(is_first=before_s is None or slept)
        if not reason:
            if self._missed >= self._stale_after:
                log.info("market snapshot is fresh again")
                self.post(NoticeCleared(key=self.name))
            self._missed = 0
            self._reason = ""
            return
        # The sleep of the computer missed more polls than it takes.
        self._missed = max(self._missed + 1, self._stale_after if slept else 0)
        if self._missed == self._stale_after or (self._missed > self._stale_after and reason != self._reason):
            log.info("market snapshot is stale: %s", reason)
            self._reason = reason
            self._announce_missed()

    @handles(ClockStepped)
    def move(self, _fact: ClockStepped) -> None:
        """Keep the age of the last row what it is when the clock is set."""
        step = self._watch.look(self.clock.utc(), self.clock.elapsed())
        if step and self._read_at is not None:
            self._read_at += step
            if self._missed >= self._stale_after:
                self._announce_missed()

    @handles(ReadSnapshot)
    def read_other(self, command: ReadSnapshot) -> None:
        """Poll another file, or at another pace; the last row holds until there is another."""
        if self._missed >= self._stale_after:
            self.post(NoticeCleared(key=self.name))
        self._file = self._file.at(command.path)
        self._interval_s, self._stale_after = command.interval_s, command.stale_after
        self._start()

    @handles(Announce)
    def announce(self, _command: Announce) -> None:
        """Tell the last row again, and that it is stale if it is."""
        if self._quote is not None:
            self.post(QuoteRead(quote=self._quote))
        if self._missed >= self._stale_after:
            self._announce_missed()

    def _start(self) -> None:
        self._stamp: Stamp | None = None
        self._missed = 0
        self._polled_s = None
        self._reason = ""
        self._fault = ""
        self.clock.every(self.name, self._interval_s, PollCsv())
        self.post(PollCsv())

    @property
    def _stale_after_s(self) -> float:
        """Real seconds without a new row that make prices stale."""
        return self._stale_after * self._interval_s

    def _poll(self, *, is_first: bool) -> str:
        """Return an empty text when there was a new valid row, else why not.

        Args:
            is_first: Nobody has watched the file until now.
        """
        try:
            reading = self._file.read(self._stamp)
        except OSError as error:
            self._stamp = None
            self._fault = f"the snapshot file cannot be read: {error.strerror or error} ({error.filename})"
            return self._fault
        if reading is None:
            return self._fault or "the snapshot file does not change: is the study running?"
        is_first, self._stamp = is_first or self._stamp is None, reading.stamp
        now = self.clock.utc()
        try:
            quote = parse_snapshot(reading.data, now)
        except SnapshotError as error:
            self._fault = str(error)
            return self._fault
        self._fault = ""
        if is_first and reading.age_s > self._stale_after_s:
            # Nobody saw it being written: a row of yesterday must move no extreme and start no drawdown.
            return f"the snapshot file was last written {reading.age_s:.0f} s ago: is the study running?"
        self._quote, self._read_at = quote, now
        self.post(QuoteRead(quote=quote))
        return ""

    def _announce_missed(self) -> None:
        self.post(QuoteMissed(last_read_at=self._read_at, reason=self._reason))
        if self._fault:
            text = f"No prices: {self._fault}"
            self.post(NoticeRaised(key=self.name, severity=Severity.WARNING, text=text))
