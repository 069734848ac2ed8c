"""What the accountant's books look like on the screen; written without the program's own formatting."""

from datetime import datetime
from fractions import Fraction
from typing import Final, NamedTuple

from tests.oracle.accountant import Accountant, Entry, is_simulated
from tests.oracle.contracts import Terms
from tests.oracle.trade_dates import start_of
from tests.oracle.wording import dollars, duration, even, half_up, in_32nds, signed

GRID: Final = (
    ("Price", "Heat", "Time", "Target", "Stop"),
    ("Planned Risk", "R-Multiple", "Range", "MAE", "MFE"),
    ("VWAP", "Delta", "POC", "Efficiency", "Pts"),
)
_ALARMS = ((300, "critical", True), (270, "warning", True), (180, "warning", False), (0, "dim", False))


class Cell(NamedTuple):
    """What a cell shows."""

    text: str
    role: str
    flash: bool = False


NONE: Final = Cell("--", "dim")


def cells(books: Accountant, account: str, now: datetime, hair: Fraction = Fraction(0)) -> dict[str, Cell]:
    """Return the cells of the open position, as they are while everything is fresh.

    Args:
        books: The accountant's.
        account: Whose cells.
        now: What the clock on the screen says.
        hair: Added to what is rounded: an exact half is not exact with averages of 28 digits.
    """
    rows = [(entry["at"], symbol, entry) for (name, symbol), entry in books.open.items() if name == account]
    if not rows:
        flat = dict.fromkeys(("Symbol", *(name for row in GRID for name in row)), NONE)
        return {**flat, "Live": Cell("FLAT", "neutral")}
    _, symbol, entry = max(rows, key=lambda row: row[:2])
    terms = books.terms(symbol)
    side = 1 if entry["quantity"] > 0 else -1
    last = books.price(symbol, entry)
    seen = books.last is None and entry["low"] != entry["high"]
    others = f" (+{len(rows) - 1})" if len(rows) > 1 else ""
    price = f"{abs(entry['quantity'])} @ {_written(entry['average'] + hair, terms)}"
    return {
        "Symbol": Cell(terms.root + others, "neutral"),
        "Price": Cell(price, "profit" if side > 0 else "loss"),
        "Time": Cell(duration((now - entry["at"] - entry["step"]).total_seconds()), "neutral"),
        "Heat": _heat(entry["heat"], last, now),
        **_risk(books, (account, symbol), entry, last, hair),
        **(
            _excursions(entry, terms.decimals, hair)
            if last is not None or seen
            else {"MAE": NONE, "MFE": NONE}
        ),
        **_snapshot(entry, terms),
        **_live(entry, last, terms, hair),
    }


def balance_cells(
    books: Accountant, account: str, timeframe: str, now: datetime, hair: Fraction = Fraction(0)
) -> dict[str, str]:
    """Return the texts of balance, profit and points of the curve in a timeframe.

    What a curve with open positions was worth on its way, and how many points it has, is a matter of its
    samples: profit is that since its very first balance, or left out.
    """
    curve = books.curves.get(account)
    if not curve:
        return {"Balance": "--", "PnL": "--", "Points": "--"}
    balance = books.worth(account) if books.with_open else curve[-1][1]
    if balance is None:
        return {"Balance": "--", "PnL": "--"}
    start = start_of(timeframe, max(now, curve[-1][0]), curve[0][0])
    before = [amount for at, amount in curve if at <= start]
    base = before[-1] if before else curve[0][1]
    points = sum(at >= start for at, _ in curve)
    flows = [amount for at, amount in books.flows.get(account, []) if at > max(start, curve[0][0])]
    change = balance - base - sum(flows)
    base += sum(amount for amount in flows if amount > 0)
    if abs(change) < Fraction(1, 100):
        profit = "- $0.00 (0.00%)"
    else:
        percent = f"{_thousands(half_up(abs(change / base * 100) + hair))}%" if base else "--"
        profit = f"{'+' if change > 0 else '-'} {dollars(abs(change))} ({percent})"
    shown = {"Balance": dollars(balance)} | ({} if books.with_open else {"Points": f"{points:,}"})
    # What of a broker's balance is profit, and what a deposit, nobody says.
    is_known = is_simulated(account) and not (books.with_open and start > curve[0][0])
    return {**shown, "PnL": profit} if is_known else shown


