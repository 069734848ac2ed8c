"""Makes a case that fails small: halves, quarters and single bytes are left out, then bytes become plain."""

from collections.abc import Callable
from time import monotonic
from typing import Final

_MOST_S: Final = 30.0
_PLAIN: Final = 0


def shrink(data: bytes, fails: Callable[[bytes], bool]) -> bytes:
    """Return a case that fails as well, and from which little can be left out.

    Args:
        data: One that fails.
        fails: Tells whether another one does.
    """
    end_s = monotonic() + _MOST_S
    size = len(data) // 2
    while size and monotonic() < end_s:
        first, before = 0, data
        while first < len(data) and monotonic() < end_s:
            smaller = data[:first] + data[first + size :]
            if len(smaller) < len(data) and fails(smaller):
                data = smaller
            else:
                first += size
        if size > 1 or data == before:
            size //= 2
    for place in range(len(data)):
        if data[place] != _PLAIN and monotonic() < end_s:
            plain = data[:place] + bytes([_PLAIN]) + data[place + 1 :]
            data = plain if fails(plain) else data
    return data
