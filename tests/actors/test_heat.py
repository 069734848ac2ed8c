"""Time in drawdown."""

from datetime import datetime, timedelta
from decimal import Decimal

import msgspec
import pytest

from actors.heat import HeatActor
from actors.messages import (
    ActorRestarted,
    AlarmLimitsSet,
    Announce,
    ClockStepped,
    HeatChanged,
    HeatLoaded,
    LoadHeat,
    Message,
    PriceMissed,
    PriceReceived,
    SetHeatRules,
)
from models.book import Book, Symbol
from models.heat import HeatThresholds
from models.market import ServedPrice
from models.trade import Position
from tests.actors.builders import LIVE, SIM, SYMBOL, a_quote, all_of, changed, later
from tests.actors.conftest import AllowLog, Played, Stage
from tests.fakes import START
from tests.models.builders import a_position

BOTH_SIDES = pytest.mark.parametrize("side", [1, -1], ids=["long", "short"])
NO_HEAT = HeatLoaded(since=())
OTHER = msgspec.structs.replace(a_position(-1, 6750), trade_id="other")
LIMITS = AlarmLimitsSet(heat=HeatThresholds(warning_s=60), stop_distances=(("MES", Decimal(2)),))


@pytest.fixture
def heat(stage: Stage) -> Played:
    """Give the actor, with no drawdown stored."""
    played = stage.start(HeatActor, dead_band_ticks=0, limits=LIMITS)
    played.tell(NO_HEAT)
    return played


def starts(posted: list[Message], book: Book = SIM) -> list[datetime | None]:
    """Return the starts of drawdown that were told of a book."""
    return [fact.since for fact in all_of(posted, HeatChanged) if fact.book == book]


@BOTH_SIDES
def test_runs_from_the_first_adverse_price_to_the_entry_price(heat: Played, side: int) -> None:
    """Drawdown begins with the first price against the position and ends at the entry price or better."""
    heat.tell(changed(a_position(2 * side, 6750)))
    assert heat.tell(a_quote(6750, at=later(1)), a_quote(6750 + side, at=later(2))) == []
    assert starts(heat.tell(a_quote(str(Decimal(6750) - side * Decimal("0.25")), at=later(3)))) == [later(3)]
    assert heat.tell(a_quote(6750 - 9 * side, at=later(4))) == []
    assert starts(heat.tell(a_quote(6750, at=later(5)))) == [None]


@BOTH_SIDES
def test_closing_and_reversing_end_it(heat: Played, side: int) -> None:
    """A drawdown belongs to its trade."""
    position = a_position(side, 6750)
    against = a_quote(6750 - side, at=later(1))
    heat.tell(changed(position), against)
    assert starts(heat.tell(changed(None))) == [None]
    heat.tell(changed(position), against)
    reversed_ = msgspec.structs.replace(a_position(-side, 6750), trade_id="t9")
    assert starts(heat.tell(changed(reversed_))) == [None]


def test_scaling_keeps_it_running(heat: Played) -> None:
    """The same trade with another quantity is still in the same drawdown."""
    position = a_position(1, 6750)
    heat.tell(changed(position), a_quote(6749, at=later(1)))
    larger = msgspec.structs.replace(position, quantity=Decimal(2))
    assert heat.tell(changed(larger), a_quote(6749, at=later(2))) == []


def test_all_books_are_followed(heat: Played) -> None:
    """One price concerns every position that it fits, long and short."""
    heat.tell(changed(a_position(1, 6750)), changed(a_position(-1, 6740, book=LIVE), book=LIVE))
    posted = heat.tell(a_quote(6745, at=later(1)))
    assert starts(posted, SIM) == [later(1)]
    assert starts(posted, LIVE) == [later(1)]


def test_price_of_another_market_starts_nothing(heat: Played) -> None:
    """A price far from the entry is that of another symbol."""
    heat.tell(changed(a_position(1, 6750)))
    assert heat.tell(a_quote(101)) == []


def test_dead_band_holds_small_moves_back(stage: Stage) -> None:
    """With a dead band of two ticks one tick against the entry does not count."""
    heat = stage.start(HeatActor, dead_band_ticks=2, limits=LIMITS)
    heat.tell(NO_HEAT, changed(a_position(1, 6750)))
    assert heat.tell(a_quote("6749.75")) == []
    assert starts(heat.tell(a_quote("6749.50", at=later(1)))) == [later(1)]
    assert heat.tell(a_quote(6750)) == []
    assert starts(heat.tell(a_quote("6750.50"))) == [None]


@pytest.mark.parametrize(("price", "goes_on"), [(6749, True), (6751, False)])
def test_restart_while_hot(stage: Stage, price: int, *, goes_on: bool) -> None:
    """A drawdown that ran at the end goes on if the first valid price is still adverse, else it is over."""
    heat = stage.start(HeatActor, dead_band_ticks=0, limits=LIMITS)
    stored = HeatLoaded(since=((SIM, SYMBOL, later(-400)),))
    assert starts(heat.tell(stored)) == [later(-400)]
    assert heat.tell(changed(a_position(1, 6750))) == []
    assert starts(heat.tell(a_quote(price, at=later(1)))) == ([] if goes_on else [None])


def test_new_screen_learns_what_runs(heat: Played) -> None:
    """Each running drawdown is told again, with its start."""
    heat.tell(changed(a_position(1, 6750)), a_quote(6749, at=later(1)))
    assert starts(heat.tell(Announce())) == [later(1)]


