"""Writes down what the trader was shown."""

import logging

import msgspec

from actors.base import Actor, Ports, handles
from actors.messages import CellsPainted, NoticeRaised, Severity
from actors.seams.line_file import LineFile

log = logging.getLogger(__name__)


class ScreenLogActor(Actor):
    """Owns the screen log: JSON Lines, one for each cell that changed.

    Args:
        file: Where the lines go.
    """

    name = "screen log"

    def __init__(self, *, ports: Ports, file: LineFile) -> None:
        super().__init__(ports=ports)
        self._file = file

    def begin(self) -> None:
        """Start to write."""
        self._broken = False

    def release(self) -> None:
        """Close the file."""
        self._file.close()

    @handles(CellsPainted)
    def write(self, fact: CellsPainted) -> None:
        """Write the changed cells; a full disk is said once and ends nothing else."""
        try:
            self._file.append(lines_of(fact))
        except OSError as error:
            if not self._broken:
                text = (
                    f"The screen log cannot be written: {error.strerror} ({error.filename}). Free some space."
                )
                self.post(NoticeRaised(key=self.name, severity=Severity.WARNING, text=text))
            self._broken = True


def lines_of(fact: CellsPainted) -> list[bytes]:
    """Return the lines of a screen log, one for each cell."""
    lines = (
        {
            "t": round(fact.at, 3),
            "epoch": fact.epoch,
            "mode": fact.mode.value,
            "account": fact.account,
            "panel": painted.panel,
            "generation": painted.generation,
            "cell": painted.name,
            "text": painted.cell.text,
            "role": painted.cell.role,
            "flash": painted.cell.flash,
        }
        for painted in fact.cells
    )
    return [msgspec.json.encode(line) for line in lines]
