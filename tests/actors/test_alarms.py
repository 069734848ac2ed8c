"""Alarms of all books, as facts and time make them."""

from datetime import timedelta
from decimal import Decimal

import msgspec
import pytest

from actors.alarms import AlarmActor
from actors.messages import (
    AccountsListed,
    AcknowledgeAlarm,
    ActorRestarted,
    AlarmLimitsSet,
    AlarmPainted,
    AlarmRaised,
    AlarmsChanged,
    AlarmsListed,
    AlarmsLoaded,
    Announce,
    CalendarSet,
    ClockStepped,
    ConnectionState,
    FillBooked,
    HeatChanged,
    ListAlarms,
    LoadTrades,
    Message,
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
    SnoozeAlarm,
    Ticked,
    TradeClosed,
    TradesLoaded,
)
from models.alarm import Alarm, AlarmKind
from models.alarm_rules import AlarmSettings
from models.book import Book
from models.heat import HeatThresholds
from models.holidays import CME_CALENDAR
from models.market import ServedPrice
from models.order import OrderKind, Side
from models.trade import Position
from tests.actors.builders import (
    LIVE,
    NOW,
    SIM,
    STALE,
    SYMBOL,
    a_quote,
    all_of,
    booked,
    changed,
    last_of,
    later,
    link,
)
from tests.actors.conftest import AllowLog, Played, Stage
from tests.models.builders import MES, a_fill, a_position, an_order, booked_fills, protection

SETTINGS = AlarmSettings(daily_losses={"Sim1": Decimal(500)})
READY = link(ConnectionState.READY)
LOST = link(ConnectionState.WAITING)
PROTECTED = protection("6740", "6770")


def other_rules(
    *, stop_missing_s: float = 60, snooze_s: float = 300, cool_down_s: float = 30, **limits: int
) -> SetAlarmRules:
    """Return changed settings; limits by account."""
    return SetAlarmRules(
        stop_missing_s=stop_missing_s,
        cool_down_s=cool_down_s,
        snooze_s=snooze_s,
        daily_losses=tuple((account, Decimal(limit)) for account, limit in limits.items()),
    )


@pytest.fixture
def alarms(stage: Stage) -> Played:
    """Give the actor, with a link that is ready."""
    played = stage.start(AlarmActor, settings=SETTINGS)
    played.tell(AlarmsLoaded(records=()), READY)
    return played


def held(position: Position | None = None, *, stop: str | None = "6740", book: Book = SIM) -> PositionChanged:
    """Return the news of a position of one contract, entered at 6750."""
    position = position or a_position(1, 6750, book=book)
    return changed(position, book=book, protection=protection(stop, "6770"))


def heard(posted: list[Message]) -> list[AlarmKind]:
    """Return the kinds of alarm that must be heard."""
    return [fact.alarm.kind for fact in all_of(posted, AlarmRaised)]


def shown(played: Played) -> tuple[Alarm, ...]:
    """Return the alarms that hold."""
    return last_of(played.posted, AlarmsChanged).alarms


def in_drawdown(since_s: float, *, book: Book = SIM) -> HeatChanged:
    """Return a drawdown that began so many seconds after NOW."""
    return HeatChanged(book=book, symbol=SYMBOL, since=later(since_s))


def test_heat_is_raised_at_its_three_steps_to_the_millisecond(alarms: Played) -> None:
    """Nobody waits for the next beat of a clock: each step comes when its time has come."""
    alarms.tell(held(), in_drawdown(0))
    assert heard(alarms.wait(179.999)) == []
    assert heard(alarms.wait(0.001)) == [AlarmKind.HEAT_WARNING]
    assert heard(alarms.wait(90)) == [AlarmKind.HEAT_FLASHING]
    assert heard(alarms.wait(30)) == [AlarmKind.HEAT_CRITICAL]
    assert heard(alarms.wait(3600)) == []
    (alarm,) = shown(alarms)
    assert alarm.text == "SIM Sim1 MES: in drawdown for 5:00."
    assert (alarm.book, alarm.symbol, alarm.kind) == (SIM, SYMBOL, AlarmKind.HEAT_CRITICAL)


