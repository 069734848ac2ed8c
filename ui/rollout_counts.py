"""Tells what the comparison of the generations counts."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

from actors.messages import CellsCompared, Fact
from ui.panel import PanelName
from ui.panel_host import PanelHost

_TELL_MS: Final = 10_000


class RolloutCounts(QObject):
    """Tells what was counted, every ten seconds while the generations are compared."""

    def __init__(
        self, hosts: Mapping[PanelName, PanelHost], post: Callable[[Fact], None], parent: QObject
    ) -> None:
        """Start to tell.

        Args:
            hosts: The places.
            post: Takes what is told.
            parent: Owner.
        """
        super().__init__(parent)
        self._hosts = hosts
        self._post = post
        self._compares = False
        self._timer = QTimer(self)
        self._timer.setInterval(_TELL_MS)
        self._timer.timeout.connect(self.tell)

    @Slot()
    def tell(self) -> None:
        """Tell what was counted since the last time."""
        counts: Counter[str] = Counter()
        for host in self._hosts.values():
            counts += host.counts
            host.counts.clear()
        compares = any(host.comparison is not None for host in self._hosts.values())
        if counts:
            self._post(CellsCompared(compares=True, counts=tuple(sorted(counts.items()))))
        if compares is not self._compares:
            self._compares = compares
            self._post(CellsCompared(compares=compares, counts=()))
            # Without anything to count it costs nothing either.
            self._timer.start() if compares else self._timer.stop()
