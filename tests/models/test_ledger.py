"""Ledgers of simulated accounts."""

from decimal import Decimal
from pathlib import Path

from models.book import Book, TradeAccount, TradeMode
from models.store import Store
from tests.models.builders import NOW, SIM, a_fill, booked_fills, later


def balances(store: Store, book: Book) -> list[Decimal]:
    """Return the stored curve of a book."""
    curve = store.load_curves()[0][book]
    return [curve.point(index).balance for index in range(curve.length)]


def test_first_fill_starts_the_ledger_with_the_set_balance(tmp_path: Path) -> None:
    """A ledger that nobody started begins with what the settings say, and says when it began."""
    store, _ = Store.open(tmp_path / "a.db", NOW, Decimal(50_000))
    (booked,) = booked_fills([a_fill(1, at=later(5))])
    assert store.book_fill(booked)
    assert booked.net is not None
    assert balances(store, SIM) == [Decimal(50_000), 50_000 + booked.net]
    assert store.load_resets() == {SIM: later(5)}
    store.close()


def test_another_start_balance_does_not_touch_a_running_ledger(tmp_path: Path) -> None:
    """A changed setting counts for new ledgers only."""
    first, second = booked_fills([a_fill(1), a_fill(1, number=2, at=later(5))])
    store, _ = Store.open(tmp_path / "a.db", NOW, Decimal(50_000))
    store.book_fill(first)
    store.close()
    again, _ = Store.open(tmp_path / "a.db", NOW, Decimal(10_000))
    again.book_fill(second)
    assert first.net is not None
    assert second.net is not None
    assert balances(again, SIM)[-1] == 50_000 + first.net + second.net
    again.close()


def test_started_ledger_is_not_started_again(tmp_path: Path) -> None:
    """A ledger that was started by hand goes on from there."""
    other = Book(TradeMode.SIM, TradeAccount("Sim9"))
    store, _ = Store.open(tmp_path / "a.db", NOW)
    store.reset_balance(other, Decimal(25_000), NOW, "first sight")
    (booked,) = booked_fills([a_fill(1, book=other, at=later(5))])
    store.book_fill(booked)
    assert booked.net is not None
    assert balances(store, other) == [Decimal(25_000), 25_000 + booked.net]
    store.close()