def test_other_limits_count_from_now_on(alarms: Played) -> None:
    """A drawdown that runs is an alarm as soon as the new limits say so."""
    limits = AlarmLimitsSet(heat=HeatThresholds(warning_s=10), stop_distances=())
    alarms.tell(held(), in_drawdown(0))
    alarms.tell(SetHeatRules(dead_band_ticks=0, limits=limits))
    assert heard(alarms.tell(in_drawdown(0))) == []
    assert heard(alarms.wait(10)) == [AlarmKind.HEAT_WARNING]


def test_other_times_count_from_now_on(alarms: Played) -> None:
    """A wait that has begun goes on until the new time is over, and so does what is heard again."""
    alarms.tell(held(stop=None))
    alarms.wait(10)
    assert heard(alarms.tell(other_rules(stop_missing_s=10, snooze_s=20, cool_down_s=5))) == [
        AlarmKind.STOP_MISSING
    ]
    alarms.tell(held(), held(stop=None))
    assert heard(alarms.wait(10)) == [AlarmKind.STOP_MISSING]
    alarms.tell(SnoozeAlarm(key=shown(alarms)[0].key))
    assert heard(alarms.wait(19)) == []
    assert heard(alarms.wait(1)) == [AlarmKind.STOP_MISSING]


def test_other_times_outlive_a_failure(alarms: Played, allow_log: AllowLog) -> None:
    """A restarted actor goes on by what was set last."""
    allow_log("actor failed")
    alarms.tell(other_rules(stop_missing_s=10))
    poison = QuoteRead(quote=None)  # type: ignore[arg-type]  # what no message should ever hold
    assert all_of(alarms.tell(poison), ActorRestarted)
    alarms.tell(READY, held(stop=None))
    assert heard(alarms.wait(10)) == [AlarmKind.STOP_MISSING]


def test_end_of_the_drawdown_clears_it(alarms: Played) -> None:
    """At the entry price or better there is nothing to say."""
    alarms.tell(held(), in_drawdown(-400))
    assert len(shown(alarms)) == 1
    assert heard(alarms.tell(HeatChanged(book=SIM, symbol=SYMBOL, since=None))) == []
    assert shown(alarms) == ()


def test_every_book_is_watched_and_named(alarms: Played) -> None:
    """What is on the screen does not matter; mode and account stand in the words."""
    posted = alarms.tell(held(), held(book=LIVE), in_drawdown(-400), in_drawdown(-400, book=LIVE))
    assert len(heard(posted)) == 2
    assert [alarm.text for alarm in shown(alarms)] == [
        "LIVE 120005 MES: in drawdown for 5:00.",
        "SIM Sim1 MES: in drawdown for 5:00.",
    ]


@pytest.mark.parametrize(("side", "stop"), [(1, 6740), (-1, 6760)], ids=["long", "short"])
def test_stop_near_has_a_dead_band(alarms: Played, side: int, stop: int) -> None:
    """It is entered at one point, boundary included, and left two ticks farther away."""
    alarms.tell(held(a_position(side, 6750), stop=str(stop)))

    def at(points: str, after_s: float) -> list[AlarmKind]:
        price = Decimal(stop) + side * Decimal(points)
        alarms.wait(40)
        return heard(alarms.tell(a_quote(str(price), at=later(after_s))))

    assert at("1.25", 1) == []
    assert at("1.00", 2) == [AlarmKind.STOP_NEAR]
    assert at("1.50", 3) == []
    assert at("1.00", 4) == []
    assert at("1.75", 5) == []
    assert shown(alarms) == ()
    assert at("-0.25", 6) == [AlarmKind.STOP_NEAR]
    assert "beyond the stop" in shown(alarms)[0].text


