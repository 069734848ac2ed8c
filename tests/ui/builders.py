"""Facts of golden scenario A, and short ways to make others."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from math import nan

from actors.messages import (
    BalanceChanged,
    BookConfirmed,
    ConnectionChanged,
    ConnectionState,
    CurveChanged,
    DisplaySet,
    EquityViewChosen,
    Fact,
    GapsChanged,
    HeatChanged,
    OpenEquityChanged,
    PositionChanged,
    PriceMissed,
    PriceReceived,
    QuoteMissed,
    QuoteRead,
    ScopeChanged,
    Shown,
    Ticked,
)
from flags import BOTH_NEW, resolve
from models.book import Book, Symbol, TradeAccount, TradeMode
from models.cash_flow import CashFlow
from models.contract import contract_of
from models.equity import EquityPoint, curve_of
from models.gaps import Gap
from models.market import ServedPrice
from models.open_equity import OpenSample
from models.order import NO_PROTECTION, Protection
from models.quote import Quote
from models.trade import Execution, MarketContext, Position

NOW = datetime(2026, 11, 17, 15, 30, 0, tzinfo=UTC)
SIM1 = Book(TradeMode.SIM, TradeAccount("Sim1"))
SIM2 = Book(TradeMode.SIM, TradeAccount("Sim2"))
REAL = Book(TradeMode.LIVE, TradeAccount("120005"))
MES = Symbol("MESZ25")
NEW_PANELS = resolve({}, BOTH_NEW, "settings.toml")


def shown(fact: Fact, epoch: int = 1) -> Shown:
    """Return a fact as the bridge hands it over."""
    return Shown(epoch=epoch, fact=fact)


def a_scope(book: Book | None = SIM1, epoch: int = 1, mode: TradeMode = TradeMode.SIM) -> Shown:
    """Return the scope of a book."""
    return shown(
        ScopeChanged(
            epoch=epoch,
            mode=book.mode if book else mode,
            account=book.account if book else None,
            known=(SIM1, SIM2, REAL),
            reason="test",
        ),
        epoch,
    )


def a_link(state: ConnectionState = ConnectionState.READY, at: datetime = NOW) -> Shown:
    """Return a state of the link."""
    return shown(ConnectionChanged(state=state, endpoint="127.0.0.1:11099", detail="", at=at))


def confirmed(*, is_so: bool = True, book: Book = SIM1, epoch: int = 1) -> Shown:
    """Return whether the server's complete list backs what is known of a book."""
    return shown(BookConfirmed(book=book, confirmed=is_so, at=NOW), epoch)


CONFIRMED = confirmed()


def a_tick(after_s: float = 0.0) -> Shown:
    """Return the clock, so many seconds after `NOW`."""
    return shown(Ticked(at=NOW + timedelta(seconds=after_s)))


def a_display(
    *, exchange_time: bool = False, reduced_motion: bool = False, green_and_red: bool = False
) -> Shown:
    """Return how the trader wants the screen."""
    fact = DisplaySet(exchange_time=exchange_time, reduced_motion=reduced_motion, green_and_red=green_and_red)
    return shown(fact)


def a_quote(last: str) -> Shown:
    """Return a snapshot with a last price."""
    price = Decimal(last)
    return shown(
        QuoteRead(
            quote=Quote(
                last=price,
                high=price + 5,
                low=price - 5,
                vwap=Decimal("6749.00"),
                poc=Decimal("6748.50"),
                cum_delta=Decimal(1234),
                read_at=NOW,
            )
        )
    )


def served(last: str, *, symbol: Symbol = MES, missed: bool = False, age_s: float = 0.0) -> Shown:
    """Return a price that the server sent, or the news that none comes any more."""
    price = ServedPrice(
        last=Decimal(last), low=Decimal(last), high=Decimal(last), at=NOW - timedelta(seconds=age_s)
    )
    if missed:
        return shown(PriceMissed(symbol=symbol, price=price, reason="Sierra Chart sends nothing"))
    return shown(PriceReceived(symbol=symbol, price=price))


def a_missed_quote(age_s: float = 12.0) -> Shown:
    """Return the news that prices are stale."""
    return shown(QuoteMissed(last_read_at=NOW - timedelta(seconds=age_s), reason="snapshot.csv is gone"))


