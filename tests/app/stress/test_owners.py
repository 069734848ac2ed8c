"""Whose value a cell shows."""

from itertools import combinations

import pytest

from app.stress.owners import LABELS, belongs, book_of, stretches_of
from demo.load_books import BOOKS

SIM1, SIM2 = BOOKS[:2]


@pytest.mark.parametrize("label", sorted(LABELS - {"Mode", "Account", "Symbol"}))
def test_no_number_belongs_to_two_accounts(label: str) -> None:
    """The stretches of any two accounts never meet, so that a value alone says whose it is."""
    for one, another in combinations(BOOKS, 2):
        for mine in stretches_of(one)[label]:
            for theirs in stretches_of(another)[label]:
                assert mine.high < theirs.low or theirs.high < mine.low


@pytest.mark.parametrize(
    ("label", "own", "foreign"),
    [
        ("Mode", "SIM", "LIVE · REAL MONEY"),
        ("Account", "Sim1", "Sim2"),
        ("Symbol", "BBB", "BBB +1"),
        ("Balance", "$110,002.50", "$210,002.50"),
        ("PnL", "+ $100,000.00 (1,000.00%)", "+ $200,000.00 (2,000.00%)"),
        ("Price", "11 @ 1000.00", "20 @ 1000.00"),
        ("Live", "989.25", "FLAT"),
        ("Pts", "-9.75 pt", "-19.75 pt"),
        ("R-Multiple", "+0.07 R", "+0.17 R"),
        ("Range", "+209.75 pt", "+219.75 pt"),
        ("Planned Risk", "$11,000.00", "$20,000.00"),
        ("Stop", "900.00", "1900.00"),
    ],
)
def test_own_values_are_told_from_foreign_ones(label: str, own: str, foreign: str) -> None:
    """What is this account's passes, what is another's or nobody's does not; unknown is no leak."""
    assert belongs(SIM1, label, own)
    assert not belongs(SIM1, label, foreign)
    assert belongs(SIM1, label, "--")


def test_account_names_find_their_book() -> None:
    """A name that nobody has finds none."""
    assert book_of("Sim2") is SIM2
    assert book_of("--") is None
