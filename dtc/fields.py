"""Field types of the messages: a Python type, its range, and how the field lies on the wire.

Rules that hold for every message:

- Prices, quantities, money and other measures are `None` when they are not set (marker, NaN, infinity, JSON
  key absent or null, or a struct that is too short to hold them): absent is never zero.
- Numbers of 4 bytes arrive widened (0.1 as 0.10000000149): round prices to the tick before comparing them.
- Identifiers, counts of messages, flags, enumerations and dates keep the default of DTCProtocol.h (mostly
  0) when they are absent. 0 means "not set" for dates, "unsolicited" for a RequestID.
- Enumerations are plain numbers, so that an unknown value survives; compare them with `dtc.enums`.
- Text is "" when absent. It is limited to four times its fixed size: VLS and JSON may be longer than binary,
  nothing honest is four times longer.
"""

import re
from dataclasses import dataclass
from enum import IntEnum, auto
from typing import Annotated, Final

from msgspec import Meta

from dtc.values import DOUBLE_LIMIT, DOUBLE_UNSET, FLOAT_LIMIT, FLOAT_UNSET

_TEXT_SLACK: Final = 4
_INTEGER_RANGES: Final = {
    "b": (-(2**7), 2**7 - 1),
    "B": (0, 2**8 - 1),
    "H": (0, 2**16 - 1),
    "i": (-(2**31), 2**31 - 1),
    "I": (0, 2**32 - 1),
    "q": (-(2**63), 2**63 - 1),
    "Q": (0, 2**64 - 1),
}


class Kind(IntEnum):
    """What a field holds, which decides how it is read."""

    INTEGER = auto()
    REAL = auto()
    TEXT = auto()


@dataclass(frozen=True, slots=True)
class Wire:
    """How one field lies on the wire.

    Attributes:
        code: Code of the `struct` module, for example "d" or "32s".
        is_date: Whether a fraction may be cut off an integer (JSON peers send float dates).
        unset: What stands for `None` in the binary encodings; None where the field is never `None`.
        vls_only: Whether the field is missing from the struct with fixed strings.
        fixed: Whether a text stays inline in the variable-length encoding.
    """

    code: str
    is_date: bool = False
    unset: float | None = None
    vls_only: bool = False
    fixed: bool = False

    @property
    def kind(self) -> Kind:
        """What the field holds."""
        if self.code.endswith("s"):
            return Kind.TEXT
        return Kind.REAL if self.code in "df" else Kind.INTEGER

    @property
    def text_limit(self) -> int:
        """Longest text that is kept, characters."""
        digits = re.match(r"\d+", self.code)
        return _TEXT_SLACK * int(digits[0]) if digits else 0

    @property
    def real_limit(self) -> float:
        """Magnitude from which a real number counts as not set."""
        return DOUBLE_LIMIT if self.code == "d" else FLOAT_LIMIT

    @property
    def integer_range(self) -> tuple[int, int]:
        """Smallest and largest integer the field can carry."""
        return _INTEGER_RANGES[self.code]


_Double = Annotated[float, Meta(gt=-DOUBLE_LIMIT, lt=DOUBLE_LIMIT)]
_Float = Annotated[float, Meta(gt=-FLOAT_LIMIT, lt=FLOAT_LIMIT)]
_UInt = Annotated[int, Meta(ge=0, lt=2**32 - 1)]
_Int = Annotated[int, Meta(ge=-(2**31), lt=2**31 - 1)]
_Long = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)]

I8 = Annotated[int, Wire("b"), Meta(ge=-(2**7), le=2**7 - 1)]
U8 = Annotated[int, Wire("B"), Meta(ge=0, le=2**8 - 1)]
U16 = Annotated[int, Wire("H"), Meta(ge=0, le=2**16 - 1)]
I32 = Annotated[int, Wire("i"), Meta(ge=-(2**31), le=2**31 - 1)]
U32 = Annotated[int, Wire("I"), Meta(ge=0, le=2**32 - 1)]
I64 = Annotated[_Long, Wire("q")]
U64 = Annotated[int, Wire("Q"), Meta(ge=0)]

# Measures: None when not set.
Double = Annotated[_Double | None, Wire("d", unset=DOUBLE_UNSET)]
DoubleVlsOnly = Annotated[_Double | None, Wire("d", unset=DOUBLE_UNSET, vls_only=True)]
Float = Annotated[_Float | None, Wire("f", unset=FLOAT_UNSET)]
Count = Annotated[_UInt | None, Wire("I", unset=2**32 - 1)]
SignedCount = Annotated[_Int | None, Wire("i", unset=2**31 - 1)]

# A factor always has a value: the default where the peer sent none.
Factor = Annotated[_Float, Wire("f")]

# Dates, all UTC; 0 is "not set". See `dtc.timestamps` for the change of units inside protocol version 8.
DateSeconds = Annotated[_Long, Wire("q", is_date=True)]
DateSeconds4 = Annotated[int, Wire("I", is_date=True), Meta(ge=0, le=2**32 - 1)]
DateFraction = Annotated[_Double, Wire("d", is_date=True)]
DateMillis = Annotated[_Long, Wire("q", is_date=True)]
DateMicros = Annotated[_Long, Wire("q", is_date=True)]

ProtocolTag = Annotated[str, Wire("4s", fixed=True), Meta(max_length=4 * _TEXT_SLACK)]
Text4 = Annotated[str, Wire("4s"), Meta(max_length=4 * _TEXT_SLACK)]
Text8 = Annotated[str, Wire("8s"), Meta(max_length=8 * _TEXT_SLACK)]
Text16 = Annotated[str, Wire("16s"), Meta(max_length=16 * _TEXT_SLACK)]
Text32 = Annotated[str, Wire("32s"), Meta(max_length=32 * _TEXT_SLACK)]
Text48 = Annotated[str, Wire("48s"), Meta(max_length=48 * _TEXT_SLACK)]
Text60 = Annotated[str, Wire("60s"), Meta(max_length=60 * _TEXT_SLACK)]
Text64 = Annotated[str, Wire("64s"), Meta(max_length=64 * _TEXT_SLACK)]
Text96 = Annotated[str, Wire("96s"), Meta(max_length=96 * _TEXT_SLACK)]
Text128 = Annotated[str, Wire("128s"), Meta(max_length=128 * _TEXT_SLACK)]
Text256 = Annotated[str, Wire("256s"), Meta(max_length=256 * _TEXT_SLACK)]
