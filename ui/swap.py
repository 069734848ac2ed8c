"""What can become of a wish to swap a panel, and of a panel that fails."""

import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import Enum

from ui.panel import Panel
from ui.shadow import differing

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
    """

    outcome: Outcome
    old: str
    differing: tuple[str, ...] = ()
    why: str = ""


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


def differences_of(shown: Panel, incoming: Panel) -> tuple[str, ...]:
    """Return the cells in which the panel on the screen and the one that is to replace it differ.

    Raises:
        Exception: Whatever the incoming panel raises; of one that is on the screen nothing is expected.
    """
    cells = incoming.cells()
    try:
        return differing(shown.cells(), cells)
    except Exception:
        # There is nothing to compare with; the incoming panel has given its cells.
        log.exception("panel without cells panel=%s", shown.name.value)
        return ()
