"""Planted bugs: the program with one of its rules broken, which the exploration must find."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final, NamedTuple

from msgspec import structs

from actors.clock import ClockActor
from actors.dtc_connection import DtcConnectionActor
from actors.dtc_facts import FactReader
from actors.equity import EquityActor
from actors.messages import (
    AlarmRaised,
    BalanceReported,
    BalanceReset,
    BytesReceived,
    CurveChanged,
    Fact,
    FillBooked,
    FillsListed,
    ScopeChanged,
    TradesLoaded,
)
from actors.positions import PositionsActor
from actors.qt_bridge import BookFact, GeneralFact, QtBridgeActor
from actors.session import SessionActor
from actors.statistics import StatisticsActor
from actors.symbol_state import SymbolState
from actors.unsaved import Unsaved
from models.book import Book, TradeMode
from models.errors import StorageError
from models.known_fills import KnownFills
from models.store import Store
from ui.panel2 import presenter as panel2
from ui.panel2.view_model import Panel2Facts

Rule = Callable[..., Any]


class Mutant(NamedTuple):
    """One broken rule.

    Attributes:
        name: What is broken, in words.
        owner: Class or module that holds the rule.
        attribute: Its name there.
        broken: Makes the broken rule of the right one.
        budget: So many runs by chance find it, at most.
        shown_by: A beginning and operations of which some schedule shows it; at once, but for `+SECONDS`.
    """

    name: str
    owner: object
    attribute: str
    broken: Callable[[Rule], object]
    budget: int
    shown_by: tuple[str, ...] = ("held", "link down")

    @contextmanager
    def planted(self) -> Iterator[None]:
        """Break the rule as long as this lasts."""
        right = vars(self.owner)[self.attribute]
        setattr(self.owner, self.attribute, self.broken(right))
        try:
            yield
        finally:
            setattr(self.owner, self.attribute, right)


def _old_epochs(right: Rule) -> Rule:
    def tell(session: SessionActor) -> None:
        epochs = vars(session).setdefault("epochs", {})
        scope = session._scope
        shown = (scope.mode, scope.account)
        if shown in epochs:
            session._scope = structs.replace(scope, epoch=epochs[shown])
        epochs[shown] = session._scope.epoch
        right(session)

    return tell


def _one_drawer(right: Rule) -> Rule:
    def take(bridge: QtBridgeActor, key: Hashable, fact: BookFact, latest: str | None = None) -> None:
        mode = fact.book.mode
        of_mode = next((facts for book, facts in bridge._facts.items() if book.mode is mode), {})
        bridge._facts[fact.book] = of_mode
        right(bridge, key, fact, latest)

    return take


def _forgets_known_fills(right: Rule) -> Rule:
    def take(positions: PositionsActor, fact: FillsListed) -> None:
        positions._known_fills = KnownFills()
        right(positions, fact)

    return take


def _write_what_was_read(right: Rule) -> Rule:
    def book(equity: EquityActor, fact: FillBooked) -> None:
        booked = fact.booked
        if booked.book.mode is TradeMode.LIVE:
            right(equity, fact)
            return
        equity._between.add((booked.book, booked.symbol))
        if booked.net is None or booked.book not in equity._curves:
            return
        seen = vars(equity).setdefault("seen", {})
        now = equity.clock.elapsed()
        if booked.book not in seen or seen[booked.book][0] < now:
            seen[booked.book] = (now, equity._curves[booked.book].point(-1).balance)
        equity._append(booked.book, booked.fill.at, seen[booked.book][1] + booked.net)

    return book


def _heat_stays(right: Rule) -> Rule:
    def follow(facts: Panel2Facts, fact: Fact) -> Panel2Facts:
        after: Panel2Facts = right(facts, fact)
        return structs.replace(after, heat=facts.heat) if isinstance(fact, ScopeChanged) else after

    return follow


def _any_link(right: Rule) -> Rule:
    def receive(connection: DtcConnectionActor, fact: BytesReceived) -> None:
        right(connection, structs.replace(fact, connection_id=connection._connection_id))

    return receive


def _first_row_only(right: Rule) -> Rule:
    return lambda reader, rows, *, complete: right(reader, list(rows)[:1], complete=complete)


def _silenced(right: Rule) -> Rule:
    def pass_on(bridge: QtBridgeActor, fact: GeneralFact) -> None:
        if not isinstance(fact, AlarmRaised) or fact.alarm.book is None or bridge._is_shown(fact.alarm.book):
            right(bridge, fact)

    return pass_on


# The table that says who handles what looks for this mark.
def _marked(broken: Callable[[Rule], Rule]) -> Callable[[Rule], Rule]:
    def mark(right: Rule) -> Rule:
        method = broken(right)
        vars(method)["handled_types"] = vars(right)["handled_types"]
        return method

    return mark


def _first_curve(right: Rule) -> Rule:
    def tell(equity: EquityActor, book: Book) -> None:
        right(equity, book)
        curve = next(iter(equity._curves.values()))
        equity.post(CurveChanged(book=book, curve=curve, flows=()))

    return tell


def _lost_on_error(right: Rule) -> Rule:
    def commit(unsaved: Unsaved, store: Store, now: datetime) -> None:
        try:
            right(unsaved, store, now)
        except StorageError:
            unsaved._waiting.clear()
            raise

    return commit


def _forgets_stop(right: Rule) -> Rule:
    return lambda state, position, seen: right(state, structs.replace(position, initial_stop=None), seen)


def _no_order(right: Rule) -> Rule:
    def reset(unsaved: Unsaved, store: Store, message: BalanceReset) -> None:
        right(unsaved, store, structs.replace(message, after=None))

    return reset


def _books_again(right: Rule) -> Rule:
    return lambda equity, fact: right(equity, structs.replace(fact, booked=()))


def _first_balance_only(right: Rule) -> Rule:
    def take(equity: EquityActor, fact: BalanceReported) -> None:
        if fact.book not in equity._cash:
            right(equity, fact)

    return take


def _without_early(right: Rule) -> Rule:
    def restore(statistics: StatisticsActor, fact: TradesLoaded) -> None:
        for early in statistics._early.values():
            early.clear()
        right(statistics, fact)

    return restore


def _nothing(_right: Rule) -> Rule:
    return lambda *_: None


_TWO_FILLS: Final = ("fill Sim1 1 6755.50 before", "fill Sim1 -3 6756.00 after")
MUTANTS: Final = (
    Mutant(
        "late answers pass for new ones, epochs come twice",
        SessionActor,
        "_tell",
        _old_epochs,
        200,
        ("flat", "show LIVE", "show SIM"),
    ),
    Mutant(
        "accounts of a mode share their facts",
        QtBridgeActor,
        "_take",
        _one_drawer,
        500,
        ("held", "show Sim2"),
    ),
    Mutant("duplicates are booked again", KnownFills, "__contains__", lambda _: lambda *_: False, 200),
    Mutant(
        "fills are booked again after a reconnect",
        PositionsActor,
        "take_history",
        _marked(_forgets_known_fills),
        200,
    ),
    Mutant(
        "balance by read, modify, write",
        EquityActor,
        "book_fill",
        _marked(_write_what_was_read),
        500,
        ("flat", *_TWO_FILLS),
    ),
    Mutant(
        "drawdown of the book before stays on the screen",
        panel2,
        "_with",
        _heat_stays,
        200,
        ("held", "show LIVE"),
    ),
    Mutant(
        "bytes of an old link are taken",
        DtcConnectionActor,
        "receive",
        _marked(_any_link),
        500,
        ("held", "stale"),
    ),
    Mutant("list of positions is taken before it is whole", FactReader, "positions", _first_row_only, 200),
    Mutant(
        "an alarm of another book is silenced",
        QtBridgeActor,
        "pass_on",
        _marked(_silenced),
        500,
        ("held", "show LIVE", "fill Sim1 -2 6739.00 before"),
    ),
    Mutant("curve of another book", EquityActor, "_tell", _first_curve, 200, ("held", "show LIVE")),
    Mutant(
        "what waits is lost with a database error",
        Unsaved,
        "commit",
        _lost_on_error,
        500,
        ("flat", "disk full", "fill Sim2 1 6741.50 before", "stop Sim2 6730.00"),
    ),
    Mutant(
        "a restart forgets the first stop", SymbolState, "restore", _forgets_stop, 500, ("held", "restart")
    ),
    Mutant(
        "nobody knows is shown as flat",
        Panel2Facts,
        "flat_is_known",
        lambda _: property(lambda _: True),
        200,
        ("start", "show LIVE"),
    ),
    Mutant(
        "a reset in the database takes a later fill along",
        Unsaved,
        "_reset",
        _no_order,
        20_000,
        ("flat", "fill Sim1 1 6755.50 before", "reset Sim1"),
    ),
    Mutant(
        "a curve that was told with a fill gets it again",
        EquityActor,
        "restore",
        _marked(_books_again),
        30_000,
        ("flat", "fill Sim1 1 6755.50 before", "fail equity"),
    ),
    Mutant(
        "fills held back are forgotten with the list",
        PositionsActor,
        "_book_held",
        _nothing,
        10_000,
        ("start", "+0.3 fill Sim2 -3 6749.25 after", "fill Sim2 2 6745.25 before"),
    ),
    Mutant(
        "after a failure another book is shown",
        SessionActor,
        "_as_it_was",
        lambda _: lambda session: session._wish._replace(mode=None, book=None),
        5_000,
        ("held", "show LIVE", "fail session"),
    ),
    Mutant("a clock goes on after the end", ClockActor, "release", _nothing, 500, ("held", "restart")),
    Mutant(
        "only the first balance of a broker is taken",
        EquityActor,
        "take_broker_balance",
        _marked(_first_balance_only),
        500,
        ("held", "balance 120005 25100.00"),
    ),
    Mutant(
        "a trade that closes while trades are read is forgotten",
        StatisticsActor,
        "restore",
        _marked(_without_early),
        10_000,
        ("held", "fill Sim1 -2 6751.00 after", "fail statistics"),
    ),
)