def test_stale_and_foreign_prices_say_nothing_of_a_stop(alarms: Played) -> None:
    """Neither begins nor ends with a price that is not of this market, or old."""
    alarms.tell(held(), a_quote("6740.50"))
    assert [alarm.kind for alarm in shown(alarms)] == [AlarmKind.STOP_NEAR]
    alarms.tell(a_quote("101"))
    assert [alarm.kind for alarm in shown(alarms)] == [AlarmKind.STOP_NEAR]
    alarms.tell(STALE, held(a_position(1, 6750), stop="6735"))
    assert AlarmKind.STOP_NEAR in {alarm.kind for alarm in shown(alarms)}


def test_price_of_the_server_counts_before_that_of_the_file(alarms: Played) -> None:
    """It is surely of this symbol; the file's counts again when the server falls silent."""
    near = ServedPrice(last=Decimal(6740), low=Decimal(6740), high=Decimal(6740), at=NOW)
    alarms.tell(held(), a_quote(6760))
    assert heard(alarms.tell(PriceReceived(symbol=SYMBOL, price=near))) == [AlarmKind.STOP_NEAR]
    alarms.tell(a_quote(6761), STALE)
    assert heard(alarms.wait(60)) == []
    assert [alarm.kind for alarm in shown(alarms)] == [AlarmKind.STOP_NEAR]
    missed = PriceMissed(symbol=SYMBOL, price=near, reason="silent")
    alarms.tell(missed)
    assert heard(alarms.wait(3)) == [AlarmKind.DATA_STALE]
    alarms.tell(a_quote(6760))
    assert shown(alarms) == ()


def test_what_traded_on_the_way_may_have_been_near_the_stop(alarms: Played) -> None:
    """Trades that are told together are an alarm when any of them is one, and it is in the log."""
    way = ServedPrice(last=Decimal(6760), low=Decimal("6740.50"), high=Decimal(6760), at=NOW)
    assert heard(alarms.tell(held(), PriceReceived(symbol=SYMBOL, price=way))) == [AlarmKind.STOP_NEAR]
    assert shown(alarms) == ()


def test_missing_stop_is_said_after_its_time(alarms: Played) -> None:
    """A position may be without a stop for a minute, counted from the last moment that it had one."""
    alarms.tell(held(stop=None))
    assert heard(alarms.wait(59)) == []
    assert heard(alarms.wait(1)) == [AlarmKind.STOP_MISSING]
    assert shown(alarms)[0].text == "SIM Sim1 MES: open for 1:00 without a working stop."
    assert heard(alarms.tell(held())) == []
    assert shown(alarms) == ()
    alarms.tell(held(stop=None))
    assert heard(alarms.wait(59)) == []
    assert heard(alarms.wait(1)) == [AlarmKind.STOP_MISSING]


def test_orders_are_not_called_missing_without_a_link(stage: Stage) -> None:
    """Until the working orders are known nobody can say that there is no stop."""
    alarms = stage.start(AlarmActor, settings=SETTINGS)
    alarms.tell(held(stop=None))
    assert heard(alarms.wait(600)) == []
    alarms.tell(READY)
    assert heard(alarms.wait(60)) == [AlarmKind.STOP_MISSING]


def test_stop_smaller_than_the_position(alarms: Played) -> None:
    """A bracket that follows within seconds is no alarm; one that does not is."""
    alarms.tell(held(a_position(3, 6750)))
    assert heard(alarms.wait(4)) == []
    assert heard(alarms.wait(1)) == [AlarmKind.STOP_SMALL]
    assert shown(alarms)[0].text == "SIM Sim1 MES: stops cover 1 of 3 contracts."


def test_stop_moved_away_is_said_each_time(alarms: Played) -> None:
    """Each time the risk becomes larger is an event; a stop that is put back ends it."""
    alarms.tell(held(stop="6740"), held(stop="6735"))
    assert heard(alarms.wait(1)) == [AlarmKind.STOP_MOVED]
    assert "from 6740.00 to 6735.00" in shown(alarms)[0].text
    alarms.tell(held(stop="6730"))
    assert heard(alarms.wait(1)) == [AlarmKind.STOP_MOVED]
    alarms.tell(held(stop="6740"))
    assert shown(alarms) == ()


