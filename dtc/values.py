"""The one place that decides which numbers mean "not set" and which text is fit to be kept.

All four encodings use these rules (dtc-protocol, section 6): the JSON fast path carries the same
limits as constraints of its types (`dtc.fields`), every other path calls the functions below.
"""

import re
from typing import Final

# "Unset" is DBL_MAX or FLT_MAX on the wire; arithmetic on the way may blur it, hence thresholds.
DOUBLE_LIMIT: Final = 1e300
FLOAT_LIMIT: Final = 3.4e38

DOUBLE_UNSET: Final = 1.7976931348623157e308
FLOAT_UNSET: Final = 3.4028234663852886e38

# C0, DEL and C1 controls, lone surrogates, line separators, and the marks that reorder text on a screen.
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_BREAKS = re.compile("[\t\r\n]+")


def is_set(value: float, limit: float) -> bool:
    """Say whether a number carries a value: NaN, the infinities and the unset markers do not."""
    return -limit < value < limit


def clean_text(text: str, limit: int) -> str:
    """Return text without control characters, at most `limit` characters long; breaks become one space."""
    if len(text) > limit:
        text = text[:limit]
    if text.isprintable():
        return text
    return _UNFIT.sub("", _BREAKS.sub(" ", text))


def text_from_bytes(raw: bytes, limit: int) -> str:
    """Return the clean text up to the first zero byte, read as UTF-8 or else as Latin-1."""
    raw = raw.partition(b"\0")[0]
    if not raw:
        return ""
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    return clean_text(text, limit)
