"""What the contracts of the tapes are, by the exchange and nothing of the program."""

from fractions import Fraction
from typing import Final, NamedTuple


class Terms(NamedTuple):
    """What a contract is, and how its prices are written.

    Attributes:
        root: Its name without month and year.
        point: Dollars per point; None while nobody knows them.
        fee: Dollars per contract and side; 0 also where nobody knows them.
        decimals: Of a price, and of a distance of prices.
        near: So many points before the stop begins the alarm; None where nobody knows the tick.
        is_bond: Prices are written in 32nds.
    """

    root: str
    point: Fraction | None
    fee: Fraction = Fraction(0)
    decimals: int = 2
    near: Fraction | None = Fraction(1)
    is_bond: bool = False


CONTRACTS: Final = {
    "MESZ26": Terms("MES", Fraction(5), Fraction("0.62")),
    "F.US.MESH27": Terms("MES", Fraction(5), Fraction("0.62")),
    "ESZ26": Terms("ES", Fraction(50), Fraction("2.25")),
    "MNQZ26": Terms("MNQ", Fraction(2), Fraction("0.62")),
    "F.US.ENQZ26": Terms("NQ", Fraction(20), Fraction("2.25")),
    "F.US.MESZ26": Terms("MES", Fraction(5), Fraction("0.62")),
    "GCZ26": Terms("GC", Fraction(100), decimals=1, near=Fraction("0.4")),
    "ZBZ26": Terms("ZB", Fraction(1000), decimals=7, near=Fraction(1, 8), is_bond=True),
}
