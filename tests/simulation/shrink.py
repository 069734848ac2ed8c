"""Makes a counter-example small: fewer operations first, then fewer steps out of the order of things."""

from collections.abc import Callable, Iterator
from random import Random
from time import process_time
from typing import Final, NamedTuple

from tests.simulation.exploration import Case
from tests.simulation.operations import Op
from tests.simulation.runner import Result

_TRIES: Final = 60
"""An operation less moves all steps behind it, so the order that matters has to be found again."""


class Shrunk(NamedTuple):
    """A small counter-example.

    Attributes:
        runs: How many runs it took.
        seconds: And how much time of a core.
    """

    case: Case
    result: Result
    runs: int
    seconds: float


class _Shrinker:
    def __init__(self, play: Callable[[Case], Result], case: Case, result: Result) -> None:
        self._play = play
        self.case = case
        self.result = result
        self.runs = 0

    def try_case(self, case: Case) -> bool:
        """Play a smaller case; keep it if it fails as well."""
        self.runs += 1
        result = self._play(case)
        if result.problem:
            self.case, self.result = case._replace(deviations=result.taken), result
        return bool(result.problem)

    def shrink_program(self) -> bool:
        """Leave out what is not needed; return whether anything was."""
        return any(self._try_orders(smaller) for smaller in _smaller(self.case))

    def shrink_deviations(self) -> None:
        """Leave out halves, quarters, and single steps."""
        size = len(self.case.deviations)
        while size:
            steps = sorted(self.case.deviations)
            for first in range(0, len(steps), size):
                without = set(steps[first : first + size])
                kept = {step: one for step, one in self.case.deviations.items() if step not in without}
                if len(kept) < len(self.case.deviations):
                    self.try_case(self.case._replace(deviations=kept))
            size //= 2

    def _try_orders(self, smaller: Case) -> bool:
        if self.try_case(smaller._replace(deviations={})) or self.try_case(smaller):
            return True
        if not self.case.deviations:
            return False
        chance = Random(self.runs)
        last = max(self.case.deviations) + 1
        return any(
            self.try_case(smaller._replace(deviations={chance.randrange(1, last): chance.randint(1, 6)}))
            for _ in range(_TRIES)
        )


def shrink(play: Callable[[Case], Result], case: Case, result: Result) -> Shrunk:
    """Return a counter-example from which nothing can be left out.

    Args:
        play: Plays a case.
        case: One that fails.
        result: How it fails.
    """
    began = process_time()
    shrinker = _Shrinker(play, case, result)
    shrinker.shrink_deviations()
    while shrinker.shrink_program():
        shrinker.shrink_deviations()
    return Shrunk(shrinker.case, shrinker.result, shrinker.runs, process_time() - began)


def _smaller(case: Case) -> Iterator[Case]:
    """Yield the same with an operation less, then with less between operations."""
    program = case.program
    for index in range(len(program)):
        yield case._replace(program=program[:index] + program[index + 1 :])
    for index, op in enumerate(program):
        if op.after_s:
            yield case._replace(program=(*program[:index], Op(0.0, op.text), *program[index + 1 :]))
