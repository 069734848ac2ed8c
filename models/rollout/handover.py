"""What a swap of generations did to the screen; pure."""

from collections import Counter
from typing import Final

import msgspec

from models.rollout import tally

FRAME_MS: Final = 1000 / 60


class Handover(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One panel took the place of another.

    Attributes:
        took_ms: How long that kept the window.
        alarms_lost: Cells that flashed before, and did not afterwards.
        alarms_doubled: Cells that flashed afterwards alone.
        heat_kept: Whether the time in drawdown went on.
    """

    took_ms: float
    alarms_lost: int
    alarms_doubled: int
    heat_kept: bool


def counts_of(panel: str, generation: str, found: Handover) -> Counter[str]:
    """Return what is counted of a swap with a position open and an alarm active: a drill."""
    return Counter(
        {
            tally.drill(panel, generation): 1,
            tally.ALARMS_LOST: found.alarms_lost,
            tally.ALARMS_DOUBLED: found.alarms_doubled,
            tally.HEAT_BREAKS: int(not found.heat_kept),
            tally.SLOW_SWAPS: int(found.took_ms > FRAME_MS),
        }
    )
