"""How far the panel on the screen and the other generation agree, cell by cell; pure."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from actors.messages import Cell
from ui.panel import Payload

_KEPT = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """One cell in which the generations differed.

    Attributes:
        at: UTC.
        shown: What the trader saw; None where the panel has no such cell.
        shadow: What the other generation would have shown.
        payloads: The facts that reproduce it, oldest first.
    """

    at: datetime
    cell: str
    shown: Cell | None
    shadow: Cell | None
    payloads: tuple[Payload, ...]

    def text(self) -> str:
        """Return one line for a person."""
        shown, shadow = in_words(self.shown), in_words(self.shadow)
        return f"{self.at:%H:%M:%S}  {self.cell}: {shown} shown, {shadow} in the other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Counts of one comparison.

    Attributes:
        compared: Cells that changed on either side and were then compared.
        matched: Those that were equal in text, role and flash.
        raised: How often the other generation raised.
    """

    compared: int = 0
    matched: int = 0
    raised: int = 0

    def text(self) -> str:
        """Return the counts as the chip shows them."""
        return f"{self.matched:,}/{self.compared:,}"


def differing(one: Mapping[str, Cell], two: Mapping[str, Cell]) -> tuple[str, ...]:
    """Return the names of the cells that are not equal in text, role and flash."""
    return tuple(name for name in {**one, **two} if one.get(name) != two.get(name))


class Comparison:
    """Counts matches and mismatches per cell, each state of a cell once."""

    def __init__(self) -> None:
        """Start with nothing compared."""
        self._last: dict[str, tuple[Cell | None, Cell | None]] = {}
        self._matched: dict[str, int] = {}
        self._mismatched: dict[str, int] = {}
        self._raised = 0
        self._kept: deque[Mismatch] = deque(maxlen=_KEPT)

    def compare(
        self,
        shown: Mapping[str, Cell],
        shadow: Mapping[str, Cell],
        at: datetime,
        payloads: Sequence[Payload],
    ) -> tuple[str, ...]:
        """Compare what changed since the last call.

        Returns:
            The names of the changed cells that differ.
        """
        wrong: list[str] = []
        for name in {**shown, **shadow}:
            pair = (shown.get(name), shadow.get(name))
            if self._last.get(name) == pair:
                continue
            self._last[name] = pair
            tally = self._matched if pair[0] == pair[1] else self._mismatched
            tally[name] = tally.get(name, 0) + 1
            if pair[0] != pair[1]:
                wrong.append(name)
                self._kept.append(
                    Mismatch(at=at, cell=name, shown=pair[0], shadow=pair[1], payloads=tuple(payloads))
                )
        return tuple(wrong)

    def note_raised(self) -> None:
        """Count that the other generation raised."""
        self._raised += 1

    @property
    def agreement(self) -> Agreement:
        """Return the counts over all cells."""
        matched = sum(self._matched.values())
        compared = matched + sum(self._mismatched.values())
        return Agreement(compared=compared, matched=matched, raised=self._raised)

    @property
    def mismatched(self) -> Mapping[str, int]:
        """Return how often each cell differed; cells that never did are not in it."""
        return self._mismatched

    @property
    def mismatches(self) -> Sequence[Mismatch]:
        """Return the last mismatches, oldest first."""
        return self._kept


def in_words(cell: Cell | None) -> str:
    """Return text and look of a cell in words, such as `'0:12' warning flashing`."""
    if cell is None:
        return "nothing"
    return f"{cell.text!r} {cell.role}{' flashing' if cell.flash else ''}"
