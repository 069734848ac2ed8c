"""Exports a part of a recorded session."""

import logging
import os
import sys
from contextlib import closing

from PySide6.QtWidgets import QApplication

from app import display
from app.errors import UnavailableError
from app.home import Home
from app.recordings import index_folder
from app.replay.bundle import Stretch, around, chosen, write_bundle
from app.replay.playback import Playback
from app.replay.tape import Tape
from app.replay_options import ExportRecording


def export(command: ExportRecording, home: Home) -> str:
    """Write a bundle; return what to tell.

    Args:
        command: What to export, and where to.
        home: Where the index of the recording is kept.

    Raises:
        StartError: There is no such part, it cannot be played, or the bundle cannot be written.
    """
    with closing(Tape(command.tape)) as tape:
        for notice in tape.notices:
            sys.stderr.write(f"launcher.py: {notice}\n")
        display.prepare(os.environ, offscreen=True)
        logging.getLogger().setLevel(logging.ERROR)
        application = QApplication.instance() or QApplication([])
        with closing(Playback(tape, None, index_folder(home))) as playback:
            stretch = _stretch(command, playback)
            playback.prepare(until_us=stretch.end_us)
            write_bundle(command.folder, tape, stretch, playback.marks)
        del application
    seconds = (stretch.end_us - stretch.begin_us) / 1e6
    return f"{command.folder}: {seconds:.1f} s exported\n"


def _stretch(command: ExportRecording, playback: Playback) -> Stretch:
    if (mark := command.mark) is not None:
        playback.prepare()
        return around(chosen(playback.marks, *mark), playback)
    begin_us, end_us = command.stretch(playback.begins_us)
    begin_us, end_us = max(begin_us, playback.begins_us), min(end_us, playback.ends_us)
    if begin_us >= end_us:
        raise UnavailableError(f"{command.what}: nothing is recorded there")
    return Stretch(begin_us, end_us)
