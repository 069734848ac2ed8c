"""The 15 cells and the bar of the statistics; pure."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial

from actors.messages import Cell
from models.statistics import Sharpe, Statistics
from ui.panel3.formats import (
    NOT_DEFINED,
    amount_text,
    factor_text,
    held_text,
    money_text,
    share_text,
    sharpe_text,
    sign_role,
)
from ui.panel3.view_model import LABELS
from ui.wording import UNKNOWN, least_text, most_text

UNKNOWN_CELL = Cell(text=UNKNOWN, role="dim")
UNKNOWN_GRID: Mapping[str, Cell] = {label: UNKNOWN_CELL for row in LABELS for label in row}
NO_SHARPE = Cell(text=NOT_DEFINED, role="dim")
_FULL_BAR = 2.0
_ZERO = Decimal(0)

Worded = Callable[[Decimal], str]


def grid_of(shown: Statistics, *, is_private: bool = False) -> Mapping[str, Cell]:
    """Return the 15 cells by their labels, those of dollars hidden where the trader wants it so."""
    empty = not shown.trades
    money = partial(money_text, is_private=is_private)
    dollars = partial(_sum, empty=empty, worded=money)
    cells = (
        _sum(shown.net, empty=empty, worded=lambda net: most_text(money(net), is_all=not shown.unseen)),
        dollars(shown.max_drawdown),
        dollars(shown.max_run_up),
        dollars(shown.expectancy or _ZERO),
        _plain(None if shown.average_time is None else held_text(shown.average_time)),
        _plain(f"{shown.trades:,}", empty=empty),
        dollars(shown.best or _ZERO),
        dollars(shown.worst or _ZERO),
        _plain(share_text(shown.hit_rate or _ZERO), empty=empty),
        _plain(None if empty else least_text(money(shown.fees), is_all=not shown.unseen)),
        _signed(shown.average_r),
        _profit_factor(shown.profit_factor),
        _plain(f"W{shown.longest_wins}/L{shown.longest_losses}", empty=empty),
        _signed(shown.average_mae, money),
        _signed(shown.average_mfe, money),
    )
    labels = [label for row in LABELS for label in row]
    return dict(zip(labels, cells, strict=True))


def sharpe_cell(sharpe: Sharpe | None) -> Cell:
    """Return the text of the bar."""
    if sharpe is None:
        return NO_SHARPE
    return Cell(text=sharpe_text(sharpe), role=sign_role(Decimal(repr(sharpe.value))))


def bar_of(sharpe: Sharpe | None) -> float:
    """Return the filled share of the bar: empty up to 0, full from 2 on."""
    return 0.0 if sharpe is None else min(1.0, max(0.0, sharpe.value / _FULL_BAR))


def _sum(amount: Decimal, *, empty: bool, worded: Worded) -> Cell:
    return Cell(text=worded(amount), role="dim" if empty else sign_role(amount))


def _plain(text: str | None, *, empty: bool = False) -> Cell:
    if text is None:
        return Cell(text=NOT_DEFINED, role="dim")
    return Cell(text=text, role="dim" if empty else "neutral")


def _signed(amount: Decimal | None, worded: Worded = amount_text) -> Cell:
    return _plain(None) if amount is None else Cell(text=worded(amount), role=sign_role(amount))


def _profit_factor(factor: Decimal | None) -> Cell:
    if factor is None:
        return _plain(None)
    return Cell(text=factor_text(factor), role="profit" if factor >= 1 else "loss")
