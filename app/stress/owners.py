"""Whose value a painted cell shows, told by the value alone: no epoch and no book is asked."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final, NamedTuple

from demo.load_books import BOOKS, POINT_VALUE, STOP_POINTS, TARGET_POINTS, WOBBLE, LoadBook

UNKNOWN: Final = "--"
_MOVES: Final = 50_000.0
"""So many dollars a balance may move away from where it starts."""
_ROUNDING: Final = 0.005
_NUMBER: Final = re.compile(r"\d[\d,]*(?:\.\d+)?")
_BADGES: Final = {"SIM": "SIM", "LIVE": "LIVE · REAL MONEY", "DEBUG": "DEBUG"}


class Stretch(NamedTuple):
    """Numbers that belong to one account."""

    low: float
    high: float

    def holds(self, number: float) -> bool:
        """Tell whether a number is one of them."""
        return self.low <= number <= self.high


def stretches_of(book: LoadBook) -> Mapping[str, tuple[Stretch, ...]]:
    """Return for each label where the size of its number lies in this account, and in no other."""
    away = Stretch(book.distance - WOBBLE, book.distance + WOBBLE)
    near, far = TARGET_POINTS - book.distance, TARGET_POINTS + book.distance
    risk = STOP_POINTS * POINT_VALUE
    in_r = Stretch(away.low / STOP_POINTS - _ROUNDING, away.high / STOP_POINTS + _ROUNDING)
    return {
        "Balance": (Stretch(book.start + book.profit, book.start + book.profit + _MOVES),),
        "PnL": (Stretch(book.profit, book.profit + _MOVES),),
        "Price": (Stretch(book.contracts, book.contracts + 1),),
        "Live": tuple(
            Stretch(book.entry + side * book.distance - WOBBLE, book.entry + side * book.distance + WOBBLE)
            for side in (1, -1)
        ),
        "Pts": (away,),
        "MAE": (away,),
        "MFE": (away,),
        "R-Multiple": (in_r,),
        "Range": (Stretch(near - WOBBLE, near + WOBBLE), Stretch(far - WOBBLE, far + WOBBLE)),
        "Planned Risk": (Stretch(risk * book.contracts, risk * (book.contracts + 1)),),
        "Target": (Stretch(book.target, book.target),),
        "Stop": (Stretch(book.stop, book.stop),),
    }


_STRETCHES: Final = {book: stretches_of(book) for book in BOOKS}
LABELS: Final = frozenset({"Mode", "Account", "Symbol", *_STRETCHES[BOOKS[0]]})
"""The cells that tell whose they are."""
_OF_ACCOUNT: Final = {book.account: book for book in BOOKS}


def book_of(account: str) -> LoadBook | None:
    """Return the book of an account; None for a name that no account has."""
    return _OF_ACCOUNT.get(account)


def belongs(book: LoadBook, label: str, text: str) -> bool:
    """Tell whether what a cell shows is this account's; what is unknown is nobody's, and no leak.

    Args:
        book: The account that the badge names.
        label: One of `LABELS`.
        text: As it is painted.
    """
    if text == UNKNOWN:
        return True
    match label:
        case "Mode":
            return text == _BADGES[book.mode]
        case "Account":
            return text == book.account
        case "Symbol":
            return text == book.root
    number = _number(text)
    return number is not None and any(part.holds(number) for part in _STRETCHES[book][label])


def _number(text: str) -> float | None:
    """Return the size of the first number of a text, whatever its sign."""
    found = _NUMBER.search(text)
    return None if found is None else float(Decimal(found.group().replace(",", "")))
