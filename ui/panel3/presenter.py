"""From facts to what Panel 3 shows; pure."""

from msgspec.structs import replace

from actors.messages import Cell, Fact, ScopeChanged, Shown, StatisticsChanged
from models.statistics import Statistics
from models.timeframe import Timeframe
from ui.appearance import Appearance
from ui.panel3.cells import NO_SHARPE, UNKNOWN_CELL, UNKNOWN_GRID, bar_of, grid_of, sharpe_cell
from ui.panel3.explanations import FORMULAS, explanation
from ui.panel3.formats import left_out_text, sign_role
from ui.panel3.view_model import Panel3Facts, Panel3View
from ui.scope import book_of, concerns


def present(view: Panel3View, *batch: Shown) -> Panel3View:
    """Return what is shown after facts, oldest first; the same object when they change nothing."""
    facts = view.facts
    for shown in batch:
        if concerns(shown, facts.epoch, facts.book):
            facts = _with(facts, shown.fact)
    return view if facts is view.facts else view_of(facts)


def choose(view: Panel3View, timeframe: Timeframe) -> Panel3View:
    """Return what is shown in another timeframe."""
    return view_of(replace(view.facts, timeframe=timeframe))


def appear(view: Panel3View, appearance: Appearance) -> Panel3View:
    """Return what is shown in another appearance."""
    return view_of(replace(view.facts, appearance=appearance))


def view_of(facts: Panel3Facts) -> Panel3View:
    """Return everything that facts show."""
    shown = facts.shown
    if shown is None:
        return Panel3View(
            facts=facts,
            timeframe=Cell(text=facts.timeframe.value, role="neutral"),
            grid=UNKNOWN_GRID,
            sharpe=UNKNOWN_CELL,
            bar=0.0,
            tips=FORMULAS,
            notes=_why_unknown(facts),
        )
    return Panel3View(
        facts=facts,
        timeframe=Cell(text=facts.timeframe.value, role=sign_role(shown.net)),
        grid=grid_of(shown, is_private=facts.appearance.is_private),
        sharpe=sharpe_cell(shown.sharpe) if shown.trades else NO_SHARPE,
        bar=bar_of(shown.sharpe),
        tips={label: "\n".join(explanation(label, shown, facts.timeframe)) for label in FORMULAS},
        notes=_notes(shown, facts.timeframe),
    )


def _with(facts: Panel3Facts, fact: Fact) -> Panel3Facts:
    match fact:
        case ScopeChanged() if fact.epoch == facts.epoch:
            return facts
        case ScopeChanged():
            return Panel3Facts(
                epoch=fact.epoch,
                mode=fact.mode,
                book=book_of(fact),
                timeframe=facts.timeframe,
                appearance=facts.appearance,
            )
        case StatisticsChanged():
            return replace(facts, statistics=dict(fact.by_timeframe), problem=fact.problem)
        case _:
            return facts


def _why_unknown(facts: Panel3Facts) -> tuple[str, ...]:
    if facts.problem:
        return (f"The trades cannot be read: {facts.problem}",)
    if facts.mode is None:
        return ()
    if facts.book is None:
        return (f"No {facts.mode.value} account is known yet",)
    return ("Reading the trades",)


def _notes(shown: Statistics, timeframe: Timeframe) -> tuple[str, ...]:
    notes = []
    if not shown.trades:
        notes.append(f"No closed trade in {timeframe.value}")
    elif shown.trades == 1:
        notes.append("One trade: no Sharpe yet")
    return (*notes, *left_out_text(shown))


EMPTY_VIEW = view_of(Panel3Facts())
