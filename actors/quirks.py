"""What servers say of positions, or leave out, that must not be taken at its word."""

import logging
from datetime import datetime

from actors.base import Post
from actors.messages import NoticeCleared, NoticeRaised, PositionReport, Severity
from actors.symbol_state import Key, SymbolState
from models.advice import SIMULATED_SERVICE
from models.book import Book, TradeMode
from models.contract_month import is_expired
from models.trade import Position

log = logging.getLogger(__name__)


class Quirks:
    """Expired contracts that are reported for months, and simulated positions that never are.

    It belongs to the positions actor.

    Args:
        post: Tells what the trader should know, once.
    """

    def __init__(self, post: Post) -> None:
        self._post = post
        self._expired: dict[Key, PositionReport] = {}
        self._silent: set[Book] = set()

    def leaves_out(self, report: PositionReport, state: SymbolState | None, now: datetime) -> bool:
        """Return whether a report is of a contract that has expired, and that nobody trades any more."""
        if not report.quantity or (state and state.is_traded) or not is_expired(report.symbol, now):
            return False
        self._tell_expired(report)
        return True

    def is_left_over(self, position: Position, now: datetime) -> bool:
        """Return whether a stored position is nothing but such a report, taken over before it expired."""
        return not position.executions and is_expired(position.symbol, now)

    def says_nothing(self, key: Key, state: SymbolState | None) -> bool:
        """Return whether a list without this position says nothing, because no list ever held it."""
        simulated = key[0].mode is TradeMode.SIM
        return simulated and state is not None and state.position is not None and not state.is_reported

    def miss(self, key: Key) -> None:
        """Say that the server fills simulated orders and does not report what they make."""
        book = key[0]
        if book in self._silent:
            return
        self._silent.add(book)
        text = (
            f"Sierra Chart fills orders of {book.account} and reports no position, so it is shown from its "
            f"fills alone: {SIMULATED_SERVICE}"
        )
        log.info("%s", text)
        self._post(NoticeRaised(key=_silent_key(book), severity=Severity.INFO, text=text, book=book))

    def hear(self, book: Book) -> None:
        """Take back what was said: a position of the book is reported."""
        if book in self._silent:
            self._silent.remove(book)
            self._post(NoticeCleared(key=_silent_key(book)))

    def _tell_expired(self, report: PositionReport) -> None:
        key = (report.book, report.symbol)
        if key in self._expired:
            return
        self._expired[key] = report
        log.info("expired contract left out %s %s %s", report.book, report.symbol, report.quantity)
        rows = ", ".join(_row(each) for each in self._expired.values())
        text = f"Sierra Chart still reports expired contracts, they are left out: {rows}."
        self._post(NoticeRaised(key="expired contracts", severity=Severity.INFO, text=text))


def _row(report: PositionReport) -> str:
    """Return a position in the words in which a shared screen hides its size."""
    side = "long" if report.quantity > 0 else "short"
    return f"{report.book.account} {report.symbol} {side} {abs(report.quantity):f}"


def _silent_key(book: Book) -> str:
    return f"no position reports {book}"
