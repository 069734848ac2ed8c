"""How figures of trades read."""

from datetime import timedelta
from decimal import Decimal

import pytest

from models.statistics import Sharpe
from ui.panel3.formats import (
    amount_text,
    average_price_text,
    count_text,
    factor_text,
    held_text,
    share_text,
    sharpe_text,
    sign_role,
)


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("250", "250.00"),
        ("-60", "-60.00"),
        ("0", "0.00"),
        ("-0.004", "0.00"),
        ("1234567.895", "1,234,567.90"),
    ],
)
def test_amounts_have_cents(amount: str, text: str) -> None:
    """Two decimals, thousands apart, never a negative zero."""
    assert amount_text(Decimal(amount)) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0s"), (45, "45s"), (725, "12m 05s"), (3725, "1h 02m 05s"), (93_600, "26h 00m 00s")],
)
def test_times_carry_their_units(seconds: int, text: str) -> None:
    """Hours and minutes appear once they are needed."""
    assert held_text(timedelta(seconds=seconds)) == text


def test_shares_and_factors() -> None:
    """Shares are percent with one decimal; without losses a factor is infinite."""
    assert share_text(Decimal("0.4")) == "40.0%"
    assert factor_text(Decimal("3.5")) == "3.50"
    assert factor_text(Decimal("Infinity")) == "∞"


@pytest.mark.parametrize(
    ("value", "daily", "text"),
    [(1.234, True, "1.23 daily"), (0.4361, False, "0.44 per trade"), (-0.001, False, "0.00 per trade")],
)
def test_sharpe_says_of_which_kind_it_is(value: float, daily: bool, text: str) -> None:  # noqa: FBT001 - a parameter of the case
    """A daily ratio and one per trade are never mistaken for each other."""
    assert sharpe_text(Sharpe(value=value, daily=daily)) == text


@pytest.mark.parametrize(
    ("price", "text"),
    [
        ("6750", "6750.00"),
        ("6750.25", "6750.25"),
        ("1.08505", "1.08505"),
        ("101.33333333333333", "101.3333333"),
    ],
)
def test_prices_keep_their_decimals(price: str, text: str) -> None:
    """An average shows the decimals that it has, up to seven."""
    assert average_price_text(Decimal(price), "MESZ26") == text


@pytest.mark.parametrize(
    ("symbol", "price", "text"),
    [
        ("ZBZ26", "117.03125", "117'01"),
        ("ZBZ26", "117.046875", "117'01.5"),
        ("F.US.TYAZ26", "110.515625", "110'16.5"),
        ("QQQQZ26", "117.03125", "117.03125"),
    ],
)
def test_bonds_are_written_in_parts_of_a_point(symbol: str, price: str, text: str) -> None:
    """As in the cells of the open position; averages may lie between two ticks."""
    assert average_price_text(Decimal(price), symbol) == text


def test_one_is_not_many() -> None:
    """Counts agree with their noun."""
    assert [count_text(count, "trade") for count in (0, 1, 1200)] == ["0 trades", "1 trade", "1,200 trades"]


@pytest.mark.parametrize(
    ("amount", "role"),
    [("0.01", "profit"), ("-0.01", "loss"), ("0.004", "neutral"), ("Infinity", "profit")],
)
def test_colour_follows_what_is_printed(amount: str, role: str) -> None:
    """What prints as 0.00 is neither profit nor loss."""
    assert sign_role(Decimal(amount)) == role
