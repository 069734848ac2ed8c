"""From facts to what Panel 2 shows; pure."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from msgspec import structs

from actors.messages import (
    AlarmLimitsSet,
    BookConfirmed,
    Cell,
    ConnectionChanged,
    ConnectionState,
    Fact,
    HeatChanged,
    PositionChanged,
    QuoteMissed,
    QuoteRead,
    ScopeChanged,
    Shown,
    Ticked,
)
from models.book import Symbol
from models.contract import price_text
from models.figures import price_fits
from models.heat import HeatThresholds
from models.trade import Position
from ui.panel2.cells import FLAT_GRID, UNKNOWN_CELL, OpenPosition, grid_of
from ui.panel2.tips import partly_protected, tips_of
from ui.panel2.view_model import Panel2Facts, Panel2View
from ui.scope import book_of, concerns
from ui.wording import age_text

_THRESHOLDS = HeatThresholds()


def present(view: Panel2View, shown: Shown) -> Panel2View:
    """Return what is shown after a fact; the same object when it changes nothing."""
    facts = view.facts
    if not concerns(shown, facts.epoch, facts.book):
        return view
    changed = _with(facts, shown.fact)
    return view if changed is facts else view_of(changed)


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


def view_of(facts: Panel2Facts) -> Panel2View:
    """Return everything that facts show."""
    rows = _open_rows(facts)
    if not rows:
        return _without_position(facts)
    row = _shown_row(facts, rows)
    if row.position is None:
        return _without_position(facts)
    return _with_position(facts, row, row.position, len(rows) - 1)


def _with(facts: Panel2Facts, fact: Fact) -> Panel2Facts:  # noqa: C901, PLR0911 - one case per kind of fact
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
                link=facts.link,
                heard=facts.link is ConnectionState.READY,
                now=facts.now,
                limits=facts.limits,
            )
        case PositionChanged():
            return replace(
                facts, positions={**facts.positions, fact.symbol: fact}, heat=_cooled(facts, fact), heard=True
            )
        case HeatChanged():
            return replace(facts, heat={**facts.heat, fact.symbol: fact.since})
        case QuoteRead(quote=quote):
            return replace(facts, quote=quote, missed=None)
        case QuoteMissed():
            return replace(facts, missed=fact)
        case ConnectionChanged(state=state):
            return replace(facts, link=state, heard=facts.heard or state is ConnectionState.READY)
        case BookConfirmed(confirmed=confirmed):
            return replace(facts, confirmed=confirmed)
        case Ticked(at=at):
            return replace(facts, now=at)
        case AlarmLimitsSet():
            return replace(facts, limits=fact)
        case _:
            return facts


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
        live=Cell(text="FLAT", role="neutral" if facts.linked else "stale") if flat else UNKNOWN_CELL,
        grid=FLAT_GRID,
        tips={},
        direction=0,
        notes=notes,
    )


def _with_position(facts: Panel2Facts, row: PositionChanged, position: Position, others: int) -> Panel2View:
    last = _fitting_price(facts, position)
    root = row.contract.root
    shown = OpenPosition(
        # The ticks count on this computer's clock.
        position=structs.replace(position, entry_time=row.opened_at or position.entry_time),
        contract=row.contract,
        protection=row.protection,
        last=last,
        foreign=facts.quote is not None and last is None,
        price_stale=facts.missed is not None,
        link_stale=not facts.linked or not position.confirmed,
        heat_since=facts.heat.get(row.symbol),
        now=facts.now,
        thresholds=_THRESHOLDS if facts.limits is None else facts.limits.heat,
        stop_distance=None if facts.limits is None else dict(facts.limits.stop_distances).get(root),
    )
    return Panel2View(
        facts=facts,
        symbol=Cell(text=f"{root} (+{others})" if others else root, role="neutral"),
        live=_live(shown),
        grid=grid_of(shown),
        tips=tips_of(shown, facts.quote, _price_age(facts)),
        direction=position.direction,
        notes=_notes(facts, shown),
    )


def _fitting_price(facts: Panel2Facts, position: Position) -> Decimal | None:
    if facts.quote is None or not price_fits(position, facts.quote.last):
        return None
    return facts.quote.last


def _live(shown: OpenPosition) -> Cell:
    if shown.last is None:
        return UNKNOWN_CELL
    text = price_text(shown.last, shown.contract)
    return Cell(text=text, role="stale" if shown.price_stale else "neutral")


def _price_age(facts: Panel2Facts) -> str:
    if facts.missed is None:
        return ""
    if facts.missed.last_read_at is None or facts.now is None:
        return f"No price: {facts.missed.reason}"
    age_s = (facts.now - facts.missed.last_read_at).total_seconds()
    return f"Price is {age_text(age_s)} old: {facts.missed.reason}"


def _notes(facts: Panel2Facts, shown: OpenPosition) -> tuple[str, ...]:
    notes: list[str] = []
    if not facts.linked:
        notes.append("The link to Sierra Chart is down: position as it was last heard")
    elif not shown.position.confirmed:
        notes.append("Position not confirmed by the server yet")
    if shown.foreign and facts.quote is not None:
        notes.append(f"Snapshot price {facts.quote.last} does not fit {shown.contract.root}: wrong chart?")
    if facts.missed is not None:
        notes.append(_price_age(facts))
    elif facts.quote is None:
        notes.append("No price yet from the snapshot file")
    if partly_protected(shown):
        notes.append("Partly protected: the stop covers fewer contracts than are held")
    return tuple(notes)


EMPTY_VIEW = view_of(Panel2Facts())
