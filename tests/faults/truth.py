"""What the monitor says, shows and has stored, against the books that were kept by hand."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from actors.messages import ConnectionState
from tests.oracle.accountant import is_simulated
from tests.oracle.statement import cells as cells_of
from tests.oracle.wording import dollars

if TYPE_CHECKING:
    from tests.faults.desk import Desk

_EXACT = ("Symbol", "Price", "Live", "Pts", "Stop", "Target", "Planned Risk")
"""Cells that do not depend on how long something took, or on which prices came on the way."""


def difference(desk: "Desk") -> str:
    """Return the first thing that is not as it is true; empty where all is."""
    with desk.server.lock:
        return next((wrong for wrong in _differences(desk)), "")


def _differences(desk: "Desk") -> Iterator[str]:
    monitor = desk.monitor
    if monitor.state is not ConnectionState.READY:
        yield f"the link is {monitor.state.value}"
    accounts = set(desk.server.broker.accounts)
    if missing := accounts - monitor.confirmed:
        yield f"{', '.join(sorted(missing))} not confirmed"
    for account in sorted(accounts):
        yield from _cells(desk, account)
    yield from _stored(desk)


def _cells(desk: "Desk", account: str) -> Iterator[str]:
    shown = desk.monitor.cells(account)
    wanted = cells_of(desk.books, account, datetime.now(UTC))
    for name in _EXACT:
        said, right = shown[name], wanted[name]
        if (said.text, said.role) != (right.text, right.role):
            yield f"{account} {name} shows {said.text} ({said.role}), true is {right.text} ({right.role})"
    if shown["Connection"].text != "Connected":
        yield f"Connection shows {shown['Connection'].text}"
    balance = _balance(desk, account)
    if balance is not None and shown["Balance"].text != dollars(balance):
        yield f"{account} Balance shows {shown['Balance'].text}, true is {dollars(balance)}"


def _balance(desk: "Desk", account: str) -> Fraction | None:
    if is_simulated(account):
        return desk.books.balance(account)
    return Fraction(str(desk.server.broker.balances[account]))


def _stored(desk: "Desk") -> Iterator[str]:
    with closing(sqlite3.connect(f"file:{desk.monitor.database}?mode=ro", uri=True)) as database:
        for account in sorted(desk.server.broker.accounts):
            yield from _stored_of(desk, database, account)


def _stored_of(desk: "Desk", database: sqlite3.Connection, account: str) -> Iterator[str]:
    def rows(what: str) -> list[tuple[str, ...]]:
        return database.execute(f"SELECT {what} WHERE account = ?", (account,)).fetchall()

    ids = sorted(identity for (identity,) in rows("execution_id FROM executions"))
    right = sorted(fill["id"] for fill in desk.books.fills.get(account, []))
    if ids != right:
        yield f"{account} has fills {ids} in the database, true is {right}"
    held = [
        (Fraction(quantity), float(average))
        for quantity, average in rows("quantity, average_price FROM open_positions")
    ]
    position = desk.books.open.get((account, desk.symbol))
    wanted = [] if position is None else [(Fraction(position["quantity"]), float(position["average"]))]
    if [each[0] for each in held] != [each[0] for each in wanted] or any(
        abs(said - true) > 1e-6 for (_, said), (_, true) in zip(held, wanted, strict=True)
    ):
        yield f"{account} holds {held} in the database, true is {wanted}"
    nets = sorted(Fraction(net) for (net,) in rows("net FROM trades") if net is not None)
    trades = desk.books.trades.get(account, [])
    if len(rows("net FROM trades")) != len(trades):
        yield f"{account} has {len(nets)} trades in the database, true is {len(trades)}"
    elif nets != sorted(trade["net"] for trade in trades):
        true = [float(trade["net"]) for trade in trades]
        yield f"{account} has results {[float(net) for net in nets]}, true is {true}"
    balance = _balance(desk, account)
    last = rows("balance FROM equity_points")
    if is_simulated(account) and (not last or Fraction(last[-1][0]) != balance):
        yield f"{account} has the balance {last[-1:]} in the database, true is {balance}"
