"""What must hold after every step, and what must hold at rest."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from itertools import accumulate
from typing import Any, Final

from actors.messages import (
    ActorGaveUp,
    ActorRestarted,
    AlarmRaised,
    BalanceChanged,
    FillBooked,
    HeatChanged,
    Message,
    PositionChanged,
    ScopeChanged,
    StatisticsChanged,
)
from dtc.enums import BuySell
from models.book import Book, Symbol, TradeMode
from models.timeframe import Timeframe
from tests.simulation.operations import SYMBOL, Poison
from tests.simulation.world import ACCOUNTS, World

START: Final = Decimal(10000)
_ALWAYS: Final = {"connection check", "database seen", "clock", "snapshot"}
"""What falls due again and again while a monitor runs."""
_SOMETIMES: Final = ("alarms", "database mirrors", "report ", "settle ")


class ViolationError(AssertionError):
    """Something that must hold does not."""


class Watch:
    """Overhears everything, looks at every picture, and compares what is at rest.

    Attributes:
        world: What is watched; set once it is there.
    """

    def __init__(self) -> None:
        self.world: World
        self._hears: Mapping[type[Message], Callable[[Any], None]] = {
            ScopeChanged: self._hear_scope,
            BalanceChanged: self._hear_balance,
            FillBooked: self._hear_fill,
            PositionChanged: self._hear_position,
            HeatChanged: self._hear_heat,
            AlarmRaised: self._hear_alarm,
            StatisticsChanged: self._hear_statistics,
            ActorRestarted: self._hear_failure,
            ActorGaveUp: self._hear_failure,
        }
        self._stops: dict[str, Decimal] = {}
        self._found = ""
        self._seen_sums: dict[str, tuple[tuple[int, int], set[Decimal]]] = {}
        self._seen_quantities: dict[str, tuple[int, int, set[Decimal]]] = {}
        self.forget()

    def forget(self) -> None:
        """Forget what belongs to one start of the monitor."""
        self._epoch = self._painted_epoch = -1
        self._alarms: set[tuple[str, datetime, str]] = set()
        self._booked: set[tuple[Book, str]] = set()
        self._balances: dict[Book, Decimal | None] = {}
        self._positions: dict[tuple[Book, Symbol], PositionChanged] = {}
        self._heat: dict[tuple[Book, Symbol], datetime | None] = {}
        self._statistics: dict[Book, StatisticsChanged] = {}
        self._starts: set[tuple[Book | None, Symbol, datetime | None]] = set()
        self._paints = 0
        if self._stops:
            # What the disk had not taken is forgotten with the process.
            stored = self.world.storage.connection.execute(
                "SELECT trade_id FROM open_positions WHERE initial_stop IS NOT NULL"
            )
            kept = {row[0] for row in stored}
            self._stops = {trade: stop for trade, stop in self._stops.items() if trade in kept}

    def overhear(self, message: Message) -> None:
        """Look at a message that somebody posts; what is wrong with it is said by `look`."""
        hear = self._hears.get(type(message))
        if hear is not None and not self._found:
            try:
                hear(message)
            except ViolationError as violation:
                # Raised here, it would be a failure of the actor that posts.
                self._found = str(violation)

    def look(self) -> None:
        """Look at the picture, if there is a new one, and at what was overheard."""
        if self._found:
            raise ViolationError(self._found)
        world = self.world
        if world.leaked:
            raise ViolationError(f"still scheduled after the end: {', '.join(world.leaked)}")
        if world.window.paints != self._paints:
            self._paints = world.window.paints
            self._look_at_picture()

    def check(self, problem: str) -> None:
        """Let a problem be one for whoever called.

        Raises:
            ViolationError: There is one.
        """
        if problem:
            raise ViolationError(problem)

    def look_at_rest(self) -> None:
        """Compare what is shown, what the actors hold, what is stored, and what the broker did."""
        self._compare_books()
        self._compare_screen()
        self._compare_schedule()

    # -- what is posted

    def _hear_scope(self, fact: ScopeChanged) -> None:
        if fact.epoch < self._epoch:
            raise ViolationError(f"epoch {fact.epoch} after {self._epoch}")
        self._epoch = fact.epoch

    def _hear_balance(self, fact: BalanceChanged) -> None:
        self._balances[fact.book] = fact.balance
        # A fill that no disk took, and that came before the list of a start, is in nobody's books.
        is_known = not self.world.storage.was_closed
        if is_known and fact.balance is not None and fact.balance not in self._possible(fact.book):
            raise ViolationError(f"balance of {fact.book} is {fact.balance}: that is not start and results")

    def _hear_fill(self, fact: FillBooked) -> None:
        key = (fact.booked.book, fact.booked.fill.execution_id)
        if key in self._booked:
            raise ViolationError(f"fill {key[1]} of {key[0]} is booked twice")
        self._booked.add(key)

    def _hear_position(self, fact: PositionChanged) -> None:
        self._positions[fact.book, fact.symbol] = fact
        position = fact.position
        if position is None:
            return
        if position.book != fact.book or position.symbol != fact.symbol:
            raise ViolationError(f"position of {position.book} told for {fact.book}")
        sums = self._quantities(fact.book.account)
        if position.quantity not in sums:
            raise ViolationError(
                f"{fact.book} holds {position.quantity} {fact.symbol}, the broker never had that"
            )
        stop = self._stops.get(position.trade_id)
        if stop is not None and position.initial_stop != stop:
            raise ViolationError(f"first stop of {fact.book} was {stop}, now {position.initial_stop}")
        first = position.initial_stop
        if first is not None:
            self._stops[position.trade_id] = first

    def _hear_heat(self, fact: HeatChanged) -> None:
        self._heat[fact.book, fact.symbol] = fact.since
        self._starts.add((fact.book, fact.symbol, fact.since))

    def _hear_failure(self, fact: ActorRestarted | ActorGaveUp) -> None:
        # Even reading may take a lock; then the database is opened again until that works.
        is_disk = fact.actor == "database" and self.world.storage.has_refused
        if not is_disk and f" on {Poison.__name__}: " not in fact.reason:
            raise ViolationError(f"an actor failed: {fact.actor}: {fact.reason}")

    def _hear_alarm(self, fact: AlarmRaised) -> None:
        key = (fact.alarm.key, fact.alarm.raised_at, fact.alarm.text)
        if key in self._alarms:
            raise ViolationError(f"heard twice: {fact.alarm.text}")
        self._alarms.add(key)

    def _hear_statistics(self, fact: StatisticsChanged) -> None:
        self._statistics[fact.book] = fact

    def _possible(self, book: Book) -> set[Decimal]:
        """Return every balance that a book can have had: start and results of fills, in their order."""
        if book.mode is TradeMode.LIVE:
            return {Decimal(repr(cash)) for cash in self.world.stated.get(book.account, ())}
        nets = self._nets(book.account)
        firsts = len(nets) if self.world.resets.get(book.account) else min(1, len(nets))
        state, found = self._seen_sums.get(book.account, ((0, 0), {START}))
        if state != (firsts, len(nets)):
            found = {START}.union(*(_sums(nets[first:]) for first in range(firsts)))
            self._seen_sums[book.account] = ((firsts, len(nets)), found)
        return found

    def _nets(self, account: str) -> list[Fraction]:
        return [fill["net"] for fill in self.world.accountant.fills.get(account, [])]

    def _quantities(self, account: str) -> set[Decimal]:
        done, total, found = self._seen_quantities.get(account, (0, 0, {Decimal(0)}))
        fills = self.world.broker.fills
        if done < len(fills):
            for fill in fills[done:]:
                if fill.TradeAccount == account:
                    total += int(fill.Quantity or 0) * (1 if fill.BuySell == BuySell.BUY else -1)
                    found = {*found, Decimal(total)}
            self._seen_quantities[account] = (len(fills), total, found)
        return found

    # -- what is painted

    def _look_at_picture(self) -> None:
        window = self.world.window
        if window.new != window.legacy_cells:
            wrong = {
                name: (cell.text, window.legacy_cells[name].text)
                for name, cell in window.new.items()
                if cell != window.legacy_cells.get(name)
            }
            raise ViolationError(f"the generations differ (new, legacy): {wrong}")
        epoch = window.view1.facts.epoch
        if epoch < self._painted_epoch or window.view2.facts.epoch != epoch:
            raise ViolationError(f"painted epoch {epoch} after {self._painted_epoch}")
        self._painted_epoch = epoch
        book = window.book
        if window.scope is not None and book is not None:
            words = {"LIVE": "LIVE · REAL MONEY"}.get(book.mode.value, book.mode.value)
            shown = (window.new["Mode"].text, window.new["Account"].text)
            if shown != (words, window.scope.account) or window.scope.mode is not book.mode:
                raise ViolationError(
                    f"the badge says {shown}, the scope is {window.scope.mode} {window.scope.account}"
                )
        self._look_at_money(book)
        self._look_at_position(book)

    def _look_at_money(self, book: Book | None) -> None:
        window = self.world.window
        text = window.new["Balance"].text
        if book is None or window.view1.facts.with_open:
            return
        try:
            balance = Decimal(text.replace("$", "").replace(",", ""))
        except InvalidOperation:
            return
        if balance not in {value.quantize(Decimal("0.01")) for value in self._possible(book)}:
            raise ViolationError(f"the screen shows {text} for {book}: it never had that")
        curve = window.view1.facts.curve
        if curve is not None and curve.length and curve.point(-1).balance not in self._possible(book):
            raise ViolationError(f"the curve of {book} ends at {curve.point(-1).balance}: it never had that")

    def _look_at_position(self, book: Book | None) -> None:
        view = self.world.window.view2
        for fact in view.facts.positions.values():
            if fact.book != book:
                raise ViolationError(f"a position of {fact.book} is shown for {book}")
        for symbol, since in view.facts.heat.items():
            if since is not None and (book, symbol, since) not in self._starts:
                raise ViolationError(f"a drawdown since {since} is shown for {book}, which never had it")
        if view.live.text == "FLAT" and view.live.role == "neutral" and not self.world.is_listed:
            raise ViolationError(f"{book} is shown flat before the broker has listed its positions")

    # -- at rest

    def _compare_books(self) -> None:
        world = self.world
        rows = world.storage.connection
        for account in ACCOUNTS:
            book = world.book(account)
            key = (book.mode.value, account)
            held = world.broker.held.get((account, SYMBOL))
            quantity = held.quantity if held else 0
            fact = self._positions.get((book, Symbol(SYMBOL)))
            told = fact.position if fact else None
            stored = rows.execute(
                "SELECT quantity, average_price FROM open_positions WHERE mode = ? AND account = ?", key
            ).fetchall()
            found = [int(told.quantity) if told else 0, sum(int(Decimal(row[0])) for row in stored)]
            if world.storage.was_closed:
                # What could not be read is asked for at the next start; only the broker's word counts.
                found[1] = found[0]
            if found != [quantity, quantity] or len(stored) > 1:
                raise ViolationError(f"{account}: the broker holds {quantity}, actors and database {found}")
            if not world.storage.was_closed:
                self._compare_heat(book, told is not None)
            if book.mode is TradeMode.SIM:
                self._compare_ledger(book)
            if not world.storage.was_closed:
                self._compare_trades(book)
            if book.mode is TradeMode.LIVE:
                self._compare_cash(book)

    def _compare_heat(self, book: Book, is_open: bool) -> None:  # noqa: FBT001 - one caller
        since = self._heat.get((book, Symbol(SYMBOL)))
        stored = self.world.storage.connection.execute(
            "SELECT since FROM heat WHERE mode = ? AND account = ?", (book.mode.value, book.account)
        ).fetchall()
        kept = [datetime.fromisoformat(row[0]) for row in stored]
        if kept != ([] if since is None else [since]):
            raise ViolationError(f"{book}: drawdown since {since}, stored {kept}")
        if since is not None and not is_open:
            raise ViolationError(f"{book}: flat, and in a drawdown since {since}")

    def _compare_ledger(self, book: Book) -> None:
        world, account = self.world, book.account
        nets = self._nets(account)
        after = world.resets.get(account)
        wanted = {_decimal(10000 + sum(nets[first:], Fraction(0))) for first in range((after or 0) + 1)}
        if after is None:
            wanted = {_decimal(10000 + sum(nets, Fraction(0)))}
        told = self._balances.get(book)
        key = (book.mode.value, account)
        stored = world.storage.connection.execute(
            "SELECT balance FROM equity_points WHERE mode = ? AND account = ? ORDER BY id DESC LIMIT 1", key
        ).fetchone()
        kept = Decimal(stored[0]) if stored else START
        if kept != told or (told not in wanted and not world.storage.was_closed):
            raise ViolationError(
                f"{book}: start and results are {sorted(wanted)}, told {told}, stored {kept}"
            )
        if world.storage.was_closed:
            # A fill that nobody could keep, or place, is missing in both.
            return
        fills = world.storage.connection.execute(
            "SELECT COUNT(*) FROM executions WHERE mode = ? AND account = ?", key
        ).fetchone()[0]
        if fills != len(nets):
            raise ViolationError(f"{book}: {len(nets)} fills, stored {fills}")

    def _compare_trades(self, book: Book) -> None:
        fact = self._statistics.get(book)
        if fact is None or fact.problem:
            return
        told = dict(fact.by_timeframe)[Timeframe.ALL]
        rows = self.world.storage.connection.execute(
            "SELECT net FROM trades WHERE mode = ? AND account = ?", (book.mode.value, book.account)
        ).fetchall()
        nets = [Decimal(net) for (net,) in rows if net is not None]
        if (told.trades, told.excluded, told.net) != (len(nets), len(rows) - len(nets), sum(nets)):
            raise ViolationError(
                f"{book}: {told.trades} trades of {told.net} and {told.excluded} without a result told, "
                f"stored {rows}"
            )

    def _compare_cash(self, book: Book) -> None:
        told, said = self._balances.get(book), Decimal(repr(self.world.broker.balances[book.account]))
        if told != said:
            raise ViolationError(f"{book}: the broker says {said}, told {told}")

    def _compare_screen(self) -> None:
        window, world = self.world.window, self.world
        book = window.book
        if world.asked is not None and window.scope is not None:
            shown = {window.scope.mode.value, window.scope.account}
            if world.asked not in shown:
                raise ViolationError(f"chosen last was {world.asked}, the badge says {shown}")
        if book is None:
            return
        balance = self._balances.get(book)
        curve = window.view1.facts.curve
        if curve is not None and curve.length and balance != curve.point(-1).balance:
            raise ViolationError(
                f"the curve of {book} ends at {curve.point(-1).balance}, the balance is {balance}"
            )
        text = window.new["Balance"].text
        if balance is not None and not window.view1.facts.with_open and text != f"${balance:,.2f}":
            raise ViolationError(f"{book}: the screen shows {text}, the balance is {balance}")
        fact = self._positions.get((book, Symbol(SYMBOL)))
        position = fact.position if fact else None
        shown_fact = window.view2.facts.positions.get(Symbol(SYMBOL))
        if (shown_fact.position if shown_fact else None) != position:
            raise ViolationError(f"{book}: the screen shows {shown_fact}, the position is {position}")
        if position is None and window.new["Live"].text != "FLAT":
            raise ViolationError(f"{book}: flat and confirmed, the screen says {window.new['Live'].text}")
        since = window.view2.facts.heat.get(Symbol(SYMBOL))
        if since != self._heat.get((book, Symbol(SYMBOL))):
            raise ViolationError(f"{book}: the screen counts from {since}, the drawdown began {self._heat}")

    def _compare_schedule(self) -> None:
        strange = [
            key for key in self.world.clock.scheduled if key not in _ALWAYS and not key.startswith(_SOMETIMES)
        ]
        if strange or not self.world.clock.scheduled.keys() >= _ALWAYS:
            raise ViolationError(f"at rest is scheduled: {sorted(self.world.clock.scheduled)}")
        heard = {
            (raised.alarm.key, raised.alarm.raised_at, raised.alarm.text)
            for raised in self.world.window.raised
        }
        if heard != self._alarms:
            raise ViolationError(f"alarms raised {self._alarms}, heard in the window {heard}")


def _sums(nets: Sequence[Fraction]) -> set[Decimal]:
    """Return start and results up to each fill."""
    return {_decimal(10000 + total) for total in accumulate(nets)}


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
