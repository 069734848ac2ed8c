"""What is told and not in the database yet; commits all of it at once."""

from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from msgspec import structs

from actors.messages import (
    BalanceReset,
    CashSettled,
    EquityViewChosen,
    FillBooked,
    HeatChanged,
    PositionChanged,
    PositionsJudged,
    SaveAlarm,
    SaveCounts,
    SaveEquityPoint,
    SaveGap,
    SaveOpenEquity,
    SavePerformance,
    ScopeChanged,
    TradeClosed,
)
from models.book import Book, Symbol, TradeMode
from models.errors import RowError, StorageError
from models.rows import StoredPositions
from models.store import Store
from models.trade import Trade

Saved = (
    FillBooked
    | TradeClosed
    | PositionChanged
    | HeatChanged
    | SaveEquityPoint
    | SaveGap
    | SaveOpenEquity
    | EquityViewChosen
    | CashSettled
    | SaveAlarm
    | SavePerformance
    | SaveCounts
    | PositionsJudged
    | BalanceReset
    | ScopeChanged
)

Drawdown = tuple[Book, Symbol, datetime]
"""Whose it is, and since when it runs, UTC."""

# A fill is on its way between two actors for milliseconds.
_KEPT = 1_000


class Unsaved:
    """Changes in the order of their coming; its owner is the database actor."""

    def __init__(self) -> None:
        self._waiting: list[Saved] = []
        # In the order of their coming; a ledger may be started anew in front of the last of them.
        self._booked: deque[tuple[Book, str]] = deque(maxlen=_KEPT)

    def __len__(self) -> int:
        """Return how many changes wait."""
        return len(self._waiting)

    def add(self, message: Saved) -> None:
        """Keep a change until the next commit."""
        if isinstance(message, FillBooked) and message.booked.book.mode is not TradeMode.DEBUG:
            self._booked.append((message.booked.book, message.booked.fill.execution_id))
        self._waiting.append(message)

    @property
    def booked(self) -> tuple[tuple[Book, str], ...]:
        """Return the last fills of this run, each with its book, oldest first; none of DEBUG."""
        return tuple(self._booked)

    def trades_of(self, book: Book, since: datetime) -> list[Trade]:
        """Return the trades of a book that wait and ended at a moment or later, oldest first."""
        closed = (message.trade for message in self._waiting if isinstance(message, TradeClosed))
        return [trade for trade in closed if trade.book == book and trade.exit_time >= since]

    def with_positions(self, stored: StoredPositions) -> StoredPositions:
        """Return what is stored of positions and fills with what waits: none may count twice."""
        positions = {(position.book, position.symbol): position for position in stored.positions}
        execution_ids, last_fill_at = list(stored.execution_ids), dict(stored.last_fill_at)
        for message in self._waiting:
            if isinstance(message, FillBooked):
                book, fill = message.booked.book, message.booked.fill
                execution_ids.append((book, fill.execution_id))
                last_fill_at[book] = max(fill.at, last_fill_at.get(book, fill.at))
            if isinstance(message, FillBooked | PositionChanged):
                state = message.booked if isinstance(message, FillBooked) else message
                positions.pop((state.book, state.symbol), None)
                if state.position is not None:
                    positions[state.book, state.symbol] = state.position
        return structs.replace(
            stored,
            positions=tuple(positions.values()),
            execution_ids=tuple(execution_ids),
            last_fill_at=tuple(last_fill_at.items()),
            quiet_since=tuple(quiet for quiet in stored.quiet_since if quiet[0] not in last_fill_at),
        )

    def with_heat(self, stored: Iterable[Drawdown]) -> tuple[Drawdown, ...]:
        """Return the stored drawdowns with what waits."""
        since = {(book, symbol): at for book, symbol, at in stored}
        for message in self._waiting:
            if isinstance(message, HeatChanged):
                since.pop((message.book, message.symbol), None)
                if message.since is not None:
                    since[message.book, message.symbol] = message.since
            elif isinstance(message, PositionChanged) and message.position is None:
                since.pop((message.book, message.symbol), None)
        return tuple((book, symbol, at) for (book, symbol), at in since.items())

    def commit(self, store: Store, now: datetime) -> None:
        """Commit all that waits in one transaction, and that the monitor runs.

        Of the positions that a burst of fills leads to, one after the other, only the last is ever read.

        Raises:
            RowError: The database refuses one of the changes; it is dropped, and nothing is committed.
            StorageError: Disk or database refuse all of it; everything goes on waiting.
        """
        positions: dict[tuple[Book, Symbol], FillBooked | PositionChanged] = {}
        with store.transaction():
            for message in newest(self._waiting):
                with self._or_without(message):
                    if isinstance(message, FillBooked):
                        booked = message.booked
                        if store.book_fill(booked, keep_position=False):
                            positions[booked.book, booked.symbol] = message
                    elif isinstance(message, PositionChanged):
                        positions[message.book, message.symbol] = message
                    elif isinstance(message, BalanceReset):
                        self._reset(store, message)
                    else:
                        _write(store, message, now)
            for message in positions.values():
                with self._or_without(message):
                    _write_position(store, message)
            store.state.touch(now)
        self._waiting.clear()

    def _reset(self, store: Store, reset: BalanceReset) -> None:
        """Start a ledger anew, behind the last fill that was in it when that was decided."""
        fills = [execution_id for book, execution_id in self._booked if book == reset.book]
        if reset.after is None:
            fills = []
        elif reset.after in fills:
            fills = fills[fills.index(reset.after) + 1 :]
        store.reset_balance(reset.book, reset.balance, reset.at, reset.reason, reset.flow, fills)

    @contextmanager
    def _or_without(self, message: Saved) -> Iterator[None]:
        """Take out what the database code cannot handle, so that it does not fail the next commit as well."""
        try:
            yield
        except Exception as error:
            if isinstance(error, RowError) or not isinstance(error, StorageError):
                self._waiting.remove(message)
            raise


