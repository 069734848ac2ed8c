"""Prices: the snapshot file of the chart study, and what the DTC server serves."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Final

from actors.seams.snapshot_file import DiskSnapshotFile, Reading
from app.doctor.examination import Examination
from app.doctor.finding import Finding, Kind, Level, well
from models import advice
from models.contract import root_of, same_market
from models.contract_month import is_expired
from models.errors import SnapshotError, SnapshotHeaderError
from models.market_hours import market_open
from models.quote import Quote, parse_snapshot

_STALE_S: Final = 30.0
"""A quiet market writes no row for some seconds; the monitor itself marks prices sooner."""
_AHEAD_S: Final = 5.0
_FAR: Final = Decimal("0.2")
_NO_PRICES: Final = "Without prices there is no open P&L, no heat and no alarm near the stop."
_kind = partial(Kind, subject="prices", level=Level.ACTION, why=_NO_PRICES)

MISSING: Final = _kind(
    id="prices-missing", do=f"{advice.WRITE_SNAPSHOT} Set its path in [snapshot] of settings.toml."
)
UNREADABLE: Final = _kind(
    id="prices-unreadable", do="Give yourself the right to read it; close the program that keeps it locked."
)
EMPTY: Final = _kind(id="prices-empty", do="Open the chart with the study; look at its path there.")
HEADER: Final = _kind(id="prices-header", do=advice.WRITE_SNAPSHOT)
BAD_ROW: Final = _kind(id="prices-bad-row", do="Check the study: it must write whole rows of plain numbers.")
STALE: Final = _kind(
    id="prices-stale",
    do="Open the chart with the study, and let Sierra Chart connect to its data feed.",
)
FUTURE: Final = _kind(
    id="prices-from-the-future",
    why="The age of prices is counted from this time: stale ones would pass for fresh.",
    do="Set the clock of this computer, and of the one that writes the file.",
)
OTHER_MARKET: Final = _kind(
    id="prices-of-another-market",
    why="Open P&L and heat of the position are counted with the price of something else.",
    do="Put the study on a chart of the symbol that is held, or set [snapshot] path to its file.",
)
NOT_SERVED: Final = _kind(
    id="prices-not-served",
    level=Level.NOTE,
    why="Normal for CME futures, which Sierra Chart does not hand to DTC clients: the file is the source.",
    do="Nothing, as long as the snapshot file is fresh.",
)


def check_prices(exam: Examination) -> Iterator[Finding]:
    """Look at the snapshot file as the monitor would, and at what the server refuses."""
    yield from _file(exam)
    for symbol, text in exam.answer.no_prices.items():
        yield NOT_SERVED.found(f"The server does not serve prices of {symbol}: {text or 'no reason given'}.")


def _file(exam: Examination) -> Iterator[Finding]:
    path = exam.plan.snapshot
    try:
        reading = DiskSnapshotFile(path).read(None)
    except FileNotFoundError:
        yield MISSING.found(f"There is no snapshot file {path}.")
        return
    except OSError as error:
        yield UNREADABLE.found(f"{path} cannot be read: {error.strerror or error}.")
        return
    if reading is None:
        return
    try:
        quote = parse_snapshot(reading.data, exam.now)
    except SnapshotError as error:
        kind = HEADER if isinstance(error, SnapshotHeaderError) else BAD_ROW
        yield (kind if reading.data else EMPTY).found(f"{path}: {error}.")
        return
    yield from _markets(exam, quote)
    yield _age(exam, reading, quote)


def _age(exam: Examination, reading: Reading, quote: Quote) -> Finding:
    settings = exam.plan.settings.snapshot
    path = exam.plan.snapshot
    written_s = reading.stamp.modified_ns / 1e9
    age_s = exam.now.timestamp() - written_s
    if age_s < -_AHEAD_S:
        return FUTURE.found(f"{path} was written {_words(-age_s)} in the future.")
    if age_s <= max(_STALE_S, settings.poll_ms / 1000 * settings.stale_after_polls):
        return well("prices", f"{path}: last {quote.last}, written {_words(max(0.0, age_s))} ago.")
    if not market_open(exam.now, exam.plan.calendar):
        return well("prices", f"{path}: last {quote.last}, {_words(age_s)} old; the market is closed.")
    return STALE.found(f"{path} was last written {_words(age_s)} ago, and the market is open.")


def _markets(exam: Examination, quote: Quote) -> Iterator[Finding]:
    held = {
        position.symbol: position.average_price
        for position in (exam.contents.positions if exam.contents else ())
    }
    held |= {
        report.symbol: report.average_price
        for report in exam.answer.positions or ()
        if report.quantity and report.average_price
    }
    held = {symbol: price for symbol, price in held.items() if not is_expired(symbol, exam.now)}
    for symbol, price in held.items():
        others = [root_of(other) or other for other in held if other != symbol]
        is_alone = all(same_market(root_of(symbol) or symbol, other) for other in others)
        if is_alone and abs(quote.last - price) > price * _FAR:
            yield OTHER_MARKET.found(f"{symbol} is held at {price}; the file says {quote.last}.")


def _words(seconds: float) -> str:
    return str(timedelta(seconds=round(seconds)))
