"""From facts to what Panel 2 shows; pure."""

from collections.abc import Mapping
from datetime import datetime

from msgspec.structs import replace

from actors.messages import (
    AlarmLimitsSet,
    BookConfirmed,
    CalendarSet,
    Cell,
    ConnectionChanged,
    Fact,
    HeatChanged,
    PositionChanged,
    PriceMissed,
    PriceReceived,
    QuoteMissed,
    QuoteRead,
    ScopeChanged,
    Shown,
    Ticked,
)
from models.book import Symbol
from models.contract import price_text
from models.heat import HeatThresholds
from models.market import PriceSource, market_price
from models.quote import Quote
from models.trade import Position
from ui.appearance import Appearance
from ui.cell_marks import NO_MARKS
from ui.panel2.cells import FLAT_GRID, UNKNOWN_CELL, OpenPosition, grid_of
from ui.panel2.marks import marks_of
from ui.panel2.remarks import remarks_of
from ui.panel2.tips import tips_of
from ui.panel2.trust import ROLE_OF_PRICE, PriceState, PriceTrust, trust_in
from ui.panel2.view_model import Panel2Facts, Panel2View
from ui.scope import book_of, concerns

_THRESHOLDS = HeatThresholds()


def present(view: Panel2View, *batch: Shown) -> Panel2View:
    """Return what is shown after facts, oldest first; the same object when they change nothing."""
    facts = view.facts
    for shown in batch:
        if concerns(shown, facts.epoch, facts.book):
            facts = _with(facts, shown.fact)
    return view if facts is view.facts else view_of(facts)


def cycle(view: Panel2View) -> Panel2View:
    """Return what is shown with the next open position of the book."""
    rows = _open_rows(view.facts)
    if not rows:
        return view
    following = rows[(rows.index(_shown_row(view.facts, rows)) + 1) % len(rows)]
    return view_of(replace(view.facts, chosen=following.symbol))


def choose(view: Panel2View, symbol: Symbol | None) -> Panel2View:
    """Return what is shown with the position in a symbol; None is the latest opened."""
    return view_of(replace(view.facts, chosen=symbol))


def appear(view: Panel2View, appearance: Appearance) -> Panel2View:
    """Return what is shown in another appearance."""
    return view_of(replace(view.facts, appearance=appearance))


def view_of(facts: Panel2Facts) -> Panel2View:
    """Return everything that facts show."""
    rows = _open_rows(facts)
    if not rows:
        return _without_position(facts)
    row = _shown_row(facts, rows)
    if row.position is None:
        return _without_position(facts)
    return _with_position(facts, row, row.position, len(rows) - 1)


def _with(facts: Panel2Facts, fact: Fact) -> Panel2Facts:  # noqa: C901, PLR0911, PLR0912 - one case per kind of fact
    match fact:
        case ScopeChanged() if fact.epoch == facts.epoch:
            return facts
        case ScopeChanged():
            return Panel2Facts(
                epoch=fact.epoch,
                mode=fact.mode,
                book=book_of(fact),
                quote=facts.quote,
                missed=facts.missed,
                served=facts.served,
                calendar=facts.calendar,
                link=facts.link,
                now=facts.now,
                limits=facts.limits,
                appearance=facts.appearance,
            )
        case PositionChanged():
            return replace(facts, positions={**facts.positions, fact.symbol: fact}, heat=_cooled(facts, fact))
        case HeatChanged():
            return replace(facts, heat={**facts.heat, fact.symbol: fact.since})
        case QuoteRead(quote=quote):
            return replace(facts, quote=quote, missed=None)
        case QuoteMissed():
            return replace(facts, quote=_aged(facts.quote, fact), missed=fact)
        case PriceReceived() | PriceMissed():
            return replace(facts, served={**facts.served, fact.symbol: fact})
        case CalendarSet(calendar=calendar):
            return replace(facts, calendar=calendar)
        case ConnectionChanged(state=state):
            return replace(facts, link=state)
        case BookConfirmed(confirmed=confirmed):
            return replace(facts, confirmed=confirmed)
        case Ticked(at=at):
            return replace(facts, now=at)
        case AlarmLimitsSet():
            return replace(facts, limits=fact)
        case _:
            return facts


def _aged(quote: Quote | None, missed: QuoteMissed) -> Quote | None:
    """Return a snapshot with the moment of its reading on the clock as it is set now."""
    if quote is None or missed.last_read_at is None:
        return quote
    return replace(quote, read_at=missed.last_read_at)


