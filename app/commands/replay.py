"""Plays a recording, in a window or without."""

import logging
import os
import sys
from contextlib import closing

from PySide6.QtWidgets import QApplication

from app import display
from app.errors import StartError, UnwritableError
from app.garbage import GarbageCollector
from app.home import Home
from app.recordings import index_folder
from app.replay.exporter import Exporter
from app.replay.playback import Playback
from app.replay.player import Player
from app.replay.tape import Tape
from app.replay.viewer import Viewer
from app.replay_options import PlayRecording


def replay(command: PlayRecording, home: Home) -> int:
    """Play a recording to its end; return the exit code.

    Args:
        command: What to play, and how.
        home: Where the index of the recording is kept.

    Raises:
        StartError: It cannot be played, or the screen log cannot be written.
    """
    with closing(Tape(command.tape)) as tape:
        return _replay(tape, command, home)


def _replay(tape: Tape, command: PlayRecording, home: Home) -> int:
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
    playback = Playback(tape, command.screen_log, index_folder(home))
    try:
        failed = _play(playback, command, home)
    finally:
        playback.close()
        del application
    if failed is not None:
        raise failed
    return 0


def _play(playback: Playback, command: PlayRecording, home: Home) -> StartError | None:
    """Play to the end, or until the window is closed; return what went wrong."""
    player = Player(playback, command.speed, patient=not command.offscreen)
    garbage = GarbageCollector(player)
    viewer = None
    if command.offscreen:
        player.ended.connect(_leave)
    else:
        exporter = Exporter(command.tape.absolute(), home.root, player)
        viewer = Viewer(playback, player, exporter)
        viewer.closed.connect(exporter.close)
        viewer.closed.connect(_leave)
        viewer.show()
    player.seek(command.moment(playback.begins_us))
    garbage.start()
    QApplication.exec()
    garbage.stop()
    player.stop()
    del viewer
    return player.error


def _leave() -> None:
    # `quit` closes all windows first, and stays where one of them wants to stay, as the strip does.
    QApplication.exit(0)
