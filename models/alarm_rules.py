"""From facts to conditions: what is watched, at which level it is, and how that is said; pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Final

import msgspec

from models.alarm import AlarmKind
from models.alarm_track import Rule, next_level
from models.book import Book, Symbol
from models.contract import Contract, near_distance, price_text
from models.figures import stop_distance
from models.heat import HeatThresholds, heat_age
from models.holidays import CME_CALENDAR, Calendar
from models.order import Protection
from models.stop_reference import StopReference
from models.trade import Position

HEAT: Final = (AlarmKind.HEAT_WARNING, AlarmKind.HEAT_FLASHING, AlarmKind.HEAT_CRITICAL)
LOSS: Final = (AlarmKind.LOSS_50, AlarmKind.LOSS_80, AlarmKind.LOSS_90, AlarmKind.LOSS_100)
LOSS_STEPS: Final = (Decimal(50), Decimal(80), Decimal(90), Decimal(100))
LOSS_DEAD_BAND: Final = Decimal(5)
"""Percent of the limit by which the loss must shrink before a step is left."""
STOP_DEAD_BAND_TICKS: Final = 2
SMALL_DELAY_S: Final = 5.0
"""A bracket grows with its position a moment later."""
MOVED_DELAY_S: Final = 1.0
"""When one of two stops is filled, the other is the nearest before the position is told to be smaller."""
STALE_DELAY_S: Final = 3.0
STALE_KEY: Final = "prices"
EVENT_S: Final = 120.0
"""So long the fill of an exit stays on the screen if nobody acknowledges it."""

_ZERO = Decimal(0)


class AlarmSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What the trader can set about alarms.

    Attributes:
        heat: Ages of a drawdown.
        stop_distances: Points from the stop by contract root; other roots have the built-in distance.
        stop_missing_s: So long a position may be open without a working stop.
        cool_down_s: So long the same alarm is not heard again.
        snooze_s: So long an alarm is put aside.
        daily_losses: Largest loss of a session day by account, dollars above 0.
        calendar: Holidays and early closes of the exchange.
    """

    heat: HeatThresholds = HeatThresholds()
    stop_distances: Mapping[str, Decimal] = {}
    stop_missing_s: float = 60
    cool_down_s: float = 30
    snooze_s: float = 300
    daily_losses: Mapping[str, Decimal] = {}
    calendar: Calendar = CME_CALENDAR


