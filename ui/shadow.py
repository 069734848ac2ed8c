"""How far the panel on the screen and the other generation agree, cell by cell; pure."""

from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from actors.messages import Cell
from models.rollout import tally
from models.rollout.ignore import ALIVE, IgnoreRule, checked
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
        ignored: Those whose difference a rule covers.
        raised: How often the other generation raised.
    """

    compared: int = 0
    matched: int = 0
    ignored: int = 0
    raised: int = 0

    def text(self) -> str:
        """Return the counts as the chip shows them."""
        return f"{self.matched:,}/{self.compared:,}"


def differing(one: Mapping[str, Cell], two: Mapping[str, Cell]) -> tuple[str, ...]:
    """Return the names of the cells that are not equal in text, role and flash."""
    return tuple(name for name in {**one, **two} if one.get(name) != two.get(name))


class Comparison:
    """Counts matches and mismatches per cell, each state of a cell once."""

    def __init__(
        self,
        kinds: Mapping[str, str] | None = None,
        counts: Counter[str] | None = None,
        rules: tuple[IgnoreRule, ...] = ALIVE,
    ) -> None:
        """Start with nothing compared.

        Args:
            kinds: What a mismatch of a cell is counted as; of cells that are not in it as other.
            counts: Takes every count, for whoever tells of them.
            rules: Differences that are let pass.

        Raises:
            ValueError: A rule covers one of the `kinds`.
        """
        self._kinds = kinds or {}
        self._counts = Counter[str]() if counts is None else counts
        self._covered = {rule.cell for rule in checked(rules, self._kinds)}
        self._last: dict[str, tuple[Cell | None, Cell | None]] = {}
        self._matched = 0
        self._mismatched = 0
        self._ignored = 0
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
            self._counts[tally.COMPARED] += 1
            if pair[0] == pair[1]:
                self._matched += 1
                self._counts[tally.MATCHED] += 1
            elif name in self._covered:
                self._ignored += 1
                self._counts[tally.IGNORED] += 1
            else:
                self._mismatched += 1
                self._counts[self._kind_of(name, pair)] += 1
                wrong.append(name)
                self._kept.append(
                    Mismatch(at=at, cell=name, shown=pair[0], shadow=pair[1], payloads=tuple(payloads))
                )
        return tuple(wrong)

    def note_raised(self) -> None:
        """Count that the other generation raised."""
        self._raised += 1
        self._counts[tally.RAISED] += 1

    @property
    def agreement(self) -> Agreement:
        """Return the counts over all cells."""
        compared = self._matched + self._ignored + self._mismatched
        return Agreement(compared=compared, matched=self._matched, ignored=self._ignored, raised=self._raised)

    @property
    def mismatches(self) -> Sequence[Mismatch]:
        """Return the last mismatches, oldest first."""
        return self._kept

    def _kind_of(self, name: str, pair: tuple[Cell | None, Cell | None]) -> str:
        flashes = {cell is not None and cell.flash for cell in pair}
        return tally.ALARM if len(flashes) > 1 else self._kinds.get(name, tally.OTHER)


def in_words(cell: Cell | None) -> str:
    """Return text and look of a cell in words, such as `'0:12' warning flashing`."""
    if cell is None:
        return "nothing"
    return f"{cell.text!r} {cell.role}{' flashing' if cell.flash else ''}"