def _write(store: Store, message: Saved, now: datetime) -> None:
    match message:
        case TradeClosed(trade=trade):
            store.save_trade(trade)
        case HeatChanged(book=book, symbol=symbol, since=since):
            store.save_heat(book, symbol, since)
        case SaveAlarm(record=record):
            store.alarms.save(record)
        case SavePerformance() | SaveCounts() | PositionsJudged():
            _write_evidence(store, message)
        case SaveGap(gap=gap):
            store.save_gap(gap)
        case EquityViewChosen(with_open=with_open):
            store.state.save_equity_view(with_open=with_open)
        case ScopeChanged():
            _write_scope(store, message, now)
        case SaveEquityPoint() | SaveOpenEquity() | CashSettled():
            _write_money(store, message)


def _write_evidence(store: Store, message: SavePerformance | SaveCounts | PositionsJudged) -> None:
    match message:
        case SavePerformance(rows=rows):
            store.perf.save(rows)
        case SaveCounts(interval=interval):
            store.evidence.save(interval)
        case PositionsJudged(judgement=judgement):
            store.state.save_positions(judgement)


def _write_scope(store: Store, scope: ScopeChanged, now: datetime) -> None:
    for book in scope.known:
        store.save_account(book, now, confirmed=False)
    if scope.account is not None:
        store.state.save_shown(Book(scope.mode, scope.account))


def _write_money(store: Store, message: SaveEquityPoint | SaveOpenEquity | CashSettled) -> None:
    match message:
        case SaveEquityPoint(book=book, point=point):
            store.save_equity_point(book, point)
        case SaveOpenEquity(book=book, samples=samples):
            store.money.save_open_equity(book, samples)
        case CashSettled(book=book, balance=balance, execution_id=execution_id, flow=flow):
            store.money.settle_cash(book, balance, execution_id, flow)


def _write_position(store: Store, message: FillBooked | PositionChanged) -> None:
    state = message.booked if isinstance(message, FillBooked) else message
    if state.position is None:
        store.delete_position(state.book, state.symbol)
    else:
        store.save_position(state.position)


def newest(waiting: Iterable[Saved]) -> list[Saved]:
    """Return what has to be written: of what has one place only the newest matters."""
    kept: dict[object, Saved] = {}
    for index, message in enumerate(waiting):
        key: object = index
        if isinstance(message, PositionChanged | HeatChanged):
            key = (type(message), message.book, message.symbol)
        elif isinstance(message, SaveAlarm):
            key = (SaveAlarm, message.record.key, message.record.raised_at)
        elif isinstance(message, ScopeChanged | PositionsJudged):
            key = type(message)
        # Behind the fills that led to it, not where the first of its kind was.
        kept.pop(key, None)
        kept[key] = message
    return list(kept.values())
