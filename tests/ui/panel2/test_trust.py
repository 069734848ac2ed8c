"""How far the last price can be trusted."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from models.holidays import CME_CALENDAR
from models.market import MarketPrice, PriceSource
from tests.ui.builders import NOW
from ui.panel2.trust import ROLE_OF_PRICE, PriceState, trust_in


def price(at: datetime = NOW, *, fresh: bool) -> MarketPrice:
    """Return a price of the file."""
    return MarketPrice(Decimal(6750), PriceSource.FILE, at, fresh)


@pytest.mark.parametrize(
    ("at", "state"),
    [
        ("2026-11-20T21:59:59+00:00", PriceState.OLD),
        ("2026-11-20T22:00:00+00:00", PriceState.CLOSED),
        ("2026-11-22T22:59:59+00:00", PriceState.CLOSED),
        ("2026-11-22T23:00:00+00:00", PriceState.OLD),
        ("2026-11-23T22:30:00+00:00", PriceState.CLOSED),
        ("2026-11-27T18:14:59+00:00", PriceState.OLD),
        ("2026-11-27T18:15:00+00:00", PriceState.CLOSED),
        ("2026-12-25T15:00:00+00:00", PriceState.CLOSED),
    ],
    ids=["friday", "friday close", "sunday", "sunday open", "halt", "early", "early close", "christmas"],
)
def test_old_and_closed_are_two_states(at: str, state: PriceState) -> None:
    """Silence is old in an open market and nothing special in a closed one; its age is said in both."""
    now = datetime.fromisoformat(at)
    trust = trust_in(price(now - timedelta(seconds=40), fresh=False), "gone", now, CME_CALENDAR)
    assert trust.state is state
    assert "is 40s old (from snapshot file)" in trust.words
    assert ("Market closed" in trust.words) == (state is PriceState.CLOSED)


def test_a_fresh_price_is_fresh_in_a_closed_market_too() -> None:
    """What still comes is not called closed: another exchange keeps other hours."""
    assert trust_in(price(fresh=True), "", NOW + timedelta(days=4), CME_CALENDAR).state is PriceState.FRESH


def test_every_state_with_a_price_looks_different() -> None:
    """No two states share a role."""
    assert len(set(ROLE_OF_PRICE.values())) == len(ROLE_OF_PRICE) == len(PriceState) - 1
