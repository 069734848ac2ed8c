"""Sessions made by chance: what the actors say of them is compared with what the accountant says."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from msgspec import structs

from actors.messages import ResetSimBalance, ShowBook, ShowMode, ShowNextMode
from dtc.enums import Encoding, OrderUpdateReason
from dtc.messages import AccountBalanceUpdate
from models.book import TradeMode
from tests.oracle import statement
from tests.oracle.accountant import CONTRACTS, Accountant
from tests.oracle.monitor import Monitor

_ACCOUNTS: Final = ("Sim1", "Sim2", "120005", "APEX-77")
_ENCODINGS: Final = (Encoding.BINARY, Encoding.BINARY_VLS, Encoding.JSON, Encoding.JSON_COMPACT)
_TICK: Final = Fraction(1, 4)
_INDEX: Final = {"MES": Fraction(6750), "ES": Fraction(6750), "MNQ": Fraction(24000), "NQ": Fraction(24000)}
# Prices of averages are decimals of 28 digits in the program.
_EXACT: Final = Fraction(1, 10**9)
_POSITION: Final = {
    "quantity": "quantity",
    "average_price": "average",
    "low": "low",
    "high": "high",
    "mae": "worst",
    "mfe": "best",
    "realised": "realised",
    "fees": "fees",
    "entered": "in",
    "exited": "out",
}


@dataclass
class Outcome:
    """What a session compared.

    Attributes:
        edges: Cells whose exact value is a half, and that the program rounds the other way.
        differences: In words; empty where program and accountant agree.
    """

    sessions: int = 0
    fills: int = 0
    cells: int = 0
    edges: int = 0
    rows: int = 0
    restarts: int = 0
    differences: list[str] = field(default_factory=list)

    def add(self, other: "Outcome") -> None:
        """Add another session."""
        self.sessions += other.sessions
        self.fills += other.fills
        self.cells += other.cells
        self.edges += other.edges
        self.rows += other.rows
        self.restarts += other.restarts
        self.differences += other.differences

    def summary(self) -> str:
        """Return one line with what was compared."""
        return (
            f"oracle: {self.sessions} sessions, {self.restarts} restarts, {self.fills} fills, "
            f"{self.cells} cells ({self.edges} on an exact half) and {self.rows} rows compared, "
            f"{len(self.differences)} differences"
        )


class Session:
    """One session, the same for the same number.

    Args:
        number: What its chance begins with.
        folder: An empty folder for the database.
    """

    def __init__(self, number: int, folder: Path) -> None:
        self._number = number
        self._chance = random.Random(number)
        self._accounts = tuple(self._chance.sample(_ACCOUNTS, self._chance.randint(1, 3)))
        self._symbols = self._chance.sample(sorted(CONTRACTS), self._chance.randint(1, 3))
        self.outcome = Outcome(sessions=1)
        self._books = Accountant()
        self._cash: dict[str, Fraction] = {}
        self._offset = {root: Fraction(0) for root in _INDEX}
        self._last: Fraction | None = None
        self._heard: set[str] = set()
        self._doing = "start"
        self._monitor = Monitor(folder, self._accounts, encoding=self._chance.choice(_ENCODINGS))

    def run(self) -> Outcome:
        """Play the session and compare on the way."""
        try:
            self._monitor.synchronise()
            self._quote()
            for _ in range(self._chance.randint(12, 28)):
                self._step()
                if self._chance.random() < 0.3:
                    self._compare()
            self._monitor.study.runs = True
            self._pass(4)
            self._compare()
        except AssertionError as error:
            self._differ(f"{error}")
        finally:
            self._monitor.close()
        return self.outcome

    def _step(self) -> None:
        steps = {
            self._trade: 46,
            self._quote: 18,
            self._repeat: 10,
            self._lose_link: 5,
            self._restart: 5,
            self._switch: 7,
            self._pay: 4,
            self._reset: 2,
            self._stop_study: 3,
        }
        step = self._chance.choices(list(steps), list(steps.values()))[0]
        self._doing = step.__name__.strip("_")
        step()

    def _pass(self, seconds: float) -> None:
        """Let whole seconds pass; every price in the file is seen then, if the study runs."""
        self._monitor.wait(seconds + -self._monitor.clock.elapsed_s % 1)
        if self._monitor.study.runs and self._last is not None:
            self._books.price(self._last)

    def _quote(self) -> None:
        if not self._monitor.study.runs:
            return
        root = self._chance.choice(sorted(_INDEX))
        self._offset[root] += _TICK * self._chance.randint(-40, 40)
        self._last = _INDEX[root] + self._offset[root]
        self._monitor.study.write(f"{float(self._last):.2f}", delta=str(self._chance.randint(-2000, 2000)))
        self._pass(self._chance.choice((1, 1, 2, 30)))

    def _trade(self) -> None:
        account, symbol = self._chance.choice(self._accounts), self._chance.choice(self._symbols)
        parts = self._parts(account, symbol)
        order_id = f"o{self.outcome.fills}"
        for number, part in enumerate(parts):
            update = self._execute(account, symbol, part, order_id, sum(parts))
            report = self._monitor.broker.position(account, symbol)
            style = self._chance.choice(("after", "after", "before", "alone"))
            messages = {"after": (update, report, report), "before": (report, update), "alone": (update,)}
            self._monitor.exchange.send(*messages[style])
            self._heard.add(account)
            self._pass(1 if number + 1 < len(parts) else self._chance.choice((1, 2, 3, 5)))

    def _parts(self, account: str, symbol: str) -> list[int]:
        held = self._books.open.get((account, symbol), {}).get("quantity", 0)
        sign = self._chance.choice((1, -1))
        whole = sign * self._chance.randint(1, 5)
        if held and self._chance.random() < 0.45:
            whole = -held
        elif held and self._chance.random() < 0.3:
            whole = -held - (1 if held > 0 else -1) * self._chance.randint(1, 3)
        parts = []
        while whole:
            part = (1 if whole > 0 else -1) * self._chance.randint(1, abs(whole))
            parts.append(part)
            whole -= part
            if len(parts) == 2 and whole:
                parts.append(whole)
                break
        return parts

    def _execute(self, account: str, symbol: str, quantity: int, order_id: str, of: int) -> Any:  # noqa: ANN401 - what the broker says
        """Let the broker execute and the accountant know; nobody else is told."""
        root = CONTRACTS[symbol][0]
        price = _INDEX[root] + self._offset[root] + _TICK * self._chance.randint(-12, 12)
        self.outcome.fills += 1
        identity = f"x{self.outcome.fills}"
        at = self._monitor.clock.now
        self._books.fill(account, symbol, identity, quantity, price, at)
        return self._monitor.broker.fill(
            account,
            symbol,
            quantity,
            f"{float(price):.2f}",
            at=at,
            execution_id=identity,
            order_id=order_id,
            of=abs(of),
        )

    def _repeat(self) -> None:
        """Say again what was said."""
        said = list(self._monitor.broker.said.values())
        for update in self._chance.sample(said, min(len(said), 3)):
            restated = structs.replace(
                update, OrderUpdateReason=OrderUpdateReason.OPEN_ORDERS_REQUEST_RESPONSE
            )
            self._monitor.exchange.send(self._chance.choice((update, restated)))
        for account, symbol in list(self._monitor.broker.held):
            self._monitor.exchange.send(self._monitor.broker.position(account, symbol))
        self._pass(1)

    def _lose_link(self) -> None:
        self._away()
        self._synchronise()

    def _away(self) -> None:
        """Cut the line, and trade where nobody hears it, in accounts that were heard of before."""
        self._pass(3)
        self._monitor.exchange.cut()
        for _ in range(self._chance.randint(0, 3) if self._heard else 0):
            self._monitor.wait(1)
            account, symbol = self._chance.choice(sorted(self._heard)), self._chance.choice(self._symbols)
            part = self._parts(account, symbol)[0]
            self._execute(account, symbol, part, f"o{self.outcome.fills}", part)
        self._monitor.wait(self._chance.choice((1, 20)))
        self._monitor.exchange.is_up = True

    def _restart(self) -> None:
        self._monitor.study.runs = True
        self._pass(1)
        if self._chance.random() < 0.5:
            self._away()
        self.outcome.restarts += 1
        self._monitor.restart(orderly=self._chance.random() < 0.5, away_s=self._chance.choice((0, 1, 100)))
        self._synchronise()

    def _synchronise(self) -> None:
        self._monitor.synchronise()
        self._pass(2)

    def _switch(self) -> None:
        for _ in range(self._chance.choice((1, 2, 7))):
            self._monitor.post(
                self._chance.choice(
                    (
                        ShowNextMode(),
                        ShowMode(mode=self._chance.choice(list(TradeMode))),
                        ShowBook(book=self._monitor.book(self._chance.choice(self._accounts))),
                    )
                )
            )
        self._pass(1)

    def _pay(self) -> None:
        account = self._chance.choice(self._accounts)
        cents = self._chance.randint(0, 9_999_999)
        self._cash[account] = Fraction(cents, 100)
        self._monitor.broker.balances[account] = cents / 100
        self._monitor.exchange.send(
            AccountBalanceUpdate(TradeAccount=account, CashBalance=cents / 100, Unsolicited=1)
        )
        self._pass(1)

    def _reset(self) -> None:
        account = self._chance.choice(self._accounts)
        if account.startswith("Sim"):
            self._books.reset(account)
            self._monitor.tell(ResetSimBalance(book=self._monitor.book(account), reason="asked for"))
            self._pass(1)

    def _stop_study(self) -> None:
        self._monitor.study.runs = not self._monitor.study.runs
        self._pass(3)

    def _compare(self) -> None:
        self._pass(3)
        for account in self._accounts:
            self._compare_cells(account)
            self._compare_open(account)
            self._compare_ledger(account)
            self._compare_trades(account)

    def _compare_cells(self, account: str) -> None:
        book = self._monitor.book(account)
        found = self._monitor.screens.cells(book)
        wanted = statement.cells(self._books, account, self._last)
        if book.mode is TradeMode.SIM:
            wanted["Balance"] = statement.dollars(self._books.balance(account))
        else:
            wanted["Balance"] = statement.dollars(self._cash[account]) if account in self._cash else "--"
        for name, text in wanted.items():
            self.outcome.cells += 1
            if found[name].text == text:
                continue
            if found[name].text in self._on_an_edge(account, name):
                self.outcome.edges += 1
            else:
                self._differ(f"{account} {name}: {found[name].text}, accountant {text}")
        if book == self._monitor.screens.book and self._monitor.screens.shown() != found:
            self._differ(f"{account}: the screen shows {self._monitor.screens.shown()}, the book has {found}")

    def _on_an_edge(self, account: str, name: str) -> set[str | None]:
        """Return how a value reads that lies a hair to either side of what the accountant has."""
        return {
            statement.cells(self._books, account, self._last, hair).get(name) for hair in (_EXACT, -_EXACT)
        }

    def _compare_open(self, account: str) -> None:
        found = {row["symbol"]: row for row in self._rows("open_positions", account)}
        wanted = {symbol: entry for (name, symbol), entry in self._books.open.items() if name == account}
        if found.keys() != wanted.keys():
            self._differ(f"{account}: open in {sorted(found)}, accountant {sorted(wanted)}")
            return
        for symbol, row in found.items():
            entry = wanted[symbol]
            names = {column: entry[name] for column, name in _POSITION.items()}
            self._compare_row(f"{account} {symbol}", row, {**names, "entry_time": entry["at"]})

    def _compare_ledger(self, account: str) -> None:
        fills = self._books.fills.get(account, [])
        rows = self._rows("executions", account)
        if [row["execution_id"] for row in rows] != [fill["id"] for fill in fills]:
            self._differ(f"{account}: fills {[row['execution_id'] for row in rows]}, accountant {fills}")
            return
        for row, fill in zip(rows, fills, strict=True):
            self._compare_row(f"{account} {fill['id']}", row, {"net": fill["net"], "fee": fill["fee"]})
        if account.startswith("Sim"):
            points = self._rows("equity_points", account)
            self._compare_row(f"{account} curve", points[-1], {"balance": self._books.balance(account)})

    def _compare_trades(self, account: str) -> None:
        trades, rows = self._books.trades.get(account, []), self._rows("trades", account)
        if len(trades) != len(rows):
            self._differ(f"{account}: {len(rows)} trades, accountant {len(trades)}")
            return
        for number, (row, trade) in enumerate(zip(rows, trades, strict=True), start=1):
            self._compare_row(f"{account} trade {number}", row, trade)

    def _compare_row(self, what: str, row: dict[str, Any], wanted: dict[str, Any]) -> None:
        self.outcome.rows += 1
        for name, value in wanted.items():
            if not _same(row[name], value):
                self._differ(f"{what} {name}: {row[name]}, accountant {value}")

    def _rows(self, table: str, account: str) -> list[dict[str, Any]]:
        mode = self._monitor.book(account).mode.value
        query = f"SELECT * FROM {table} WHERE mode = ? AND account = ? ORDER BY id"
        return self._monitor.rows(query, mode, account)

    def _differ(self, text: str) -> None:
        where = f"session {self._number}, {self._monitor.clock.elapsed_s:.0f} s, after {self._doing}"
        self.outcome.differences.append(f"{where}: {text}")


def _same(found: Any, wanted: Any) -> bool:  # noqa: ANN401 - a column of any type
    if found is None or wanted is None:
        return found is wanted
    if isinstance(wanted, datetime):
        return datetime.fromisoformat(found) == wanted
    if isinstance(wanted, str):
        return bool(found == wanted)
    return bool(abs(Fraction(found) - wanted) <= _EXACT)


def play(numbers: range, folder: Path) -> Iterator[Outcome]:
    """Yield the outcome of each session.

    Args:
        numbers: Which sessions.
        folder: An empty folder for their databases.
    """
    for number in numbers:
        place = folder / str(number)
        place.mkdir()
        yield Session(number, place).run()