def test_stop_that_is_put_back_at_once_was_not_moved(alarms: Played) -> None:
    """A slip of the mouse is no event."""
    alarms.tell(held(stop="6740"), held(stop="6735"), held(stop="6740"))
    assert heard(alarms.wait(10)) == []


def test_lost_link_is_said_until_all_is_known_again(alarms: Played) -> None:
    """A link that is being opened is not one that is there."""
    assert heard(alarms.tell(LOST)) == [AlarmKind.CONNECTION_LOST]
    alarms.wait(60)
    assert heard(alarms.tell(link(ConnectionState.CONNECTING), link(ConnectionState.SYNCING), LOST)) == []
    assert len(shown(alarms)) == 1
    alarms.tell(link(ConnectionState.SYNCING), READY)
    assert shown(alarms) == ()


def test_link_that_never_was_is_not_lost(stage: Stage) -> None:
    """A Sierra Chart that does not run yet is told by the banner; with a restored position it is an alarm."""
    alarms = stage.start(AlarmActor, settings=SETTINGS)
    assert heard(alarms.tell(LOST)) == []
    alarms.tell(held())
    assert heard(alarms.tell(LOST)) == [AlarmKind.CONNECTION_LOST]


def test_old_prices_are_said_while_a_position_is_open(alarms: Played) -> None:
    """Flat, nobody needs a price."""
    alarms.tell(STALE)
    assert heard(alarms.wait(60)) == []
    alarms.tell(held())
    assert heard(alarms.wait(3)) == [AlarmKind.DATA_STALE]
    assert "SIM Sim1 MES" in shown(alarms)[0].text
    alarms.tell(a_quote(6750))
    assert shown(alarms) == ()


def test_closed_market_has_no_old_prices(stage: Stage) -> None:
    """Between 16:00 and 17:00 in Chicago nothing trades."""
    stage.clock.now = NOW + timedelta(hours=7, minutes=30)
    alarms = stage.start(AlarmActor, settings=SETTINGS)
    alarms.tell(READY, held(), STALE)
    assert heard(alarms.wait(600)) == []
    stage.clock.now = NOW + timedelta(hours=8)
    alarms.tell(Ticked(at=stage.clock.now))
    assert heard(alarms.wait(3)) == [AlarmKind.DATA_STALE]


def test_early_close_of_the_settings_counts(stage: Stage) -> None:
    """A day that ends at noon has no old prices after it."""
    calendar = CME_CALENDAR.with_days({"2026-11-23": "12:00"})
    alarms = stage.start(AlarmActor, settings=AlarmSettings(calendar=calendar))
    stage.clock.now = NOW + timedelta(hours=3, minutes=1)
    alarms.tell(READY, held(), STALE)
    assert heard(alarms.wait(600)) == []


def test_corrected_calendar_counts_at_once(alarms: Played) -> None:
    """After an early close that is entered now, old prices are no alarm; the day is read anew."""
    asked = all_of(alarms.tell(AccountsListed(books=(SIM,)), held()), LoadTrades)
    calendar = CME_CALENDAR.with_days({"2026-11-23": "09:00"})
    posted = alarms.tell(CalendarSet(calendar=CME_CALENDAR), CalendarSet(calendar=calendar))
    assert all_of(posted, LoadTrades) == asked
    alarms.tell(STALE)
    assert heard(alarms.wait(600)) == []


