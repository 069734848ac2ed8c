"""What can become of a wish to swap a panel, and of a panel that fails."""

from dataclasses import dataclass
from enum import Enum


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
