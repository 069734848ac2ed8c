"""Writes down what comes in, so that a session can be played again."""

import logging
from datetime import date, datetime

from actors.base import Actor, Ports, handles
from actors.message_form import content_of
from actors.messages import Message, NoticeRaised, Severity, WriteTape
from actors.seams.answers import answer_content
from actors.seams.tape_files import TapeFiles, TapeFullError
from actors.seams.track import ANSWER, FRAME, VIEW, Track, TrackRow
from models.holidays import CME_CALENDAR, Calendar
from models.recording import Block, Columns, Content, end, pack
from models.timeframe import session_day

INTERVAL_S = 0.5
"""So much at most is lost when the process is killed."""
SYNC_S = 10.0
"""So much at most is lost when the power fails."""
FROM_OUTSIDE = 255
"""Source of a message whose content is on the tape."""
STOPPED = 254
"""Source of the end of an actor."""

log = logging.getLogger(__name__)


class RecorderActor(Actor):
    """Owns the session tape.

    Args:
        track: What happens.
        files: Where it is written.
        calendar: Says when a session day ends, and with it a file.
    """

    name = "recorder"

    def __init__(
        self, *, ports: Ports, track: Track, files: TapeFiles, calendar: Calendar = CME_CALENDAR
    ) -> None:
        super().__init__(ports=ports)
        self._track = track
        self._files = files
        self._calendar = calendar
        self._day: date | None = None
        self._synced_s = 0.0
        self._ended = False

    def begin(self) -> None:
        """Begin the first file; after a failure, end: what was lost in it cannot be made up for."""
        if self._day is not None:
            self._give_up("its recorder failed")
            return
        try:
            self._open(self.clock.utc())
        except (OSError, TapeFullError) as error:
            self._give_up(_reason(error))
        else:
            self.clock.every(self.name, INTERVAL_S, WriteTape())

    def release(self) -> None:
        """Write the rest."""
        self.clock.cancel(self.name)
        if not self._ended and self._day is not None:
            try:
                self._write()
                self._files.append(end(self._track.read().utc_us))
                self._files.sync()
            except (OSError, TapeFullError, OverflowError) as error:
                log.warning("the end of the recording is lost: %s", error)
        self._end()

    @handles(WriteTape)
    def write(self, _command: WriteTape) -> None:
        """Write what has happened since the last time."""
        if self._ended:
            return
        now = self.clock.utc()
        try:
            self._write()
            if session_day(now, self._calendar) != self._day:
                self._open(now)
            if self.clock.monotonic() - self._synced_s >= SYNC_S:
                self._synced_s = self.clock.monotonic()
                self._files.sync()
        except (OSError, TapeFullError, OverflowError) as error:
            self._give_up(_reason(error))

    def _open(self, now: datetime) -> None:
        self._day = session_day(now, self._calendar)
        self._files.open(now)
        log.info("recording session day %s", self._day)

    def _write(self) -> None:
        rows = self._track.take()
        if rows:
            self._files.append(pack(block_of(rows, self._track.threads)))

    def _give_up(self, reason: str) -> None:
        """Say that nothing is recorded any more; nothing else is touched."""
        log.warning("recording ended: %s", reason)
        self._end()
        text = f"This session is not recorded any more: {reason}. It is again from the next start on."
        self.post(NoticeRaised(key=self.name, severity=Severity.WARNING, text=text))

    def _end(self) -> None:
        self._ended = True
        self._track.close()
        self._files.close()


def block_of(rows: list[TrackRow], threads: dict[int, int]) -> Block:
    """Return rows as they are written.

    Args:
        rows: At least one.
        threads: Number of the recorded actor that lives in a thread.
    """
    contents: list[Content] = []
    known: dict[int, int] = {}
    codes = [row.code for row in rows]
    senders = [threads.get(row.source, FROM_OUTSIDE) for row in rows]
    numbers = [-1] * len(rows)
    for place, row in enumerate(rows):
        code, what = row.code, row.what
        if code < FRAME:  # It is an actor's number: what is a message, or the library's wish that it stops.
            # One between actors is said by its turn. Another goes to several of them, and is written once.
            if not isinstance(what, Message):
                senders[place] = STOPPED
            elif senders[place] == FROM_OUTSIDE:
                number = numbers[place] = known.setdefault(id(what), len(contents))
                if number == len(contents):
                    contents.append(content_of(what))
        elif code in {ANSWER, VIEW}:
            senders[place], numbers[place] = (row.source if code == ANSWER else 0), len(contents)
            contents.append(Content("", what) if code == VIEW else answer_content(what))
        else:
            senders[place], numbers[place] = 0, row.source
    moments = [row.moment for row in rows]
    utc_us, real_us = [at.utc_us for at in moments], [at.real_us for at in moments]
    return Block(Columns(codes, senders, numbers, utc_us, real_us), contents)


def _reason(error: Exception) -> str:
    if isinstance(error, TapeFullError):
        return "recordings fill the room that [recording] limit_mb of settings.toml gives them"
    if isinstance(error, OSError):
        return f"it cannot be written: {error.strerror or error} ({error.filename})"
    return str(error)
