"""The two generations of each panel: how they are built, and which one the flags name."""

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from flags import FlagName, Flags
from models.rollout.tally import ALARM, MODE, MONEY
from ui.panel import Panel, PanelName
from ui.panel1.widget import Panel1Widget
from ui.panel2.widget import Panel2Widget

NEW: Final = "new"
LEGACY: Final = "legacy"
FLAG_OF: Final = {
    PanelName.PANEL1: FlagName.USE_NEW_PANEL1,
    PanelName.PANEL2: FlagName.USE_NEW_PANEL2,
}
TITLES: Final = {PanelName.PANEL1: "Panel 1", PanelName.PANEL2: "Panel 2"}
CRITICAL_CELLS: Final[Mapping[PanelName, Mapping[str, str]]] = {
    PanelName.PANEL1: {"Mode": MODE, "Account": MODE, "Balance": MONEY, "PnL": MONEY},
    PanelName.PANEL2: {
        **dict.fromkeys(("Heat", "Stop"), ALARM),
        **dict.fromkeys(("Symbol", "Live", "Price", "Target", "Planned Risk"), MONEY),
        **dict.fromkeys(("R-Multiple", "MAE", "MFE", "Pts"), MONEY),
    },
}
"""Cells of money, alarms and mode, each with what it is counted as: a wrong one is never shown knowingly."""

Builder = Callable[[QWidget], Panel]
Builders = Mapping[PanelName, Mapping[str, Builder]]


def _legacy_panel1(parent: QWidget) -> Panel:
    # Loading its plotting library takes 0.2 s, which the first paint of the new panels must not wait for.
    from ui.legacy.panel1 import LegacyPanel1  # noqa: PLC0415

    return LegacyPanel1(parent)


def _legacy_panel2(parent: QWidget) -> Panel:
    from ui.legacy.panel2 import LegacyPanel2  # noqa: PLC0415 - as above

    return LegacyPanel2(parent)


BUILDERS: Final[Builders] = {
    PanelName.PANEL1: {NEW: Panel1Widget, LEGACY: _legacy_panel1},
    PanelName.PANEL2: {NEW: Panel2Widget, LEGACY: _legacy_panel2},
}


def build(builder: Builder, parent: QWidget) -> Panel:
    """Build a panel in a place; whatever the builder raises is raised, and leaves nothing behind."""
    others = _children(parent)
    try:
        return builder(parent)
    except Exception:
        # What raises in its constructor is a child of the place all the same.
        for half in _children(parent):
            if half not in others:
                half.hide()
                half.deleteLater()
        raise


def _children(parent: QWidget) -> list[QWidget]:
    return parent.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)


def wanted(flags: Flags, name: PanelName) -> str:
    """Return the generation that the flags name for a place."""
    return NEW if flags.is_on(FLAG_OF[name]) else LEGACY


def other(generation: str) -> str:
    """Return the generation that is not this one."""
    return LEGACY if generation == NEW else NEW


def log_line(flags: Flags, name: PanelName, generation: str) -> str:
    """Return the line of the migration log that says what is shown, and which flag value made it so."""
    what = f"Panel{name.value[-1]}"
    using = f"NEW {what} (decomposed architecture)" if generation == NEW else f"OLD {what} (monolithic)"
    evaluation = flags.evaluations[FLAG_OF[name]]
    return f"[Migration] Using {using} source={evaluation.source} reason={evaluation.reason}"