def test_daily_loss_is_said_at_each_step(alarms: Played) -> None:
    """Closed and open losses of the session day count together, fees included."""
    posted = alarms.tell(AccountsListed(books=(SIM, LIVE)))
    (asked,) = all_of(posted, LoadTrades)
    assert asked.book == SIM
    alarms.tell(
        TradesLoaded(book=SIM, trades=(), since=asked.since),
        held(a_position(10, 6750), stop="6600"),
    )
    assert heard(alarms.tell(a_quote("6745.25"))) == []
    assert heard(alarms.tell(a_quote("6745"))) == [AlarmKind.LOSS_50]
    text = "SIM Sim1: today's loss of $256.20 is 51 % of the limit of $500.00."
    assert [alarm.text for alarm in shown(alarms) if alarm.kind is AlarmKind.LOSS_50] == [text]
    assert heard(alarms.tell(a_quote("6742"), a_quote("6741"), a_quote("6740"))) == [
        AlarmKind.LOSS_80,
        AlarmKind.LOSS_90,
        AlarmKind.LOSS_100,
    ]


def test_loss_is_unknown_until_the_day_was_read(alarms: Played) -> None:
    """A figure that lacks the trades of the morning is no figure."""
    alarms.tell(AccountsListed(books=(SIM,)), held(a_position(10, 6750), stop="6600"))
    assert heard(alarms.tell(a_quote(6700))) == []


def test_loss_that_cannot_be_told_is_said(alarms: Played) -> None:
    """A trader who relies on a limit learns that nobody watches it, and when somebody does again."""
    since = last_of(alarms.tell(AccountsListed(books=(SIM,))), LoadTrades).since
    alarms.tell(TradesLoaded(book=SIM, trades=(), since=since), held())
    posted = alarms.tell(a_quote("101"), a_quote("102"))
    assert [notice.text for notice in all_of(posted, NoticeRaised)] == [
        "SIM Sim1: today's loss is not known, a position has no price or no point value."
    ]
    assert len(all_of(alarms.tell(a_quote("6750"), a_quote("6751")), NoticeCleared)) == 1


def test_limit_of_no_account_is_said(alarms: Played) -> None:
    """A misspelt account would never be watched."""
    posted = alarms.tell(AccountsListed(books=(LIVE,)))
    assert "Sim1" in last_of(posted, NoticeRaised).text
    assert all_of(alarms.tell(AccountsListed(books=(SIM, LIVE))), NoticeCleared)


def test_limit_counts_from_the_moment_it_is_set(alarms: Played) -> None:
    """Whoever sets a limit in the middle of a losing day hears at once how much of it is used."""
    alarms.tell(other_rules(), AccountsListed(books=(SIM, LIVE)), held(a_position(10, 6750), stop="6600"))
    assert heard(alarms.tell(a_quote("6745"))) == []
    (asked,) = all_of(alarms.tell(other_rules(Sim1=300)), LoadTrades)
    assert asked.book == SIM
    loaded = TradesLoaded(book=SIM, trades=(), since=asked.since)
    assert heard(alarms.tell(loaded)) == [AlarmKind.LOSS_80]
    posted = alarms.tell(other_rules(Sim1=250))
    assert heard(posted) == [AlarmKind.LOSS_100]
    assert all_of(posted, LoadTrades) == []


def test_limit_that_is_taken_away_ends_its_alarm(alarms: Played) -> None:
    """Nothing goes on to speak of a limit that nobody has, and one that comes back counts the whole day."""
    alarms.tell(AccountsListed(books=(SIM,)))
    posted = alarms.tell(other_rules(), other_rules(Sim1=500))
    since = last_of(posted, LoadTrades).since
    alarms.tell(
        TradesLoaded(book=SIM, trades=(), since=since), held(a_position(10, 6750), stop="6600"), a_quote(6745)
    )
    assert [alarm.kind for alarm in shown(alarms)] == [AlarmKind.LOSS_50]
    alarms.tell(other_rules())
    assert shown(alarms) == ()
    assert heard(alarms.tell(a_quote(6700))) == []
    assert len(all_of(alarms.tell(other_rules(Sim1=500)), LoadTrades)) == 1


def test_strange_name_among_new_limits_is_said(alarms: Played) -> None:
    """A misspelt account is named, until it is corrected."""
    alarms.tell(AccountsListed(books=(SIM,)))
    assert "Simm" in last_of(alarms.tell(other_rules(Simm=100)), NoticeRaised).text
    assert all_of(alarms.tell(other_rules(Sim1=100)), NoticeCleared)


