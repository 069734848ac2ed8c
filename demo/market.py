"""The simulated market: a seeded price path of trends, pullbacks and pauses."""

from dataclasses import dataclass
from typing import Final

from demo.chance import chance_for
from demo.session_figures import Print, SessionFigures

_OPEN_TICKS: Final = 27_000
_OPEN_SPREAD_TICKS: Final = 400
# Far from the opening price the next leg leads back, so that a world that runs for days stays plausible.
_FAR_TICKS: Final = 240
_NOISE_MEMORY: Final = 0.8
_LEAST_PRINTS: Final = 3


@dataclass(frozen=True, slots=True)
class Leg:
    """A stretch of the price path.

    Attributes:
        steps: How long it takes.
        ticks: Where it leads, relative to where it began.
        noise: Largest random push per step, ticks.
    """

    steps: int
    ticks: int
    noise: float


@dataclass(frozen=True, slots=True)
class _Terrain:
    """A kind of leg and the ranges that its length and height are drawn from."""

    odds: int
    steps: tuple[int, int]
    ticks: tuple[int, int]
    noise: float


_TERRAINS: Final = (
    _Terrain(6, (20, 90), (12, 36), 1.2),  # impulse
    _Terrain(5, (30, 120), (6, 18), 0.9),  # pullback
    _Terrain(4, (160, 600), (16, 50), 1.0),  # long trend
    _Terrain(5, (60, 500), (0, 0), 0.8),  # pause
)

# Every market opens alike, in step with the opening plans of `demo.plans`: within a quarter of a minute a
# winner, profit and drawdown on one long position; within eight minutes a target, a stop, five minutes of
# drawdown and a stop that nearly goes. From there on chance rules.
_CALM: Final = 0.3
_OPENING: Final = tuple(
    Leg(steps, ticks, _CALM)
    for steps, ticks in (
        # The scalp, then the long position on both sides of its entry.
        *((1, 0), (1, 6), (3, 0), (6, -6), (7, 14), (10, -15), (22, 12), (30, -15), (50, 18), (80, -16)),
        # A short trade that reaches its target, a long one that is stopped.
        *((8, 0), (16, -11), (14, 3), (16, -9), (14, 0)),
        # Nearly six minutes below the entry of the next one, then its target.
        *((40, -12), (80, 6), (80, -5), (100, 5), (100, -8), (120, 6), (80, -4), (80, 4), (60, 34)),
    )
)


class Market:
    """Prints trades, half a second of demo time per step; nobody's orders move it.

    Attributes:
        figures: Session figures of all trades so far.
        trend: Direction of the present leg: 1 up, -1 down, 0 sideways.
    """

    def __init__(self, seed: int) -> None:
        self._chance = chance_for(seed, "market")
        self._anchor = _OPEN_TICKS + self._chance.randint(-_OPEN_SPREAD_TICKS, _OPEN_SPREAD_TICKS)
        self._coming = list(reversed(_OPENING))
        self._leg = self._coming.pop()
        self._leg_start = self._anchor
        self._leg_step = 0
        self._noise = 0.0
        self.trend = 0
        self.figures = SessionFigures(self._anchor)
        self.figures.record(Print(self._anchor, 1, 1))

    def advance(self) -> list[Print]:
        """Return the trades of the next step, oldest first, at least 3."""
        tape = self._trades(self._next_price())
        for trade in tape:
            self.figures.record(trade)
        return tape

    def _next_price(self) -> int:
        if self._leg_step >= self._leg.steps:
            self._begin_leg()
        self._leg_step += 1
        push = self._chance.uniform(-self._leg.noise, self._leg.noise)
        self._noise = _NOISE_MEMORY * self._noise + push
        way = self._leg.ticks * self._leg_step / self._leg.steps
        return round(self._leg_start + way + self._noise)

    def _begin_leg(self) -> None:
        self._leg_start += self._leg.ticks
        self._leg_step = 0
        self._leg = self._coming.pop() if self._coming else self._random_leg()
        self.trend = (self._leg.ticks > 0) - (self._leg.ticks < 0)

    def _random_leg(self) -> Leg:
        chance = self._chance
        away = self._leg_start - self._anchor
        if abs(away) > _FAR_TICKS:
            way = -1 if away > 0 else 1
        else:
            # Two turns for every continuation: a trend is followed by its pullback more often than not.
            way = chance.choice((self.trend, -self.trend, -self.trend)) or chance.choice((-1, 1))
        terrain = chance.choices(_TERRAINS, [each.odds for each in _TERRAINS])[0]
        return Leg(chance.randint(*terrain.steps), way * chance.randint(*terrain.ticks), terrain.noise)

    def _trades(self, target: int) -> list[Print]:
        """Return trades that walk tick by tick from the last price to the target."""
        chance = self._chance
        last = self.figures.last
        way = 1 if target > last else -1
        prices = list(range(last + way, target + way, way)) if target != last else [last]
        prices += [target] * (_LEAST_PRINTS - len(prices))
        tape = []
        for price in prices:
            aggressor = (price > last) - (price < last) or chance.choice((-1, 1))
            tape.append(Print(price, chance.randint(1, 12), aggressor))
            last = price
        return tape
