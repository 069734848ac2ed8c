"""What an account looks like in the middle of a trading day, for a home folder that is empty."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Final

from app.plan import DEMO_ACCOUNTS
from demo.world import ACCOUNTS
from models.book import Book, TradeAccount, TradeMode, mode_of
from models.equity import EquityPoint
from models.store import Store

POINTS: Final = 3_600
"""One a second in the hour on the screen."""
_SEED: Final = 7
_LARGEST_STEP_CENTS: Final = 1_250


def prepare_history(data: Path, now: datetime) -> None:
    """Write the last hour of the demo's accounts into a database; each ends with what the demo starts with.

    DEBUG books are not among them: they live in memory alone.

    Args:
        data: The data folder; made where it is missing.
        now: UTC, the end of the hour.
    """
    data.mkdir(parents=True, exist_ok=True)
    store, _ = Store.open(data / "appsierra.db", now)
    with store.transaction():
        for rule in ACCOUNTS:
            account = TradeAccount(rule.name)
            book = Book(mode_of(account, DEMO_ACCOUNTS), account)
            if book.mode is TradeMode.DEBUG:
                continue
            store.save_account(book, now, confirmed=True)
            end = Decimal(rule.start.numerator) / Decimal(rule.start.denominator)
            for point in _points(now, end):
                store.save_equity_point(book, point)
    store.close()


def _points(now: datetime, end: Decimal) -> Iterator[EquityPoint]:
    chance = random.Random(_SEED)  # noqa: S311 - the same points in every run, nothing secret
    steps = [
        Decimal(chance.randint(-_LARGEST_STEP_CENTS, _LARGEST_STEP_CENTS)) / 100 for _ in range(POINTS - 1)
    ]
    balance = end - sum(steps)
    for age_s, step in zip(range(POINTS, 0, -1), (Decimal(0), *steps), strict=True):
        balance += step
        yield EquityPoint(at=now - timedelta(seconds=age_s), balance=balance)
