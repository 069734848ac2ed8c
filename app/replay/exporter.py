"""Exports from the window of a replay, in a process of its own: the window goes on meanwhile."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal, Slot

from app.checkout import CHECKOUT
from ui.tape_line import SECOND_US, Mark, TapeView

_MINUTE_US: Final = 60 * SECOND_US


def minute_before(view: TapeView) -> str:
    """Return what `--export` calls the minute before the moment that is shown."""
    end_s = (view.at_us - view.begins_us) / SECOND_US
    begin_s = max(0.0, end_s - _MINUTE_US / SECOND_US)
    return f"+{begin_s:.6f}..+{end_s:.6f}"


def name_of(mark: Mark, view: TapeView) -> str:
    """Return what `--export` calls a mark."""
    of_kind = [each for each in view.marks if each.kind == mark.kind]
    return f"{mark.kind}:{of_kind.index(mark) + 1}"


class Exporter(QObject):
    """Writes bundles beside each other into one folder, one at a time.

    Args:
        tape: What is exported from.
        home: Home folder; the bundles go into its `exports`.
        parent: Owner.

    Attributes:
        said: Carries how it goes, in words.
    """

    said = Signal(str)

    def __init__(self, tape: Path, home: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tape, self._home = tape, home
        self._process: QProcess | None = None

    def export(self, what: str) -> None:
        """Begin to write a bundle.

        Args:
            what: As `--export` has it.
        """
        if self._process is not None:
            self.said.emit("One export at a time: the one before is not done yet")
            return
        folder = self._home / "exports" / f"replay-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}"
        process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("PYTHONPATH", str(CHECKOUT))
        process.setProcessEnvironment(environment)
        process.finished.connect(self._finish)
        process.errorOccurred.connect(self._finish)
        self._process = process
        options = [str(self._tape), "--export", what, "--to", str(folder), "--home", str(self._home)]
        process.start(sys.executable, ["-P", "-m", "app", "replay", *options])
        self.said.emit(f"Exporting to {folder.relative_to(self._home)}")

    def close(self) -> None:
        """End an export that is not done."""
        if self._process is not None:
            process, self._process = self._process, None
            process.kill()
            process.waitForFinished()

    @Slot()
    def _finish(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        told = bytes(process.readAllStandardOutput().data()) or bytes(process.readAllStandardError().data())
        text = told.decode(errors="replace").strip() or process.errorString()
        # The line below the time line is short; where the home folder is, the trader knows.
        self.said.emit(text.removeprefix("launcher.py: ").replace(f"{self._home}{os.sep}", ""))
        process.deleteLater()
