"""Books kept by hand: fractions and dictionaries, and nothing of the program that they are compared with.

The rules are those of any broker's statement: average entry, first flat to flat, fees per contract and side.
An exit of a part is booked in whole cents; the last one takes what is left of the exact result.
"""

from datetime import datetime
from fractions import Fraction
from typing import Any, Final

# Symbol: root, dollars per point, dollars per contract and side.
CONTRACTS: Final = {
    "MESZ26": ("MES", Fraction(5), Fraction("0.62")),
    "F.US.MESH27": ("MES", Fraction(5), Fraction("0.62")),
    "ESZ26": ("ES", Fraction(50), Fraction("2.25")),
    "MNQZ26": ("MNQ", Fraction(2), Fraction("0.62")),
    "F.US.ENQZ26": ("NQ", Fraction(20), Fraction("2.25")),
}
START: Final = Fraction(10000)
_FOREIGN: Final = Fraction(1, 5)

Entry = dict[str, Any]


class Accountant:
    """Hears every fill once, and every price that was seen; keeps all books."""

    def __init__(self) -> None:
        self.open: dict[tuple[str, str], Entry] = {}
        self.trades: dict[str, list[Entry]] = {}
        self.fills: dict[str, list[Entry]] = {}
        self.ledgers: dict[str, Fraction] = {}

    def balance(self, account: str) -> Fraction:
        """Return what a simulated account is worth without its open positions."""
        return START + self.ledgers.get(account, Fraction(0))

    def reset(self, account: str) -> None:
        """Let an account begin with the start balance again."""
        self.ledgers[account] = Fraction(0)

    def price(self, last: Fraction) -> None:
        """Take a price that everybody saw; it belongs to a position unless it is a fifth away."""
        for (_, symbol), position in self.open.items():
            if abs(last - position["average"]) <= position["average"] * _FOREIGN:
                self._mark(symbol, position, last)

    def fill(  # noqa: PLR0913, PLR0917 - what a fill has
        self, account: str, symbol: str, identity: str, quantity: int, price: Fraction, at: datetime
    ) -> None:
        """Book a fill that was never booked before."""
        _, _, fee = CONTRACTS[symbol]
        net = -fee * abs(quantity)
        position = self.open.get((account, symbol))
        rest = quantity
        if position is not None:
            self._mark(symbol, position, price)
            if position["quantity"] * quantity < 0:
                closing = min(abs(quantity), abs(position["quantity"]))
                net += self._exit(account, symbol, position, closing, price, at)
                rest = quantity + closing if quantity < 0 else quantity - closing
        if rest:
            self._enter(account, symbol, rest, price, at)
        self.fills.setdefault(account, []).append({"id": identity, "net": net, "fee": fee * abs(quantity)})
        self.ledgers[account] = self.ledgers.get(account, Fraction(0)) + net

    def _enter(self, account: str, symbol: str, quantity: int, price: Fraction, at: datetime) -> None:
        key = (account, symbol)
        nothing = {"quantity": 0, "average": price, "at": at, "low": price, "high": price}
        sums = dict.fromkeys(("worst", "best", "realised", "fees", "in", "paid", "out", "got"), Fraction(0))
        position = self.open.setdefault(key, {**nothing, **sums})
        held, more = abs(position["quantity"]), abs(quantity)
        position["average"] = (held * position["average"] + more * price) / (held + more)
        position["quantity"] += quantity
        position["in"] += more
        position["paid"] += more * price
        position["fees"] += CONTRACTS[symbol][2] * more

    def _exit(  # noqa: PLR0913, PLR0917 - what an exit has
        self, account: str, symbol: str, position: Entry, contracts: int, price: Fraction, at: datetime
    ) -> Fraction:
        """Give contracts back; return the dollars that this realised."""
        _, point, fee = CONTRACTS[symbol]
        side = 1 if position["quantity"] > 0 else -1
        position["out"] += contracts
        position["got"] += contracts * price
        position["fees"] += fee * contracts
        position["quantity"] -= side * contracts
        if position["quantity"]:
            realised: Fraction = round((price - position["average"]) * side * contracts * point, 2)
            position["realised"] += realised
            return realised
        gross: Fraction = (position["got"] - position["paid"]) * side * point
        rest: Fraction = gross - position["realised"]
        entry = position["paid"] / position["in"]
        adverse, favourable = (position["low"], position["high"])[::side]
        trade = {
            "symbol": symbol,
            "side": "LONG" if side > 0 else "SHORT",
            "contracts": position["in"],
            "average_entry": entry,
            "average_exit": position["got"] / position["out"],
            "entry_time": position["at"],
            "exit_time": at,
            "gross": gross,
            "fees": position["fees"],
            "net": gross - position["fees"],
            "mae_points": min(Fraction(0), (adverse - entry) * side),
            "mfe_points": max(Fraction(0), (favourable - entry) * side),
            "mae": position["worst"],
            "mfe": position["best"],
        }
        self.trades.setdefault(account, []).append(trade)
        del self.open[account, symbol]
        return rest

    @staticmethod
    def _mark(symbol: str, position: Entry, price: Fraction) -> None:
        profit = (price - position["average"]) * position["quantity"] * CONTRACTS[symbol][1]
        position["low"], position["high"] = min(position["low"], price), max(position["high"], price)
        position["worst"], position["best"] = min(position["worst"], profit), max(position["best"], profit)
