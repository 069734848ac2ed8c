# Decimal and int are compared here as the numbers that they are.
# mypy: disable-error-code="comparison-overlap"

from decimal import Decimal
from pathlib import Path

from models.book import Book
from models.broker_cash import BrokerCash
from models.cash_flow import CashFlow
from models.open_equity import OpenSample
from models.store import Store
from tests.models.builders import DEBUG, LIVE, NOW, SIM, SIM2, a_fill, booked_fills, later


def test_balance_of_a_broker_comes_back_with_the_fills_that_it_does_not_show(tmp_path: Path) -> None:
    """Up to the newest fill that was explained all is settled; what came later is still expected."""
    path = tmp_path / "appsierra.db"
    store, _ = Store.open(path, NOW)
    opening, closing_fill = booked_fills(
        [a_fill(2, 6750, book=LIVE), a_fill(-2, 6755, number=2, book=LIVE, at=later(60))]
    )
    store.money.settle_cash(LIVE, Decimal(50000), None, None)
    store.book_fill(opening)
    store.money.settle_cash(LIVE, Decimal("49998.76"), "e1", None)
    settled = BrokerCash(settled=Decimal("49998.76"), balance=Decimal("49998.76"))
    assert store.money.load_cash() == ((LIVE, settled, "e1"),)
    store.book_fill(closing_fill)
    store.close()
    store, _ = Store.open(path, NOW)
    ((book, cash, newest),) = store.money.load_cash()
    assert (book, newest, cash.settled) == (LIVE, "e2", Decimal("49998.76"))
    assert (cash.realised, cash.fees, cash.contracts) == (50, Decimal("1.24"), 2)
    store.close()


def test_cash_flows_come_back_in_order(tmp_path: Path) -> None:
    """Those of resets and those of brokers, by book."""
    path = tmp_path / "appsierra.db"
    store, _ = Store.open(path, NOW)
    deposit = CashFlow(at=later(5), amount=Decimal("5000.00"))
    store.reset_balance(SIM, Decimal(10000), NOW, "test", Decimal("40.5"))
    store.money.settle_cash(LIVE, Decimal(55000), None, deposit)
    store.money.settle_cash(LIVE, Decimal(55000), None, None)
    store.reset_balance(SIM, Decimal(10000), later(9), "test", Decimal(-3))
    store.close()
    store, _ = Store.open(path, NOW)
    assert store.money.load_flows() == {
        SIM: (CashFlow(at=NOW, amount=Decimal("40.5")), CashFlow(at=later(9), amount=Decimal(-3))),
        LIVE: (deposit,),
    }
    store.close()


def samples(*equities: str | None, start: float = 0) -> tuple[OpenSample, ...]:
    """Return samples a second apart."""
    return tuple(
        OpenSample(at=later(start + second), equity=None if equity is None else Decimal(equity))
        for second, equity in enumerate(equities)
    )


def values(store: Store, book: Book, most: int = 99) -> list[str]:
    """Return the stored curve with open P&L."""
    return [f"{value:.2f}" for value in store.money.load_open_equity(most)[book].balances]


def test_equity_with_open_profit_comes_back(tmp_path: Path) -> None:
    """What was unknown is unknown, and DEBUG is not stored."""
    path = tmp_path / "appsierra.db"
    store, _ = Store.open(path, NOW)
    store.money.save_open_equity(SIM, samples("10000", None, "10012.5"))
    store.money.save_open_equity(SIM2, samples("1"))
    store.money.save_open_equity(DEBUG, samples("1"))
    store.money.save_open_equity(SIM, ())
    store.close()
    store, _ = Store.open(path, NOW)
    assert store.money.load_open_equity().keys() == {SIM, SIM2}
    assert values(store, SIM) == ["10000.00", "nan", "10012.50"]
    assert list(store.money.load_open_equity()[SIM].times) == [
        later(second).timestamp() for second in range(3)
    ]
    store.close()


def test_only_the_newest_samples_are_kept(tmp_path: Path) -> None:
    """A curve of years would cost every start its time; other books keep theirs."""
    store, _ = Store.open(tmp_path / "appsierra.db", NOW)
    store.money.save_open_equity(SIM, samples("1", "2", "3", "4"))
    store.money.save_open_equity(SIM2, samples("9"))
    assert values(store, SIM, most=2) == ["3.00", "4.00"]
    assert values(store, SIM) == ["3.00", "4.00"]
    assert values(store, SIM2, most=2) == ["9.00"]
    store.close()
