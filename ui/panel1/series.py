"""What of the chosen equity curve lies in the timeframe; pure."""

from datetime import UTC, datetime
from decimal import Decimal

from models.equity import EquityPoint, baseline, curve_to_read
from models.open_equity import known_part
from models.timeframe import window_start
from ui.panel1.view_model import Panel1Facts, Series


def closed_series(facts: Panel1Facts) -> Series | None:
    """Return the balances in the timeframe; None without any."""
    curve = facts.curve
    if curve is None or curve.length == 0:
        return None
    last = curve.point(-1)
    end = _end(facts, last.at)
    start = window_start(facts.timeframe, end, curve.point(0).at, facts.calendar)
    base = baseline(curve, start)
    if base is None:
        return None
    times, edge = curve.times, start.timestamp()
    left, count = max(edge, float(times[0])), curve.length - int(times.searchsorted(edge))
    return Series(curve=curve, start=left, base=base, last=last, end=end, count=count)


def open_series(facts: Panel1Facts) -> Series | None:
    """Return the equity with open P&L in the timeframe; None where none of it is known."""
    news = facts.open_equity
    if news is None or not news.tail:
        return None
    newest = news.tail[-1]
    end = _end(facts, newest.at)
    first = datetime.fromtimestamp(float(news.curve.times[0]), UTC) if news.curve.length else news.tail[0].at
    start = window_start(facts.timeframe, end, first, facts.calendar)
    part = known_part(news.curve, news.tail, start)
    if not len(part.times):
        return None
    base = EquityPoint(
        at=datetime.fromtimestamp(float(part.times[0]), UTC), balance=Decimal(repr(float(part.values[0])))
    )
    return Series(
        curve=curve_to_read(part.times, part.values),
        start=float(part.times[0]),
        base=base,
        last=None if newest.equity is None else EquityPoint(at=newest.at, balance=newest.equity),
        end=end,
        count=part.count,
        unknown=part.unknown,
    )


def _end(facts: Panel1Facts, newest: datetime) -> datetime:
    # The server's clock may run ahead of this computer's.
    return newest if facts.now is None else max(facts.now, newest)
