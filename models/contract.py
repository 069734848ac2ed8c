"""Contract facts: tick, dollars per point, fees."""

from decimal import Decimal

import msgspec


class Contract(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What one contract of a symbol is worth.

    Attributes:
        root: Root of the symbol, `MES` of `F.US.MESZ25`; the raw symbol where it cannot be parsed.
        tick: Smallest price step; None where nobody knows it.
        point_value: Dollars per point of one contract; None means that no dollar figure may be shown.
        fee_per_side: Dollars per contract and side; None where no fee is set (counted as 0, and marked).
        decimals: Decimals of a price on the screen.
    """

    root: str
    tick: Decimal | None
    point_value: Decimal | None
    fee_per_side: Decimal | None
    decimals: int
