# Decimal and int are compared here as the numbers that they are.
# mypy: disable-error-code="comparison-overlap"

from decimal import Decimal
from pathlib import Path

from models.broker_cash import BrokerCash
from models.store import Store
from tests.models.builders import LIVE, NOW, a_fill, booked_fills, later


def test_balance_of_a_broker_comes_back_with_the_fills_that_it_does_not_show(tmp_path: Path) -> None:
    """Up to the newest fill that was explained all is settled; what came later is still expected."""
    path = tmp_path / "appsierra.db"
    store, _ = Store.open(path, NOW)
    opening, closing_fill = booked_fills(
        [a_fill(2, 6750, book=LIVE), a_fill(-2, 6755, number=2, book=LIVE, at=later(60))]
    )
    store.settle_cash(LIVE, Decimal(50000), None, None)
    store.book_fill(opening)
    store.settle_cash(LIVE, Decimal("49998.76"), "e1", None)
    settled = BrokerCash(settled=Decimal("49998.76"), balance=Decimal("49998.76"))
    assert store.load_cash() == ((LIVE, settled, "e1"),)
    store.book_fill(closing_fill)
    store.close()
    store, _ = Store.open(path, NOW)
    ((book, cash, newest),) = store.load_cash()
    assert (book, newest, cash.settled) == (LIVE, "e2", Decimal("49998.76"))
    assert (cash.realised, cash.fees, cash.contracts) == (50, Decimal("1.24"), 2)
    store.close()