def a_position(  # noqa: PLR0913 - each is one fact of a position
    *,
    quantity: int = 2,
    entry: str = "6750.25",
    low: str | None = None,
    high: str | None = None,
    book: Book = SIM1,
    symbol: Symbol = MES,
    initial_risk: str | None = None,
    context: MarketContext | None = None,
    opened: datetime = NOW,
    confirmed: bool = True,
) -> Position:
    """Return an open position whose dollars follow from its extremes; MES unless told."""
    price = Decimal(entry)
    lowest, highest = Decimal(low or entry), Decimal(high or entry)
    direction = 1 if quantity > 0 else -1
    size = abs(quantity) * (contract_of(symbol, {}, None).point_value or Decimal(0))
    gains = [(lowest - price) * direction * size, (highest - price) * direction * size]
    return Position(
        trade_id="t1",
        book=book,
        symbol=symbol,
        quantity=Decimal(quantity),
        average_price=price,
        entry_time=opened,
        low=lowest,
        high=highest,
        worst_open=min(Decimal(0), *gains),
        best_open=max(Decimal(0), *gains),
        entered=Decimal(abs(quantity)),
        entry_value=price * abs(quantity),
        exited=Decimal(0),
        exit_value=Decimal(0),
        realised=Decimal(0),
        fees=Decimal("0.62") * abs(quantity),
        executions=(_entry(quantity, price, opened),),
        initial_risk=Decimal(initial_risk) if initial_risk else None,
        entry_context=context,
        confirmed=confirmed,
    )


def _entry(quantity: int, price: Decimal, at: datetime) -> Execution:
    fee = Decimal("0.62") * abs(quantity)
    return Execution(
        execution_id="e1",
        order_id="o1",
        at=at,
        quantity=Decimal(quantity),
        price=price,
        realised=Decimal(0),
        fee=fee,
    )


def a_protection(stop: str | None, target: str | None, covered: int = 2) -> Protection:
    """Return working orders that cover so many contracts."""
    return Protection(
        stop=Decimal(stop) if stop else None,
        stop_quantity=Decimal(covered if stop else 0),
        target=Decimal(target) if target else None,
        target_quantity=Decimal(covered if target else 0),
    )


def holding(
    position: Position | None,
    protection: Protection = NO_PROTECTION,
    *,
    book: Book = SIM1,
    symbol: Symbol = MES,
    epoch: int = 1,
) -> Shown:
    """Return the news of a position, or of being flat."""
    return shown(
        PositionChanged(
            book=position.book if position else book,
            symbol=position.symbol if position else symbol,
            contract=contract_of(position.symbol if position else symbol, {}, None),
            position=position,
            protection=protection,
            opened_at=position.entry_time if position else None,
        ),
        epoch,
    )


def heat(since_s: float | None, *, book: Book = SIM1, symbol: Symbol = MES) -> Shown:
    """Return a drawdown that started so many seconds before `NOW`."""
    since = None if since_s is None else NOW - timedelta(seconds=since_s)
    return shown(HeatChanged(book=book, symbol=symbol, since=since))


def a_balance(amount: str | None, *, book: Book = SIM1, confirmed: bool = True, epoch: int = 1) -> Shown:
    """Return a balance."""
    balance = None if amount is None else Decimal(amount)
    return shown(BalanceChanged(book=book, balance=balance, confirmed=confirmed, at=NOW), epoch)


def a_curve(
    *points: tuple[float, str], book: Book = SIM1, epoch: int = 1, flows: tuple[tuple[float, str], ...] = ()
) -> Shown:
    """Return a curve through (seconds before `NOW`, dollars), oldest first, and its cash flows likewise."""
    rows = [EquityPoint(at=NOW - timedelta(seconds=age), balance=Decimal(value)) for age, value in points]
    flowed = tuple(CashFlow(at=NOW - timedelta(seconds=age), amount=Decimal(value)) for age, value in flows)
    return shown(CurveChanged(book=book, curve=curve_of(rows), flows=flowed), epoch)


def a_gap(*gaps: tuple[float, float | None]) -> Shown:
    """Return gaps from and to seconds before `NOW`, oldest first; None is running."""
    rows = (
        Gap(start=NOW - timedelta(seconds=start), end=None if end is None else NOW - timedelta(seconds=end))
        for start, end in gaps
    )
    return shown(GapsChanged(gaps=tuple(rows)))


def an_open_equity(
    *samples: tuple[float, str | None], book: Book = SIM1, epoch: int = 1, finished: int = 0
) -> Shown:
    """Return equity with open P&L through (seconds before `NOW`, dollars), some of it in finished minutes."""
    rows = [
        OpenSample(at=NOW - timedelta(seconds=age), equity=None if value is None else Decimal(value))
        for age, value in samples
    ]
    curve = curve_of(())
    for row in rows[:finished]:
        curve = curve.with_value(row.at.timestamp(), nan if row.equity is None else float(row.equity))
    return shown(OpenEquityChanged(book=book, curve=curve, tail=tuple(rows[finished:])), epoch)


def a_view(*, with_open: bool) -> Shown:
    """Return the choice of an equity curve."""
    return shown(EquityViewChosen(with_open=with_open))
