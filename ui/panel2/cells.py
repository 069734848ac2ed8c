"""The 15 cells of an open position; pure."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

import msgspec

from actors.messages import Cell
from models import figures
from models.contract import Contract, near_distance, price_text
from models.heat import HeatLevel, HeatThresholds, heat_age, heat_level
from models.order import Protection
from models.trade import Position
from ui.appearance import AS_USUAL, Appearance, Unit
from ui.panel2.amounts import Amount, reading
from ui.panel2.view_model import LABELS
from ui.wording import (
    UNKNOWN,
    contracts_text,
    delta_text,
    duration_text,
    multiple_text,
    percent_text,
    rounded,
)

UNKNOWN_CELL = Cell(text=UNKNOWN, role="dim")
FLAT_GRID: Mapping[str, Cell] = {label: UNKNOWN_CELL for row in LABELS for label in row}
_ROLE_OF_HEAT = {
    HeatLevel.OFF: "dim",
    HeatLevel.COOL: "dim",
    HeatLevel.WARNING: "warning",
    HeatLevel.FLASHING: "warning",
    HeatLevel.CRITICAL: "critical",
}
_GOOD_EFFICIENCY = Decimal("0.6")
_POOR_EFFICIENCY = Decimal("0.3")


class OpenPosition(msgspec.Struct, frozen=True, kw_only=True):
    """A position with everything that its cells are computed from.

    Attributes:
        last: Last price that fits the position; None while there is none.
        foreign: There is a price, but it belongs to another market.
        price_stale: The price is old.
        link_stale: What the server said about the position may not hold any more.
        heat_since: Start of the drawdown, UTC; None while there is none.
        now: The newest tick, UTC; None before the first.
    """

    position: Position
    contract: Contract
    protection: Protection
    last: Decimal | None
    foreign: bool
    price_stale: bool
    link_stale: bool
    heat_since: datetime | None
    now: datetime | None
    thresholds: HeatThresholds
    stop_distance: Decimal | None
    appearance: Appearance = AS_USUAL


def grid_of(shown: OpenPosition) -> Mapping[str, Cell]:
    """Return the 15 cells of an open position by their labels."""
    cells = (
        (_price(shown), _heat(shown), _time(shown), _target(shown), _stop(shown)),
        (_planned_risk(shown), _r_multiple(shown), _range(shown), _mae(shown), _mfe(shown)),
        (_vwap(shown), _delta(shown), _poc(shown), _efficiency(shown), _pts(shown)),
    )
    return {
        label: cell
        for labels, row in zip(LABELS, cells, strict=True)
        for label, cell in zip(labels, row, strict=True)
    }


def stop_alarm(shown: OpenPosition) -> bool:
    """Tell whether the price is near the stop or beyond it."""
    if shown.last is None:
        return False
    distance = figures.stop_distance(shown.position, shown.protection, shown.last)
    return figures.stop_is_near(distance, near_distance(shown.contract, shown.stop_distance))


def _reported(shown: OpenPosition, text: str, role: str) -> Cell:
    return Cell(text=text, role="dim" if shown.link_stale else role)


def _derived(shown: OpenPosition, text: str, role: str) -> Cell:
    stale = shown.price_stale or shown.last is None
    return Cell(text=text, role="stale") if stale else _reported(shown, text, role)


def _sign_role(value: Decimal) -> str:
    if value == 0:
        return "neutral"
    return "profit" if value > 0 else "loss"


def _price(shown: OpenPosition) -> Cell:
    position = shown.position
    average = price_text(position.average_price, shown.contract)
    role = "profit" if position.direction > 0 else "loss"
    contracts = contracts_text(abs(position.quantity), is_private=shown.appearance.is_private)
    return _reported(shown, f"{contracts} @ {average}", role)


def _heat(shown: OpenPosition) -> Cell:
    if shown.heat_since is None:
        if shown.last is None:
            return UNKNOWN_CELL
        return Cell(text=duration_text(0), role="stale" if shown.price_stale else "dim")
    if shown.now is None:
        return UNKNOWN_CELL
    level = heat_level(shown.heat_since, shown.now, shown.thresholds)
    # Old prices change the colour only: an alarm that is due goes on flashing.
    return Cell(
        text=duration_text(heat_age(shown.heat_since, shown.now)),
        role="stale" if shown.price_stale or shown.last is None else _ROLE_OF_HEAT[level],
        flash=level in {HeatLevel.FLASHING, HeatLevel.CRITICAL},
    )


def _time(shown: OpenPosition) -> Cell:
    if shown.now is None:
        return UNKNOWN_CELL
    return Cell(text=duration_text((shown.now - shown.position.entry_time).total_seconds()), role="neutral")


def _target(shown: OpenPosition) -> Cell:
    if shown.protection.target is None:
        return UNKNOWN_CELL
    return _reported(shown, price_text(shown.protection.target, shown.contract), "neutral")


def _stop(shown: OpenPosition) -> Cell:
    if shown.protection.stop is None:
        return UNKNOWN_CELL
    text = price_text(shown.protection.stop, shown.contract)
    if stop_alarm(shown):
        return Cell(text=text, role="alert", flash=True)
    return _reported(shown, text, "neutral")


def _planned_risk(shown: OpenPosition) -> Cell:
    stop = shown.protection.stop
    if stop is None:
        return UNKNOWN_CELL
    risk = Amount(
        points=figures.planned_points(shown.position, stop),
        dollars=figures.planned_risk(shown.position, shown.contract, shown.protection),
        own=Unit.DOLLARS,
        has_plus=False,
    )
    read = reading(risk, shown.position, shown.contract, shown.appearance)
    return UNKNOWN_CELL if read is None else _reported(shown, read.text, "loss")


def _r_multiple(shown: OpenPosition) -> Cell:
    multiple = None if shown.last is None else figures.r_open(shown.position, shown.last)
    if multiple is None:
        return UNKNOWN_CELL
    return _derived(shown, multiple_text(multiple), _sign_role(rounded(multiple, 2)))


def _range(shown: OpenPosition) -> Cell:
    left = (
        None if shown.last is None else figures.range_to_target(shown.position, shown.protection, shown.last)
    )
    if left is None:
        return UNKNOWN_CELL
    dollars = figures.worth(shown.position, shown.contract, left)
    return _distance(shown, left, dollars, role="neutral")


def _mae(shown: OpenPosition) -> Cell:
    if not _excursions_known(shown):
        return UNKNOWN_CELL
    return _distance(shown, figures.mae_points(shown.position), shown.position.worst_open)


def _mfe(shown: OpenPosition) -> Cell:
    if not _excursions_known(shown):
        return UNKNOWN_CELL
    best = figures.mfe_points(shown.position)
    return _distance(shown, best, shown.position.best_open, has_plus=False)


def _distance(
    shown: OpenPosition,
    points: Decimal,
    dollars: Decimal | None,
    *,
    has_plus: bool = True,
    role: str | None = None,
) -> Cell:
    """Return a figure that follows the price, points unless another unit is chosen; its sign is its role."""
    amount = Amount(points=points, dollars=dollars, own=Unit.POINTS, has_plus=has_plus)
    read = reading(amount, shown.position, shown.contract, shown.appearance)
    return UNKNOWN_CELL if read is None else _derived(shown, read.text, role or _sign_role(read.value))


def _excursions_known(shown: OpenPosition) -> bool:
    """Tell whether any price has been seen: now, or before a restart."""
    seen = shown.position.low != shown.position.high
    return not shown.foreign and (shown.last is not None or seen)


def _vwap(shown: OpenPosition) -> Cell:
    context = shown.position.entry_context
    return UNKNOWN_CELL if context is None else _entry_level(shown, context.vwap)


def _poc(shown: OpenPosition) -> Cell:
    context = shown.position.entry_context
    return UNKNOWN_CELL if context is None else _entry_level(shown, context.poc)


def _entry_level(shown: OpenPosition, level: Decimal) -> Cell:
    above = level > shown.position.average_price
    good = above == (shown.position.direction < 0)
    return Cell(text=price_text(level, shown.contract), role="profit" if good else "loss")


def _delta(shown: OpenPosition) -> Cell:
    context = shown.position.entry_context
    if context is None:
        return UNKNOWN_CELL
    return Cell(text=delta_text(context.cum_delta), role=_sign_role(rounded(context.cum_delta, 0)))


def _efficiency(shown: OpenPosition) -> Cell:
    share = None if shown.last is None else figures.efficiency(shown.position, shown.contract, shown.last)
    if share is None:
        return UNKNOWN_CELL
    poor_role = "loss" if share < _POOR_EFFICIENCY else "warning"
    return _derived(shown, percent_text(share), "profit" if share > _GOOD_EFFICIENCY else poor_role)


def _pts(shown: OpenPosition) -> Cell:
    if shown.last is None:
        return UNKNOWN_CELL
    gain = figures.points(shown.position, shown.last)
    return _distance(shown, gain, figures.open_pnl(shown.position, shown.contract, shown.last))
