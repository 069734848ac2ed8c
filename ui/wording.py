"""How numbers, durations and clock times read on the screen.

Rounding is half up, as a trader would do it by hand; negative zero is never shown.
"""

import re
from datetime import datetime, tzinfo
from decimal import ROUND_HALF_UP, Context, Decimal

from models.book import TradeMode

UNKNOWN = "--"
HIDDEN = "•••"

_MINUTE_S = 60
_HOUR_S = 3600
# The widest float that a peer can send has 309 digits; a narrower context would raise on it.
_DISPLAY = Context(prec=400, rounding=ROUND_HALF_UP)


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Return a value with exactly so many decimals, half up, without a negative zero."""
    result = _DISPLAY.quantize(value, Decimal(1).scaleb(-decimals))
    return result.copy_abs() if result.is_zero() else result


def mode_text(mode: TradeMode | None) -> str:
    """Return the word of a mode; that of LIVE cannot be taken for another."""
    if mode is None:
        return UNKNOWN
    return "LIVE · REAL MONEY" if mode is TradeMode.LIVE else mode.value


def points_text(points: Decimal, decimals: int) -> str:
    """Return signed points, `+1.25 pt`; zero carries no sign."""
    return f"{_signed(rounded(points, decimals))} pt"


def plain_points_text(points: Decimal, decimals: int) -> str:
    """Return points that are never negative, `9.50 pt`."""
    return f"{rounded(points, decimals)} pt"


def ticks_text(ticks: Decimal) -> str:
    """Return signed ticks, `+5 ticks`; a decimal only where an average lies between two ticks."""
    return f"{_signed(_short(ticks))} {_ticks(ticks)}"


def plain_ticks_text(ticks: Decimal) -> str:
    """Return ticks that are never negative, `38 ticks`."""
    return f"{_short(ticks)} {_ticks(ticks)}"


def dollars_text(amount: Decimal, *, is_private: bool = False) -> str:
    """Return dollars and cents, `$10,000.00` or `-$500.25`; hidden, `$•••` or `-$•••`."""
    return amount_text(amount, 2, is_private=is_private)


def signed_dollars_text(amount: Decimal, *, is_private: bool = False) -> str:
    """Return dollars that were made or lost, `+$12.50`; zero carries no sign."""
    plus = "+" if rounded(amount, 2) > 0 else ""
    return plus + dollars_text(amount, is_private=is_private)


def amount_text(amount: Decimal, decimals: int, *, is_private: bool = False) -> str:
    """Return dollars with so many decimals, `$10,000` or `-$2.50`; hidden, `$•••` or `-$•••`."""
    value = rounded(amount, decimals)
    sign = "-" if value < 0 else ""
    return f"{sign}${HIDDEN if is_private else f'{value.copy_abs():,}'}"


_CENT = Decimal("0.01")
_ZERO = Decimal(0)
_NUMBER = r"\d(?:[\d,]*\d)?(?:\.\d+)?"
# Dollars by their sign or their name, and numbers of contracts as alarms, notices and cells word them.
_AMOUNTS = re.compile(
    rf"(?<=\$){_NUMBER}|(?<=\$-){_NUMBER}|\b{_NUMBER}(?= (?:USD|dollars)\b)|(?<=\bUSD ){_NUMBER}"
    rf"|\b{_NUMBER}(?= (?:of {_NUMBER} )?contracts?\b)|(?<=\blong ){_NUMBER}|(?<=\bshort ){_NUMBER}"
    rf"|\b{_NUMBER}(?= @ )|-?\b{_NUMBER}(?= as the server says)"
)


def without_amounts(sentence: str) -> str:
    """Return a sentence with all dollars and numbers of contracts hidden; signs and prices stay."""
    return _AMOUNTS.sub(HIDDEN, sentence)


def least_text(text: str, *, is_all: bool) -> str:
    """Return an amount as what is known of it: `at least $1.24`, or the amount where that is all."""
    return text if is_all else f"at least {text}"


def most_text(text: str, *, is_all: bool) -> str:
    """Return an amount that what is not known makes smaller: `at most $4.38`, or the amount without such."""
    return text if is_all else f"at most {text}"


def change_text(amount: Decimal, percent: Decimal | None, *, is_private: bool = False) -> str:
    """Return a change of the balance, `+ $1,000.00 (10.00%)`.

    Args:
        amount: Dollars.
        percent: Percent of the baseline; None where that is not defined.
        is_private: Whether the dollars are hidden; the percent never are.

    Returns:
        The text; less than one cent reads `- $0.00 (0.00%)`.
    """
    if abs(amount) < _CENT:
        amount, percent = _ZERO, _ZERO
    value = rounded(amount, 2)
    sign = "+" if value > 0 else "-"
    share = UNKNOWN if percent is None else f"{rounded(percent, 2).copy_abs():,}%"
    return f"{sign} ${HIDDEN if is_private else f'{value.copy_abs():,}'} ({share})"


def multiple_text(multiple: Decimal) -> str:
    """Return a multiple of the initial risk, `+0.45 R`."""
    return f"{_signed(rounded(multiple, 2))} R"


def plain_multiple_text(multiple: Decimal) -> str:
    """Return a multiple that is never negative, `1.90 R`."""
    return f"{rounded(multiple, 2)} R"


def percent_text(ratio: Decimal) -> str:
    """Return a ratio as whole percent, `75%`."""
    return f"{rounded(ratio * 100, 0)}%"


def contracts_text(contracts: Decimal, *, is_private: bool = False) -> str:
    """Return a number of contracts without trailing zeros, `2`; hidden, `•••`."""
    return HIDDEN if is_private else f"{contracts.normalize():f}"


def delta_text(delta: Decimal) -> str:
    """Return a signed whole number of contracts, `+1,234`."""
    value = rounded(delta, 0)
    return f"+{value:,}" if value > 0 else f"{value:,}"


def duration_text(seconds: float) -> str:
    """Return a duration as the clocks show it, `45s` or `62:05`."""
    whole = max(0, int(seconds))
    if whole < _MINUTE_S:
        return f"{whole}s"
    return f"{whole // _MINUTE_S}:{whole % _MINUTE_S:02d}"


def age_text(seconds: float) -> str:
    """Return an age, coarser the older it is: `42s`, `5m`, `3h`."""
    whole = max(0, int(seconds))
    if whole < 2 * _MINUTE_S:
        return f"{whole}s"
    if whole < 2 * _HOUR_S:
        return f"{whole // _MINUTE_S}m"
    return f"{whole // _HOUR_S}h"


def clock_text(at: datetime, zone: tzinfo | None, *, seconds: bool) -> str:
    """Return a time of day, `9:05:03 AM`; no leading zero on the hour.

    Args:
        at: An aware moment.
        zone: Time zone of the trader; None is the zone of this computer.
        seconds: Whether seconds are wanted.
    """
    local = at.astimezone(zone)
    hour = local.hour % 12 or 12
    tail = f":{local.second:02d}" if seconds else ""
    return f"{hour}:{local.minute:02d}{tail} {'AM' if local.hour < 12 else 'PM'}"  # noqa: PLR2004 - noon


def day_text(at: datetime, zone: tzinfo | None, *, year: bool) -> str:
    """Return a day, `Nov 7` or `Nov 7, 2025`; no leading zero."""
    local = at.astimezone(zone)
    name = _MONTHS[local.month - 1]
    return f"{name} {local.day}, {local.year}" if year else f"{name} {local.day}"


def month_text(at: datetime, zone: tzinfo | None) -> str:
    """Return a month, `Nov 2025`."""
    local = at.astimezone(zone)
    return f"{_MONTHS[local.month - 1]} {local.year}"


# strftime would follow the language of the computer.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _signed(value: Decimal) -> str:
    return f"+{value}" if value > 0 else str(value)


def _short(ticks: Decimal) -> Decimal:
    value = rounded(ticks, 1)
    return rounded(value, 0) if value == value.to_integral_value() else value


def _ticks(ticks: Decimal) -> str:
    return "tick" if abs(_short(ticks)) == 1 else "ticks"
