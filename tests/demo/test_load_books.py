"""Accounts whose values are their own."""

from demo.load_books import BOOKS


def test_names_symbols_and_prices_are_nobody_elses() -> None:
    """Nothing that identifies an account comes twice."""
    for names in (
        [book.account for book in BOOKS],
        [symbol for book in BOOKS for symbol in (book.symbol, book.past_symbol)],
        [price for book in BOOKS for price in (book.entry, book.stop, book.target)],
    ):
        assert len(names) == len(set(names))
    assert {book.mode for book in BOOKS} == {"SIM", "LIVE", "DEBUG"}
