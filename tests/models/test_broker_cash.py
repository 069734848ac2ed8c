from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.broker_cash import BrokerCash

START = BrokerCash(settled=Decimal(50000), balance=Decimal(50000))


def cash(fills: list[tuple[int, str | None]], reported: str) -> BrokerCash:
    """Return the state after fills of (signed contracts, net result) at 62 cents each, and a report."""
    state = START
    for quantity, net in fills:
        fee = Decimal("0.62") * abs(quantity)
        state = state.after_fill(Decimal(quantity), None if net is None else Decimal(net), fee)
    return state.after_report(Decimal(reported))


@pytest.mark.parametrize(
    ("fills", "reported", "explained", "unexplained"),
    [
        ([], "50000", True, "0"),
        # Without a fill every change is a flow.
        ([], "55000", False, "5000"),
        ([], "49999.99", False, "-0.01"),
        # An opening fill may cost its fee at once, or later.
        ([(2, "-1.24")], "49998.76", True, "0"),
        ([(-2, "-1.24")], "50000", True, "0"),
        # A close is explained by its result, whatever the fee; not before the balance shows it.
        ([(2, "-1.24"), (-2, "48.76")], "50047.52", True, "0"),
        ([(2, "-1.24"), (-2, "48.76")], "50042", True, "0"),
        ([(-2, "-1.24"), (2, "48.76")], "50050", True, "0"),
        ([(2, "-1.24"), (-2, "48.76")], "50000", False, "-47.52"),
        ([(1, "-0.62"), (-1, "4.38")], "50000", False, "0"),
        # A deposit that comes together with a fill is told apart from it.
        ([(2, "-1.24"), (-2, "48.76")], "55047.52", False, "5000.00"),
        # What a fill without a known value brought, nobody can tell.
        ([(2, None)], "50123", True, "0"),
        ([(2, None)], "50000", False, "0"),
    ],
)
def test_fills_explain_the_balance_or_do_not(
    fills: list[tuple[int, str | None]],
    reported: str,
    explained: bool,  # noqa: FBT001 - a table
    unexplained: str,
) -> None:
    """Long and short, early and late, alone and together with a deposit."""
    state = cash(fills, reported)
    assert state.is_explained is explained
    assert state.unexplained == Decimal(unexplained)


@given(st.lists(st.tuples(st.integers(-5, 5).filter(bool), st.integers(-500, 500)), min_size=1, max_size=6))
def test_exact_results_are_never_a_flow(results: list[tuple[int, int]]) -> None:
    """Whatever was traded, a balance that shows it to the cent is explained."""
    fills: list[tuple[int, str | None]] = [(quantity, str(net)) for quantity, net in results]
    reported = str(50000 + sum(net for _, net in results))
    assert cash(fills, reported).unexplained == 0
