"""A recording on its window: play, step, seek; what a time line and a bundle are built upon."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from time import perf_counter

from actors.messages import Cell
from actors.seams.line_file import DiskLineFile
from actors.seams.track import SHOT
from app.replay.index import TapeIndex
from app.replay.memory import ScreenMemory
from app.replay.performance import Performance
from app.replay.screen import ReplayScreen
from app.replay.tape import Tape
from ui.tape_line import Mark
from ui.window import MainWindow


class Playback:
    """Plays a tape, and knows where it is. All moments are of the recorded wall clock, UNIX microseconds.

    Args:
        tape: What is played.
        log: Where what is shown is written; None for nowhere.
        cache: Folder for the index of the tape; None keeps none.

    Attributes:
        begins_us: Where it begins; what is before it in the same run is on earlier files.
        ends_us: Where it ends.
        index: Where the marks are; `prepare` builds it.
    """

    def __init__(self, tape: Tape, log: Path | None = None, cache: Path | None = None) -> None:
        self._tape = tape
        self._log = DiskLineFile(log) if log is not None else None
        self._cache = cache
        self.index = TapeIndex(tape)
        if cache is not None:
            self.index.load(cache)
        self._screen = ReplayScreen(tape.header.start, self._log)
        self._performance = Performance(tape, self._screen)
        self.begins_us = tape.time_of(tape.first)
        self.ends_us = tape.block(len(tape) - 1).rows[-1].utc_us

    @property
    def window(self) -> MainWindow:
        """Return the window that is played to; another one after each seek."""
        return self._screen.window

    @property
    def is_compact(self) -> bool:
        """Tell whether the strip was on the recorded screen in place of the window."""
        return self._screen.is_compact

    def cells(self) -> Mapping[tuple[str, str], Cell]:
        """Return the cells that were on the recorded screen, by panel and name."""
        return self._screen.cells()

    @property
    def utc_us(self) -> int:
        """Return where it is."""
        return self._performance.utc_us

    @property
    def marks(self) -> Sequence[Mark]:
        """Return what is worth looking at between begin and end, as far as the index is built."""
        return tuple(mark for mark in self.index.marks if self.begins_us <= mark.utc_us <= self.ends_us)

    def play(self, until_us: int) -> bool:
        """Play all that happened until a moment; tell whether more follows.

        Raises:
            UnavailableError: The tape is damaged, or does not fit this version.
        """
        return self._performance.play(until_us)

    def play_for(self, seconds: float) -> bool:
        """Play as fast as it can be, for some real time; tell whether more follows."""
        end_s = perf_counter() + seconds
        while perf_counter() < end_s:
            for _ in range(100):
                if self._performance.step() is None:
                    return False
        return True

    def step(self) -> bool:
        """Play until the screen shows something else; tell whether more follows."""
        while (row := self._performance.step()) is not None:
            if row.code == SHOT:
                return True
        return False

    def prepare(self, until_us: int | None = None, for_s: float | None = None) -> bool:
        """Build the index further, and keep it once it is whole; tell whether more is to be built.

        Args:
            until_us: To this moment; None for no limit.
            for_s: For so many real seconds; None for no limit.

        Raises:
            UnavailableError: The tape is damaged, or does not fit this version.
        """
        was_whole = self.index.is_whole
        is_more = self.index.build(until_us, for_s)
        if self.index.is_whole and not was_whole and self._cache is not None:
            self.index.save(self._cache)
        return is_more

    def can_show(self, utc_us: int) -> bool:
        """Tell whether a seek to a moment takes no longer than from one checkpoint to the next."""
        return self.index.is_whole or self.index.built_us >= utc_us

    def seek(self, utc_us: int) -> None:
        """Show what was shown at a moment, in a new window; nothing of the way there is written.

        The first time the tape is played to that moment, so that its checkpoints are known.
        """
        self.prepare(until_us=utc_us)
        checkpoint = self.index.before(utc_us)
        self._performance = Performance(self._tape, ScreenMemory())
        if checkpoint is not None:
            self._performance.thaw(self.index.shared, checkpoint)
        self._performance.play(utc_us)
        self._screen.close()
        self._screen = ReplayScreen(self._tape.header.start, self._log)
        if isinstance(memory := self._performance.screen, ScreenMemory):
            self._screen.remember(memory)
        self._performance.screen = self._screen

    def close(self) -> None:
        """End the window, and write the rest of the log."""
        self._screen.close()
        if self._log is not None:
            self._log.close()
