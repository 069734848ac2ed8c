"""What the database is told to keep, until it is written."""

from collections.abc import Iterable

from actors.messages import (
    BalanceReset,
    CashSettled,
    EquityViewChosen,
    FillBooked,
    HeatChanged,
    PositionChanged,
    SaveAlarm,
    SaveEquityPoint,
    SaveGap,
    SaveOpenEquity,
    ScopeChanged,
    TradeClosed,
)

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
    | BalanceReset
    | ScopeChanged
)


def newest(waiting: Iterable[Saved]) -> list[Saved]:
    """Return what has to be written: of position, heat and scope only the newest of each matters."""
    kept: dict[object, Saved] = {}
    for index, message in enumerate(waiting):
        key: object = index
        if isinstance(message, PositionChanged | HeatChanged):
            key = (type(message), message.book, message.symbol)
        elif isinstance(message, ScopeChanged):
            key = ScopeChanged
        # Behind the fills that led to it, not where the first of its kind was.
        kept.pop(key, None)
        kept[key] = message
    return list(kept.values())
