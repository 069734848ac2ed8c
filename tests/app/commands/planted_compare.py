"""The program with a planted difference: the new Panel 2 shows every average price one tick too high."""

import sys
from typing import Any

import msgspec
from PySide6.QtWidgets import QWidget

from actors.messages import PositionChanged, Shown
from app.__main__ import main
from ui import generations
from ui.panel import Panel, PanelName, Payload
from ui.panel2.widget import Panel2Widget
from ui.payload import typed


class OneTickOff(Panel2Widget):
    """Takes every position at another price."""

    def receive(self, payload: Payload) -> None:
        """Take a fact, with the planted error."""
        shown = typed(payload)
        if shown is not None and isinstance(shown.fact, PositionChanged) and shown.fact.position is not None:
            position, tick = shown.fact.position, shown.fact.contract.tick
            assert tick is not None
            wrong = msgspec.structs.replace(position, average_price=position.average_price + tick)
            fact = msgspec.structs.replace(shown.fact, position=wrong)
            payload = Shown(epoch=shown.epoch, fact=fact)
        super().receive(payload)


def planted(parent: QWidget) -> Panel:
    """Build the panel that is wrong."""
    return OneTickOff(parent)


if __name__ == "__main__":
    builders: Any = generations.BUILDERS[PanelName.PANEL2]
    builders[generations.NEW] = planted
    sys.exit(main(sys.argv[1:]))
