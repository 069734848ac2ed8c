"""Sessions made by chance, written down as tapes."""

import random
from collections.abc import Sequence
from fractions import Fraction
from typing import Final, TypeVar

from tests.oracle.accountant import is_simulated
from tests.oracle.contracts import CONTRACTS

_ACCOUNTS: Final = ("Sim1", "Sim2", "120005", "APEX-77")
_ENCODINGS: Final = ("compact", "json", "binary", "vls")
_TICK: Final = Fraction(1, 4)
_MARKETS: Final = {"MES": Fraction(6750), "ES": Fraction(6750), "MNQ": Fraction(24000), "NQ": Fraction(24000)}
_SYMBOLS: Final = tuple(symbol for symbol, (root, *_) in CONTRACTS.items() if root in _MARKETS)
# From a moment to seven weeks: sessions, weeks and months end while nobody watches.
_ABSENCES: Final = (0, 1, 100, 3_000, 30_000, 250_000, 600_000, 690_000, 1_000_000, 4_000_000)
_ROWS: Final = (
    ",7000,6000,6749,6748,1",
    "0,7000,6000,6749,6748,1",
    "6750,6740,6000,6749,6748,1",
    "6750,7000",
)

_T = TypeVar("_T")


class Author:
    """Writes what happens in a session; knows of the trade only what a trader needs to give an order.

    Args:
        chances: One number for the desk, then one for each event; 0 is none, so that a story can be cut.
    """

    def __init__(self, chances: Sequence[int]) -> None:
        self._chances = chances
        self._chance = random.Random(chances[0])
        first = self._pick(len(_ACCOUNTS))
        self._accounts = [_ACCOUNTS[(first + n) % len(_ACCOUNTS)] for n in range(1 + self._pick(3))]
        first = self._pick(len(_SYMBOLS))
        self._symbols = [_SYMBOLS[(first + n) % len(_SYMBOLS)] for n in range(1 + self._pick(3))]
        self._offset = dict.fromkeys(_MARKETS, Fraction(0))
        self._held: dict[tuple[str, str], int] = {}
        # What works: account, symbol, side, kind, contracts left, price.
        self._orders: dict[str, tuple[str, str, str, str, int, Fraction]] = {}
        self._last_of_order: dict[str, str] = {}
        self._told: list[str] = []
        self._number = 0
        self._runs = True
        self._lines = [f"accounts {' '.join(self._accounts)}", f"encoding {self._one(_ENCODINGS)}"]

    def write(self) -> list[str]:
        """Return the lines of a tape."""
        self._say("ready")
        self._quote()
        steps = (
            *[self._trade] * 30,
            *[self._quote] * 18,
            *[self._place] * 14,
            *[self._fill_order] * 10,
            *[self._move] * 8,
            *[self._end] * 4,
            *[self._repeat] * 9,
            *[self._lose_link] * 6,
            *[self._restart] * 6,
            *[self._switch] * 6,
            *[self._pay] * 4,
            *[self._reset] * 2,
            *[self._study] * 4,
        )
        for chance in self._chances[1:]:
            if chance:
                self._chance = random.Random(chance)
                self._one(steps)()
                if self._pick(10) >= 7:
                    self._compare()
        self._compare()
        return self._lines

    def _pick(self, count: int) -> int:
        return self._chance.randrange(count)

    def _one(self, choices: Sequence[_T]) -> _T:
        return choices[self._pick(len(choices))]

    def _say(self, text: str, after: float = 0) -> None:
        self._lines.append(f"+{after:g} {text}")

    def _compare(self) -> None:
        self._say("wait", self._one((3, 4.75)))
        self._lines.append("expect agreed")

    def _quote(self) -> None:
        root = self._one(tuple(_MARKETS))
        self._offset[root] += _TICK * (self._pick(81) - 40)
        last = _MARKETS[root] + self._offset[root]
        level = last + _TICK * (self._pick(9) - 4)
        row = f"vwap={float(level):.2f} poc={float(last):.2f} delta={self._pick(4000) - 2000}"
        self._say(f"quote {float(last):.2f} {row}", self._one((1, 0.25)))
        self._say("wait", self._one((1, 0.5, 2) * 5 + (30, 185)))

    def _price(self, symbol: str) -> Fraction:
        root = CONTRACTS[symbol][0]
        return _MARKETS[root] + self._offset[root] + _TICK * (self._pick(25) - 12)

    def _trade(self) -> None:
        account, symbol = self._one(self._accounts), self._one(self._symbols)
        parts = self._parts(self._held.get((account, symbol), 0))
        self._number += 1
        order = f"order=m{self._number} of={abs(sum(parts))}"
        for part in parts:
            report = self._one(("after", "after", "before", "alone"))
            self._fill(account, symbol, part, self._price(symbol), f"{order} report={report}")
            self._say("wait", self._one((1, 2.5, 0)))

    def _fill(self, account: str, symbol: str, quantity: int, price: Fraction, how: str) -> None:
        self._number += 1
        self._last_of_order[how.split(maxsplit=1)[0]] = f"x{self._number}"
        self._held[account, symbol] = self._held.get((account, symbol), 0) + quantity
        text = f"fill {account} {symbol} {quantity:+d} {float(price):.2f} id=x{self._number} {how}"
        self._say(text, self._one((0, 1, 0.75)))
        self._told.append(account)

    def _parts(self, held: int) -> list[int]:
        whole = (1 + self._pick(5)) * self._one((1, -1))
        style = self._pick(10)
        if held and style < 4:
            whole = -held
        elif held and style < 6:
            whole = -held - (1 if held > 0 else -1) * (1 + self._pick(3))
        sign, left = (1 if whole > 0 else -1), abs(whole)
        parts: list[int] = []
        while left:
            part = left if len(parts) == 2 else left - self._pick(left)
            parts.append(sign * part)
            left -= part
        return parts

    def _place(self) -> None:
        """Give one or two orders around the market: what protects a position, or what begins one."""
        account, symbol = self._one(self._accounts), self._one(self._symbols)
        held = self._held.get((account, symbol), 0)
        side = "sell" if held > 0 or (not held and self._pick(2)) else "buy"
        if not self._pick(6):
            side = "buy" if side == "sell" else "sell"
        for kind in self._one((("stop",), ("stop", "limit"), ("unset", "unset"), ("stop-limit", "touched"))):
            away = _TICK * (1 + self._pick(40)) * (-1 if kind.startswith("stop") else 1)
            price = self._price(symbol) + (away if side == "sell" else -away)
            self._number += 1
            self._order(f"p{self._number}", (account, symbol, side, kind, abs(held) or 2, price), "")
        self._say("wait", self._one((1, 0.25) * 4 + (61,)))

    def _order(self, name: str, order: tuple[str, str, str, str, int, Fraction], how: str) -> None:
        account, symbol, side, kind, quantity, price = order
        self._orders[name] = order
        text = f"order {account} {symbol} {side} {kind} {quantity} {float(price):.2f} id={name} {how}"
        self._say(text.rstrip(), self._one((0, 1)))

    def _move(self) -> None:
        """Replace an order, under its own name or a new one."""
        if not self._orders:
            return
        name = self._one(list(self._orders))
        account, symbol, side, kind, quantity, price = self._orders.pop(name)
        self._number += 1
        other = name if self._pick(2) else f"p{self._number}"
        price += _TICK * (self._pick(41) - 20)
        self._last_of_order.pop(f"order={name}", None)
        self._order(other, (account, symbol, side, kind, quantity, price), f"replaces={name}")

    def _end(self) -> None:
        if self._orders:
            name = self._one(list(self._orders))
            del self._orders[name]
            self._last_of_order.pop(f"order={name}", None)
            self._say(f"end {name} {self._one(('cancelled', 'rejected'))}", 1)

    def _fill_order(self) -> None:
        """Let a working order be filled, wholly or in part."""
        if not self._orders:
            return
        name = self._one(list(self._orders))
        account, symbol, side, kind, quantity, price = self._orders.pop(name)
        part = quantity - self._pick(quantity)
        if part < quantity:
            self._orders[name] = (account, symbol, side, kind, quantity - part, price)
        how = f"order={name} report={self._one(('after', 'before', 'alone'))}"
        self._fill(account, symbol, part if side == "buy" else -part, price, how)
        self._say("wait", self._one((1, 2.5)))

    def _repeat(self) -> None:
        """Let the broker say again what it said last of an order, and what it holds."""
        for name in list(self._last_of_order.values())[-3:]:
            self._say(self._one((f"repeat {name}", f"restate {name}", f"repeat {name} times=3")), 0.25)
        self._say("wait", 1)

    def _lose_link(self) -> None:
        self._away()
        self._synchronise()

    def _away(self) -> None:
        """Cut the line, and trade where nobody hears it, in accounts that were heard of before."""
        self._say("link down", self._one((1, 0.25)))
        for _ in range(self._pick(4) if self._told else 0):
            event = self._pick(4)
            if event < 2:
                account, symbol = self._one(self._told), self._one(self._symbols)
                part = self._parts(self._held.get((account, symbol), 0))[0]
                self._number += 1
                self._fill(account, symbol, part, self._price(symbol), f"order=m{self._number}")
            elif event == 2:
                self._move()
            else:
                self._end()
        self._say("link up", self._one((1, 20)))

    def _restart(self) -> None:
        self._study_runs()
        if self._pick(2):
            self._away()
        self._say(f"{self._one(('restart', 'crash'))} {self._one(_ABSENCES)}", 1)
        self._synchronise()

    def _synchronise(self) -> None:
        """Wait for the link; now and then trade while the past is still being read."""
        if not self._pick(3) and self._told:
            self._say("wait", self._one((0.5, 0.25, 1)))
            account, symbol = self._one(self._told), self._one(self._symbols)
            part = self._parts(self._held.get((account, symbol), 0))[0]
            self._number += 1
            self._fill(account, symbol, part, self._price(symbol), f"order=m{self._number} report=alone")
        self._say("ready")

    def _switch(self) -> None:
        mode = self._one(("SIM", "LIVE", "DEBUG"))
        what = self._one((f"show {self._one(self._accounts)}", "next", "next times=7", f"show {mode}"))
        self._say(what, 1)

    def _pay(self) -> None:
        self._say(f"balance {self._one(self._accounts)} {self._pick(10_000_000) / 100:.2f}", 1)

    def _reset(self) -> None:
        account = self._one(self._accounts)
        if is_simulated(account):
            self._say(f"reset {account}", 1)

    def _study(self) -> None:
        """Let the study stop, write nonsense, or go on."""
        self._runs = not self._runs
        if self._runs:
            self._study_runs()
        else:
            self._say(self._one(("study stops", "study deleted", f"row {self._one(_ROWS)}")), 1)

    def _study_runs(self) -> None:
        if not self._runs:
            self._runs = True
            self._say("study runs")
        self._quote()
