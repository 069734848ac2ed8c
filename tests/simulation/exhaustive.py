"""Every schedule of a tiny program with so many steps out of the order of things, and no more."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from tests.simulation.exploration import Case
from tests.simulation.runner import Result, Strategy


class _Counted:
    """Plays deviations, and notes how many choices there were at each step."""

    def __init__(self, deviations: Mapping[int, int]) -> None:
        self._deviations = deviations
        self.widths: dict[int, int] = {}

    def is_idle(self, step: int) -> bool:
        """Return False: every step is a choice."""
        del step
        return False

    def choose(self, step: int, names: Sequence[str]) -> int:
        """Return which of these comes next."""
        self.widths[step] = len(names)
        return self._deviations.get(step, 0)


class Played(NamedTuple):
    """One schedule, and what came of it."""

    case: Case
    result: Result


def schedules(play: Callable[[Case, Strategy], Result], case: Case, most: int) -> Iterator[Played]:
    """Play a program under every schedule with at most so many deviations.

    Args:
        play: Plays a case with a strategy in place of its own deviations.
        case: Beginning and program.
        most: So many steps may be out of the order of things.
    """
    waiting: deque[dict[int, int]] = deque([{}])
    while waiting:
        deviations = waiting.popleft()
        counted = _Counted(deviations)
        result = play(case, counted)
        yield Played(case._replace(deviations=deviations), result)
        if len(deviations) < most:
            last = max(deviations, default=0)
            waiting.extend(
                {**deviations, step: choice}
                for step, width in counted.widths.items()
                if step > last
                for choice in range(1, width)
            )
