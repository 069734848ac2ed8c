"""What the accountant's books look like on the screen; written without the program's own formatting."""

from fractions import Fraction

from tests.oracle.accountant import CONTRACTS, Accountant, Entry

_FOREIGN = Fraction(1, 5)
_NONE = "--"


def cells(
    books: Accountant, account: str, last: Fraction | None, hair: Fraction = Fraction(0)
) -> dict[str, str]:
    """Return the texts of the cells that the accountant can know.

    Args:
        books: The accountant's.
        account: Whose cells.
        last: Newest price of the snapshot; None before the first.
        hair: Added to what is rounded: an exact half is not exact with averages of 28 digits.
    """
    rows = [(entry["at"], symbol, entry) for (name, symbol), entry in books.open.items() if name == account]
    if not rows:
        flat = dict.fromkeys(("Symbol", "Price", "MAE", "MFE", "Pts", "Efficiency"), _NONE)
        return {**flat, "Live": "FLAT"}
    _, symbol, entry = max(rows, key=lambda row: row[:2])
    root, others = CONTRACTS[symbol][0], len(rows) - 1
    shown = {
        "Symbol": f"{root} (+{others})" if others else root,
        "Price": f"{abs(entry['quantity'])} @ {_even(entry['average'] + hair)}",
    }
    if last is None or abs(last - entry["average"]) > entry["average"] * _FOREIGN:
        unknown = dict.fromkeys(("Live", "MAE", "MFE", "Pts", "Efficiency"), _NONE)
        if last is None and entry["low"] != entry["high"]:
            unknown |= _excursions(entry, hair)
        return {**shown, **unknown}
    side = 1 if entry["quantity"] > 0 else -1
    points = (last - entry["average"]) * side
    profit = points * abs(entry["quantity"]) * CONTRACTS[symbol][1]
    share = (
        f"{_half_up(min(Fraction(1), profit / entry['best']) * 100 + hair, 0)}%" if entry["best"] else _NONE
    )
    live = {"Live": _half_up(last), "Pts": f"{_signed(points + hair)} pt", "Efficiency": share}
    return {**shown, **live, **_excursions(entry, hair)}


def dollars(amount: Fraction) -> str:
    """Return an amount of money as the screen has it."""
    text = _half_up(abs(amount))
    whole, cents = text.split(".")
    sign = "-" if amount < 0 and text != "0.00" else ""
    return f"{sign}${int(whole):,}.{cents}"


def _excursions(entry: Entry, hair: Fraction) -> dict[str, str]:
    side = 1 if entry["quantity"] > 0 else -1
    adverse, favourable = (entry["low"], entry["high"])[::side]
    worst = min(Fraction(0), (adverse - entry["average"]) * side)
    best = max(Fraction(0), (favourable - entry["average"]) * side)
    return {"MAE": f"{_signed(worst + hair)} pt", "MFE": f"{_half_up(best + hair)} pt"}


def _signed(value: Fraction) -> str:
    text = _half_up(value)
    return f"+{text}" if not text.startswith("-") and float(text) else text


def _half_up(value: Fraction, decimals: int = 2) -> str:
    scaled = int(abs(value) * 10**decimals + Fraction(1, 2))
    sign = "-" if value < 0 and scaled else ""
    whole, rest = divmod(scaled, 10**decimals)
    return f"{sign}{whole}.{rest:0{decimals}d}" if decimals else f"{sign}{whole}"


def _even(value: Fraction) -> str:
    """Return a price; on a tie to the even digit, as averages are shown."""
    return f"{float(round(value, 2)):.2f}"
