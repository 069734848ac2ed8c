"""From facts to what the compact strip shows; pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from actors.messages import (
    AlarmsChanged,
    Cell,
    Fact,
    NoticeRaised,
    ScopeChanged,
    Severity,
    Shown,
    StatisticsChanged,
)
from models import figures
from models.alarm import Alarm, AlarmPriority, top_of
from models.timeframe import Timeframe
from ui.appearance import Appearance
from ui.notices import Notices
from ui.panel2 import presenter
from ui.panel2.cells import UNKNOWN_CELL, OpenPosition, stop_alarm
from ui.panel2.presenter import EMPTY_VIEW
from ui.panel2.view_model import Panel2View
from ui.panel3.formats import sign_role
from ui.roles import ROLES_OF_ALARMS, ROLES_OF_NOTICES
from ui.scope import concerns
from ui.wording import most_text, points_text, signed_dollars_text, without_amounts

TRADE = "Trade net"
DAY = "Day net"
_LOUD = (AlarmPriority.CRITICAL, AlarmPriority.HIGH)


@dataclass(frozen=True, slots=True, kw_only=True)
class CompactView:
    """What the strip knows.

    Attributes:
        position: The open position, as Panel 2 of the new generation knows it.
        statistics: Of the book on the screen; None while unknown.
        alarms: Those that hold now; None while nobody has said.
        notices: What the window says in its banner.
    """

    position: Panel2View = EMPTY_VIEW
    statistics: StatisticsChanged | None = None
    alarms: tuple[Alarm, ...] | None = None
    notices: Notices = field(default_factory=Notices)

    @property
    def result_label(self) -> str:
        """Return what the result is the result of."""
        return DAY if self.position.open is None else TRADE

    def cells(self) -> Mapping[str, Cell]:
        """Return the canonical cells by their labels."""
        held = self.position.open
        return {
            "Position": _held(self.position),
            self.result_label: _day(self) if held is None else _trade(self.position, held),
            "Heat": self.position.grid["Heat"],
            "To stop": UNKNOWN_CELL if held is None else _to_stop(self.position, held),
            "Alarm": _alarm(self),
        }


def present(view: CompactView, shown: Shown) -> CompactView:
    """Return what is known after a fact; the same object when it changes nothing."""
    fact = shown.fact
    facts = view.position.facts
    position = presenter.present(view.position, shown)
    statistics = view.statistics
    if isinstance(fact, ScopeChanged) and fact.epoch > facts.epoch:
        statistics = None
    elif isinstance(fact, StatisticsChanged) and concerns(shown, facts.epoch, facts.book):
        statistics = fact
    if position is not view.position or statistics is not view.statistics:
        view = replace(view, position=position, statistics=statistics)
    return note(view, fact)


def note(view: CompactView, fact: Fact) -> CompactView:
    """Return what is known of alarms and notices after a fact: these hold for every book."""
    if isinstance(fact, AlarmsChanged):
        return replace(view, alarms=fact.alarms)
    notices = view.notices.after(fact)
    return view if notices is view.notices else replace(view, notices=notices)


def appear(view: CompactView, appearance: Appearance) -> CompactView:
    """Return what is known in another appearance."""
    return replace(view, position=presenter.appear(view.position, appearance))


def _held(view: Panel2View) -> Cell:
    if view.open is None:
        return view.live
    price = view.grid["Price"]
    arrow = "▲" if view.open.position.direction > 0 else "▼"
    return Cell(text=f"{view.symbol.text} {arrow} {price.text}", role=price.role)


def _trade(view: Panel2View, held: OpenPosition) -> Cell:
    """Return open and realised profit of the running trade, fees paid so far taken off."""
    position = held.position
    gain = None if held.last is None else figures.open_pnl(position, held.contract, held.last)
    if gain is None or position.realised is None:
        return UNKNOWN_CELL
    net = gain + position.realised - position.fees
    text = signed_dollars_text(net, is_private=view.facts.appearance.is_private)
    text = most_text(text, is_all=position.all_seen)
    return _as_fresh_as_the_price(view, text, sign_role(net))


def _as_fresh_as_the_price(view: Panel2View, text: str, role: str) -> Cell:
    """Return a figure that is old whenever the points of Panel 2 are."""
    mark = view.grid["Pts"].role
    return Cell(text=text, role=mark if mark in {"stale", "dim"} else role)


def _day(view: CompactView) -> Cell:
    statistics = None if view.statistics is None else dict(view.statistics.by_timeframe).get(Timeframe.DAY)
    if statistics is None or not view.position.facts.flat_is_known:
        return UNKNOWN_CELL
    role = sign_role(statistics.net) if view.position.facts.linked else "dim"
    is_private = view.position.facts.appearance.is_private
    text = signed_dollars_text(statistics.net, is_private=is_private)
    return Cell(text=most_text(text, is_all=not statistics.unseen), role=role)


def _to_stop(view: Panel2View, held: OpenPosition) -> Cell:
    if held.last is None:
        return UNKNOWN_CELL
    distance = figures.stop_distance(held.position, held.protection, held.last)
    if distance is None:
        return UNKNOWN_CELL
    text = points_text(distance, held.contract.decimals)
    # Old prices change the colour only: an alarm that is due goes on flashing.
    if stop_alarm(held):
        return Cell(text=text, role="alert", flash=True)
    return _as_fresh_as_the_price(view, text, "neutral")


def _alarm(view: CompactView) -> Cell:
    """Return the line at the bottom, its amounts hidden where the trader hides them."""
    cell = _worst(view)
    if view.position.facts.appearance.is_private:
        return Cell(text=without_amounts(cell.text), role=cell.role, flash=cell.flash)
    return cell


def _worst(view: CompactView) -> Cell:
    """Return the worst alarm; without one, what is special about the position, or what the banner says."""
    worst = top_of(view.alarms or ())
    if worst is not None:
        return Cell(text=worst.text, role=ROLES_OF_ALARMS[worst.priority], flash=worst.priority in _LOUD)
    notice: NoticeRaised | None = view.notices.top
    if notice is not None and notice.severity is not Severity.INFO:
        return Cell(text=notice.text, role=ROLES_OF_NOTICES[notice.severity])
    if view.position.notes:
        return Cell(text=view.position.notes[0], role="warning")
    quiet = sum(not alarm.is_open for alarm in view.alarms or ())
    if quiet:
        return Cell(text=f"{quiet} acknowledged", role="warning")
    return UNKNOWN_CELL if view.alarms is None else Cell(text="No alarm", role="dim")
