"""Watches for the file that asks for the legacy panels, off the GUI thread."""

import logging

from actors.base import Actor, Ports, handles
from actors.messages import LookForRollback, NoticeRaised, Severity, SwapPanels
from actors.seams.rollback_file import RollbackFile
from actors.seams.snapshot_file import Stamp
from models.rollback import wish_of

log = logging.getLogger(__name__)

INTERVAL_S = 0.05
"""The legacy panels must be there within 100 ms; each look wakes two threads."""


class RollbackWatchActor(Actor):
    """Owns `data/ROLLBACK`; takes it away once it has passed on the wish.

    Args:
        file: The file.
    """

    name = "rollback watch"

    def __init__(self, *, ports: Ports, file: RollbackFile) -> None:
        super().__init__(ports=ports)
        self._file = file
        # Outlives a failure: a file that stays must not ask twice.
        self._stamp: Stamp | None = None

    def begin(self) -> None:
        """Start to look."""
        self.clock.every(self.name, INTERVAL_S, LookForRollback())

    def release(self) -> None:
        """Look no more."""
        self.clock.cancel(self.name)

    @handles(LookForRollback)
    def look(self, _command: LookForRollback) -> None:
        """Pass on a wish that was not there before."""
        reading = self._file.read(self._stamp)
        if reading is None:
            return
        self._stamp = reading.stamp
        wish = wish_of(reading.data)
        log.info("rollback asked for panels=%s who=%s why=%s", ",".join(wish.panels), wish.who, wish.why)
        self.post(SwapPanels(panels=wish.panels, generation="legacy", who=wish.who, why=wish.why))
        try:
            self._file.remove()
        except OSError as error:
            text = f"The rollback file cannot be removed: {error.strerror} ({error.filename}). Remove it."
            self.post(NoticeRaised(key=self.name, severity=Severity.WARNING, text=text))
        else:
            self._stamp = None
