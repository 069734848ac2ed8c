"""Floods of the real program."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from actors.messages import PriceReceived, Shown
from app.stress.flood import Prices
from app.stress.load import Sent
from demo.load_books import BOOKS
from models.book import Symbol
from models.market import ServedPrice
from tests.app.stress.runs import result, start


@pytest.mark.slow
@pytest.mark.timeout(90)
def test_flood_merges_prices_and_loses_no_fill() -> None:
    """However far it gets on this machine: what it merges are prices, and every fill is in the database."""
    _, found = result(start("flood", "--seconds", "0.1", "--fills-per-s", "200", "--offscreen"))
    assert found["lost_fills"] == 0
    assert found["fills"] > 18
    assert found["steps"][0]["wanted_per_s"] == 500
    assert found["merged_quotes"] == sum(step["merged"] for step in found["steps"])


def test_window_has_all_once_the_newest_of_each_account_came() -> None:
    """An older price of one account is not all."""
    prices = Prices()
    now = datetime(2026, 11, 17, 15, 30, tzinfo=UTC)
    sent = Sent(prices=7, fills=0, pulses=0, last={book.account: book.entry for book in BOOKS})
    for book in BOOKS:
        assert not prices.has(sent)
        last = Decimal(book.entry)
        price = ServedPrice(last=last, low=last, high=last, at=now)
        prices.take(Shown(epoch=1, fact=PriceReceived(symbol=Symbol(book.symbol), price=price)))
    assert prices.has(sent)
    assert prices.count == len(BOOKS)
