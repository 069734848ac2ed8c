"""Checkpoints and marks of a whole tape: made by playing it once without a screen, then kept as a cache."""

import hashlib
import logging
import pickle
import sys
import zlib
from bisect import bisect_right
from pathlib import Path
from time import perf_counter
from typing import Final

from actors.messages import (
    ActorGaveUp,
    ActorRestarted,
    AlarmRaised,
    ConnectionChanged,
    ConnectionState,
    Message,
    PanelSwapped,
    ScopeChanged,
    TradeClosed,
)
from app.checkout import CHECKOUT, version
from app.replay.checkpoints import Checkpoint, Shared
from app.replay.memory import ScreenMemory
from app.replay.performance import Performance
from app.replay.tape import Tape
from models import atomic_file
from ui.scope import book_of
from ui.tape_line import SECOND_US, Mark

EVERY_US: Final = 60_000_000
EVERY_ROWS: Final = 10_000
"""Whichever comes first: what lies between two checkpoints is played within a fraction of a second."""
_MOST_KEPT: Final = 8
_SOURCES: Final = ("actors", "app", "dtc", "models", "ui")

log = logging.getLogger(__name__)


class TapeIndex:
    """Where to begin for each moment of a tape, and what is worth looking at.

    Args:
        tape: What is played.

    Attributes:
        marks: In order, as far as it is built.
    """

    def __init__(self, tape: Tape) -> None:
        self._tape = tape
        self._builder = Performance(tape, ScreenMemory(), self._hear)
        self._next_us = 0
        self._next_rows = 0
        self._done = False
        self._is_linked = False
        self._book = ""
        self.shared = Shared()
        self.checkpoints: list[Checkpoint] = []
        self.marks: list[Mark] = []

    @property
    def is_whole(self) -> bool:
        """Tell whether it is built to the end of the tape."""
        return self._done

    @property
    def built_us(self) -> int:
        """Return how far it is built, wall clock, microseconds."""
        return self._builder.utc_us

    def build(self, until_us: int | None = None, for_s: float | None = None) -> bool:
        """Go on building; tell whether more is to be built.

        Args:
            until_us: To this moment; None for no limit.
            for_s: For so many real seconds; None for no limit.

        Raises:
            UnavailableError: The tape is damaged, or does not fit this version.
        """
        end_s = None if for_s is None else perf_counter() + for_s
        while not self._done:
            self._note()
            if until_us is not None and self._builder.utc_us >= until_us:
                break
            if end_s is not None and perf_counter() >= end_s:
                break
            self._done = not self._builder.play_block()
        return not self._done

    def before(self, utc_us: int) -> Checkpoint | None:
        """Return the last checkpoint before a moment; None where there is none."""
        self.build(until_us=utc_us)
        place = bisect_right(self.checkpoints, utc_us, key=lambda each: each.utc_us)
        return self.checkpoints[place - 1] if place else None

    def save(self, folder: Path) -> None:
        """Keep a whole index; a disk that refuses costs the next user some time, and nothing else."""
        kept = pickle.dumps((self.checkpoints, self.marks, self.shared.objects), pickle.HIGHEST_PROTOCOL)
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            atomic_file.replace(folder / self._name(), zlib.crc32(kept).to_bytes(4, "little") + kept)
            newest_first = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime_ns, reverse=True)
            for old in newest_first[_MOST_KEPT:]:
                old.unlink(missing_ok=True)
        except OSError as error:
            log.info("index not kept: %s", error)

    def load(self, folder: Path) -> bool:
        """Take a whole index that was kept; tell whether there was one of this tape and this program."""
        try:
            data = (folder / self._name()).read_bytes()
        except OSError:
            return False
        if zlib.crc32(data[4:]).to_bytes(4, "little") != data[:4]:
            return False
        # Only what this user's own program wrote into this user's own folder is read; see docs/recording.md.
        self.checkpoints, self.marks, objects = pickle.loads(memoryview(data)[4:])  # noqa: S301 - as said above
        self.shared = Shared(objects)
        self._done = True
        return True

    def _name(self) -> str:
        """Return a name that fits this tape, this program and this Python, and no other."""
        newest = max(path.stat().st_mtime_ns for name in _SOURCES for path in (CHECKOUT / name).rglob("*.py"))
        program = f"{version()} {sys.version} {newest}"
        digest = hashlib.sha256(program.encode() + self._tape.fingerprint)
        return f"{digest.hexdigest()[:40]}.index"

    def _note(self) -> None:
        block, builder = self._builder.next_block, self._builder
        if block is None or not (builder.utc_us >= self._next_us or builder.rows >= self._next_rows):
            return
        self._next_us, self._next_rows = builder.utc_us + EVERY_US, builder.rows + EVERY_ROWS
        self.checkpoints.append(Checkpoint(block, builder.utc_us, builder.freeze(self.shared)))

    def _hear(self, utc_us: int, message: Message) -> None:
        match message:
            case TradeClosed(trade=trade):
                lasted_us = round((trade.exit_time - trade.entry_time).total_seconds() * SECOND_US)
                self._mark(utc_us, "trade", f"{trade.book} {trade.symbol}", max(0, lasted_us))
            case AlarmRaised(alarm=alarm):
                self._mark(utc_us, "alarm", alarm.text)
            case ConnectionChanged(state=state, detail=detail):
                self._hear_link(utc_us, state, detail)
            case ScopeChanged():
                self._hear_scope(utc_us, message)
            case PanelSwapped(panel=panel, new=new):
                self._mark(utc_us, "panel", f"{panel} is {new}")
            case ActorRestarted(actor=actor) | ActorGaveUp(actor=actor):
                self._mark(utc_us, "failure", f"{actor} part")

    def _hear_link(self, utc_us: int, state: ConnectionState, detail: str) -> None:
        """Mark an end of the link and its return; the attempts in between are no news."""
        is_linked = state is ConnectionState.READY
        if is_linked != self._is_linked and (is_linked or state is not ConnectionState.SYNCING):
            self._is_linked = is_linked
            self._mark(utc_us, "link", "connected" if is_linked else detail or "disconnected")

    def _hear_scope(self, utc_us: int, scope: ScopeChanged) -> None:
        """Mark another book; a scope tells of a longer list of known ones too."""
        shown = str(book_of(scope) or scope.mode.value)
        if shown != self._book:
            self._book = shown
            self._mark(utc_us, "book", f"{shown}, {scope.reason}")

    def _mark(self, utc_us: int, kind: str, text: str, lasted_us: int = 0) -> None:
        self.marks.append(Mark(utc_us, kind, text, lasted_us))
