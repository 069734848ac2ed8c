"""Alarms of all books, whatever is on the screen."""

import logging
from datetime import datetime, timedelta

import msgspec

from actors.base import Actor, Ports, handles
from actors.messages import (
    AccountsListed,
    AcknowledgeAlarm,
    AlarmPainted,
    AlarmRaised,
    AlarmsChanged,
    AlarmsListed,
    AlarmsLoaded,
    Announce,
    CalendarSet,
    ClockStepped,
    ConnectionChanged,
    ConnectionState,
    FillBooked,
    HeatChanged,
    ListAlarms,
    LoadAlarms,
    LoadTrades,
    LookForAlarms,
    NoticeCleared,
    NoticeRaised,
    OrderReported,
    OrdersListed,
    PositionChanged,
    PriceMissed,
    PriceReceived,
    QuoteMissed,
    QuoteRead,
    SaveAlarm,
    SetAlarmRules,
    SetHeatRules,
    Severity,
    SnoozeAlarm,
    Ticked,
    TradeClosed,
    TradesLoaded,
)
from models import alarm_rules as rules
from models.alarm import Alarm
from models.alarm_board import AlarmBoard
from models.alarm_rules import AlarmSettings, Held, Look, Reading
from models.book import Book, Symbol
from models.daily_loss import DailyLosses
from models.elapsed import StepWatch
from models.exit_orders import ExitOrders
from models.market import LastPrices
from models.market_hours import market_open
from models.stop_reference import StopReference, follow_stop

log = logging.getLogger(__name__)

Key = tuple[Book, Symbol]

_LOST = {ConnectionState.WAITING, ConnectionState.REFUSED}
_ANSWERS_S = 1.0
"""Within this time after a failure everyone has told again how it is."""


