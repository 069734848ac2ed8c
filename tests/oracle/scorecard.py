"""What the accountant's trades add up to, with a plain loop for every figure."""

from datetime import datetime
from fractions import Fraction
from math import sqrt

from tests.oracle.accountant import Entry
from tests.oracle.trade_dates import dates_between, start_of, trade_date
from tests.oracle.wording import half_up

TIMEFRAMES = ("LIVE", "1D", "1W", "1M", "3M", "YTD", "ALL")
_DAILY_FROM = 20
_SESSIONS_OF_A_YEAR = 252
_NO_SPREAD = 1e-9


def scorecard(
    trades: list[Entry], timeframe: str, now: datetime, hair: Fraction = Fraction(0)
) -> dict[str, str]:
    """Return the texts of the statistics.

    Args:
        trades: All trades of an account, as they were booked.
        timeframe: The text of its button.
        now: Where the timeframe ends.
        hair: Added to what is rounded.
    """
    # What nobody knows the worth of is no result.
    known = [trade for trade in trades if trade["net"] is not None]
    ordered = sorted(known, key=lambda trade: trade["exit_time"])
    start = start_of(timeframe, now, ordered[0]["exit_time"] if ordered else None)
    inside = [trade for trade in ordered if trade["exit_time"] >= start]
    if not inside:
        return _nothing()
    results = [trade["net"] for trade in inside]
    lowest, highest = _swings(results)
    won, lost = sum(p for p in results if p > 0), sum(p for p in results if p < 0)
    wins, losses = _longest([p > 0 for p in results]), _longest([p < 0 for p in results])
    # A fill that is listed afterwards has whole seconds: it may look older than the live one before it.
    held = sum(max(0.0, (trade["exit_time"] - trade["entry_time"]).total_seconds()) for trade in inside)
    share = Fraction(100 * sum(p > 0 for p in results), len(results))
    factor = _text(Fraction(won, -lost) + hair) if lost else "∞" if won else "-"
    return {
        "Total PnL": _text(sum(results, hair)),
        "Max Drawdown": _text(lowest + hair),
        "Max Run-Up": _text(highest + hair),
        "Expectancy": _text(sum(results) / Fraction(len(results)) + hair),
        "Avg Time": _held(int(held / len(inside))),
        "Trades": f"{len(inside):,}",
        "Best": _text(max(results) + hair),
        "Worst": _text(min(results) + hair),
        "Hit Rate": f"{half_up(share + hair, 1)}%",
        "Commissions": _text(sum((trade["fees"] for trade in inside), hair)),
        "Avg R": _mean([trade["r_multiple"] for trade in inside], hair),
        "Profit Factor": factor,
        "Streak": f"W{wins}/L{losses}",
        "MAE": _mean([trade["mae"] for trade in inside], hair),
        "MFE": _mean([trade["mfe"] for trade in inside], hair),
        "Sharpe": _sharpe(inside, start, now, hair),
    }


def _nothing() -> dict[str, str]:
    money = dict.fromkeys(("Total PnL", "Max Drawdown", "Max Run-Up", "Expectancy", "Best", "Worst"), "0.00")
    dashes = dict.fromkeys(("Avg Time", "Commissions", "Avg R", "Profit Factor", "MAE", "MFE", "Sharpe"), "-")
    return {**money, **dashes, "Trades": "0", "Hit Rate": "0.0%", "Streak": "W0/L0"}


def _swings(results: list[Fraction]) -> tuple[Fraction, Fraction]:
    """Return the deepest fall and the highest rise of the running sum, which begins at 0."""
    curve = [sum(results[:count], Fraction(0)) for count in range(len(results) + 1)]
    pairs = [(late - early) for n, early in enumerate(curve) for late in curve[n:]]
    return min(pairs), max(pairs)


def _longest(hits: list[bool]) -> int:
    longest = run = 0
    for hit in hits:
        run = run + 1 if hit else 0
        longest = max(longest, run)
    return longest


def _mean(values: list[Fraction | None], hair: Fraction) -> str:
    known = [value for value in values if value is not None]
    return _text(sum(known) / Fraction(len(known)) + hair) if known else "-"


def _sharpe(trades: list[Entry], start: datetime, now: datetime, hair: Fraction) -> str:
    sessions = dates_between(trade_date(start), trade_date(now))
    if len(trades) < 2:
        return "-"
    if sessions >= _DAILY_FROM:
        days: dict[object, Fraction] = {}
        for trade in trades:
            day = trade_date(trade["exit_time"])
            days[day] = days.get(day, Fraction(0)) + trade["net"]
        values = [*days.values(), *[Fraction(0)] * (sessions - len(days))]
        ratio = _ratio(values, len(values) - 1)
        kind, scale = "daily", sqrt(_SESSIONS_OF_A_YEAR)
    else:
        values = [trade["net"] for trade in trades]
        ratio, kind, scale = _ratio(values, len(values)), "per trade", 1.0
    return "-" if ratio is None else f"{half_up(Fraction(ratio * scale) + hair)} {kind}"


def _ratio(values: list[Fraction], divisor: int) -> float | None:
    """Return mean over deviation; None where nothing deviates."""
    mean = sum(values) / Fraction(len(values))
    deviation = sqrt(sum((value - mean) ** 2 for value in values) / divisor)
    return float(mean) / deviation if deviation > _NO_SPREAD else None


def _text(amount: Fraction) -> str:
    text = half_up(amount)
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, cents = digits.split(".")
    return f"{sign}{int(whole):,}.{cents}"


def _held(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}h {minutes:02d}m {rest:02d}s"
    return f"{minutes}m {rest:02d}s" if minutes else f"{rest}s"
