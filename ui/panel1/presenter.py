"""From facts to what Panel 1 shows; pure."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from functools import partial
from typing import Any

from msgspec.structs import replace

from actors.messages import (
    BalanceChanged,
    CalendarSet,
    Cell,
    ConnectionChanged,
    ConnectionState,
    CurveChanged,
    DisplaySet,
    EquityViewChosen,
    Fact,
    GapsChanged,
    LinkHeard,
    OpenEquityChanged,
    ScopeChanged,
    Shown,
    Ticked,
)
from models.book import TradeMode, short_name
from models.cash_flow import net_flow
from models.equity import EquityPoint, pnl
from models.gaps import clipped, stretches
from models.timeframe import Timeframe, session_starts
from ui.appearance import Appearance
from ui.panel1.connection import link_look
from ui.panel1.series import closed_series, open_series
from ui.panel1.timeline import EXCHANGE_ZONE, moment_text, snapped
from ui.panel1.view_model import CurveWindow, HoverMark, Panel1Facts, Panel1View, Series
from ui.scope import book_of, concerns
from ui.wording import UNKNOWN, change_text, clock_text, day_text, dollars_text, mode_text

_CENT = Decimal("0.01")
_NARROWEST_S = 60.0
_MOVING = frozenset({Timeframe.LIVE, Timeframe.DAY})
# In a longer window the lines between sessions would be closer than the curve can be read.
_SESSIONS_UP_TO_S = 40 * 86_400.0
_UNKNOWN_CELL = Cell(text=UNKNOWN, role="dim")
# What a fact changes of what is known.
_CHANGES: Mapping[type[Fact], Callable[[Any], Mapping[str, Any]]] = {
    BalanceChanged: lambda fact: {"balance": fact},
    CurveChanged: lambda fact: {"curve": fact.curve, "flows": fact.flows},
    OpenEquityChanged: lambda fact: {"open_equity": fact},
    EquityViewChosen: lambda fact: {"with_open": fact.with_open, "hovered": None},
    ConnectionChanged: lambda fact: {"connection": fact},
    DisplaySet: lambda fact: {"display": fact},
    LinkHeard: lambda fact: {"heard": fact},
    CalendarSet: lambda fact: {"calendar": fact.calendar},
    GapsChanged: lambda fact: {"gaps": fact.gaps},
    Ticked: lambda fact: {"now": fact.at},
}
_CLOSED = Cell(text="Closed P&L", role="neutral")
_WITH_OPEN = Cell(text="With open P&L", role="info")
_MODE_ROLES = {
    None: "dim",
    TradeMode.DEBUG: "neutral",
    TradeMode.SIM: "info",
    TradeMode.LIVE: "warning",
}


def present(view: Panel1View, *batch: Shown) -> Panel1View:
    """Return what is shown after facts, oldest first; the same object when they change nothing."""
    facts = view.facts
    for shown in batch:
        if concerns(shown, facts.epoch, facts.book):
            facts = _with(facts, shown.fact)
    return view if facts is view.facts else view_of(facts)


def choose(view: Panel1View, timeframe: Timeframe) -> Panel1View:
    """Return what is shown with another timeframe."""
    return view_of(replace(view.facts, timeframe=timeframe, hovered=None))


def hover(view: Panel1View, at: float | None) -> Panel1View:
    """Return what is shown with the mouse at a moment, UNIX seconds; None when it left the chart."""
    # The same window tells the chart that there is nothing to draw again.
    return _view(replace(view.facts, hovered=at), view.series, view.window)


def appear(view: Panel1View, appearance: Appearance) -> Panel1View:
    """Return what is shown in another appearance."""
    facts = replace(view.facts, appearance=appearance)
    return _view(facts, view.series, _window(facts, view.series))


def view_of(facts: Panel1Facts) -> Panel1View:
    """Return everything that facts show."""
    series = open_series(facts) if facts.with_open else closed_series(facts)
    return _view(facts, series, _window(facts, series))


def _account(facts: Panel1Facts) -> Cell:
    return _UNKNOWN_CELL if facts.book is None else Cell(text=short_name(facts.book.account), role="neutral")


def _view(facts: Panel1Facts, series: Series | None, window: CurveWindow | None) -> Panel1View:
    mark = _mark(facts, series, window)
    pnl_now = _pnl(facts, series, None)
    return Panel1View(
        facts=facts,
        mode=Cell(text=mode_text(facts.mode), role=_MODE_ROLES[facts.mode]),
        account=_account(facts),
        balance=_balance(facts, mark),
        balance_tip=_balance_tip(facts),
        pnl=pnl_now if mark is None else _pnl(facts, series, mark),
        timeframe=Cell(text=facts.timeframe.value, role=pnl_now.role),
        link=link_look(facts.connection, facts.heard, facts.now, facts.zone),
        points=_points(facts, series),
        hover=Cell(text=mark.text if mark else "", role="neutral" if mark else "dim"),
        equity=_WITH_OPEN if facts.with_open else _CLOSED,
        series=series,
        window=window,
        empty_text=_empty_text(facts),
        mark=mark,
    )


def _with(facts: Panel1Facts, fact: Fact) -> Panel1Facts:
    if isinstance(fact, ScopeChanged):
        return _in_scope(facts, fact)
    changes = _CHANGES.get(type(fact))
    return facts if changes is None else replace(facts, **changes(fact))


def _in_scope(facts: Panel1Facts, scope: ScopeChanged) -> Panel1Facts:
    if scope.epoch == facts.epoch:
        return replace(facts, known=scope.known)
    return Panel1Facts(
        epoch=scope.epoch,
        mode=scope.mode,
        book=book_of(scope),
        known=scope.known,
        timeframe=facts.timeframe,
        with_open=facts.with_open,
        connection=facts.connection,
        heard=facts.heard,
        calendar=facts.calendar,
        gaps=facts.gaps,
        now=facts.now,
        zone=facts.zone,
        appearance=facts.appearance,
        display=facts.display,
    )


def _linked(facts: Panel1Facts) -> bool:
    return facts.connection is not None and facts.connection.state is ConnectionState.READY


def _balance(facts: Panel1Facts, mark: HoverMark | None) -> Cell:
    is_private = facts.appearance.is_private
    if mark is not None:
        known = Cell(text=dollars_text(Decimal(repr(mark.balance)), is_private=is_private), role="neutral")
        return known if mark.is_known else _UNKNOWN_CELL
    amount = _present(facts)
    if facts.balance is None or amount is None:
        return _UNKNOWN_CELL
    trusted = "neutral" if facts.balance.confirmed else "dim"
    text = dollars_text(amount, is_private=is_private)
    return Cell(text=text, role=trusted if _linked(facts) else "stale")


def _present(facts: Panel1Facts) -> Decimal | None:
    """Return what the figures show now: the balance, or the equity with open P&L."""
    if facts.with_open:
        return facts.open_equity.tail[-1].equity if facts.open_equity and facts.open_equity.tail else None
    return facts.balance.balance if facts.balance else None


def _balance_tip(facts: Panel1Facts) -> str:
    balance = facts.balance
    if balance is None or balance.balance is None:
        return "The balance is not known yet."
    moment = (
        f"{clock_text(balance.at, facts.zone, seconds=True)}, {day_text(balance.at, facts.zone, year=True)}"
    )
    if facts.with_open:
        equity = _present(facts)
        worded = partial(dollars_text, is_private=facts.appearance.is_private)
        open_pnl = "unknown" if equity is None else worded(equity - balance.balance)
        moment = f"{moment}: balance {worded(balance.balance)}, open P&L {open_pnl}"
    if not balance.confirmed:
        return f"as of {moment}; not confirmed by the broker since the start"
    return f"as of {moment}" if _linked(facts) else f"as of {moment}; the link to Sierra Chart is down"


def _pnl(facts: Panel1Facts, series: Series | None, mark: HoverMark | None) -> Cell:
    if (_present(facts) is None or _awaits_curve(facts)) if mark is None else not mark.is_known:
        return _UNKNOWN_CELL
    now = series.last if series else None
    if mark is not None:
        now = EquityPoint(at=datetime.fromtimestamp(mark.at, UTC), balance=Decimal(repr(mark.balance)))
    # In an empty curve nothing has changed yet. Else its end counts and not the balance: curve and flows
    # arrive together, and a deposit must not look like a profit for a moment.
    change, percent = pnl(now, series.base, facts.flows) if now and series else (Decimal(0), None)
    role = "neutral" if abs(change) < _CENT else "profit" if change > 0 else "loss"
    if mark is None and not _linked(facts):
        role = "stale"
    return Cell(text=change_text(change, percent, is_private=facts.appearance.is_private), role=role)


def _awaits_curve(facts: Panel1Facts) -> bool:
    return (facts.open_equity if facts.with_open else facts.curve) is None


def _points(facts: Panel1Facts, series: Series | None) -> Cell:
    if _awaits_curve(facts):
        return _UNKNOWN_CELL
    return Cell(text=f"{series.count if series else 0:,}", role="dim")


def _empty_text(facts: Panel1Facts) -> str:
    if facts.mode is None or (facts.book is not None and facts.curve is None):
        return "Waiting for the account's equity"
    if facts.book is None:
        return f"No {facts.mode.value} account is known yet"
    if facts.with_open and facts.curve is not None and facts.curve.length:
        return "No open P&L is known yet"
    if facts.mode is TradeMode.LIVE:
        return "No equity yet: the broker's first balance starts the curve"
    return "No equity yet: the first fill starts the curve"


def _window(facts: Panel1Facts, series: Series | None) -> CurveWindow | None:
    if series is None:
        return None
    end = series.end.timestamp()
    # A curve younger than its timeframe fills the chart: against the right edge nobody could read it.
    left = min(series.start, end - _NARROWEST_S)
    return CurveWindow(
        curve=series.curve,
        start=left,
        end=end,
        baseline=float(series.base.balance + net_flow(facts.flows, series.base.at, series.end)),
        role=_pnl(facts, series, None).role,
        moves=_moves(facts) and series.last is not None,
        zone=_zone(facts),
        gaps=clipped([*stretches(facts.gaps), *series.unknown], left, end),
        sessions=_sessions(facts, left, end),
        is_private=facts.appearance.is_private,
    )


def _moves(facts: Panel1Facts) -> bool:
    return facts.timeframe in _MOVING and _linked(facts) and not facts.appearance.is_still


def _zone(facts: Panel1Facts) -> tzinfo | None:
    """Return the time zone of the curve."""
    is_exchange = facts.display is not None and facts.display.exchange_time
    return EXCHANGE_ZONE if is_exchange else facts.zone


def _sessions(facts: Panel1Facts, start: float, end: float) -> tuple[float, ...]:
    if end - start > _SESSIONS_UP_TO_S:
        return ()
    first, last = datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC)
    return tuple(opening.timestamp() for opening in session_starts(first, last, facts.calendar))


def _mark(facts: Panel1Facts, series: Series | None, window: CurveWindow | None) -> HoverMark | None:
    if facts.hovered is None or series is None or window is None:
        return None
    first = max(window.start, series.start)
    clamped = min(max(facts.hovered, first), window.end)
    at = max(snapped(facts.timeframe, clamped, _zone(facts)), first)
    index = max(0, int(series.curve.times.searchsorted(at, side="right")) - 1)
    text = moment_text(facts.timeframe, at, _zone(facts))
    is_known = not _is_in(series.unknown, at)
    # The mouse may be inside a gap that is shorter than a step of the timeframe.
    if _is_in(stretches(facts.gaps), at) or _is_in(stretches(facts.gaps), clamped):
        text = f"{text} · not connected"
    elif not is_known or _is_in(series.unknown, clamped):
        text = f"{text} · open P&L unknown"
    return HoverMark(at=at, balance=float(series.curve.balances[index]), text=text, is_known=is_known)


def _is_in(parts: Iterable[tuple[float, float]], at: float) -> bool:
    return any(start <= at <= end for start, end in parts)


EMPTY_VIEW = view_of(Panel1Facts())
