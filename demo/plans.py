"""What a trader sets out to do: plans for one trade each, drawn from a shuffled bag."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from random import Random
from typing import Final

from demo.chance import chance_for


class Deed(Enum):
    """What can be done with a running trade."""

    ADD = auto()
    TRIM = auto()
    MOVE_STOP = auto()
    REVERSE = auto()
    CLOSE = auto()


@dataclass(frozen=True, slots=True)
class Action:
    """One deed at its time.

    Attributes:
        after: Steps since the entry.
        amount: Contracts; for `MOVE_STOP` the new distance from the average entry in ticks, where a
            negative one lies on the winning side.
    """

    after: int
    deed: Deed
    amount: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One trade, flat to flat.

    Attributes:
        side: +1 long, -1 short.
        quantity: Contracts of the entry.
        stop: Distance of the stop, ticks; None trades without protection.
        target: Distance of the target, ticks; None for none. It needs a stop.
        limit: Distance at which the entry waits below (above) the market, ticks; None enters at the market.
        actions: In order of time; the last one closes what stop and target have left.
        rest: Steps to wait afterwards.
    """

    side: int
    quantity: int
    stop: int | None = None
    target: int | None = None
    limit: int | None = None
    actions: tuple[Action, ...]
    rest: int


# The first trades of a world, timed to the opening of `demo.market`.
OPENING: Final = (
    # Bought in step 1, closed in step 3 with a few ticks, so that a balance moves at once.
    Plan(side=1, quantity=1, actions=(Action(2, Deed.CLOSE),), rest=1),
    # Bought in step 5 (2.5 s), seen on both sides of its entry within 15 s, trimmed in profit after 9 s.
    Plan(
        side=1,
        quantity=3,
        stop=22,
        target=26,
        actions=(Action(13, Deed.TRIM, 1), Action(175, Deed.MOVE_STOP, 13), Action(200, Deed.CLOSE)),
        rest=10,
    ),
    Plan(side=-1, quantity=1, stop=6, target=8, actions=(Action(60, Deed.CLOSE),), rest=12),
    Plan(side=1, quantity=2, stop=6, target=12, actions=(Action(60, Deed.CLOSE),), rest=14),
    # More than five minutes under water; its stop is moved to where the price nearly gets.
    Plan(
        side=1,
        quantity=2,
        stop=36,
        target=20,
        actions=(Action(370, Deed.MOVE_STOP, 17), Action(900, Deed.CLOSE)),
        rest=20,
    ),
)


class PlanBag:
    """Deals plans so that every kind comes up once before any comes up again."""

    def __init__(self, seed: int, account: str) -> None:
        self._chance = chance_for(seed, f"plans of {account}")
        self._bag: list[Callable[[Random, int], Plan]] = []

    def draw(self, trend: int) -> Plan:
        """Return the next plan.

        Args:
            trend: Direction of the market: 1, -1, or 0 for sideways.
        """
        if not self._bag:
            self._bag = list(_KINDS)
            self._chance.shuffle(self._bag)
        return self._bag.pop()(self._chance, trend or self._chance.choice((-1, 1)))


def _scalp(chance: Random, trend: int) -> Plan:
    return Plan(
        side=trend,
        quantity=chance.randint(1, 2),
        stop=10,
        target=chance.randint(6, 9),
        actions=(Action(120, Deed.CLOSE),),
        rest=chance.randint(10, 60),
    )


def _patient(chance: Random, trend: int) -> Plan:
    """Enter against the trend and sit it out: minutes of drawdown, sometimes the stop."""
    return Plan(
        side=-trend,
        quantity=chance.randint(1, 2),
        stop=chance.randint(44, 60),
        target=chance.randint(16, 28),
        actions=(Action(chance.randint(750, 1000), Deed.CLOSE),),
        rest=chance.randint(20, 80),
    )


def _scale_in(chance: Random, trend: int) -> Plan:
    return Plan(
        side=trend,
        quantity=1,
        stop=18,
        target=22,
        actions=(
            Action(20, Deed.ADD, 1),
            Action(45, Deed.ADD, 2),
            Action(chance.randint(150, 320), Deed.CLOSE),
        ),
        rest=chance.randint(20, 90),
    )


def _scale_out(chance: Random, trend: int) -> Plan:
    return Plan(
        side=trend,
        quantity=4,
        stop=16,
        target=30,
        actions=(
            Action(24, Deed.TRIM, 2),
            Action(60, Deed.TRIM, 1),
            Action(chance.randint(150, 300), Deed.CLOSE),
        ),
        rest=chance.randint(20, 90),
    )


def _reverse(chance: Random, trend: int) -> Plan:
    return Plan(
        side=-trend,
        quantity=2,
        stop=20,
        target=20,
        actions=(
            Action(chance.randint(20, 60), Deed.REVERSE, 1),
            Action(chance.randint(160, 260), Deed.CLOSE),
        ),
        rest=chance.randint(20, 80),
    )


def _trail(chance: Random, trend: int) -> Plan:
    return Plan(
        side=trend,
        quantity=2,
        stop=16,
        actions=(
            Action(40, Deed.MOVE_STOP, 8),
            Action(80, Deed.MOVE_STOP, 0),
            Action(120, Deed.MOVE_STOP, -6),
            Action(chance.randint(200, 400), Deed.CLOSE),
        ),
        rest=chance.randint(20, 80),
    )


def _fade(chance: Random, trend: int) -> Plan:
    """Wait with a limit order, which may fill in parts or not at all."""
    return Plan(
        side=-trend,
        quantity=3,
        stop=14,
        target=12,
        limit=chance.randint(1, 4),
        actions=(Action(chance.randint(120, 240), Deed.CLOSE),),
        rest=chance.randint(10, 60),
    )


_KINDS: Final = (_scalp, _patient, _scale_in, _scale_out, _reverse, _trail, _fade)
