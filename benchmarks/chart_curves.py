"""Curves and facts that the measurements of the chart share."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import numpy as np

from actors.messages import (
    BalanceChanged,
    ConnectionChanged,
    ConnectionState,
    CurveChanged,
    Fact,
    ScopeChanged,
    Shown,
    Ticked,
)
from models.book import Book, TradeAccount, TradeMode
from models.equity import Curve, EquityPoint, curve_from_arrays
from ui.panel import Panel

BOOK = Book(TradeMode.LIVE, TradeAccount("120005"))
NOW = datetime(2026, 11, 17, 15, 30, tzinfo=UTC)
PANEL_SIZE = (1130, 530)
"""Leaves the chart of either generation about 1,100 x 420 pixels."""


def walk(count: int, days: float) -> Curve:
    """Return a curve of so many random steps that ends now."""
    random = np.random.default_rng(7)
    end = NOW.timestamp()
    times = np.sort(random.uniform(end - days * 86_400, end - 1, count))
    steps = random.normal(0.02, 1.0, count) * (400 / count**0.5)
    return curve_from_arrays(times, np.round(10_000 + np.cumsum(steps), 2))


def with_point(curve: Curve, at: datetime) -> Curve:
    """Return a curve with one more point, a cent beside the last."""
    last = curve.point(curve.length - 1).balance
    step = Decimal("0.01") * (-1) ** curve.length
    return curve.appended(EquityPoint(at=at, balance=last + step))


def facts(curve: Curve, at: datetime) -> list[Fact]:
    """Return the news of a point."""
    balance = curve.point(curve.length - 1).balance
    return [
        CurveChanged(book=BOOK, curve=curve),
        BalanceChanged(book=BOOK, balance=balance, confirmed=True, at=at),
        Ticked(at=at),
    ]


def open_session(panel: Panel, curve: Curve) -> None:
    """Tell a panel of a connected session with a curve."""
    ready = ConnectionState.READY
    tell(
        panel,
        ScopeChanged(epoch=1, mode=BOOK.mode, account=BOOK.account, known=(BOOK,), reason="start"),
        ConnectionChanged(state=ready, endpoint="127.0.0.1:11099", detail="", at=NOW - timedelta(hours=2)),
        *facts(curve, NOW),
    )


def tell(panel: Panel, *news: Fact) -> None:
    """Tell a panel facts of the shown book."""
    for fact in news:
        panel.receive(Shown(epoch=1, fact=fact))
