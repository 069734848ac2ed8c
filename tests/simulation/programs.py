"""Small programs made by chance."""

from collections.abc import Callable
from itertools import accumulate
from random import Random
from typing import Final

from tests.simulation.operations import Op

MOST_OPS: Final = 6
_SIMULATED: Final = ("Sim1", "Sim2")
_ALL: Final = (*_SIMULATED, "120005")
_FAILING: Final = (
    "equity",
    "positions",
    "session",
    "heat",
    "screen",
    "statistics",
    "alarms",
    "gaps",
    "database",
)
_PAUSES: Final = (0.0, 0.0, 0.0, 0.05, 0.3, 1.0)


class _Author:
    """Writes one program; most of it is about one account, for what meets elsewhere is no race."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._account = chance.choice(_ALL)

    def write(self) -> list[Op]:
        # Most bugs need few operations; two or three of them make twice as many programs as six.
        count = 2 + min(self._chance.randrange(MOST_OPS - 1) for _ in range(3))
        return [Op(self._chance.choice(_PAUSES), self._operation()) for _ in range(count)]

    def _operation(self) -> str:
        (make,) = self._chance.choices(_MAKERS, cum_weights=_SHARES)
        return make(self)

    def account(self, among: tuple[str, ...] = _ALL) -> str:
        is_near = self._account in among and self._chance.randrange(4)
        return self._account if is_near else self._chance.choice(among)

    def one(self, *words: object) -> str:
        return str(self._chance.choice(words))

    def price(self) -> str:
        return f"{6750 + self._chance.randrange(-40, 41) * 0.25:.2f}"

    def cash(self) -> str:
        return f"{25000 + self._chance.randrange(1, 400) * 2.5:.2f}"

    def fill(self) -> str:
        quantity, how = self.one(-3, -2, -1, 1, 2), self.one("after", "after", "before", "alone")
        return f"fill {self.account()} {quantity} {self.price()} {how}"


_KINDS: Final[tuple[tuple[int, Callable[[_Author], str]], ...]] = (
    (26, _Author.fill),
    (10, lambda author: f"show {author.one('SIM', 'LIVE', 'DEBUG')}"),
    (8, lambda author: f"show {author.account()}"),
    (5, lambda _: "next"),
    (4, lambda author: f"timeframe {author.one('LIVE', '1D', '1W', 'YTD')}"),
    (5, lambda author: f"swap {author.one('new', 'legacy')}"),
    (2, lambda _: "equity"),
    (1, lambda _: "acknowledge"),
    (7, lambda author: f"reset {author.account(_SIMULATED)}"),
    (1, lambda _: "restart"),
    (1, lambda _: "crash"),
    (4, lambda _: "repeat"),
    (2, lambda _: "restate"),
    (5, lambda author: f"stop {author.account()} {author.price()}"),
    (2, lambda author: f"cancel {author.account()}"),
    (4, lambda author: f"balance 120005 {author.cash()}"),
    (6, lambda author: f"quote {author.price()}"),
    (2, lambda _: "torn"),
    (1, lambda author: f"study {author.one('stops', 'runs')}"),
    (3, lambda _: "link down"),
    (3, lambda _: "link up"),
    (2, lambda _: "late"),
    (2, lambda _: "stale"),
    (3, lambda _: "split"),
    (8, lambda author: f"fail {author.one(*_FAILING)}"),
    (3, lambda _: "disk full"),
    (2, lambda _: "disk well"),
    (3, lambda author: f"stall {author.one(0.5, 2)}"),
    (1, lambda author: f"clock {author.one(-30, 3600, -3600, 5)}"),
    (1, lambda author: f"sleep {author.one(3, 600)}"),
)
_MAKERS: Final = [make for _, make in _KINDS]
_SHARES: Final = list(accumulate(weight for weight, _ in _KINDS))


def program_of(chance: Random) -> list[Op]:
    """Return a program."""
    return _Author(chance).write()