def test_failure_goes_on_with_what_is_open(heat: Played, allow_log: AllowLog) -> None:
    """After a failure drawdowns are measured again without waiting for the position to change."""
    allow_log("actor failed")
    heat.tell(changed(a_position(1, 6750)))
    poison = PriceReceived(symbol=SYMBOL, price=None)  # type: ignore[arg-type]  # what no message should ever hold
    posted = heat.tell(poison, NO_HEAT)
    assert [type(message) for message in posted][:2] == [ActorRestarted, LoadHeat]
    # Who owns positions answers this by telling them again.
    assert Announce() in posted


@pytest.mark.parametrize("now_open", [None, OTHER], ids=["flat", "reversed"])
def test_drawdown_that_ends_during_a_failure_is_taken_back(
    heat: Played, allow_log: AllowLog, now_open: Position | None
) -> None:
    """The screen shows it until it is said to be over, and would show it of the next position."""
    allow_log("actor failed")
    heat.tell(changed(a_position(1, 6750)), a_quote(6749, at=later(1)))
    poison = PriceReceived(symbol=SYMBOL, price=None)  # type: ignore[arg-type]  # what no message should ever hold
    posted = heat.tell(poison, changed(now_open), HeatLoaded(since=((SIM, SYMBOL, later(1)),)))
    assert starts(posted) == [None]


def test_limits_are_told_at_the_start_and_to_whoever_asks(stage: Stage) -> None:
    """A screen that is built anew learns again from which values on a figure is an alarm."""
    heat = stage.start(HeatActor, dead_band_ticks=0, limits=LIMITS)
    assert all_of(heat.posted, AlarmLimitsSet) == [LIMITS]
    heat.tell(NO_HEAT)
    assert all_of(heat.tell(Announce()), AlarmLimitsSet) == [LIMITS]


@pytest.mark.parametrize("by_s", [-7200, -90, 90, 7200])
@BOTH_SIDES
def test_clock_that_is_set_moves_the_start(heat: Played, stage: Stage, side: int, by_s: int) -> None:
    """A drawdown goes on with the age it has: its start moves with the clock, and is stored there."""
    heat.tell(changed(a_position(side, 6750)), a_quote(6750 - side, at=START))
    heat.wait(60)
    stage.clock.set_by(by_s)
    assert starts(heat.tell(ClockStepped(by_s=by_s))) == [START + timedelta(seconds=by_s)]
    assert heat.tell(ClockStepped(by_s=by_s)) == []


@BOTH_SIDES
def test_price_before_the_step_is_told_is_on_the_new_clock(heat: Played, stage: Stage, side: int) -> None:
    """A drawdown that begins on a clock which was just set is not moved by the news of it."""
    heat.tell(changed(a_position(side, 6750)))
    stage.clock.set_by(-3600)
    at = stage.clock.now
    assert starts(heat.tell(a_quote(6750 - side, at=at), ClockStepped(by_s=-3600))) == [at]


def test_stored_start_is_never_in_the_future(stage: Stage) -> None:
    """A clock that was set back while the monitor was off leaves a drawdown that begins now."""
    heat = stage.start(HeatActor, dead_band_ticks=0, limits=LIMITS)
    posted = heat.tell(HeatLoaded(since=((SIM, SYMBOL, START + timedelta(hours=1)),)))
    assert starts(posted) == [START]


def served(last: int, *, low: int | None = None, high: int | None = None, at_s: float = 0) -> PriceReceived:
    """Return what the server sent."""
    price = ServedPrice(
        last=Decimal(last), low=Decimal(low or last), high=Decimal(high or last), at=later(at_s)
    )
    return PriceReceived(symbol=SYMBOL, price=price)


@BOTH_SIDES
def test_the_servers_price_counts_before_the_file(heat: Played, side: int) -> None:
    """While the server sends prices of the symbol, those of the file neither start nor end a drawdown."""
    heat.tell(changed(a_position(side, 6750)), served(6750 + side))
    assert heat.tell(a_quote(6750 - side, at=later(1))) == []
    told = heat.tell(served(6750 - side, low=6750 - 1, high=6750 + 1, at_s=2))
    assert starts(told) == [later(2)]
    assert heat.tell(a_quote(6750 + side, at=later(3))) == []
    missed = PriceMissed(symbol=SYMBOL, price=served(6750 - side).price, reason="silent")
    assert heat.tell(missed) == []
    assert starts(heat.tell(a_quote(6750 + side, at=later(4)))) == [None]


@BOTH_SIDES
def test_a_trade_at_the_entry_among_others_begins_it_anew(heat: Played, side: int) -> None:
    """A batch that touched the entry and is adverse again at its end is a new drawdown."""
    heat.tell(changed(a_position(side, 6750)), served(6750 - side))
    assert starts(heat.tell(served(6750 - side, low=6750 - 1, high=6750 + 1, at_s=9))) == [None, later(9)]


def test_a_price_of_another_symbol_is_none(heat: Played) -> None:
    """The server names the symbol of its prices."""
    heat.tell(changed(a_position(1, 6750), symbol=Symbol("GCZ26")))
    assert heat.tell(served(6700)) == []


def test_new_listener_learns_what_does_not_run_too(heat: Played) -> None:
    """Of an open position without drawdown that is told, so that nobody waits for it."""
    heat.tell(changed(a_position(1, 6750)))
    assert starts(heat.tell(Announce())) == [None]


def test_other_rules_count_from_now_on(heat: Played) -> None:
    """A wider dead band starts no drawdown where the old one did; the new limits are told, and told again."""
    heat.tell(changed(a_position(2, 6750)))
    limits = AlarmLimitsSet(heat=HeatThresholds(warning_s=1), stop_distances=())
    assert heat.tell(SetHeatRules(dead_band_ticks=8, limits=limits)) == [limits]
    assert starts(heat.tell(a_quote(6749, at=later(1)))) == []
    assert starts(heat.tell(a_quote(6748, at=later(2)))) == [later(2)]
    assert limits in heat.tell(Announce())