def test_restart_raises_what_still_holds(alarms: Played) -> None:
    """A loss of the morning is said by a program that starts at noon, even where nothing is open."""
    posted = alarms.tell(AccountsListed(books=(SIM,)))
    closed = booked_fills([a_fill(10, 6750), a_fill(-10, 6700, number=2)])[-1].closed
    assert closed is not None
    since = last_of(posted, LoadTrades).since
    assert heard(alarms.tell(TradesLoaded(book=SIM, trades=(closed,), since=since))) == [AlarmKind.LOSS_100]
    assert heard(alarms.tell(TradeClosed(trade=closed), changed(None))) == []


def exit_fills(order_id: str, *quantities: int) -> list[FillBooked]:
    """Return the opening of three contracts, and fills of one exit order."""
    fills = [a_fill(3, 6750)]
    fills += [
        msgspec.structs.replace(a_fill(quantity, 6740, number=2 + index), order_id=order_id)
        for index, quantity in enumerate(quantities)
    ]
    return [FillBooked(booked=each) for each in booked_fills(fills)]


@pytest.mark.parametrize(
    ("kind", "heard_kind"),
    [(OrderKind.STOP, AlarmKind.STOP_FILLED), (OrderKind.LIMIT, AlarmKind.TARGET_FILLED)],
)
def test_filled_exit_is_heard_once_per_order(alarms: Played, kind: OrderKind, heard_kind: AlarmKind) -> None:
    """Three parts of one fill are one event; it ends by itself."""
    order = an_order(Side.SELL, kind, "6740", quantity="3")
    opening, *parts = exit_fills(order.order_id, -1, -1, -1)
    posted = alarms.tell(OrdersListed(orders=(order,), complete=True), opening, held(opening.booked.position))
    assert heard(posted) == []
    for part in parts:
        posted += alarms.tell(part, changed(part.booked.position, protection=PROTECTED))
    ended = msgspec.structs.replace(order, working=False)
    posted += alarms.tell(OrderReported(order=ended))
    assert heard(posted) == [heard_kind]
    alarms.wait(120)
    assert shown(alarms) == ()


def test_acknowledged_event_is_over(alarms: Played) -> None:
    """There is nothing more to say of a fill that the trader has seen."""
    order = an_order(Side.SELL, OrderKind.STOP, "6740")
    opening, part = exit_fills(order.order_id, -3)
    alarms.tell(OrderReported(order=order), held(opening.booked.position), part, changed(None))
    (alarm,) = shown(alarms)
    assert heard(alarms.tell(AcknowledgeAlarm(key=alarm.key), Ticked(at=NOW))) == []
    assert shown(alarms) == ()


def test_acknowledged_is_quiet_until_it_becomes_worse(alarms: Played) -> None:
    """The trader is told once of each step."""
    alarms.tell(held(), in_drawdown(-200))
    alarms.tell(AcknowledgeAlarm(key=shown(alarms)[0].key))
    assert shown(alarms)[0].acknowledged
    assert heard(alarms.wait(60)) == []
    assert heard(alarms.wait(10)) == [AlarmKind.HEAT_FLASHING]
    assert not shown(alarms)[0].acknowledged


def test_snoozed_comes_back(alarms: Played) -> None:
    """What was put aside is raised again when the time is over, and only if it holds."""
    alarms.tell(held(stop=None))
    alarms.wait(60)
    alarms.tell(SnoozeAlarm(key=shown(alarms)[0].key))
    assert shown(alarms)[0].snoozed_until == later(360)
    assert heard(alarms.wait(299)) == []
    assert heard(alarms.wait(1)) == [AlarmKind.STOP_MISSING]


