"""The books of an account."""

from datetime import UTC, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.instrument import front_future
from demo.ledger import Ledger
from demo.orders import Execution
from demo.session_figures import Print


def a_ledger(*fills: tuple[int, int]) -> Ledger:
    """Return a ledger that started with 10,000 dollars and booked fills of (signed quantity, ticks)."""
    ledger = Ledger("Sim1", front_future(datetime(2026, 11, 22, tzinfo=UTC)), Fraction(10_000))
    for number, (quantity, price) in enumerate(fills):
        ledger.apply(
            Execution(
                execution_id=f"x{number}",
                order_id=f"o{number}",
                account="Sim1",
                quantity=quantity,
                price=price,
                opens=True,
                step=number,
            )
        )
    return ledger


@pytest.mark.parametrize(
    ("fills", "quantity", "average", "realised"),
    [
        ([(2, 100)], 2, 100, 0),
        ([(2, 100), (2, 104)], 4, 102, 0),
        ([(2, 100), (-1, 104)], 1, 100, 4),
        ([(2, 100), (-2, 104)], 0, 0, 8),
        ([(2, 100), (-5, 104)], -3, 104, 8),
        ([(-2, 100), (3, 96)], 1, 96, 8),
        ([(-2, 100), (1, 104)], -1, 100, -4),
    ],
)
def test_a_fill_opens_widens_trims_closes_or_reverses(
    fills: list[tuple[int, int]], quantity: int, average: int, realised: int
) -> None:
    """Quantity, average price and realised ticks follow the rules of a futures account."""
    ledger = a_ledger(*fills)
    assert ledger.quantity == quantity
    assert ledger.average == average
    assert ledger.realised == realised * Fraction("1.25")


def test_fees_are_paid_per_contract_and_side() -> None:
    """Two contracts in and out cost 2.48 dollars."""
    ledger = a_ledger((2, 100), (-2, 104))
    assert ledger.fees == Fraction("2.48")
    assert ledger.cash == 10_000 + 10 - Fraction("2.48")


def test_extremes_begin_anew_with_every_position() -> None:
    """Trades before the step after the entry do not count for the position."""
    ledger = a_ledger((1, 100))
    ledger.mark([Print(90, 1, -1)], step=0)
    assert (ledger.low, ledger.high) == (100, 100)
    ledger.mark([Print(98, 1, -1), Print(103, 1, 1)], step=1)
    assert (ledger.low, ledger.high) == (98, 103)


@given(
    st.lists(st.tuples(st.integers(-9, 9).filter(bool), st.integers(90, 110)), min_size=1, max_size=30),
    st.integers(90, 110),
)
def test_what_was_earned_is_what_came_in_less_what_went_out(fills: list[tuple[int, int]], last: int) -> None:
    """Realised and open profit together equal the cash flow of the fills, to the last fraction."""
    ledger = a_ledger(*fills)
    flow = sum(-quantity * price for quantity, price in fills) + ledger.quantity * last
    assert ledger.quantity == sum(quantity for quantity, _ in fills)
    assert ledger.realised + ledger.open_profit(last) == ledger.instrument.dollars(flow)
    assert [after for _, after in ledger.executions][-1] == ledger.quantity
