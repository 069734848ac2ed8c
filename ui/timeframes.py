"""The timeframes of curve and statistics: what a key or a click chooses, and from one start to the next."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QObject, Slot

from models.timeframe import Timeframe
from ui.desk_memory import DeskMemory
from ui.menus import Menus
from ui.panel_host import PanelHost
from ui.panel_stack import PanelStack

_CURVE: Final = "timeframe"
_STATISTICS: Final = "timeframe of the statistics"


class Timeframes(QObject):
    """Shows what was chosen, and keeps it at once: it survives a crash as well."""

    def __init__(
        self, memory: DeskMemory, hosts: Iterable[PanelHost], stack: PanelStack, menus: Menus, parent: QObject
    ) -> None:
        """Show what was chosen last.

        Args:
            memory: Where the choices are kept.
            hosts: The panels with the curve among them.
            stack: The statistics.
            menus: Tell what the keys choose.
            parent: Owner.
        """
        super().__init__(parent)
        self._memory, self._hosts, self._stack = memory, tuple(hosts), stack
        self._restore()
        menus.timeframe.connect(self._choose)
        for host in self._hosts:
            host.timeframe_chosen.connect(self._choose)
        stack.timeframe_chosen.connect(self._keep_statistics)

    def _restore(self) -> None:
        """Show what was chosen last; what no version of ours has written changes nothing."""
        names = {timeframe.value: timeframe for timeframe in Timeframe}
        if (curve := names.get(self._memory.choice(_CURVE, ""))) is not None:
            self._show(curve)
        if (statistics := names.get(self._memory.choice(_STATISTICS, ""))) is not None:
            self._stack.choose_timeframe(statistics)

    def _show(self, curve: Timeframe) -> None:
        for host in self._hosts:
            host.choose_timeframe(curve)

    @Slot(object)
    def _choose(self, curve: Timeframe) -> None:
        self._show(curve)
        self._keep(_CURVE, curve)

    @Slot(object)
    def _keep_statistics(self, timeframe: Timeframe) -> None:
        self._keep(_STATISTICS, timeframe)

    def _keep(self, name: str, timeframe: Timeframe) -> None:
        self._memory.choose(name, timeframe.value)
        self._memory.save()