@pytest.mark.parametrize("by_s", [-7200, -90, 90, 7200])
def test_clock_that_is_set_neither_ends_nor_prolongs_what_was_put_aside(
    alarms: Played, stage: Stage, by_s: int
) -> None:
    """What was put aside for five minutes comes back after five minutes, and says so on the new clock."""
    alarms.tell(held(stop=None))
    alarms.wait(60)
    alarms.tell(SnoozeAlarm(key=shown(alarms)[0].key))
    alarms.wait(100)
    stage.clock.set_by(by_s)
    assert heard(alarms.tell(ClockStepped(by_s=by_s), Ticked(at=stage.clock.now))) == []
    assert shown(alarms)[0].snoozed_until == later(360 + by_s)
    assert heard(alarms.wait(199)) == []
    assert heard(alarms.wait(1)) == [AlarmKind.STOP_MISSING]


@pytest.mark.parametrize("by_s", [-7200, 7200])
def test_cool_down_and_waits_follow_the_clock(alarms: Played, stage: Stage, by_s: int) -> None:
    """An alarm is not heard again earlier or later because the clock was set, told of or not."""
    assert heard(alarms.tell(LOST)) == [AlarmKind.CONNECTION_LOST]
    alarms.tell(READY, held(stop=None))
    alarms.wait(10)
    stage.clock.set_by(by_s)
    assert heard(alarms.tell(LOST)) == []
    assert heard(alarms.wait(19)) == []
    assert heard(alarms.wait(1)) == [AlarmKind.CONNECTION_LOST]
    alarms.tell(READY)
    assert heard(alarms.wait(29)) == []
    assert heard(alarms.wait(1)) == [AlarmKind.STOP_MISSING]


@pytest.mark.parametrize("by_s", [-7200, 7200])
def test_event_and_drawdown_follow_the_clock(alarms: Played, stage: Stage, by_s: int) -> None:
    """A fill stays on the screen for its two minutes, and a drawdown does not age by the step."""
    order = an_order(Side.SELL, OrderKind.STOP, "6740")
    opening, part = exit_fills(order.order_id, -1)
    alarms.tell(OrderReported(order=order), held(opening.booked.position), in_drawdown(0), part)
    alarms.wait(100)
    stage.clock.set_by(by_s)
    assert heard(alarms.tell(ClockStepped(by_s=by_s), Ticked(at=stage.clock.now))) == []
    alarms.wait(19)
    assert AlarmKind.STOP_FILLED in [alarm.kind for alarm in shown(alarms)]
    alarms.wait(1)
    assert AlarmKind.STOP_FILLED not in [alarm.kind for alarm in shown(alarms)]
    assert heard(alarms.wait(59)) == []
    assert heard(alarms.wait(1)) == [AlarmKind.HEAT_WARNING]


def test_unknown_key_is_nothing(alarms: Played) -> None:
    """A key press that comes after the end of its alarm does no harm."""
    assert alarms.tell(AcknowledgeAlarm(key="x"), SnoozeAlarm(key="x")) == []


def test_closing_ends_all_that_is_about_the_position(alarms: Played) -> None:
    """Flat, there is neither drawdown nor stop."""
    alarms.tell(held(a_position(3, 6750)), in_drawdown(-400), a_quote("6740.5"))
    alarms.wait(5)
    assert len(shown(alarms)) == 3
    alarms.tell(changed(None))
    assert shown(alarms) == ()


def test_failure_forgets_nothing_that_the_trader_has_done(alarms: Played, allow_log: AllowLog) -> None:
    """After a failure nothing is heard twice, and what was acknowledged and put aside stays so."""
    allow_log("actor failed")
    alarms.tell(held(stop=None), in_drawdown(-400))
    alarms.wait(60)
    for alarm in shown(alarms):
        command = SnoozeAlarm if alarm.kind is AlarmKind.STOP_MISSING else AcknowledgeAlarm
        alarms.tell(command(key=alarm.key))
    before = shown(alarms)
    assert [alarm.is_open for alarm in before] == [False, False]
    poison = QuoteRead(quote=None)  # type: ignore[arg-type]  # what no message should ever hold
    posted = alarms.tell(poison)
    assert all_of(posted, ActorRestarted)
    posted += alarms.tell(held(stop=None), READY, in_drawdown(-400), Ticked(at=NOW))
    assert heard(posted) == []
    assert shown(alarms) == before