def _cooled(facts: Panel2Facts, fact: PositionChanged) -> Mapping[Symbol, datetime | None]:
    """Return the drawdowns without that of a position that was closed: the next one starts without."""
    return {**facts.heat, fact.symbol: None} if fact.position is None else facts.heat


def _open_rows(facts: Panel2Facts) -> list[PositionChanged]:
    """Return the open positions, latest opened first."""
    rows = [
        (fact.position.entry_time, fact) for fact in facts.positions.values() if fact.position is not None
    ]
    return [fact for _, fact in sorted(rows, key=lambda row: (row[0], row[1].symbol), reverse=True)]


def _shown_row(facts: Panel2Facts, rows: list[PositionChanged]) -> PositionChanged:
    return next((row for row in rows if row.symbol == facts.chosen), rows[0])


def _without_position(facts: Panel2Facts) -> Panel2View:
    flat = facts.flat_is_known
    notes: tuple[str, ...] = ()
    if facts.mode is not None and facts.book is None:
        notes = (f"No {facts.mode.value} account is known yet",)
    elif not flat:
        notes = ("Waiting for the account's positions",)
    elif not facts.linked:
        notes = ("The link to Sierra Chart is down: flat when it was last heard",)
    return Panel2View(
        facts=facts,
        symbol=UNKNOWN_CELL,
        live=Cell(text="FLAT", role="neutral" if facts.linked else "dim") if flat else UNKNOWN_CELL,
        grid=FLAT_GRID,
        tips={},
        marks=NO_MARKS,
        notes=notes,
    )


def _with_position(facts: Panel2Facts, row: PositionChanged, position: Position, others: int) -> Panel2View:
    trust = _trust(facts, row, position)
    root = row.contract.root
    shown = OpenPosition(
        # The ticks count on this computer's clock.
        position=replace(position, entry_time=row.opened_at or position.entry_time),
        contract=row.contract,
        protection=row.protection,
        last=None if trust.price is None else trust.price.last,
        foreign=facts.quote is not None and trust.price is None,
        price_stale=trust.state is PriceState.OLD,
        link_stale=not facts.linked or not position.confirmed,
        heat_since=facts.heat.get(row.symbol),
        now=facts.now,
        thresholds=_THRESHOLDS if facts.limits is None else facts.limits.heat,
        stop_distance=None if facts.limits is None else dict(facts.limits.stop_distances).get(root),
        appearance=facts.appearance,
    )
    grid = grid_of(shown)
    return Panel2View(
        facts=facts,
        symbol=Cell(text=f"{root} (+{others})" if others else root, role="neutral"),
        live=_live(shown, trust),
        grid=grid,
        tips=tips_of(
            shown, None if shown.foreign else facts.quote, trust.words, _link_words(facts, position)
        ),
        marks=marks_of(shown, grid),
        notes=_notes(facts, shown, trust),
        open=shown,
    )


def _trust(facts: Panel2Facts, row: PositionChanged, position: Position) -> PriceTrust:
    served = facts.served.get(row.symbol)
    price = market_price(
        position,
        quote=facts.quote,
        quote_is_fresh=facts.missed is None,
        served=None if served is None else served.price,
        served_is_fresh=isinstance(served, PriceReceived),
    )
    reason = facts.missed.reason if facts.missed else ""
    if price is not None and price.source is PriceSource.SERVER and isinstance(served, PriceMissed):
        reason = served.reason
    return trust_in(price, reason, facts.now, facts.calendar)


def _live(shown: OpenPosition, trust: PriceTrust) -> Cell:
    if shown.last is None:
        return UNKNOWN_CELL
    return Cell(text=price_text(shown.last, shown.contract), role=ROLE_OF_PRICE[trust.state])


def _link_words(facts: Panel2Facts, position: Position) -> str:
    if not facts.linked:
        return "The link to Sierra Chart is down: position as it was last heard"
    return "" if position.confirmed else "Position not confirmed by the server yet"


def _notes(facts: Panel2Facts, shown: OpenPosition, trust: PriceTrust) -> tuple[str, ...]:
    notes = [_link_words(facts, shown.position)]
    if shown.foreign and facts.quote is not None:
        notes.append(f"Snapshot price {facts.quote.last} does not fit {shown.contract.root}: wrong chart?")
    if trust.state is not PriceState.FRESH:
        notes.append(trust.words)
    if trust.price is None and facts.quote is None and facts.missed is None:
        notes.append("No price yet from the snapshot file")
    notes += remarks_of(shown)
    return tuple(note for note in notes if note)


EMPTY_VIEW = view_of(Panel2Facts())
