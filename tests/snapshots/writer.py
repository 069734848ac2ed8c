"""The other process: rewrites a snapshot file as fast as it can, in every way that a study may do it."""

import itertools
import os
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from models.quote import COLUMNS, Quote

_TICK = Decimal("0.25")
# Rows of many lengths: a short one over a long one leaves the rest of the long one behind it.
_STEPS = (1, 7, 40, 4_000, 3_999_999)


def row_of(number: int) -> bytes:
    """Return a snapshot file whose numbers all follow from one another."""
    last = (number + 100) * _TICK
    fields = (last, last + 5, last - 5, last + _TICK, last - _TICK, number)
    return f"{','.join(COLUMNS)}\n{','.join(map(str, fields))}\n".encode()


def is_whole(quote: Quote) -> bool:
    """Return whether all numbers of a row are of one write."""
    last = quote.last
    others = (quote.high - 5, quote.low + 5, quote.vwap - _TICK, quote.poc + _TICK)
    return all(other == last for other in others) and quote.cum_delta == last / _TICK - 100


def replace(path: Path, data: bytes) -> None:
    """Write another file, and put it in the place of the old one."""
    new = path.with_suffix(".new")
    new.write_bytes(data)
    new.replace(path)


def rewrite(path: Path, data: bytes) -> None:
    """Empty the file, and write it anew."""
    path.write_bytes(data)


def rewrite_in_parts(path: Path, data: bytes) -> None:
    """Empty the file, and write it anew in several steps, as a small buffer does."""
    with path.open("wb", buffering=0) as file:
        for start in range(0, len(data), 24):
            file.write(data[start : start + 24])


def overwrite(path: Path, data: bytes) -> None:
    """Write over the old row, and cut off what is left of it."""
    handle = os.open(path, os.O_WRONLY | getattr(os, "O_BINARY", 0))
    try:
        os.write(handle, data)
        os.ftruncate(handle, len(data))
    finally:
        os.close(handle)


STYLES: tuple[Callable[[Path, bytes], None], ...] = (replace, rewrite, overwrite, rewrite_in_parts)
"""What takes turns."""


def main(path: Path) -> None:
    """Rewrite the file until the process is ended."""
    number = 0
    for turn in itertools.count():
        number = (number + _STEPS[turn // 7 % len(_STEPS)]) % 40_000_000
        STYLES[turn % len(STYLES)](path, row_of(number))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