def _heat(since: datetime | None, last: Fraction | None, now: datetime) -> Cell:
    if since is None:
        return NONE if last is None else Cell("0s", "dim")
    age = (now - since).total_seconds()
    _, role, flash = next(alarm for alarm in _ALARMS if max(0, age) >= alarm[0])
    # It counts on while no price fits, and looks like something old.
    return Cell(duration(age), "stale" if last is None else role, flash)


def _risk(
    books: Accountant, key: tuple[str, str], entry: Entry, last: Fraction | None, hair: Fraction
) -> dict[str, Cell]:
    terms = books.terms(key[1])
    side, held = (1 if entry["quantity"] > 0 else -1), abs(entry["quantity"])
    stop, target = books.protection(*key)
    shown = {"Target": NONE, "Stop": NONE, "Planned Risk": NONE, "R-Multiple": NONE, "Range": NONE}
    if target is not None:
        shown["Target"] = Cell(_written(target, terms), "neutral")
        if last is not None:
            shown["Range"] = Cell(f"{signed((target - last) * side, terms.decimals)} pt", "neutral")
    if stop is not None:
        is_near = last is not None and terms.near is not None and (last - stop) * side <= terms.near
        shown["Stop"] = Cell(_written(stop, terms), "alert" if is_near else "neutral", is_near)
        if terms.point is not None:
            loss = max(Fraction(0), (entry["average"] - stop) * side) * terms.point
            shown["Planned Risk"] = Cell(dollars((loss + 2 * terms.fee) * held + hair), "loss")
    if entry["risk"] and last is not None:
        multiple = (last - entry["average"]) * side * held / entry["risk"]
        shown["R-Multiple"] = _by_sign(f"{signed(multiple + hair)} R")
    return shown


def _live(entry: Entry, last: Fraction | None, terms: Terms, hair: Fraction) -> dict[str, Cell]:
    if last is None:
        return dict.fromkeys(("Live", "Pts", "Efficiency"), NONE)
    points = (last - entry["average"]) * (1 if entry["quantity"] > 0 else -1)
    shown = {
        "Live": Cell(_written(last, terms), "neutral"),
        "Pts": _by_sign(f"{signed(points + hair, terms.decimals)} pt"),
        "Efficiency": NONE,
    }
    if entry["best"] and terms.point is not None:
        share = min(Fraction(1), points * abs(entry["quantity"]) * terms.point / entry["best"]) + hair
        role = "profit" if share > Fraction(3, 5) else "loss" if share < Fraction(3, 10) else "warning"
        shown["Efficiency"] = Cell(f"{half_up(share * 100, 0)}%", role)
    return shown


def _excursions(entry: Entry, decimals: int, hair: Fraction) -> dict[str, Cell]:
    side = 1 if entry["quantity"] > 0 else -1
    adverse, favourable = (entry["low"], entry["high"])[::side]
    worst = min(Fraction(0), (adverse - entry["average"]) * side)
    best = max(Fraction(0), (favourable - entry["average"]) * side)
    return {
        "MAE": _by_sign(f"{signed(worst + hair, decimals)} pt"),
        "MFE": _by_sign(f"{half_up(best + hair, decimals)} pt"),
    }


def _snapshot(entry: Entry, terms: Terms) -> dict[str, Cell]:
    row = entry["snapshot"]
    if row is None:
        return dict.fromkeys(("VWAP", "Delta", "POC"), NONE)
    delta = signed(row["delta"], 0)
    sign = delta[:1] if delta[:1] in {"+", "-"} else ""
    is_long = entry["quantity"] > 0
    levels = {
        name: Cell(
            _written(row[key], terms), "profit" if (row[key] <= entry["average"]) == is_long else "loss"
        )
        for name, key in (("VWAP", "vwap"), ("POC", "poc"))
    }
    return {**levels, "Delta": _by_sign(f"{sign}{int(delta.lstrip('+-')):,}")}


def _written(price: Fraction, terms: Terms) -> str:
    return in_32nds(price) if terms.is_bond else even(price, terms.decimals)


def _by_sign(text: str) -> Cell:
    """Return a number in the role of what is printed of it."""
    if not text.split(maxsplit=1)[0].strip("+-0.,"):
        return Cell(text, "neutral")
    return Cell(text, "loss" if text.startswith("-") else "profit")


def _thousands(text: str) -> str:
    whole, _, rest = text.partition(".")
    return f"{int(whole):,}.{rest}"