class Look(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a condition is looked at with.

    Attributes:
        at: Moment of the fact that made somebody look, UTC.
        last: The last price of the position's market; None while there is no fresh one.
        orders_known: Whether the working orders are known; without a link they are not.
    """

    at: datetime
    settings: AlarmSettings
    last: Decimal | None = None
    orders_known: bool = True


class Held(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An open position and what works for it."""

    position: Position
    contract: Contract
    protection: Protection

    @property
    def name(self) -> str:
        """Return whose it is, and what, for the beginning of a sentence."""
        return f"{self.position.book} {self.contract.root}"

    def price(self, value: Decimal) -> str:
        """Return a price as the contract is quoted."""
        return price_text(value, self.contract)


class Reading(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One look at one condition.

    Attributes:
        key: Identity of the condition.
        kinds: Kind of the alarm at each level from 1 on; the last one is that of all higher levels too.
        level: 0 while it does not hold; None while nobody can know.
        since: Since when that level is known to hold, UTC.
        text: One plain sentence for that level; empty where there is none to say.
        again_at: When time alone makes it worse, UTC; None when it does not.
    """

    key: str
    kinds: tuple[AlarmKind, ...]
    level: int | None
    since: datetime
    text: str = ""
    rule: Rule = Rule()
    book: Book | None = None
    symbol: Symbol | None = None
    again_at: datetime | None = None


def heat_reading(held: Held, look: Look, began: datetime | None, told_at: datetime) -> Reading:
    """Return how long a position has been in drawdown.

    Args:
        held: What is open.
        look: Its moment counts.
        began: Start of the drawdown, UTC; None while there is none.
        told_at: When that was told, UTC; nobody could know it earlier.
    """
    reading = _of(held, look, "heat", HEAT)
    if began is None:
        return reading
    limits = look.settings.heat
    ages = (limits.warning_s, limits.flashing_s, limits.critical_s)
    starts = [began + timedelta(seconds=age) for age in ages]
    level = sum(1 for age in ages if heat_age(began, look.at) >= age)
    reading = msgspec.structs.replace(reading, again_at=starts[level] if level < len(ages) else None)
    if not level:
        return reading
    text = f"{held.name}: in drawdown for {_duration(ages[level - 1])}."
    return msgspec.structs.replace(reading, level=level, since=max(told_at, starts[level - 1]), text=text)


def stop_near_reading(held: Held, look: Look, level: int) -> Reading:
    """Return whether the price is near the stop, or beyond it.

    Args:
        held: What is open.
        look: Its price and distances count.
        level: Level so far: what is near stays near until the price is some ticks farther away.
    """
    reading = _of(held, look, "stop near", (AlarmKind.STOP_NEAR,))
    contract, stop, last = held.contract, held.protection.stop, look.last
    if stop is None:
        return reading
    near = near_distance(contract, look.settings.stop_distances.get(contract.root))
    if last is None or near is None:
        return msgspec.structs.replace(reading, level=None)
    distance = stop_distance(held.position, held.protection, last) or _ZERO
    band = (contract.tick or _ZERO) * STOP_DEAD_BAND_TICKS
    reached = next_level(-distance, level, (-near,), (-near - band,))
    if not reached:
        return reading
    side = "from" if distance >= 0 else "beyond"
    text = (
        f"{held.name}: price {held.price(last)} is {held.price(abs(distance))} points {side} "
        f"the stop at {held.price(stop)}."
    )
    return msgspec.structs.replace(reading, level=reached, text=text)


def stop_missing_reading(held: Held, look: Look) -> Reading:
    """Return whether a position has no working stop."""
    limit_s = look.settings.stop_missing_s
    return _of_orders(
        held,
        look,
        "stop missing",
        AlarmKind.STOP_MISSING,
        int(held.protection.stop is None),
        f"{held.name}: open for {_duration(limit_s)} without a working stop.",
        limit_s,
    )


def stop_small_reading(held: Held, look: Look) -> Reading:
    """Return whether the stops cover fewer contracts than are held."""
    quantity, covered = abs(held.position.quantity), held.protection.stop_quantity
    is_small = held.protection.stop is not None and covered < quantity
    text = f"{held.name}: stops cover {covered:f} of {quantity:f} contracts." if is_small else ""
    return _of_orders(held, look, "stop small", AlarmKind.STOP_SMALL, int(is_small), text, SMALL_DELAY_S)


def stop_moved_reading(held: Held, look: Look, reference: StopReference) -> Reading:
    """Return how often the stop was moved away from the entry."""
    text = ""
    if reference.tightest is not None and reference.widest is not None:
        text = (
            f"{held.name}: stop moved from {held.price(reference.tightest)} to "
            f"{held.price(reference.widest)}, the risk is larger."
        )
    return _of_orders(held, look, "stop moved", AlarmKind.STOP_MOVED, reference.moves, text, MOVED_DELAY_S)


def closed_readings(book: Book, symbol: Symbol, look: Look) -> list[Reading]:
    """Return that everything about a position is over, because it is closed."""
    return [
        Reading(key=_key(what, book, symbol), kinds=kinds, level=0, since=look.at, book=book, symbol=symbol)
        for what, kinds in (
            ("heat", HEAT),
            ("stop near", (AlarmKind.STOP_NEAR,)),
            ("stop missing", (AlarmKind.STOP_MISSING,)),
            ("stop small", (AlarmKind.STOP_SMALL,)),
            ("stop moved", (AlarmKind.STOP_MOVED,)),
        )
    ]


def exit_reading(held: Held, look: Look, kind: AlarmKind, order_id: str, price: Decimal) -> Reading:
    """Return that a stop or a target was filled, in whole or in part."""
    word = "stop" if kind is AlarmKind.STOP_FILLED else "target"
    reading = _of(held, look, f"{kind.value} {order_id}", (kind,))
    text = f"{held.name}: {word} filled at {held.price(price)}."
    return msgspec.structs.replace(reading, level=1, text=text, rule=Rule(cool_down_s=0, holds_s=EVENT_S))


def link_reading(look: Look, endpoint: str, *, lost: bool) -> Reading:
    """Return whether the link to Sierra Chart, which was there, is lost."""
    return Reading(
        key="connection",
        kinds=(AlarmKind.CONNECTION_LOST,),
        level=int(lost),
        since=look.at,
        text=f"Connection to {endpoint} lost: positions and orders may differ from what is shown.",
        rule=Rule(cool_down_s=look.settings.cool_down_s),
    )


def stale_reading(look: Look, names: tuple[str, ...]) -> Reading:
    """Return whether prices are old while they matter.

    Args:
        look: Its moment counts.
        names: Open positions that no new price comes of, while their market trades.
    """
    return Reading(
        key=STALE_KEY,
        kinds=(AlarmKind.DATA_STALE,),
        level=int(bool(names)),
        since=look.at,
        text=f"No new price comes while a position is open: {', '.join(names)}.",
        rule=Rule(delay_s=STALE_DELAY_S, cool_down_s=look.settings.cool_down_s),
    )


def loss_reading(book: Book, look: Look, used: Decimal | None, limit: Decimal, level: int) -> Reading:
    """Return how much of the daily loss limit of a book is used.

    Args:
        book: Whose limit it is.
        look: Its moment counts.
        used: Loss of the session day, dollars; None while it is not known.
        limit: Dollars above 0.
        level: Level so far.
    """
    text, reached = "", None
    if used is not None:
        share = used / limit * 100
        leave = tuple(step - LOSS_DEAD_BAND for step in LOSS_STEPS)
        reached = next_level(share, level, LOSS_STEPS, leave)
        text = f"{book}: today's loss of ${used:,.2f} is {int(share)} % of the limit of ${limit:,.2f}."
    return Reading(
        key=loss_key(book),
        kinds=LOSS,
        level=reached,
        since=look.at,
        text=text,
        rule=Rule(cool_down_s=look.settings.cool_down_s),
        book=book,
    )


def limitless_reading(book: Book, look: Look) -> Reading:
    """Return that nothing is to be said of the daily loss of a book, because it has no limit any more."""
    return Reading(key=loss_key(book), kinds=LOSS, level=0, since=look.at, book=book)


def stop_near_key(book: Book, symbol: Symbol) -> str:
    """Return the key under which the nearness of a stop is remembered."""
    return _key("stop near", book, symbol)


def loss_key(book: Book) -> str:
    """Return the key under which the daily loss of a book is remembered."""
    return f"daily loss {book}"


def _of_orders(  # noqa: PLR0913, PLR0917 - one argument for each field that differs
    held: Held, look: Look, what: str, kind: AlarmKind, level: int, text: str, delay_s: float
) -> Reading:
    """Return a reading that only the working orders can give."""
    return msgspec.structs.replace(
        _of(held, look, what, (kind,)),
        level=level if look.orders_known else None,
        text=text,
        rule=Rule(delay_s=delay_s, cool_down_s=look.settings.cool_down_s),
    )


def _of(held: Held, look: Look, what: str, kinds: tuple[AlarmKind, ...]) -> Reading:
    """Return the reading of a condition that does not hold."""
    book, symbol = held.position.book, held.position.symbol
    return Reading(
        key=_key(what, book, symbol),
        kinds=kinds,
        level=0,
        since=look.at,
        rule=Rule(cool_down_s=look.settings.cool_down_s),
        book=book,
        symbol=symbol,
    )


# Asked for each condition of each position with each price.
@lru_cache(maxsize=1024)
def _key(what: str, book: Book, symbol: Symbol) -> str:
    return f"{what} {book} {symbol}"


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}" if minutes else f"{rest} s"
