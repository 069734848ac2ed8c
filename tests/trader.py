"""The real program with a trader at it who never rests: `python -m tests.trader SECONDS OPTIONS`.

Every so many seconds the next of a list of menu actions is chosen, the mouse moves over the curve, or the
window changes its size.
"""

import sys
from dataclasses import replace
from itertools import cycle

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

from app.__main__ import main
from ui.window import MainWindow

ACTIONS = (
    *("Ctrl+Shift+M", "1", "S", "small", "S", "large", "U", "Panel 1: new generation", "Ctrl+Shift+M", "3"),
    *("hover", "P", "E"),
    *("Panel 2: legacy generation", "Ctrl+Shift+M", "C", "7", "C", "P", "Panel 1: legacy generation"),
    *("hover", "Ctrl+Shift+R", "Ctrl+Shift+M", "2", "Panel 2: new generation", "U", "S", "Esc", "leave"),
)
_SIZES = {"small": (760, 560), "large": (1400, 1000)}
_LATER_S = 4e9
"""Behind every curve: the mouse is over its newest point."""


class Trader:
    """Chooses one action after the other."""

    def __init__(self) -> None:
        self._actions = cycle(ACTIONS)

    def act(self) -> None:
        """Choose the next action, once the window is there."""
        windows = [each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow)]
        if not windows:
            return
        (window,) = windows
        wanted = next(self._actions)
        if wanted in {"hover", "leave"}:
            self._move(window, over=wanted == "hover")
            return
        if wanted in _SIZES:
            window.resize(*_SIZES[wanted])
            return
        for action in window.findChildren(QAction):
            if wanted in {action.shortcut().toString(), action.text()}:
                action.trigger()
                return
        raise LookupError(wanted)

    def _move(self, window: MainWindow, *, over: bool) -> None:
        """Move the mouse to the end of the curve, or away from it."""
        for host in window.migration.hosts.values():
            choices = host.panel.choices()
            if choices.timeframe is not None:
                host.panel.adopt(replace(choices, hovered=_LATER_S if over else None))
                host.panel.cells_changed.emit()


def run(interval_s: float, options: list[str], trader: Trader | None = None) -> int:
    """Run the program with a trader at it."""
    present = trader or Trader()
    started = QApplication.exec

    def exec_with_trader() -> int:
        timer = QTimer()
        timer.timeout.connect(present.act)
        timer.start(round(interval_s * 1000))
        return started()

    QApplication.exec = exec_with_trader  # type: ignore[method-assign]  # the one place to be in the event loop
    return main(options)


if __name__ == "__main__":
    sys.exit(run(float(sys.argv[1]), sys.argv[2:]))
