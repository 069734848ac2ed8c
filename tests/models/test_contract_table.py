from decimal import Decimal

import pytest

from models.contract_table import CQG_ROOTS, FEES_PER_SIDE, SAME_PRICE, SPECIFICATIONS


@pytest.mark.parametrize(
    ("root", "tick", "point_value"),
    [("MES", ".25", "5"), ("ES", ".25", "50"), ("MYM", "1", ".5"), ("6J", ".0000005", "12500000")],
)
def test_known_contracts_have_their_tick_and_point_value(root: str, tick: str, point_value: str) -> None:
    """The table holds dollars per point, not per tick."""
    assert SPECIFICATIONS[root] == (Decimal(tick), Decimal(point_value))


def test_bond_ticks_are_fractions() -> None:
    """The tick of ZT is exactly a 256th of a point."""
    assert SPECIFICATIONS["ZT"][0] * 256 == 1


def test_every_fee_belongs_to_a_known_contract() -> None:
    """A fee for a root without specification would never be used."""
    assert FEES_PER_SIDE.keys() <= SPECIFICATIONS.keys()


def test_names_never_lead_in_circles() -> None:
    """A translated root is final, and so is a market."""
    assert not CQG_ROOTS.keys() & set(CQG_ROOTS.values())
    assert not SAME_PRICE.keys() & set(SAME_PRICE.values())