class AlarmActor(Actor):
    """Owns the alarms: which hold, which the trader has seen or put aside, and their log.

    Args:
        settings: From when on something is an alarm.
    """

    name = "alarms"

    def __init__(self, *, ports: Ports, settings: AlarmSettings) -> None:
        super().__init__(ports=ports)
        self._settings = settings
        # What the trader has seen, and what nobody tells again, outlives a restart of the actor.
        self._board = AlarmBoard(settings.snooze_s)
        self._exits = ExitOrders()
        self._references: dict[Key, StopReference] = {}
        self._books: tuple[Book, ...] = ()
        self._was_linked = False
        self._told: tuple[Alarm, ...] | None = None
        self._said: dict[str, str] = {}

    def begin(self) -> None:
        """Forget the facts; everyone tells them again. What holds goes on until they say otherwise."""
        self._open: dict[Key, Held] = {}
        self._heat: dict[Key, tuple[datetime | None, datetime]] = {}
        self._losses = DailyLosses(self._settings.daily_losses, self._settings.calendar)
        self._prices = LastPrices()
        self._is_stale = False
        self._answered_s = self.clock.monotonic() + _ANSWERS_S
        self._orders_known = False
        self._told = None
        self._watch = StepWatch(self.clock.utc(), self.clock.elapsed())
        self.post(LoadAlarms())
        self._watch_accounts()
        self._tell([])

    def release(self) -> None:
        """Wait for nothing."""
        self.clock.cancel(self.name)

    @handles(AlarmsLoaded)
    def restore(self, fact: AlarmsLoaded) -> None:
        """Take over the log of earlier runs."""
        self._board.remember(fact.records)

    @handles(ConnectionChanged)
    def follow_link(self, fact: ConnectionChanged) -> None:
        """Raise an alarm when a link that was there is lost; it is there again once all is known."""
        self._orders_known = fact.state is ConnectionState.READY
        self._was_linked |= self._orders_known
        look = self._look()
        readings = self._readings_of_positions(look)
        if self._orders_known or fact.state in _LOST:
            lost = not self._orders_known and (self._was_linked or bool(self._open))
            readings.append(rules.link_reading(look, fact.endpoint, lost=lost))
        self._take(readings)

    @handles(AccountsListed)
    def know_accounts(self, fact: AccountsListed) -> None:
        """Ask what accounts with a limit have lost today; a limit of no account watches nothing."""
        self._books = fact.books
        self._watch_accounts()

    @handles(PositionChanged)
    def follow_position(self, fact: PositionChanged) -> None:
        """Look at everything that concerns a position and its protection."""
        key = (fact.book, fact.symbol)
        look = self._look()
        self._ask_for_trades(fact.book)
        if fact.position is None:
            self._open.pop(key, None)
            self._heat.pop(key, None)
            self._references.pop(key, None)
            readings = rules.closed_readings(*key, look)
        else:
            self._references[key] = follow_stop(
                self._references.get(key), fact.position, fact.protection, fact.contract
            )
            self._open[key] = Held(position=fact.position, contract=fact.contract, protection=fact.protection)
            readings = self._readings_of(key, look)
        self._take([*readings, *self._readings_of_losses(look), *self._stale_readings(look)])

    @handles(SetHeatRules)
    def change_rules(self, command: SetHeatRules) -> None:
        """Raise alarms of drawdown and stop by other limits from now on."""
        distances = dict(command.limits.stop_distances)
        self._settings = msgspec.structs.replace(
            self._settings, heat=command.limits.heat, stop_distances=distances
        )

    @handles(SetAlarmRules)
    def change_times_and_limits(self, command: SetAlarmRules) -> None:
        """Raise, repeat and put aside alarms after other times, and watch other limits, from now on."""
        limits = dict(command.daily_losses)
        self._settings = msgspec.structs.replace(
            self._settings,
            stop_missing_s=command.stop_missing_s,
            cool_down_s=command.cool_down_s,
            snooze_s=command.snooze_s,
            daily_losses=limits,
        )
        self._board.snooze_s = command.snooze_s
        look, freed = self._look(), self._losses.change(limits)
        for book in freed:
            self._say(f"loss {book}", "")
        self._take([rules.limitless_reading(book, look) for book in freed])
        self._watch_accounts()
        self._look_at_all(look)

    @handles(CalendarSet)
    def keep_days(self, fact: CalendarSet) -> None:
        """Keep the hours of the exchange by these days."""
        if fact.calendar == self._settings.calendar:
            return
        self._settings = msgspec.structs.replace(self._settings, calendar=fact.calendar)
        # A session day may begin earlier now: the trades of all of it are asked for.
        self._losses = DailyLosses(self._settings.daily_losses, fact.calendar)
        self._watch_accounts()
        self._look_at_all(self._look())

    @handles(HeatChanged)
    def follow_heat(self, fact: HeatChanged) -> None:
        """Take the start or the end of a drawdown."""
        key, look = (fact.book, fact.symbol), self._look()
        self._heat[key] = (fact.since, look.at)
        if key in self._open:
            self._take(self._readings_of(key, look))

    @handles(QuoteRead)
    def follow_price(self, fact: QuoteRead) -> None:
        """Compare a new price of the file with stops and limits; an old one is told again to others."""
        if not (self._is_stale and self._prices.is_old(fact.quote)):
            self._prices.quote, self._is_stale = fact.quote, False
            self._look_at_all(self._look(fact.quote.read_at))

    @handles(PriceReceived)
    def follow_served_price(self, fact: PriceReceived) -> None:
        """Compare what the server sent of a symbol with stops and limits, the extremes on the way too."""
        look, now = self._look(fact.price.at), self._now()
        keys = [key for key in self._open if key[1] == fact.symbol]
        for price in fact.price.steps():
            self._prices.served[fact.symbol] = price
            near = [self._stop_near_reading(key, look) for key in keys]
            if heard := self._board.take([*near, *self._readings_of_losses(look)], now):
                self._tell(heard)
        self._take(self._stale_readings(look))

    @handles(QuoteMissed, PriceMissed)
    def miss_price(self, fact: QuoteMissed | PriceMissed) -> None:
        """Without new prices nobody knows how near a stop is."""
        if isinstance(fact, QuoteMissed):
            self._prices.lose_quote(fact.last_read_at)
            self._is_stale = True
        else:
            self._prices.lose_served(fact.symbol, fact.price)
        self._look_at_all(self._look())

    @handles(OrderReported, OrdersListed)
    def follow_orders(self, fact: OrderReported | OrdersListed) -> None:
        """Keep what each order is, for the moment of its fill."""
        for order in (fact.order,) if isinstance(fact, OrderReported) else fact.orders:
            self._exits.take(order)

    @handles(FillBooked)
    def follow_fill(self, fact: FillBooked) -> None:
        """Tell the first fill of a stop or a target."""
        fill = fact.booked.fill
        held = self._open.get((fill.book, fill.symbol))
        kind = self._exits.filled(fill, held.position if held else None)
        if kind is not None and held is not None:
            self._take([rules.exit_reading(held, self._look(), kind, fill.order_id, fill.price)])

    @handles(TradeClosed)
    def count(self, fact: TradeClosed) -> None:
        """Count the result of a trade; the position that it was is told as closed next."""
        self._losses.add(fact.trade)

    @handles(TradesLoaded)
    def restore_day(self, fact: TradesLoaded) -> None:
        """Take over the trades of the day so far."""
        if fact.since is not None:
            self._losses.restore(fact.book, None if fact.problem else fact.trades)
            self._take(self._readings_of_losses(self._look()))

    @handles(Ticked, LookForAlarms)
    def let_time_pass(self, _message: Ticked | LookForAlarms) -> None:
        """Look whether time has made something an alarm."""
        self._look_at_all(self._look())

    @handles(ClockStepped)
    def move(self, _fact: ClockStepped) -> None:
        """Keep how long alarms wait, are put aside and cool down what it is when the clock is set."""
        self._now()
        self._tell([])

    @handles(AcknowledgeAlarm)
    def acknowledge(self, command: AcknowledgeAlarm) -> None:
        """Be quiet about an alarm until it clears or becomes worse."""
        log.info("alarm acknowledged: %s", command.key)
        self._board.acknowledge(command.key, self._now())
        self._tell([])

    @handles(SnoozeAlarm)
    def snooze(self, command: SnoozeAlarm) -> None:
        """Put an alarm aside for some time."""
        log.info("alarm snoozed: %s", command.key)
        self._board.snooze(command.key, self._now())
        self._tell([])

    @handles(AlarmPainted)
    def note_painted(self, fact: AlarmPainted) -> None:
        """Note how long it took until the trader could see an alarm."""
        ago = timedelta(seconds=self.clock.monotonic() - fact.painted_s)
        self._board.painted(fact.key, fact.raised_at, self._now() - ago)
        self._tell([])

    @handles(ListAlarms)
    def list_alarms(self, _command: ListAlarms) -> None:
        """Tell the log."""
        self.post(AlarmsListed(records=self._board.records))

    @handles(Announce)
    def announce(self, _command: Announce) -> None:
        """Tell the alarms again."""
        self._told = None
        self._tell([])

    def _now(self) -> datetime:
        """Return the time, UTC, once every moment that is compared with it has moved with the clock."""
        now = self.clock.utc()
        step = self._watch.look(now, self.clock.elapsed())
        if step:
            self._board.move(step)
            self._heat = {key: (since and since + step, at + step) for key, (since, at) in self._heat.items()}
        return now

    def _look(self, at: datetime | None = None) -> Look:
        now = self._now()
        return Look(at=at or now, settings=self._settings, orders_known=self._orders_known)

    def _look_at_all(self, look: Look) -> None:
        self._take(
            [*self._readings_of_positions(look), *self._readings_of_losses(look), *self._stale_readings(look)]
        )

    def _readings_of_positions(self, look: Look) -> list[Reading]:
        return [reading for key in self._open for reading in self._readings_of(key, look)]

    def _readings_of(self, key: Key, look: Look) -> list[Reading]:
        held = self._open[key]
        readings = [
            self._stop_near_reading(key, look),
            rules.stop_missing_reading(held, look),
            rules.stop_small_reading(held, look),
            rules.stop_moved_reading(held, look, self._references[key]),
        ]
        # Until the drawdown is told, nobody knows that there is none.
        if key in self._heat:
            readings.append(rules.heat_reading(held, look, *self._heat[key]))
        return readings

    def _stop_near_reading(self, key: Key, look: Look) -> Reading:
        held = self._open[key]
        look = msgspec.structs.replace(look, last=self._prices.last_of(held.position))
        return rules.stop_near_reading(held, look, self._board.level(rules.stop_near_key(*key)))

    def _readings_of_losses(self, look: Look) -> list[Reading]:
        readings = []
        holdings = [
            (held.position, held.contract, self._prices.last_of(held.position))
            for held in self._open.values()
        ]
        for book, limit in self._losses.limits():
            used = self._losses.used(book, holdings, look.at)
            level = self._board.level(rules.loss_key(book))
            readings.append(rules.loss_reading(book, look, used, limit, level))
            # While prices are stale that is said already.
            is_strange = used is None and self._prices.quote is not None and self._losses.is_restored(book)
            text = f"{book}: today's loss is not known, a position has no price or no point value."
            self._say(f"loss {book}", text if is_strange else "")
        return readings

    def _stale_readings(self, look: Look) -> list[Reading]:
        if self._board.level(rules.STALE_KEY) and self.clock.monotonic() < self._answered_s:
            return []
        # Asked at each price: whether the exchange trades is dearer than all the rest.
        is_old = self._is_stale and self._open and market_open(look.at, self._settings.calendar)
        held = self._open.values() if is_old else ()
        names = sorted(each.name for each in held if self._prices.last_of(each.position) is None)
        return [rules.stale_reading(look, tuple(names))]

    def _say(self, key: str, text: str) -> None:
        """Raise a notice once, or clear it once; an empty text clears."""
        if self._said.get(key, "") == text:
            return
        self._said[key] = text
        raised = NoticeRaised(key=key, severity=Severity.WARNING, text=text)
        self.post(raised if text else NoticeCleared(key=key))

    def _watch_accounts(self) -> None:
        for book in dict.fromkeys([*self._books, *(book for book, _ in self._open)]):
            self._ask_for_trades(book)
        strange = sorted(set(self._settings.daily_losses) - {book.account for book in self._books})
        text = f"No such account at the server: {', '.join(strange)}. Correct [limits] in settings.toml."
        self._say("limits", text if strange and self._books else "")

    def _ask_for_trades(self, book: Book) -> None:
        since = self._losses.needs(book, self._now())
        if since is not None:
            self.post(LoadTrades(book=book, since=since))

    def _take(self, readings: list[Reading]) -> None:
        now = self._now()
        heard = self._board.take(readings, now)
        self._tell([*heard, *self._board.roll(now)])

    def _tell(self, heard: list[Alarm]) -> None:
        alarms = self._board.alarms
        if alarms != self._told:
            self._told = alarms
            self.post(AlarmsChanged(alarms=alarms))
        for alarm in heard:
            log.info("alarm: %s", alarm.text)
            self.post(AlarmRaised(alarm=alarm))
        for record in self._board.take_changed():
            self.post(SaveAlarm(record=record))
        self._wait()

    def _wait(self) -> None:
        now = self._now()
        due_at = self._board.due_at(now)
        if due_at is not None:
            self.clock.after(self.name, (due_at - now).total_seconds(), LookForAlarms())
