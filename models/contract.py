"""Contract facts: tick, dollars per point, fees."""

import math
import re
from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache
from typing import Final, NamedTuple

import msgspec

from models.book import short_name
from models.contract_table import ALARM_IN_POINTS, CQG_ROOTS, FEES_PER_SIDE, SAME_PRICE, SPECIFICATIONS
from models.price_format import PriceFormat, format_of, written

# Shortest root, month letter, one or two digits of the year.
_DATED = re.compile(r"([A-Z0-9]{1,4}?)([FGHJKMNQUVXZ])(\d{1,2})")
_UNDATED = re.compile(r"[A-Z0-9]{1,6}")
_ZERO = Decimal(0)
# A price that came through a 32 bit float is off by up to 2**-24 of its size.
_FLOAT32_NOISE = Decimal("1.2e-7")
# No off-grid average of fewer than a few hundred contracts comes this close to a tick.
_LARGEST_NOISE_TICKS = Decimal("0.01")
LARGEST: Final = 1e12
SMALLEST: Final = 1e-9
"""Magnitudes of what can be believed: an account in yen, a price of a coin."""
_STEPS_NEAR_STOP = 4


class Contract(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What one contract of a symbol is worth.

    Attributes:
        root: Root of the symbol, `MES` of `F.US.MESZ25`; the raw symbol where it cannot be parsed.
        tick: Smallest price step; None where nobody knows it.
        point_value: Dollars per point of one contract; None means that no dollar figure may be shown.
        fee_per_side: Dollars per contract and side; None where no fee is set (counted as 0, and marked).
        decimals: Decimals of a difference of prices, and of a price that is not written in parts.
        parts: Into how many parts a point is divided where prices are written so, as 32; else 0.
        part_decimals: Decimals of a part.
    """

    root: str
    tick: Decimal | None
    point_value: Decimal | None
    fee_per_side: Decimal | None
    decimals: int
    parts: int = 0
    part_decimals: int = 0


class Definition(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What the server says of a contract.

    Attributes:
        tick: Smallest price step.
        value_per_tick: Dollars per tick of one contract; None where it is not worth dollars.
        display: How it wants prices to be written; None where it does not say.
    """

    tick: Decimal
    value_per_tick: Decimal | None
    display: int | None = None


class ContractOverride(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What the user has set for a root; None leaves the built-in fact."""

    tick: Decimal | None = None
    point_value: Decimal | None = None
    fee_per_side: Decimal | None = None


class DatedParts(NamedTuple):
    """What the name of a dated contract says.

    Attributes:
        root: In the exchange's name, perhaps one that the built-in table does not know.
        month: Letter of the month.
        year: Last one or two digits of the year.
    """

    root: str
    month: str
    year: str


# Asked with each order and report, and of a handful of symbols.
@lru_cache(maxsize=1024)
def dated_parts(symbol: str) -> DatedParts | None:
    """Return what a symbol's name says; None where it names no month and year."""
    dated = _DATED.fullmatch(_bare(symbol))
    if dated is None:
        return None
    name, month, year = dated.groups()
    return DatedParts(CQG_ROOTS.get(name, name), month, year)


def root_of(symbol: str) -> str | None:
    """Return the root that a symbol belongs to, in the exchange's name.

    Args:
        symbol: As the server sends it: `F.US.EPZ25`, `ESZ25_FUT_CME`, `[SIM]MNQH6`.

    Returns:
        The root, perhaps one that the built-in table does not know. None where the text names neither a
        dated contract nor a known root.
    """
    dated = dated_parts(symbol)
    if dated is not None:
        return dated.root
    name = _bare(symbol)
    root = CQG_ROOTS.get(name, name)
    return root if root in SPECIFICATIONS else None


def contract_of(
    symbol: str,
    overrides: Mapping[str, ContractOverride],
    definition: Definition | None,
) -> Contract:
    """Return what is known of a symbol's contract.

    Args:
        symbol: As the server sends it.
        overrides: The user's settings by root.
        definition: The server's word. Where sane, it wins over settings and table.

    Returns:
        The contract; an unknown root has no point value, it is never taken for another one.
    """
    root = root_of(symbol) or _override_root(symbol, overrides)
    if root is None:
        root, override = short_name(symbol), ContractOverride()
    else:
        override = overrides.get(root, ContractOverride())
    tick, point_value = SPECIFICATIONS.get(root, (None, None))
    tick = tick if override.tick is None else override.tick
    point_value = point_value if override.point_value is None else override.point_value
    display = None
    if definition is not None and _is_sane(definition):
        tick, value, display = definition.tick, definition.value_per_tick, definition.display
        point_value = None if value is None else value / tick
    fee = FEES_PER_SIDE.get(root) if override.fee_per_side is None else override.fee_per_side
    shown = format_of(tick, display)
    return Contract(
        root=root,
        tick=tick,
        point_value=point_value,
        fee_per_side=fee,
        decimals=shown.decimals,
        parts=shown.parts,
        part_decimals=shown.part_decimals,
    )


def is_plausible(value: float | Decimal) -> bool:
    """Return whether a number from outside can be a price, a quantity or an amount of money.

    What is larger or smaller than any market has comes from a peer that is broken. It must not be shown, and
    sums and products of it would lose the cents of everything else.
    """
    return not value or SMALLEST <= abs(float(value)) <= LARGEST


def price_of(value: float, tick: Decimal | None) -> Decimal:
    """Return the decimal price that a float of the wire means.

    Args:
        value: Price in points, with the noise of binary floats of 64 or 32 bits.
        tick: Smallest step; None where it is unknown.

    Returns:
        The point of the tick grid that the value was; an average price between two ticks stays what it is.

    Raises:
        ValueError: The value is infinite or NaN.
    """
    if not math.isfinite(value):
        message = f"price {value!r} is not a finite number"
        raise ValueError(message)
    if tick is None:
        # Twelve digits keep every real price and drop noise such as 1993.3000000000002.
        return Decimal(f"{value:.12g}")
    exact = Decimal(repr(value))
    on_grid = (exact / tick).to_integral_value(ROUND_HALF_EVEN) * tick
    noise = min(abs(exact) * _FLOAT32_NOISE, tick * _LARGEST_NOISE_TICKS)
    return on_grid if abs(exact - on_grid) <= noise else exact


def price_text(price: Decimal, contract: Contract) -> str:
    """Return a price as those of its contract are written; never `-0.00`."""
    return written(price, PriceFormat(contract.decimals, contract.parts, contract.part_decimals))


def same_market(root: str, other: str) -> bool:
    """Return whether two roots trade at the same price, as ES and MES do."""
    return SAME_PRICE.get(root, root) == SAME_PRICE.get(other, other)


def fee_of(contract: Contract, contracts: Decimal) -> Decimal:
    """Return the fee of one side, dollars; 0 where no fee is set.

    Args:
        contract: Whose fee counts.
        contracts: How many are bought or sold, at least 0.
    """
    return (contract.fee_per_side or _ZERO) * contracts


def near_distance(contract: Contract, setting: Decimal | None) -> Decimal | None:
    """Return how near the price must come to the stop to raise the alarm, points.

    Args:
        contract: What is held.
        setting: The user's distance; None for one point in ES, MES, NQ and MNQ, four ticks elsewhere.

    Returns:
        None where neither a setting nor a tick is known.
    """
    if setting is not None:
        return setting
    if contract.root in ALARM_IN_POINTS:
        return Decimal(1)
    return None if contract.tick is None else contract.tick * _STEPS_NEAR_STOP


def _bare(symbol: str) -> str:
    """Return the part of a symbol that names root, month and year."""
    text = symbol.strip().upper().removeprefix("[SIM]").strip()
    return re.split(r"[_-]", text.rsplit(".", maxsplit=1)[-1], maxsplit=1)[0]


def _override_root(symbol: str, overrides: Mapping[str, ContractOverride]) -> str | None:
    """Return a root without month and year that only the user's settings know."""
    text = _bare(symbol)
    return text if _UNDATED.fullmatch(text) and text in overrides else None


def _is_sane(definition: Definition) -> bool:
    values = (definition.tick, definition.value_per_tick)
    return all(value is None or (value.is_finite() and value > 0) for value in values)
