"""What can become of a wish to swap a panel, and of a panel that fails."""

import logging
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from actors.messages import Cell
from models.rollout.handover import Handover
from ui.panel import Panel

_HEAT: Final = "Heat"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A panel did what no panel may.

    Attributes:
        was_shown: Whether the trader looked at it; else it was a spare, which is gone now.
        why: What it did, in words: `raised while updating (ZeroDivisionError: division by zero)`.
    """

    generation: str
    was_shown: bool
    why: str


class Outcome(Enum):
    """What became of a wish to swap."""

    DONE = "done"
    ALREADY = "already"
    DIFFERS = "differs"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """The answer to a wish to swap.

    Attributes:
        old: Generation that was on the screen.
        differing: Cells in which the generations differed at that moment.
        why: What the incoming panel did; only when it failed.
        handover: What the swap did to the screen; only when it was done.
    """

    outcome: Outcome
    old: str
    differing: tuple[str, ...] = ()
    why: str = ""
    handover: Handover | None = None


def raised(doing: str, error: BaseException) -> str:
    """Return in words that a panel raised, for `Failure.why`."""
    return f"raised while {doing} ({type(error).__name__}: {error})"


def verdict(wrong: Iterable[str], critical: Collection[str], *, is_slow: bool) -> str:
    """Return why a new panel must go, compared with the legacy one; empty when it may stay.

    Args:
        wrong: Cells in which they differ.
        critical: Those in which they must not.
        is_slow: It needs more than twice the time.
    """
    lies = [name for name in wrong if name in critical]
    if lies:
        return f"differed from the legacy panel in {', '.join(lies)}"
    return "needed more than twice the time of the legacy panel" if is_slow else ""


def cells_of(shown: Panel, incoming: Panel) -> tuple[Mapping[str, Cell], Mapping[str, Cell]]:
    """Return the cells of the panel on the screen and of the one that is to replace it.

    Raises:
        Exception: Whatever the incoming panel raises; of one that is on the screen nothing is expected.
    """
    cells = incoming.cells()
    try:
        return shown.cells(), cells
    except Exception:
        # There is nothing to compare with; the incoming panel has given its cells.
        log.exception("panel without cells panel=%s", shown.name.value)
        return cells, cells


def handed_over(before: Mapping[str, Cell], after: Mapping[str, Cell], took_s: float) -> Handover:
    """Return what a swap did to the screen.

    Args:
        before: Cells of the panel that left.
        after: Cells of the panel that came.
        took_s: How long that kept the window, seconds.
    """
    flashed = {name for name, cell in before.items() if cell.flash}
    flashes = {name for name, cell in after.items() if cell.flash}
    return Handover(
        took_ms=took_s * 1000,
        alarms_lost=len(flashed - flashes),
        alarms_doubled=len(flashes - flashed),
        heat_kept=_HEAT not in before or before[_HEAT].text == after[_HEAT].text,
    )
