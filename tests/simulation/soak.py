"""Weeks at one desk: one monitor, trading in the day session, asleep outside of it."""

import gc
from collections.abc import Iterator
from random import Random
from typing import Final, NamedTuple

import psutil

from tests.simulation.operations import Op
from tests.simulation.runner import Run
from tests.simulation.strategies import Deviations
from tests.simulation.watch import Watch
from tests.simulation.window import Legacy
from tests.simulation.world import World

_DAY_S: Final = 24 * 3600.0
_FRIDAY: Final = 4
_EVENT_S: Final = 200.0


class Day(NamedTuple):
    """What one day left behind.

    Attributes:
        resident_kib: Memory of the process.
        objects: How many objects Python looks after.
    """

    number: int
    steps: int
    resident_kib: int
    objects: int


def soak(days: int, seed: int, hours: float) -> Iterator[Day]:
    """Play calendar days; yield each with what it left behind.

    Args:
        days: So many.
        seed: Of what happens.
        hours: So long the computer is awake on a weekday.

    Raises:
        ViolationError: Something does not hold.
    """
    chance, watch, process = Random(seed), Watch(), psutil.Process()
    world = World(Legacy(), follows=True, watch=watch)
    world.stated["120005"], world.broker.balances["120005"] = {25000.0}, 25000.0
    Run(world, watch, (), Deviations({})).rest()
    price = 6750.0
    for number in range(1, days + 1):
        steps, began_s = 0, world.clock.elapsed_s
        is_open = world.clock.now.weekday() <= _FRIDAY
        for _ in range(round(hours * 3600 / _EVENT_S) if is_open else 0):
            price += chance.randrange(-12, 13) * 0.25
            ops = (Op(_EVENT_S, f"quote {price:.2f}"), Op(0.0, _event(chance, price)))
            result = Run(world, watch, ops, Deviations({})).play()
            steps += result.steps
            watch.check(result.problem)
        world.clock.sleep(max(0.0, _DAY_S - (world.clock.elapsed_s - began_s)))
        watch.check(Run(world, watch, (), Deviations({})).play().problem)
        gc.collect()
        yield Day(number, steps, process.memory_info().rss // 1024, len(gc.get_objects()))


def slope(values: list[int]) -> float:
    """Return by how much values grow each day, by least squares."""
    middle, mean = (len(values) - 1) / 2, sum(values) / len(values)
    weight = sum((index - middle) ** 2 for index in range(len(values)))
    return sum((index - middle) * (value - mean) for index, value in enumerate(values)) / weight


def _event(chance: Random, price: float) -> str:
    account = chance.choice(("Sim1", "Sim2", "120005"))
    return chance.choice(
        (
            f"fill {account} {chance.choice((-2, -1, 1, 2))} {price:.2f} after",
            f"fill {account} {chance.choice((-2, -1, 1, 2))} {price:.2f} before",
            f"show {chance.choice(('SIM', 'LIVE', account))}",
            f"stop {account} {price - 5:.2f}",
            f"swap {chance.choice(('new', 'legacy'))}",
            f"timeframe {chance.choice(('LIVE', '1D', '1W', 'YTD'))}",
            "repeat",
            "link down",
            chance.choice(("repeat", "repeat", "restart")),
        )
    )
