"""Sounds through what the operating system has to play them, because QSoundEffect is 175 MB away."""

import logging
import shutil
import sys
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QProcess, QTimer, Slot

from app.sound_programs import player
from models.alarm import AlarmKind
from models.tone import duration_s, wav

if sys.platform == "win32":
    import winsound

_PAUSE_S: Final = 0.15

log = logging.getLogger(__name__)


class SystemSounds(QObject):
    """Plays one sound after the other; GUI thread only, which never waits for a device.

    Args:
        folder: Where the sounds are kept once they have been made.
        beep: What is done where nothing can play them.
        which: Finds a program; None where it is not installed.
        parent: Owner.
    """

    def __init__(
        self,
        folder: Path,
        beep: Callable[[], None],
        which: Callable[[str], str | None] = shutil.which,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._folder = folder
        self._beep = beep
        self._which = which
        self._waiting: deque[tuple[AlarmKind, int]] = deque()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._play_next)

    def play(self, kind: AlarmKind, volume: int) -> None:
        """Play a sound, behind those that were asked for before: two at once would be none."""
        self._waiting.append((kind, volume))
        if not self._timer.isActive():
            self._play_next()

    @Slot()
    def _play_next(self) -> None:
        if not self._waiting:
            return
        kind, volume = self._waiting.popleft()
        self._timer.start(round((duration_s(kind) + _PAUSE_S) * 1000))
        try:
            self._start(self._file(kind, volume))
        except (OSError, RuntimeError) as error:
            log.info("sound not played kind=%s: %s", kind.value, error)
            self._beep()

    def _file(self, kind: AlarmKind, volume: int) -> Path:
        """Return the file of a sound; it is made where it is not there yet.

        Raises:
            OSError: It cannot be written.
        """
        path = self._folder / f"{kind.name.lower()}-{volume}.wav"
        data = wav(kind, volume)
        if not path.exists() or path.stat().st_size != len(data):
            self._folder.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return path

    def _start(self, path: Path) -> None:
        """Let the operating system play a file.

        Raises:
            OSError: There is nothing that plays it.
            RuntimeError: Windows refused it.
        """
        if sys.platform == "win32":
            winsound.PlaySound(str(path), winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT)
            return
        program, *arguments = player(self._which) or ("",)
        process = QProcess()
        process.setProgram(program)
        process.setArguments([*arguments, str(path)])
        # A player without a device complains; nobody reads it there.
        process.setStandardOutputFile(QProcess.nullDevice())
        process.setStandardErrorFile(QProcess.nullDevice())
        # The stubs promise a tuple; PySide6 6.11 returns its first part alone.
        started: object = bool(program) and process.startDetached()
        if not (started[0] if isinstance(started, tuple) else started):
            raise OSError("no program that plays sounds")
