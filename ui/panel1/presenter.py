"""From facts to what Panel 1 shows; pure."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from actors.messages import (
    BalanceChanged,
    CalendarSet,
    Cell,
    ConnectionChanged,
    ConnectionState,
    CurveChanged,
    Fact,
    GapsChanged,
    LinkHeard,
    ScopeChanged,
    Shown,
    Ticked,
)
from models.book import TradeMode
from models.cash_flow import net_flow
from models.equity import Curve, EquityPoint, balance_at, baseline, pnl, windowed
from models.gaps import clipped
from models.timeframe import Timeframe, window_start
from ui.panel1.connection import link_look
from ui.panel1.timeline import moment_text, snapped
from ui.panel1.view_model import CurveWindow, HoverMark, Panel1Facts, Panel1View
from ui.scope import book_of, concerns
from ui.wording import UNKNOWN, change_text, clock_text, day_text, dollars_text

_CENT = Decimal("0.01")
_NARROWEST_S = 60.0
_UNKNOWN_CELL = Cell(text=UNKNOWN, role="dim")
_BADGES = {
    TradeMode.DEBUG: Cell(text="DEBUG", role="neutral"),
    TradeMode.SIM: Cell(text="SIM", role="info"),
    TradeMode.LIVE: Cell(text="LIVE · REAL MONEY", role="warning"),
}


def present(view: Panel1View, shown: Shown) -> Panel1View:
    """Return what is shown after a fact; the same object when it changes nothing."""
    facts = view.facts
    if not concerns(shown, facts.epoch, facts.book):
        return view
    changed = _with(facts, shown.fact)
    return view if changed is facts else view_of(changed)


def choose(view: Panel1View, timeframe: Timeframe) -> Panel1View:
    """Return what is shown with another timeframe."""
    return view_of(replace(view.facts, timeframe=timeframe, hovered=None))


def hover(view: Panel1View, at: float | None) -> Panel1View:
    """Return what is shown with the mouse at a moment, UNIX seconds; None when it left the chart."""
    # The same window tells the chart that there is nothing to draw again.
    return _view(replace(view.facts, hovered=at), view.window)


def view_of(facts: Panel1Facts) -> Panel1View:
    """Return everything that facts show."""
    return _view(facts, _window(facts))


def _view(facts: Panel1Facts, window: CurveWindow | None) -> Panel1View:
    mark = _mark(facts, window)
    return Panel1View(
        facts=facts,
        mode=_UNKNOWN_CELL if facts.mode is None else _BADGES[facts.mode],
        account=_UNKNOWN_CELL if facts.book is None else Cell(text=facts.book.account, role="neutral"),
        balance=_balance(facts, mark),
        balance_tip=_balance_tip(facts),
        pnl=_pnl(facts, mark),
        timeframe=Cell(text=facts.timeframe.value, role=_pnl(facts, None).role),
        link=link_look(facts.connection, facts.heard, facts.now, facts.zone),
        points=_points(facts),
        hover=Cell(text=mark.text if mark else "", role="neutral" if mark else "dim"),
        window=window,
        empty_text=_empty_text(facts),
        mark=mark,
    )


def _with(facts: Panel1Facts, fact: Fact) -> Panel1Facts:  # noqa: PLR0911 - one case per kind of fact
    match fact:
        case ScopeChanged() if fact.epoch == facts.epoch:
            return replace(facts, known=fact.known)
        case ScopeChanged():
            return Panel1Facts(
                epoch=fact.epoch,
                mode=fact.mode,
                book=book_of(fact),
                known=fact.known,
                timeframe=facts.timeframe,
                connection=facts.connection,
                heard=facts.heard,
                calendar=facts.calendar,
                gaps=facts.gaps,
                now=facts.now,
                zone=facts.zone,
            )
        case BalanceChanged():
            return replace(facts, balance=fact)
        case CurveChanged(curve=curve, flows=flows):
            return replace(facts, curve=curve, flows=flows)
        case ConnectionChanged():
            return replace(facts, connection=fact)
        case LinkHeard():
            return replace(facts, heard=fact)
        case CalendarSet(calendar=calendar):
            return replace(facts, calendar=calendar)
        case GapsChanged(gaps=gaps):
            return replace(facts, gaps=gaps)
        case Ticked(at=at):
            return replace(facts, now=at)
        case _:
            return facts


def _linked(facts: Panel1Facts) -> bool:
    return facts.connection is not None and facts.connection.state is ConnectionState.READY


def _amount(facts: Panel1Facts) -> Decimal | None:
    return facts.balance.balance if facts.balance else None


def _balance(facts: Panel1Facts, mark: HoverMark | None) -> Cell:
    if mark is not None:
        return Cell(text=dollars_text(Decimal(repr(mark.balance))), role="neutral")
    amount = _amount(facts)
    if facts.balance is None or amount is None:
        return _UNKNOWN_CELL
    trusted = "neutral" if facts.balance.confirmed else "dim"
    return Cell(text=dollars_text(amount), role=trusted if _linked(facts) else "stale")


def _balance_tip(facts: Panel1Facts) -> str:
    balance = facts.balance
    if balance is None or balance.balance is None:
        return "The balance is not known yet."
    moment = (
        f"{clock_text(balance.at, facts.zone, seconds=True)}, {day_text(balance.at, facts.zone, year=True)}"
    )
    if not balance.confirmed:
        return f"as of {moment}; not confirmed by the broker since the start"
    return f"as of {moment}" if _linked(facts) else f"as of {moment}; the link to Sierra Chart is down"


def _pnl(facts: Panel1Facts, mark: HoverMark | None) -> Cell:
    now, base = _now(facts, mark), _baseline(facts)
    if now is None:
        return _UNKNOWN_CELL
    change, percent = pnl(now, base or now, facts.flows)
    role = "neutral" if abs(change) < _CENT else "profit" if change > 0 else "loss"
    if mark is None and not _linked(facts):
        role = "stale"
    return Cell(text=change_text(change, percent), role=role)


def _now(facts: Panel1Facts, mark: HoverMark | None) -> EquityPoint | None:
    """Return what the P&L is counted to: the mouse, else the end of the curve."""
    balance = facts.balance
    if mark is not None:
        return EquityPoint(at=datetime.fromtimestamp(mark.at, UTC), balance=Decimal(repr(mark.balance)))
    if balance is None or balance.balance is None:
        return None
    # Curve and flows arrive together: a deposit must not look like a profit for a moment.
    if facts.curve is not None and facts.curve.length:
        return facts.curve.point(-1)
    return EquityPoint(at=balance.at, balance=balance.balance)


def _points(facts: Panel1Facts) -> Cell:
    curve = facts.curve
    if curve is None:
        return _UNKNOWN_CELL
    if curve.length == 0:
        return Cell(text="0", role="dim")
    inside = curve.length - int(curve.times.searchsorted(_start(facts, curve).timestamp()))
    return Cell(text=f"{inside:,}", role="dim")


def _empty_text(facts: Panel1Facts) -> str:
    if facts.mode is None or (facts.book is not None and facts.curve is None):
        return "Waiting for the account's equity"
    if facts.book is None:
        return f"No {facts.mode.value} account is known yet"
    if facts.mode is TradeMode.LIVE:
        return "No equity yet: the broker's first balance starts the curve"
    return "No equity yet: the first fill starts the curve"


def _end(facts: Panel1Facts, curve: Curve) -> datetime:
    last = curve.point(curve.length - 1).at
    # The server's clock may run ahead of this computer's.
    return last if facts.now is None else max(facts.now, last)


def _start(facts: Panel1Facts, curve: Curve) -> datetime:
    return window_start(facts.timeframe, _end(facts, curve), curve.point(0).at, facts.calendar)


def _baseline(facts: Panel1Facts) -> EquityPoint | None:
    if facts.curve is None or facts.curve.length == 0:
        return None
    return baseline(facts.curve, _start(facts, facts.curve))


def _window(facts: Panel1Facts) -> CurveWindow | None:
    curve = facts.curve
    if curve is None or curve.length == 0:
        return None
    start = _start(facts, curve)
    times, balances = windowed(curve, start)
    base = baseline(curve, start)
    end = _end(facts, curve).timestamp()
    # A curve younger than its timeframe fills the chart: against the right edge nobody could read it.
    left = min(max(start.timestamp(), float(curve.times[0])), end - _NARROWEST_S)
    return CurveWindow(
        times=times,
        balances=balances,
        start=left,
        end=end,
        baseline=float(balances[0]) if base is None else _break_even(facts, base, end),
        role=_pnl(facts, None).role,
        gaps=clipped(facts.gaps, left, end),
    )


def _break_even(facts: Panel1Facts, base: EquityPoint, end: float) -> float:
    return float(base.balance + net_flow(facts.flows, base.at, datetime.fromtimestamp(end, UTC)))


def _mark(facts: Panel1Facts, window: CurveWindow | None) -> HoverMark | None:
    if facts.hovered is None or facts.curve is None or window is None or not len(window.times):
        return None
    first = max(window.start, float(window.times[0]))
    clamped = min(max(facts.hovered, first), window.end)
    at = max(snapped(facts.timeframe, clamped, facts.zone), first)
    balance = balance_at(facts.curve, datetime.fromtimestamp(at, UTC))
    if balance is None:
        return None
    text = moment_text(facts.timeframe, at, facts.zone)
    # The mouse may be inside a gap that is shorter than a step of the timeframe.
    if any(first <= moment <= last for first, last in window.gaps for moment in (at, clamped)):
        text = f"{text} · not connected"
    return HoverMark(at=at, balance=float(balance), text=text)


EMPTY_VIEW = view_of(Panel1Facts())
