"""What is painted in a cell beside its text: arrow, bar and alarm."""

from collections.abc import Mapping
from enum import IntEnum
from types import MappingProxyType
from typing import Final

import msgspec


class Alarm(IntEnum):
    """How loud a cell is; each looks unlike the others without its colour too."""

    NONE = 0
    WARNING = 1
    """A steady border and a sign."""
    ALERT = 2
    """A thick border that flashes with the text, and a sign."""
    CRITICAL = 3
    """The whole cell is filled, every other half second."""


class Gauge(msgspec.Struct, frozen=True):
    """A bar at the foot of a cell.

    Attributes:
        share: Filled part, 0 to 1.
        notches: Where something happens, 0 to 1.
    """

    share: float
    notches: tuple[float, ...] = ()


class Mark(msgspec.Struct, frozen=True):
    """What goes with one cell.

    Attributes:
        arrow: +1 up, -1 down, 0 none; says again what the colour says.
        gauge: None for no bar.
    """

    arrow: int = 0
    gauge: Gauge | None = None
    alarm: Alarm = Alarm.NONE


PLAIN: Final = Mark()
NO_MARKS: Final[Mapping[str, Mark]] = MappingProxyType({})
_ARROWS: Final = {"profit": 1, "loss": -1}


def arrow_of(role: str) -> int:
    """Return the arrow that goes with a role."""
    return _ARROWS.get(role, 0)
