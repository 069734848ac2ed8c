"""Looks at screens and database of a monitor for what a tape expects."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from tests.oracle.monitor import Monitor
from tests.oracle.tape import Expectation
from ui.panel2.view_model import LABELS


class Inspector:
    """Finds what is not as expected."""

    def __init__(self, monitor: Monitor) -> None:
        self.monitor = monitor
        self._looks: Mapping[str, Callable[..., str]] = {
            "cell": self._cell,
            "flat": self._flat,
            "shown": self._shown,
            "trades": lambda *words: self._count("trades", *words),
            "executions": lambda *words: self._count("executions", *words),
            "positions": lambda *words: self._count("open_positions", *words),
            "trade": self._trade,
            "position": self._position,
            "ledger": self._ledger,
            "gap": self._gap,
            "notice": self._notice,
            "no-notice": self._no_notice,
            "agreed": lambda: "",
        }

    def find(self, expectation: Expectation) -> str:
        """Return an empty text where all is as expected, else what was found."""
        return self._looks[expectation.kind](*expectation.words)

    def _shown(self, *words: str) -> str:
        scope = self.monitor.screens.scope
        shown = (scope.mode.value, str(scope.account)) if scope else ()
        return "" if shown == words else f"shown is {shown}"

    def _gap(self, wanted: str) -> str:
        newest = self.monitor.rows("SELECT start, end FROM gaps ORDER BY start DESC LIMIT 1")[0]
        if newest["end"] is None:
            return "" if wanted == "running" else "it is running"
        start, end = (datetime.fromisoformat(newest[name]) for name in ("start", "end"))
        seconds = f"{(end - start).total_seconds():.0f}"
        return "" if seconds == wanted else f"{seconds} seconds"

    def _notice(self, text: str) -> str:
        notices = list(self.monitor.screens.notices.values())
        return "" if any(text in notice for notice in notices) else str(notices)

    def _no_notice(self, text: str) -> str:
        notices = list(self.monitor.screens.notices.values())
        return str(notices) if any(text in notice for notice in notices) else ""

    def _cell(self, account: str, name: str, text: str, role: str | None = None) -> str:
        book = self.monitor.book(account)
        cell = self.monitor.screens.cells(book)[name]
        if book == self.monitor.screens.book and (shown := self.monitor.screens.shown()[name]) != cell:
            return f"the screen shows {shown}, the book has {cell}"
        found = f"{cell.role} flash" if cell.flash else cell.role
        return "" if cell.text == text and role in {None, found} else f"{cell.text} | {found}"

    def _flat(self, account: str) -> str:
        cells = self.monitor.screens.cells(self.monitor.book(account))
        wrong = {name: cells[name].text for row in LABELS for name in row if cells[name].text != "--"}
        if cells["Live"].text != "FLAT" or cells["Symbol"].text != "--":
            wrong |= {name: cells[name].text for name in ("Live", "Symbol")}
        rows = self._rows("open_positions", account)
        return str(wrong or rows or "")

    def _rows(self, table: str, account: str) -> list[dict[str, Any]]:
        mode = self.monitor.book(account).mode.value
        return self.monitor.rows(
            f"SELECT * FROM {table} WHERE mode = ? AND account = ? ORDER BY id", mode, account
        )

    def _count(self, table: str, account: str, number: str) -> str:
        count = len(self._rows(table, account))
        return "" if count == int(number) else f"{count} rows"

    def _trade(self, account: str, number: str, wanted: str) -> str:
        rows = self._rows("trades", account)
        if len(rows) < int(number):
            return f"only {len(rows)} trades"
        return _differences(rows[int(number) - 1], wanted)

    def _position(self, account: str, symbol: str, wanted: str) -> str:
        rows = [row for row in self._rows("open_positions", account) if row["symbol"] == symbol]
        return _differences(rows[0], wanted) if rows else "no such position"

    def _ledger(self, account: str, wanted: str) -> str:
        rows = self._rows("equity_points", account)
        if not rows:
            return "no equity point"
        return "" if _agrees(rows[-1]["balance"], wanted) else str(rows[-1]["balance"])


def _differences(row: Mapping[str, Any], wanted: str) -> str:
    pairs = [item.split("=", 1) for item in wanted.split()]
    return ", ".join(f"{name} is {row[name]}" for name, text in pairs if not _agrees(row[name], text))


def _agrees(found: Any, wanted: str) -> bool:  # noqa: ANN401 - a column of any type
    """Return whether a column holds a value, a number with as many decimals as are given; `-` is NULL."""
    if found is None or wanted == "-":
        return found is None and wanted == "-"
    try:
        number = Decimal(wanted)
        return Decimal(found).quantize(Decimal(wanted), ROUND_HALF_UP) == number
    except InvalidOperation:
        return wanted in str(found)
