"""How figures of trades read; pure."""

from datetime import timedelta
from decimal import Decimal

from models.contract import contract_of, price_text
from models.statistics import Sharpe, Statistics
from ui.wording import HIDDEN, rounded

NOT_DEFINED = "-"

_MINUTE_S = 60
_HOUR_S = 3600
_FEWEST_DECIMALS = 2
_MOST_DECIMALS = 7


def amount_text(amount: Decimal) -> str:
    """Return dollars, or a plain number, with two decimals: `250.00`, `-1,060.00`."""
    return f"{rounded(amount, 2):,}"


def money_text(amount: Decimal, *, is_private: bool) -> str:
    """Return dollars as `amount_text` does; hidden, `•••` or `-•••`."""
    if not is_private:
        return amount_text(amount)
    return f"-{HIDDEN}" if rounded(amount, 2) < 0 else HIDDEN


def share_text(share: Decimal) -> str:
    """Return a share in percent: `40.0%`."""
    return f"{rounded(share * 100, 1)}%"


def factor_text(factor: Decimal) -> str:
    """Return a ratio of amounts: `3.50`, or the sign for infinity."""
    return amount_text(factor) if factor.is_finite() else "∞"


def held_text(held: timedelta) -> str:
    """Return how long trades were held: `45s`, `12m 05s`, `1h 02m 05s`."""
    whole = int(held.total_seconds())
    hours, minutes, seconds = whole // _HOUR_S, whole // _MINUTE_S % _MINUTE_S, whole % _MINUTE_S
    if hours:
        return f"{hours}h {minutes:02d}m {seconds:02d}s"
    return f"{minutes}m {seconds:02d}s" if minutes else f"{seconds}s"


def sharpe_text(sharpe: Sharpe) -> str:
    """Return the ratio with the word for its kind: `1.23 daily`, `0.44 per trade`."""
    return f"{rounded(Decimal(repr(sharpe.value)), 2)} {'daily' if sharpe.daily else 'per trade'}"


def average_price_text(price: Decimal, symbol: str) -> str:
    """Return an average price in the parts of a point that its contract has, else with all its decimals.

    Args:
        price: Of one or many fills.
        symbol: As the server sends it; trades do not keep how it wanted prices to be written.
    """
    contract = contract_of(symbol, {}, None)
    if contract.parts:
        return price_text(price, contract)
    short = rounded(price, _MOST_DECIMALS).normalize()
    exponent = short.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) else 0
    return f"{rounded(short, max(_FEWEST_DECIMALS, decimals))}"


def count_text(count: int, noun: str) -> str:
    """Return a number of things: `1 trade`, `1,200 trades`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def left_out_text(shown: Statistics) -> list[str]:
    """Return which trades figures do not hold, or hold in part."""
    notes = []
    if shown.excluded:
        notes.append(f"{count_text(shown.excluded, 'trade')} without a known result left out")
    if shown.unseen:
        notes.append(f"Not all fees of {count_text(shown.unseen, 'trade')} are known")
    return notes


def sign_role(amount: Decimal) -> str:
    """Return the role of a number by the sign of what is printed of it."""
    printed = rounded(amount, 2) if amount.is_finite() else amount
    if printed == 0:
        return "neutral"
    return "profit" if printed > 0 else "loss"
