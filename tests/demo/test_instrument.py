"""The future that the exchange lists."""

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from demo.instrument import front_future
from models.book import Symbol
from models.contract import contract_of


@pytest.mark.parametrize(
    ("day", "symbol", "previous"),
    [
        ("2026-11-22", "MESZ26-CME", "MESU26-CME"),
        ("2026-12-17", "MESZ26-CME", "MESU26-CME"),
        ("2026-12-18", "MESH27-CME", "MESZ26-CME"),
        ("2027-01-04", "MESH27-CME", "MESZ26-CME"),
        ("2027-03-18", "MESH27-CME", "MESZ26-CME"),
        ("2027-03-19", "MESM27-CME", "MESH27-CME"),
    ],
)
def test_the_front_contract_has_not_expired(day: str, symbol: str, previous: str) -> None:
    """The contract with the nearest third Friday ahead is traded, so it is never an expired one."""
    instrument = front_future(datetime.fromisoformat(day).replace(tzinfo=UTC))
    assert (instrument.symbol, instrument.previous_symbol) == (symbol, previous)


def test_prices_and_dollars_are_exact() -> None:
    """One tick is a quarter point and worth 1.25 dollars."""
    instrument = front_future(datetime(2026, 11, 22, tzinfo=UTC))
    assert instrument.price(27_001) == 6750.25
    assert instrument.dollars(3) == Fraction("3.75")
    assert instrument.tick_value == Decimal("1.25")


def test_the_exchange_and_the_product_know_the_same_contract() -> None:
    """Tick, point value and fee of the listed future are those that the monitor calculates with."""
    instrument = front_future(datetime(2026, 11, 22, tzinfo=UTC))
    known = contract_of(Symbol(instrument.symbol), {}, None)
    assert (known.root, known.tick) == ("MES", instrument.tick)
    assert (known.point_value, known.fee_per_side) == (instrument.point_value, instrument.fee_per_side)
