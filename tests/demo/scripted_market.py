"""A market whose trades a test decides."""

from collections.abc import Iterable

from demo.market import Market
from demo.session_figures import Print


class ScriptedMarket(Market):
    """Prints the given tapes, one per step, and nothing afterwards."""

    def __init__(self, tapes: Iterable[Iterable[Print]]) -> None:
        super().__init__(0)
        self._tapes = [list(tape) for tape in tapes]

    def advance(self) -> list[Print]:
        """Return the next tape."""
        tape = self._tapes.pop(0) if self._tapes else []
        for trade in tape:
            self.figures.record(trade)
        return tape
