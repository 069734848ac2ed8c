"""The legacy panels on the same session three times, beside new ones in one process."""

import os
from collections.abc import Mapping
from typing import Final

from PySide6.QtWidgets import QApplication, QWidget

from actors.messages import Cell
from app import display
from app.drills.story import Story
from ui.generations import BUILDERS, LEGACY, NEW, build
from ui.panel import Panel, PanelName

_TIMES: Final = 3


def legacy_tapes() -> tuple[bool, str]:
    """Return whether all runs show the same in every cell after every fact."""
    display.prepare(os.environ, offscreen=True)
    application = QApplication.instance() or QApplication([])
    parent = QWidget()
    try:
        for name in PanelName:
            build(BUILDERS[name][NEW], parent)
        runs = [_run(parent) for _ in range(_TIMES)]
    finally:
        parent.deleteLater()
        del application
    facts, first = len(runs[0]), runs[0]
    differing = [number for run in runs[1:] for number in range(facts) if run[number] != first[number]]
    cells = sum(len(screen) for screen in first)
    if differing:
        return False, f"differ after fact {min(differing) + 1} of {facts:,}"
    return True, f"{facts:,} facts, {cells:,} cells, identical {_TIMES} times"


def _run(parent: QWidget) -> list[Mapping[str, Cell]]:
    """Return what new legacy panels show after each fact."""
    panels: list[Panel] = [build(BUILDERS[name][LEGACY], parent) for name in PanelName]
    screens: list[Mapping[str, Cell]] = []
    for shown in Story().facts():
        for panel in panels:
            panel.receive(shown)
        screens.append({name: cell for panel in panels for name, cell in panel.cells().items()})
    return screens
