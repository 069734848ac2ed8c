"""Facts about common futures contracts that hold without a security definition."""

from decimal import Decimal
from typing import Final


def _rows(text: str) -> dict[str, tuple[Decimal, Decimal]]:
    """Return tick and dollars per point by root; a row is `root tick point_value`, ticks may be fractions."""
    table = {}
    for line in text.strip().splitlines():
        for entry in line.split(","):
            root, tick, point_value = entry.split()
            top, _, bottom = tick.partition("/")
            table[root] = (Decimal(top) / Decimal(bottom or 1), Decimal(point_value))
    return table


# Tick and dollars per point. Public pages contradict each other, so a security definition wins over this.
SPECIFICATIONS: Final = _rows("""
ES .25 50, MES .25 5, NQ .25 20, MNQ .25 2, YM 1 5, MYM 1 .5
RTY .1 50, M2K .1 5, EMD .1 100, NKD 5 5, VX .05 1000, VXM .05 100
CL .01 1000, QM .025 500, MCL .01 100, NG .001 10000, QG .005 2500, MNG .001 1000
RB .0001 42000, HO .0001 42000, PL .1 50
GC .1 100, MGC .1 10, QO .25 50, SI .005 5000, SIL .005 1000, HG .0005 25000, MHG .0005 2500
6E .00005 125000, M6E .0001 12500, 6B .0001 62500, M6B .0001 6250, 6J .0000005 12500000
6A .00005 100000, M6A .0001 10000, 6C .00005 100000, 6S .00005 125000, 6N .00005 100000
ZB 1/32 1000, UB 1/32 1000, ZN 1/64 1000, TN 1/64 1000, ZF 1/128 1000, ZT 1/256 2000
ZC .25 50, ZS .25 50, ZW .25 50, XC .125 10, XK .125 10, XW .125 10, ZL .01 600, ZM .1 100
LE .025 400, HE .025 400, GF .025 500
BTC 5 5, MBT 5 .1, ETH .5 50, MET .5 .1
""")

# Dollars per contract and side. A root that is missing here has no known fee: that is shown, not guessed.
FEES_PER_SIDE: Final = {
    "ES": Decimal("2.25"),
    "MES": Decimal("0.62"),
    "NQ": Decimal("2.25"),
    "MNQ": Decimal("0.62"),
    "YM": Decimal("1.75"),
    "MYM": Decimal("0.60"),
}

# CQG's names of roots that it calls otherwise than the exchange.
CQG_ROOTS: Final = {
    "EP": "ES",
    "ENQ": "NQ",
    "CLE": "CL",
    "MCLE": "MCL",
    "NQM": "QM",
    "NGE": "NG",
    "NQG": "QG",
    "MNGE": "MNG",
    "RBE": "RB",
    "HOE": "HO",
    "GCE": "GC",
    "SIE": "SI",
    "CPE": "HG",
    "PLE": "PL",
    "TUA": "ZT",
    "FVA": "ZF",
    "TYA": "ZN",
    "TNA": "TN",
    "USA": "ZB",
    "ULA": "UB",
    "EU6": "6E",
    "BP6": "6B",
    "JY6": "6J",
    "DA6": "6A",
    "CA6": "6C",
    "SF6": "6S",
    "MX6": "6M",
    "NE6": "6N",
    "EEU": "E7",
    "ZCE": "ZC",
    "ZSE": "ZS",
    "ZWA": "ZW",
    "ZLE": "ZL",
    "ZME": "ZM",
    "GLE": "LE",
}

# Contracts that trade at the price of another one, because only their size differs.
SAME_PRICE: Final = {
    "MES": "ES",
    "MNQ": "NQ",
    "MYM": "YM",
    "M2K": "RTY",
    "VXM": "VX",
    "QM": "CL",
    "MCL": "CL",
    "QG": "NG",
    "MNG": "NG",
    "MGC": "GC",
    "QO": "GC",
    "SIL": "SI",
    "MHG": "HG",
    "M6E": "6E",
    "E7": "6E",
    "M6B": "6B",
    "M6A": "6A",
    "XC": "ZC",
    "XK": "ZS",
    "XW": "ZW",
    "MBT": "BTC",
    "MET": "ETH",
}

# Micro and mini index contracts near whose stop the alarm is set in points; all others in ticks.
ALARM_IN_POINTS: Final = frozenset({"ES", "MES", "NQ", "MNQ"})
