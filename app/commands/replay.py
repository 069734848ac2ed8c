"""Plays a recording, in a window or without."""

import logging
import os
import sys
from contextlib import closing
from pathlib import Path
from time import perf_counter
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from app import display
from app.errors import StartError, UnwritableError
from app.garbage import GarbageCollector
from app.home import Home
from app.recordings import FOLDER
from app.replay.playback import Playback
from app.replay.tape import Tape
from app.replay_options import PlayRecording

_INDEX: Final = "index"
_TURN_MS: Final = 15
_BUSY_S: Final = 0.05
"""So long the window waits at most for its turn while all is played as fast as it can be."""


def replay(command: PlayRecording, home: Home) -> int:
    """Play a recording to its end; return the exit code.

    Args:
        command: What to play, and how.
        home: Where the index of the recording is kept.

    Raises:
        StartError: It cannot be played, or the screen log cannot be written.
    """
    with closing(Tape(command.tape)) as tape:
        return _replay(tape, command, home.data / FOLDER / _INDEX)


def _replay(tape: Tape, command: PlayRecording, cache: Path) -> int:
    for notice in tape.notices:
        sys.stderr.write(f"launcher.py: {notice}\n")
    display.prepare(os.environ, offscreen=command.offscreen)
    logging.getLogger().setLevel(logging.ERROR)
    application = QApplication.instance() or QApplication([])
    if command.screen_log is not None:
        try:
            command.screen_log.write_bytes(b"")
        except OSError as error:
            raise UnwritableError(f"{command.screen_log}: {error.strerror or error}") from error
    player = _Player(Playback(tape, command.screen_log, cache), command)
    player.run()
    del application
    if player.error is not None:
        raise player.error
    return 0


class _Player(QObject):
    """Lets a recording go on at its speed while the window stays alive.

    Attributes:
        error: Why it ended early; None when it did not.
    """

    def __init__(self, playback: Playback, command: PlayRecording) -> None:
        super().__init__()
        self._playback = playback
        self._command = command
        self._began_s = 0.0
        self._began_us = 0
        self.error: StartError | None = None
        self._garbage = GarbageCollector(self)
        self._turn = QTimer(self)
        self._turn.setInterval(_TURN_MS if command.speed is not None else 0)
        self._turn.timeout.connect(self._play)

    def run(self) -> None:
        """Play; without a window to the end, else until it is closed."""
        try:
            self._playback.seek(self._command.moment(self._playback.begins_us))
            if not self._command.offscreen:
                self._playback.window.show()
            self._garbage.start()
            self._began_s, self._began_us = perf_counter(), self._playback.utc_us
            self._turn.start()
            QApplication.exec()
        except StartError as error:
            self.error = error
        finally:
            self._garbage.stop()
            self._playback.close()

    @Slot()
    def _play(self) -> None:
        now_s = perf_counter()
        try:
            if self._command.speed is None:
                more = self._playback.play_for(_BUSY_S)
            else:
                passed_us = (now_s - self._began_s) * self._command.speed * 1e6
                more = self._playback.play(self._began_us + round(passed_us))
        except StartError as error:
            self.error, more = error, False
        if not more:
            self._turn.stop()
            if self._command.offscreen or self.error is not None:
                QApplication.exit(0)