@pytest.mark.parametrize("told_first", [held(), STALE], ids=["position", "prices"])
def test_old_prices_are_an_alarm_over_a_failure(
    alarms: Played, allow_log: AllowLog, told_first: Message
) -> None:
    """It goes on until everyone has told again how it is, whoever is first; then it may end."""
    allow_log("actor failed")
    alarms.tell(held(), STALE)
    alarms.wait(3)
    before = shown(alarms)
    poison = QuoteRead(quote=None)  # type: ignore[arg-type]  # what no message should ever hold
    posted = alarms.tell(poison, told_first, Ticked(at=NOW), READY, held(), STALE)
    assert heard([*posted, *alarms.wait(60)]) == []
    assert shown(alarms) == before
    alarms.tell(a_quote(6750, at=later(63)))
    assert shown(alarms) == ()


def test_an_old_price_that_is_told_again_is_no_new_one(alarms: Played) -> None:
    """The poller tells the last row again, and then that it is old, whenever another part has failed."""
    old, missed = a_quote(6750, at=later(-9)), QuoteMissed(last_read_at=later(-9), reason="test")
    alarms.tell(held(), old, missed)
    assert heard(alarms.wait(3)) == [AlarmKind.DATA_STALE]
    before = shown(alarms)
    alarms.tell(old)
    assert shown(alarms) == before
    alarms.tell(missed)
    assert heard(alarms.wait(60)) == []
    alarms.tell(a_quote(6750, at=later(63)))
    assert shown(alarms) == ()


def test_log_tells_beginning_and_end(alarms: Played) -> None:
    """Each alarm has one line, which is kept whenever it changes."""
    alarms.tell(held(), in_drawdown(-400))
    (alarm,) = shown(alarms)
    painted = AlarmPainted(key=alarm.key, raised_at=alarm.raised_at, painted_s=0.012)
    alarms.tell(painted)
    alarms.wait(2)
    alarms.tell(AcknowledgeAlarm(key=alarm.key))
    alarms.wait(3)
    alarms.tell(changed(None))
    (record,) = last_of(alarms.tell(ListAlarms()), AlarmsListed).records
    assert (record.text, record.raised_at) == (alarm.text, NOW)
    assert (record.acknowledged_at, record.cleared_at) == (later(2), later(5))
    assert record.paint_ms == 12
    assert all_of(alarms.posted, SaveAlarm)[-1].record == record


def test_log_goes_on_where_an_earlier_run_ended(alarms: Played) -> None:
    """Lines of earlier runs stand below those of this one."""
    alarms.tell(held(), in_drawdown(-400))
    (now,) = last_of(alarms.tell(ListAlarms()), AlarmsListed).records
    old = msgspec.structs.replace(now, raised_at=later(-9000))
    alarms.tell(AlarmsLoaded(records=(old,)))
    assert last_of(alarms.tell(ListAlarms()), AlarmsListed).records == (now, old)


def test_new_screen_learns_what_holds(alarms: Played) -> None:
    """It is shown again, and not heard again."""
    alarms.tell(held(), in_drawdown(-400))
    posted = alarms.tell(Announce())
    assert last_of(posted, AlarmsChanged).alarms == shown(alarms)
    assert heard(posted) == []


def test_entry_is_no_exit(alarms: Played) -> None:
    """A limit order that opens a position is no target."""
    order = an_order(Side.BUY, OrderKind.LIMIT, "6750")
    opening = msgspec.structs.replace(booked(1)[0].booked.fill, order_id=order.order_id)
    fact = FillBooked(booked=booked_fills([opening], MES)[0])
    assert heard(alarms.tell(OrderReported(order=order), fact)) == []
