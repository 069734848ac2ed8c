"""Random sequences of facts, realistic and nasty, the same ones for the same seed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

from actors.messages import (
    AlarmLimitsSet,
    BalanceChanged,
    BookConfirmed,
    CalendarSet,
    ConnectionChanged,
    ConnectionState,
    CurveChanged,
    DisplaySet,
    EquityViewChosen,
    Fact,
    GapsChanged,
    HeatChanged,
    LinkHeard,
    NoticeRaised,
    OpenEquityChanged,
    PositionChanged,
    PriceMissed,
    PriceReceived,
    QuoteMissed,
    QuoteRead,
    ScopeChanged,
    Severity,
    Shown,
    Ticked,
)
from models.book import Book, Symbol, TradeAccount, TradeMode
from models.cash_flow import CashFlow
from models.contract import contract_of
from models.equity import EquityPoint, curve_of
from models.gaps import Gap
from models.heat import HeatThresholds
from models.holidays import CME_CALENDAR
from models.market import ServedPrice
from models.open_equity import OpenSample
from models.order import Protection
from models.quote import Quote
from models.timeframe import Timeframe
from models.trade import MarketContext, Position
from ui.appearance import Appearance, Palette, Unit

BOOKS = (
    Book(TradeMode.SIM, TradeAccount("Sim1")),
    Book(TradeMode.SIM, TradeAccount("Sim & <b>2</b>")),
    Book(TradeMode.LIVE, TradeAccount("120005")),
    Book(TradeMode.DEBUG, TradeAccount("demo-1")),
)
# Root, usual price: index futures in points, bonds in 32nds and finer, tiny ticks, a root that nobody knows.
SYMBOLS = {
    "MESZ25": "6750.25",
    "F.US.EPZ25": "6757.00",
    "MNQZ25": "25000.50",
    "YMZ25": "42001",
    "ZBZ25": "118.03125",
    "ZNZ25": "112.515625",
    "ZTZ25": "103.7265625",
    "6JZ25": "0.0064155",
    "GCZ25": "4012.3",
    "AAPL": "190.17",
}
# Around holidays, weekends, the roll at 17:00 in Chicago, the turn of the year, both changes of the clock.
STARTS = (
    "2026-11-17T15:30:00",
    "2026-11-16T22:59:58",
    "2026-11-21T12:00:00",
    "2026-11-27T02:00:00",
    "2027-01-01T00:30:00",
    "2025-12-31T23:30:00",
    "2026-03-08T07:59:30",
    "2026-11-01T06:30:00",
    "2026-04-03T15:00:00",
    "2026-05-31T23:00:00",
    "2026-06-22T15:00:00",
)
HEAT_AGES_S = (-5, 0, 1, 44, 59.5, 60, 178, 179.4, 180, 181, 269, 269.9, 270, 299, 299.5, 300, 3600, 400_000)


@dataclass(frozen=True, slots=True)
class Hover:
    """The mouse over the chart, UNIX seconds; None when it leaves."""

    at: float | None


@dataclass(frozen=True, slots=True)
class Cycle:
    """A click on the symbol."""


Step = Shown | Timeframe | Hover | Cycle | Appearance


class Tape:
    """One trader's session, made up by chance."""

    def __init__(self, seed: int) -> None:
        """Start before the first scope."""
        self._random = Random(seed)
        self._now = datetime.fromisoformat(self._random.choice(STARTS)).replace(tzinfo=UTC)
        self._epoch = 0
        self._read_at: datetime | None = None
        self._book: Book | None = None
        self._held: dict[str, Position] = {}
        # Some sessions begin long before the first price.
        self._prices_from = self._random.choice((0, 0, 250))

    def steps(self, count: int) -> Iterator[Step]:
        """Yield so many steps."""
        kinds: dict[Callable[[], Step], int] = {
            self._tick: 16,
            self._quote: 18,
            self._position: 18,
            self._heat: 10,
            self._balance: 8,
            self._curve: 6,
            self._timeframe: 5,
            self._hover: 6,
            self._link: 5,
            self._heard: 5,
            self._missed: 4,
            self._served: 5,
            self._confirmed: 4,
            self._scope: 4,
            self._cycle: 4,
            self._appearance: 3,
            self._notice: 1,
            self._limits: 1,
            self._calendar: 1,
            self._gaps: 3,
            self._open_equity: 8,
            self._view: 3,
            self._display: 1,
        }
        choices = list(kinds)
        weights = list(kinds.values())
        for number in range(count):
            kind = self._random.choices(choices, weights)[0]
            yield self._tick() if kind == self._quote and number < self._prices_from else kind()

    def _shown(self, fact: Fact, *, epoch: int | None = None) -> Shown:
        return Shown(epoch=self._epoch if epoch is None else epoch, fact=fact)

    def _chance(self, share: float) -> bool:
        return self._random.random() < share

    def _tick(self) -> Shown:
        self._now += timedelta(
            seconds=self._random.choice((0.5, 0.5, 0.5, 1, 7, 60, 91.25, 3600, 40_000, -1))
        )
        return self._shown(Ticked(at=self._now))

    def _own(self) -> tuple[Book, int]:
        """Return the book on the screen with its epoch, now and then another one or a wrong epoch."""
        book = self._book or self._random.choice(BOOKS)
        if self._chance(0.06):
            book = self._random.choice(BOOKS)
        return book, self._epoch + (self._random.choice((-1, 1)) if self._chance(0.04) else 0)

    def _near(self, price: Decimal, tick: Decimal) -> Decimal:
        return price + tick * self._random.choice((-400, -40, -9, -4, -3, -1, 0, 0, 1, 2, 4, 5, 12, 40, 333))

    def _quote(self) -> Shown:
        symbol = self._random.choice(list(self._held) or list(SYMBOLS))
        entry = self._held[symbol].average_price if symbol in self._held else Decimal(SYMBOLS[symbol])
        tick = contract_of(symbol, {}, None).tick or Decimal("0.01")
        last = self._near(entry, tick)
        if self._chance(0.08):
            last = entry * self._random.choice((Decimal("1.2"), Decimal("0.8"), Decimal("1.21"), Decimal(3)))
        context = self._context()
        quote = Quote(
            last=last,
            high=last + tick,
            low=last - tick,
            vwap=context.vwap,
            poc=context.poc,
            cum_delta=context.cum_delta,
            read_at=self._now,
        )
        self._read_at = quote.read_at
        return self._shown(QuoteRead(quote=quote))

    def _context(self) -> MarketContext:
        random = self._random
        return MarketContext(
            vwap=Decimal(random.choice(("6750.25", "6749.126", "118.046875", "0.00641", "25000.505"))),
            cum_delta=Decimal(random.choice(("0", "-19", "1234", "-1234567.5", "0.4", "-0.5", "0.5"))),
            poc=Decimal(random.choice(("6751.50", "112.5", "4012.35", "190.175"))),
            late=random.random() < 0.3,
        )

    def _position(self) -> Shown:
        symbol = self._random.choice(list(SYMBOLS)[: self._random.choice((1, 2, len(SYMBOLS)))])
        book, epoch = self._own()
        flat = self._chance(0.3)
        position = None if flat else self._open(symbol, book)
        if (book, epoch) == (self._book, self._epoch):
            self._held.pop(symbol, None)
            if position is not None:
                self._held[symbol] = position
        contract = contract_of(symbol, {}, None)
        tick = contract.tick or Decimal("0.01")
        price = Decimal(SYMBOLS[symbol]) if position is None else position.average_price
        stop = self._near(price, tick) if self._chance(0.7) else None
        target = self._near(price, tick) if self._chance(0.7) else None
        protection = Protection(
            stop=stop,
            stop_quantity=Decimal(self._random.choice((0, 1, 3))),
            target=target,
            target_quantity=Decimal(self._random.choice((0, 1, 3))),
        )
        opened_at = None
        if position is not None:
            # The clock of this computer may have been set since.
            opened_at = position.entry_time + timedelta(seconds=self._random.choice((0, 0, 0, -90, 3600)))
        fact = PositionChanged(
            book=book,
            symbol=Symbol(symbol),
            contract=contract,
            position=position,
            protection=protection,
            opened_at=opened_at,
        )
        return self._shown(fact, epoch=epoch)

    def _open(self, symbol: str, book: Book) -> Position:
        random = self._random
        contract = contract_of(symbol, {}, None)
        tick = contract.tick or Decimal("0.01")
        price = Decimal(SYMBOLS[symbol]) + tick * random.randint(-3, 3)
        if self._chance(0.4):
            # An average over several fills lies between two ticks, perhaps half-way between two decimals.
            price += tick * random.choice((Decimal(1) / 3, Decimal("0.5"), Decimal("0.02"), Decimal("0.9")))
        quantity = Decimal(random.choice((1, 2, 10, 100, -1, -2, -7, -30)))
        low, high = price, price
        if self._chance(0.7):
            low, high = price - tick * random.randint(0, 30), price + tick * random.randint(0, 30)
        direction = 1 if quantity > 0 else -1
        size = abs(quantity) * (contract.point_value or 0)
        gains = [(low - price) * direction * size, (high - price) * direction * size]
        known = contract.point_value is not None
        return Position(
            trade_id="t",
            book=book,
            symbol=Symbol(symbol),
            quantity=quantity,
            average_price=price,
            entry_time=self._now - timedelta(seconds=random.choice((-2, 0, 0, 59.9, 60, 3599, 90_000))),
            low=low,
            high=high,
            worst_open=min(Decimal(0), *gains) if known else None,
            best_open=max(Decimal(0), *gains) if known else None,
            entered=abs(quantity),
            entry_value=price * abs(quantity),
            exited=Decimal(0),
            exit_value=Decimal(0),
            realised=Decimal(0),
            fees=Decimal("0.62") * abs(quantity),
            entry_context=self._context() if self._chance(0.5) else None,
            initial_stop=price - tick if self._chance(0.5) else None,
            initial_risk=random.choice((None, Decimal(0), tick * 20, Decimal(7), abs(quantity) * tick * 8)),
            confirmed=not self._chance(0.15),
            notes=("restored",) if self._chance(0.2) else (),
        )

    def _heat(self) -> Shown:
        book, epoch = self._own()
        since = None
        if self._chance(0.8):
            since = self._now - timedelta(seconds=self._random.choice(HEAT_AGES_S))
        symbol = Symbol(self._random.choice(list(self._held) or list(SYMBOLS)))
        return self._shown(HeatChanged(book=book, symbol=symbol, since=since), epoch=epoch)

    def _limits(self) -> Shown:
        heat = self._random.choice(
            (HeatThresholds(), HeatThresholds(warning_s=45, flashing_s=60, critical_s=60))
        )
        distances = self._random.choice(
            ((), (("MES", Decimal("2.5")),), (("ES", Decimal(0)), ("CL", Decimal("0.1"))))
        )
        return self._shown(AlarmLimitsSet(heat=heat, stop_distances=distances))

    def _gaps(self) -> Shown:
        starts = [
            self._now - timedelta(seconds=self._random.uniform(-60, 200_000))
            for _ in range(self._random.randrange(6))
        ]
        gaps = [
            Gap(
                start=start,
                end=None
                if self._chance(0.2)
                else start + timedelta(seconds=self._random.choice((0, 3, 900, 90_000))),
            )
            for start in starts
        ]
        return self._shown(GapsChanged(gaps=tuple(gaps)))

    def _view(self) -> Shown:
        return self._shown(EquityViewChosen(with_open=self._chance(0.6)))

    def _open_equity(self) -> Shown:
        book, epoch = self._own()
        ages = sorted(
            (self._random.uniform(0, 400_000) for _ in range(self._random.randrange(8))), reverse=True
        )
        samples = [
            OpenSample(
                at=self._now - timedelta(seconds=age),
                equity=None if self._chance(0.3) else Decimal(self._random.randrange(-(10**6), 10**8)) / 100,
            )
            for age in ages
        ]
        curve, cut = curve_of(()), self._random.randrange(len(samples) + 1)
        for sample in samples[:cut]:
            value = float("nan") if sample.equity is None else float(sample.equity)
            curve = curve.with_value(sample.at.timestamp(), value)
        return self._shown(OpenEquityChanged(book=book, curve=curve, tail=tuple(samples[cut:])), epoch=epoch)

    def _calendar(self) -> Shown:
        days = self._random.choice(
            ({}, {"2026-11-16": "closed", "2026-11-27": "normal"}, {"2026-06-19": "closed"})
        )
        return self._shown(CalendarSet(calendar=CME_CALENDAR.with_days(days)))

    def _display(self) -> Shown:
        fact = DisplaySet(
            exchange_time=self._chance(0.5), reduced_motion=self._chance(0.5), green_and_red=self._chance(0.5)
        )
        return self._shown(fact)

    def _balance(self) -> Shown:
        book, epoch = self._own()
        amounts = (
            None,
            "0",
            "0.01",
            "10000",
            "10000.006",
            "10000.01",
            "9999.99",
            "9998.76",
            "-500.25",
            "1234567.89",
        )
        amount = self._random.choice(amounts)
        fact = BalanceChanged(
            book=book,
            balance=None if amount is None else Decimal(amount),
            confirmed=not self._chance(0.2),
            at=self._now,
        )
        return self._shown(fact, epoch=epoch)

    def _curve(self) -> Shown:
        book, epoch = self._own()
        random = self._random
        at = self._now - timedelta(days=random.choice((0, 0, 1, 4, 40, 400)))
        balance = Decimal(random.choice(("10000", "0", "31234.56", "-20.5")))
        points = []
        for _ in range(random.choice((0, 1, 2, 5, 40))):
            points.append(EquityPoint(at=at, balance=balance))
            at += timedelta(seconds=random.choice((0.25, 1, 30, 1800, 43_200, 86_400)))
            balance += Decimal(random.randint(-50_000, 50_000)) / 100
        flows = tuple(
            CashFlow(at=point.at, amount=Decimal(self._random.randrange(-(10**6), 10**6)) / 100)
            for point in points
            if self._chance(0.2)
        )
        return self._shown(CurveChanged(book=book, curve=curve_of(points), flows=flows), epoch=epoch)

    def _timeframe(self) -> Timeframe:
        return self._random.choice(list(Timeframe))

    def _hover(self) -> Hover:
        if self._chance(0.3):
            return Hover(None)
        back = self._random.choice((-60.0, 0.0, 3.3, 1800.5, 86_400.0, 500_000.0, 3e7))
        return Hover(self._now.timestamp() - back)

    def _link(self) -> Shown:
        state = self._random.choice((*(ConnectionState.READY,) * 6, *ConnectionState))
        retry_at = None
        if state is ConnectionState.WAITING and self._chance(0.8):
            retry_at = self._now + timedelta(seconds=self._random.choice((-3, 0, 0.5, 4, 130, 9000)))
        fact = ConnectionChanged(
            state=state,
            endpoint="127.0.0.1:11099",
            detail=self._random.choice(("", "The server refused the logon")),
            at=self._now - timedelta(seconds=self._random.choice((0, 5, 300))),
            retry_at=retry_at,
        )
        return self._shown(fact)

    def _heard(self) -> Shown:
        ages = (-1, 0, 1, 5, 5.5, 12, 12.5, 15, 25, 26, 119, 120, 7199, 7200, 90_000)
        data_at = None
        if self._chance(0.8):
            data_at = self._now - timedelta(seconds=self._random.choice(ages))
        fact = LinkHeard(
            heard_at=self._now - timedelta(seconds=self._random.choice(ages)),
            data_at=data_at,
            heartbeat_s=self._random.choice((10.0, 3.5)),
        )
        return self._shown(fact)

    def _missed(self) -> Shown:
        """Return that the file is gone: never read, last read with that price, or read again since."""
        last_read_at = self._read_at
        if last_read_at is not None and self._chance(0.5):
            last_read_at = max(last_read_at, self._now - timedelta(seconds=12))
        return self._shown(QuoteMissed(last_read_at=last_read_at, reason="snapshot.csv is gone"))

    def _served(self) -> Shown:
        symbol = self._random.choice(list(self._held) or list(SYMBOLS))
        entry = self._held[symbol].average_price if symbol in self._held else Decimal(SYMBOLS[symbol])
        tick = contract_of(symbol, {}, None).tick or Decimal("0.01")
        last = self._near(entry, tick)
        at = self._now - timedelta(seconds=self._random.choice((0, 0, 1, 5, 12, 4000)))
        price = ServedPrice(last=last, low=last - tick, high=last, at=at)
        if self._chance(0.5):
            return self._shown(PriceReceived(symbol=Symbol(symbol), price=price))
        reason = "Sierra Chart has sent nothing for 5 s"
        return self._shown(PriceMissed(symbol=Symbol(symbol), price=price, reason=reason))

    def _confirmed(self) -> Shown:
        book, epoch = self._own()
        return self._shown(BookConfirmed(book=book, confirmed=self._chance(0.8), at=self._now), epoch=epoch)

    def _scope(self) -> Shown:
        random = self._random
        known = tuple(random.sample(BOOKS, random.randint(0, len(BOOKS))))
        if self._chance(0.25) and self._book is not None:
            epoch = self._epoch - (1 if self._chance(0.5) else 0)
        else:
            self._epoch += 1
            self._held.clear()
            self._book = None if self._chance(0.1) else random.choice(BOOKS)
            epoch = self._epoch
        book = self._book
        fact = ScopeChanged(
            epoch=epoch,
            mode=book.mode if book else random.choice(list(TradeMode)),
            account=book.account if book else None,
            known=known,
            reason="chance",
        )
        return self._shown(fact, epoch=epoch)

    def _cycle(self) -> Cycle:
        return Cycle()

    def _appearance(self) -> Appearance:
        return Appearance(
            unit=self._random.choice(list(Unit)),
            is_private=self._chance(0.3),
            palette=self._random.choice(list(Palette)),
        )

    def _notice(self) -> Shown:
        return self._shown(NoticeRaised(key="k", severity=Severity.INFO, text="something"))
