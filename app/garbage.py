"""Garbage collection, in the GUI thread alone.

Left to itself, Python collects in whatever thread allocates; a cycle that holds a Qt object is then destroyed
outside of the GUI thread, which crashes Qt.
"""

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

_YOUNG_MS: Final = 1_000
_FULL_EVERY: Final = 60


class GarbageCollector(QObject):
    """Collects young objects each second, all objects each minute."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._rounds = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_YOUNG_MS)
        self._timer.timeout.connect(self._collect)

    def start(self) -> None:
        """Start; what exists by now stays for good and is never looked at again."""
        gc.collect()
        gc.freeze()
        self._timer.start()

    def stop(self) -> None:
        """Leave garbage to Python again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    @Slot()
    def _collect(self) -> None:
        self._rounds += 1
        gc.collect(2 if self._rounds % _FULL_EVERY == 0 else 0)
