"""Books kept by hand: fractions and dictionaries, and nothing of the program that they are compared with.

The rules are those of any broker's statement: average entry, first flat to flat, fees per contract and side.
An exit of a part is booked in whole cents; the last one takes what is left of the exact result.
"""

from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any, Final

from tests.oracle.contracts import CONTRACTS, Terms

START: Final = Fraction(10000)
FOREIGN: Final = Fraction(1, 5)
INITIAL_STOP_S: Final = 60
SNAPSHOT_S: Final = 5
_ZERO: Final = Fraction(0)

Entry = dict[str, Any]


def is_simulated(account: str) -> bool:
    """Return whether an account is one of a simulation, which keeps its own ledger."""
    return account.lower().startswith("sim")


def fits(position: Entry, price: Fraction) -> bool:
    """Return whether a price can belong to a position: it is not more than a fifth away."""
    return bool(abs(price - position["average"]) <= position["average"] * FOREIGN)


def _feel(position: Entry, price: Fraction, at: datetime) -> None:
    """Let a drawdown begin, go on or end with a price."""
    adverse = (price - position["average"]) * position["quantity"] < 0
    position["heat"] = (position["heat"] or at) if adverse else None


class Accountant:
    """Hears what is said at the desk, every fill once, and keeps all books.

    Attributes:
        contracts: As `CONTRACTS`, and what was defined on the way.
        open: Positions by account and symbol.
        orders: Working orders by account and symbol, then by their id.
        trades: What was closed, by account, as it was booked.
        fills: By account, as they were booked.
        curves: Moments and balances, by account.
        flows: Moments and amounts by which a ledger was set anew, which is no profit, by account.
        row: The market as the study wrote it last; None while there is none, or an old one.
        last: The newest price that the study wrote, however old.
        read: When that was.
        served: The newest price of the broker, by symbol: `last`, `at`, and whether it `comes` still.
        with_open: The screen shows what accounts are worth with their open positions.
        unsettled: Accounts of real money with a fill that no balance has followed yet.
    """

    def __init__(self) -> None:
        self.contracts = dict(CONTRACTS)
        self.open: dict[tuple[str, str], Entry] = {}
        self.orders: dict[tuple[str, str], dict[str, Entry]] = {}
        self.trades: dict[str, list[Entry]] = {}
        self.fills: dict[str, list[Entry]] = {}
        self.curves: dict[str, list[tuple[datetime, Fraction]]] = {}
        self.flows: dict[str, list[tuple[datetime, Fraction]]] = {}
        self.row: Entry | None = None
        self.last: Fraction | None = None
        self.read: datetime | None = None
        self.served: dict[str, Entry] = {}
        self.with_open = False
        self.unsettled: set[str] = set()

    def define(self, symbol: str, tick: Fraction, value: Fraction) -> None:
        """Take the broker's word for what a contract is worth."""
        near = self.terms(symbol).near
        self.contracts[symbol] = self.terms(symbol)._replace(
            point=value / tick, near=4 * tick if near is None else near
        )
        for (_, held), position in self.open.items():
            if held == symbol:
                # What was seen before counts in dollars from now on.
                for seen in (position["low"], position["high"]):
                    self._mark(symbol, position, seen)

    def terms(self, symbol: str) -> Terms:
        """Return what a contract is, as far as anybody knows."""
        return self.contracts.get(symbol, Terms(symbol[:-3], None, near=None))

    def balance(self, account: str) -> Fraction | None:
        """Return what an account is worth without its open positions; None while nobody knows."""
        curve = self.curves.get(account)
        return curve[-1][1] if curve else None

    def worth(self, account: str) -> Fraction | None:
        """Return what an account is worth with its open positions; None where anything of it is unknown."""
        total = None if account in self.unsettled else self.balance(account)
        for (name, symbol), position in self.open.items():
            if name != account:
                continue
            last, point = self.price(symbol, position), self.terms(symbol).point
            if total is None or last is None or point is None:
                return None
            total += (last - position["average"]) * position["quantity"] * point
        return total

    def price(self, symbol: str, position: Entry) -> Fraction | None:
        """Return the price that counts for what is held, however old; None while there is none.

        The broker's while it comes, then the study's, if it can be of this contract; of two old the newer.
        """
        served = self.served.get(symbol)
        found = None if self.last is None or not fits(position, self.last) else self.last
        if served is None:
            return found
        last: Fraction = served["last"]
        is_newer = served["comes"] or (
            self.row is None and self.read is not None and served["at"] >= self.read
        )
        return last if found is None or is_newer else found

    def is_served(self, symbol: str) -> bool:
        """Return whether the broker tells prices of a symbol."""
        return symbol in self.served and bool(self.served[symbol]["comes"])

    def serve(self, symbol: str, price: Fraction, at: datetime) -> None:
        """Take a trade of the market that the broker tells; what nobody holds is nobody's business."""
        for (_, held), position in self.open.items():
            if held == symbol:
                self.served[symbol] = {"last": price, "at": at, "comes": True}
                self._mark(symbol, position, price)
                _feel(position, price, at)

    def reach(self, account: str, symbol: str, price: Fraction) -> None:
        """Take the broker's word that the market was there since an entry, unless it cannot have been."""
        position = self.open.get((account, symbol))
        if position is not None and fits(position, price):
            self._mark(symbol, position, price)

    def miss(self, at: datetime) -> None:
        """Take for old what the broker told of prices until a moment."""
        for served in self.served.values():
            served["comes"] = served["comes"] and served["at"] > at

    def set_clock(self, step: timedelta) -> None:
        """Somebody sets the clock: what has passed since an entry, or in a drawdown, stays as it is."""
        for position in self.open.values():
            position["step"] += step
            position["heat"] = position["heat"] and position["heat"] + step

    def trust_clock(self, now: datetime) -> None:
        """Count from entries by the clock as it is, or from now on where they lie ahead of it."""
        for position in self.open.values():
            position["step"] = min(timedelta(0), now - position["at"])

    def see(self, account: str, at: datetime) -> None:
        """Give a simulated account its start balance at first sight."""
        if is_simulated(account) and account not in self.curves:
            self._point(account, at, START)

    def reset(self, account: str, at: datetime) -> None:
        """Let a simulated account begin with the start balance again; nobody resets real money."""
        if is_simulated(account):
            before = self.balance(account)
            self._point(account, at, START)
            if before is not None:
                moment = self.curves[account][-1][0]
                self.flows.setdefault(account, []).append((moment, START - before))

    def broker_says(self, account: str, cash: Fraction, at: datetime) -> None:
        """Take the broker's balance of real money."""
        self.unsettled.discard(account)
        if not is_simulated(account) and self.balance(account) != cash:
            self._point(account, at, cash)

    def market(  # noqa: PLR0913 - what a row has
        self,
        last: Fraction,
        vwap: Fraction,
        delta: Fraction,
        poc: Fraction,
        at: datetime,
        *,
        is_known: bool = True,
    ) -> None:
        """Take what the study wrote, as it is read; a drawdown starts where it is known what is open."""
        self.last, self.read = last, at
        self.row = {"last": last, "vwap": vwap, "delta": delta, "poc": poc}
        for (_, symbol), position in self.open.items():
            if not fits(position, last):
                continue
            if position["snapshot"] is None and at - position["at"] <= timedelta(seconds=SNAPSHOT_S):
                position["snapshot"] = self.row
            if not self.is_served(symbol):
                self._mark(symbol, position, last)
                if is_known:
                    _feel(position, last, at)

    def fill(  # noqa: PLR0913, PLR0917 - what a fill has
        self,
        account: str,
        symbol: str,
        identity: str,
        quantity: int,
        price: Fraction,
        at: datetime,
        *,
        heard: datetime | None = None,
        is_past: bool = False,
    ) -> None:
        """Book a fill that was never booked before.

        Args:
            account: Whose it is.
            symbol: What was traded.
            identity: The broker's.
            quantity: Signed contracts.
            price: In points.
            at: When it was.
            heard: When it was told; None for at once.
            is_past: It was told as history: the market of now is not that of the fill.
        """
        terms, rest, key = self.terms(symbol), quantity, (account, symbol)
        fee, net = terms.fee * abs(quantity), None
        position = self.open.get(key)
        row = None if is_past or self.row is None else self.row
        if position is not None:
            self._mark(symbol, position, price)
            if position["quantity"] * quantity < 0:
                closing = min(abs(quantity), abs(position["quantity"]))
                net = self._exit(key, position, closing, price, at, row)
                rest = quantity + closing if quantity < 0 else quantity - closing
        if rest:
            self._enter(key, rest, price, at, row)
        self._measure(key, heard or at)
        if symbol in self.served and all(held != symbol for _, held in self.open):
            # Nobody hears how it ages from now on.
            self.served[symbol]["comes"] = False
        # Of a contract that nobody knows the worth of not even the fee is a result.
        net = None if terms.point is None else (net or _ZERO) - fee
        self.fills.setdefault(account, []).append({"id": identity, "net": net, "fee": fee})
        if not is_simulated(account):
            self.unsettled.add(account)
        elif net is not None:
            self._point(account, at, (self.balance(account) or START) + net)

    def order(  # noqa: PLR0913, PLR0917 - what an order has
        self,
        account: str,
        symbol: str,
        identity: str,
        side: int,
        kind: str,
        price: Fraction,
        *,
        replaces: str = "",
        works: bool = True,
    ) -> None:
        """Take an order as it is now: `stop`, `limit`, or `unset` where the broker does not say which.

        What it means to a position is seen by `see_stops`, once all orders that belong together are known.
        """
        orders = self.orders.setdefault((account, symbol), {})
        for gone in (identity, replaces):
            orders.pop(gone, None)
        if works:
            orders[identity] = {"side": side, "kind": kind, "price": price}

    def see_stops(self, at: datetime) -> None:
        """Look at every position and the orders that work for it now."""
        for key in self.open:
            self._measure(key, at)

    def forget_orders(self) -> None:
        """Forget all orders, before a complete list of them."""
        for orders in self.orders.values():
            orders.clear()

    def protection(self, account: str, symbol: str) -> tuple[Fraction | None, Fraction | None]:
        """Return the stop and the target that are nearest to the market."""
        position = self.open.get((account, symbol))
        if position is None:
            return None, None
        side = 1 if position["quantity"] > 0 else -1
        found: dict[str, list[Fraction]] = {"stop": [], "limit": []}
        for order in self.orders.get((account, symbol), {}).values():
            gain = (order["price"] - position["average"]) * side
            kind = order["kind"]
            if kind == "unset":
                kind = "stop" if gain < 0 else "limit" if gain > 0 else ""
            if order["side"] == -side and kind:
                found[kind].append(order["price"] * side)
        stop, target = max(found["stop"], default=None), min(found["limit"], default=None)
        return None if stop is None else stop * side, None if target is None else target * side

    def _point(self, account: str, at: datetime, balance: Fraction) -> None:
        curve = self.curves.setdefault(account, [])
        curve.append((max(at, curve[-1][0]) if curve else at, balance))

    def _enter(
        self, key: tuple[str, str], quantity: int, price: Fraction, at: datetime, row: Entry | None
    ) -> None:
        nothing = {"quantity": 0, "average": price, "at": at, "low": price, "high": price, "heat": None}
        nothing["step"] = timedelta(0)
        sums = dict.fromkeys(("worst", "best", "realised", "fees", "in", "paid", "out", "got"), _ZERO)
        measures = dict.fromkeys(("first_stop", "risk", "whole_risk", "snapshot"))
        is_new = key not in self.open
        stop, _ = self.protection(*key)
        position = self.open.setdefault(key, {**nothing, **sums, **measures})
        held, more = abs(position["quantity"]), abs(quantity)
        if position["first_stop"] is not None:
            added = abs(price - (position["first_stop"] if stop is None else stop)) * more
            position["risk"] += added
            position["whole_risk"] += added
        position["average"] = (held * position["average"] + more * price) / (held + more)
        position["quantity"] += quantity
        position["in"] += more
        position["paid"] += more * price
        position["fees"] += self.terms(key[1]).fee * more
        if is_new and row is not None and fits(position, row["last"]):
            position["snapshot"] = row

    def _exit(  # noqa: PLR0913, PLR0917 - what an exit has
        self,
        key: tuple[str, str],
        position: Entry,
        contracts: int,
        price: Fraction,
        at: datetime,
        row: Entry | None,
    ) -> Fraction | None:
        """Give contracts back; return the dollars that this realised, None where nobody knows them."""
        terms = self.terms(key[1])
        side = 1 if position["quantity"] > 0 else -1
        held = abs(position["quantity"])
        position["out"] += contracts
        position["got"] += contracts * price
        position["fees"] += terms.fee * contracts
        if contracts < held:
            position["quantity"] -= side * contracts
            if position["risk"] is not None:
                position["risk"] *= Fraction(held - contracts, held)
            if terms.point is None:
                return None
            realised: Fraction = round((price - position["average"]) * side * contracts * terms.point, 2)
            position["realised"] += realised
            return realised
        if terms.point is None:
            self._close(key, position, None, at, row)
            return None
        gross: Fraction = (position["got"] - position["paid"]) * side * terms.point
        rest: Fraction = gross - position["realised"]
        self._close(key, position, gross, at, row)
        return rest

    def _close(
        self, key: tuple[str, str], position: Entry, gross: Fraction | None, at: datetime, row: Entry | None
    ) -> None:
        side = 1 if position["quantity"] > 0 else -1
        entry, point = position["paid"] / position["in"], self.terms(key[1]).point
        net = None if gross is None else gross - position["fees"]
        adverse, favourable = (position["low"], position["high"])[::side]
        stop, target = self.protection(*key)
        risk = position["whole_risk"]
        risk = None if risk is None or point is None else risk * point
        trade = {
            "symbol": key[1],
            "side": "LONG" if side > 0 else "SHORT",
            "contracts": position["in"],
            "average_entry": entry,
            "average_exit": position["got"] / position["out"],
            "entry_time": position["at"],
            "exit_time": at,
            "gross": gross,
            "fees": position["fees"],
            "net": net,
            "initial_stop": position["first_stop"],
            "last_stop": stop,
            "last_target": target,
            "initial_risk": risk,
            "r_multiple": net / risk if risk and net is not None else None,
            "mae_points": min(_ZERO, (adverse - entry) * side),
            "mfe_points": max(_ZERO, (favourable - entry) * side),
            "mae": None if point is None else position["worst"],
            "mfe": None if point is None else position["best"],
            "efficiency": None
            if gross is None or not position["best"]
            else min(Fraction(1), gross / position["best"]),
            "entry_context": position["snapshot"],
            "exit_context": row if row is not None and fits(position, row["last"]) else None,
        }
        self.trades.setdefault(key[0], []).append(trade)
        del self.open[key]

    def _measure(self, key: tuple[str, str], at: datetime) -> None:
        """Freeze the first stop that works within a minute of the entry."""
        position, (stop, _) = self.open.get(key), self.protection(*key)
        if position is None or stop is None or position["first_stop"] is not None:
            return
        if at - position["at"] <= timedelta(seconds=INITIAL_STOP_S):
            position["first_stop"] = stop
            position["risk"] = abs(position["average"] - stop) * abs(position["quantity"])
            position["whole_risk"] = abs(position["paid"] - stop * position["in"])

    def _mark(self, symbol: str, position: Entry, price: Fraction) -> None:
        profit = (price - position["average"]) * position["quantity"] * (self.terms(symbol).point or 0)
        position["low"], position["high"] = min(position["low"], price), max(position["high"], price)
        position["worst"], position["best"] = min(position["worst"], profit), max(position["best"], profit)
