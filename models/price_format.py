"""How prices are written: in decimals, or in parts of a point with parts of those."""

from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final, NamedTuple

_UNKNOWN_DECIMALS: Final = 2
_FRACTION_DECIMALS: Final = 7
_PART: Final = 32
_LARGEST_PART: Final = 256
# An average between two ticks has no end: so many decimals of a part are written.
_MOST_PART_DECIMALS: Final = 3
_MOST_DECIMALS: Final = 9


class PriceFormat(NamedTuple):
    """How prices of a contract are written.

    Attributes:
        decimals: Decimals of a price, and of a difference of prices in any case.
        parts: Into how many parts a point is divided, as 32; 0 where prices are written in decimals.
        part_decimals: Decimals of a part, 1 for halves, 2 for quarters, 3 for eighths.
    """

    decimals: int
    parts: int = 0
    part_decimals: int = 0


# DTCProtocol.h, PriceDisplayFormatEnum: below 100 the decimals, else parts of a point, with halves, quarters
# and eighths of 32nds.
_PARTS: Final = {
    102: (2, 0),
    104: (4, 0),
    108: (8, 0),
    116: (16, 0),
    132: (32, 0),
    134: (32, 1),
    136: (32, 2),
    140: (32, 3),
    164: (64, 0),
    228: (128, 0),
    356: (256, 0),
}


def format_of(tick: Decimal | None, display: int | None) -> PriceFormat:
    """Return how prices are written.

    Args:
        tick: Smallest price step; None where nobody knows it.
        display: The server's price display format; None, or one that cannot show every tick, does not count.

    Returns:
        What the server wants, else as many decimals as the tick needs, and 32nds of a point, with their
        halves, quarters and eighths, for ticks from 1/32 to 1/256.
    """
    if tick is None:
        return PriceFormat(_UNKNOWN_DECIMALS)
    needed = _decimals_of(tick)
    _, bottom = tick.as_integer_ratio()
    is_fraction = _PART <= bottom <= _LARGEST_PART and bottom & (bottom - 1) == 0
    decimals = max(needed, _FRACTION_DECIMALS) if is_fraction else needed
    if display in _PARTS:
        parts, part_decimals = _PARTS[display]
        if _decimals_of(tick * parts) <= part_decimals:
            return PriceFormat(decimals, parts, part_decimals)
    elif display is not None and needed <= display <= _MOST_DECIMALS:
        return PriceFormat(display)
    if is_fraction:
        return PriceFormat(decimals, _PART, _decimals_of(tick * _PART))
    return PriceFormat(decimals)


def written(price: Decimal, shown: PriceFormat) -> str:
    """Return a price as its contract's prices are written: `6750.25`, `117'01`, `110'16.5`; never `-0.00`."""
    if shown.parts:
        return _in_parts(price, shown.parts, shown.part_decimals)
    text = f"{price:.{shown.decimals}f}"
    return text.removeprefix("-") if not text.strip("-0.") else text


def _in_parts(price: Decimal, parts: int, part_decimals: int) -> str:
    step = Decimal(1).scaleb(-_MOST_PART_DECIMALS)
    total = (abs(price) * parts).quantize(step, ROUND_HALF_EVEN)
    points, rest = divmod(total, parts)
    decimals = max(part_decimals, _decimals_of(rest))
    width = len(str(parts - 1)) + (decimals + 1 if decimals else 0)
    sign = "-" if price < 0 and total else ""
    return f"{sign}{points:.0f}'{rest:0{width}.{decimals}f}"


def _decimals_of(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else _UNKNOWN_DECIMALS
