"""Ways to choose what happens next; all of them end as a few deviations from the order of things."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Final

_MOST_PRIORITY: Final = 1_000_000


class Deviations:
    """In the order of things, but for some steps; this is also how any other run is played again."""

    def __init__(self, deviations: Mapping[int, int]) -> None:
        self._deviations = deviations

    def is_idle(self, step: int) -> bool:
        """Return whether everything goes in the order of things at this step."""
        return step not in self._deviations

    def choose(self, step: int, names: Sequence[str]) -> int:
        """Return which of these comes next."""
        return min(self._deviations[step], len(names) - 1)


class FewDeviations:
    """One to three steps at which something else comes first."""

    def __init__(self, chance: Random, steps: int) -> None:
        self._chance = chance
        self._steps = {chance.randrange(1, steps) for _ in range(chance.randint(1, 3))}

    def is_idle(self, step: int) -> bool:
        """Return whether everything goes in the order of things at this step."""
        return step not in self._steps

    def choose(self, step: int, names: Sequence[str]) -> int:
        """Return any but the first."""
        del step
        return self._chance.randrange(1, len(names)) if len(names) > 1 else 0


class RandomWalk:
    """Anything may come next, for some steps; without an end to it nothing would come to rest."""

    def __init__(self, chance: Random, steps: int) -> None:
        self._chance = chance
        self._first = chance.randrange(1, steps)
        self._last = self._first + chance.randrange(10, 80)

    def is_idle(self, step: int) -> bool:
        """Return whether everything goes in the order of things at this step."""
        return not self._first <= step <= self._last

    def choose(self, step: int, names: Sequence[str]) -> int:
        """Return any, time seldom while something else waits."""
        del step
        chosen = self._chance.randrange(len(names))
        return self._chance.randrange(len(names)) if names[chosen] == "time" else chosen


class Priorities:
    """PCT: everybody has a priority, the highest comes next, and at few steps the highest becomes the lowest.

    A bug that takes d events in an order is found with a probability of at least 1 / (n * k ** (d - 1)),
    with n who may come next and k steps (Burckhardt et al., 2010).
    """

    def __init__(self, chance: Random, steps: int) -> None:
        self._chance = chance
        self._steps = {chance.randrange(1, steps) for _ in range(2)}
        self._first = chance.randrange(1, steps)
        self._last = self._first + 60
        self._of: dict[str, int] = {}

    def is_idle(self, step: int) -> bool:
        """Return whether everything goes in the order of things at this step."""
        return not self._first <= step <= self._last

    def choose(self, step: int, names: Sequence[str]) -> int:
        """Return whoever has the highest priority; time has the lowest of all while anybody else waits."""
        for name in names:
            if name not in self._of:
                self._of[name] = -1 if name == "time" else self._chance.randrange(_MOST_PRIORITY)
        best = max(range(len(names)), key=lambda index: self._of[names[index]])
        if step in self._steps:
            self._of[names[best]] = -2 - step
            best = max(range(len(names)), key=lambda index: self._of[names[index]])
        return best
