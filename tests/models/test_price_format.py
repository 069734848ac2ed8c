"""How prices are written."""

from decimal import Decimal

import pytest

from models.contract_table import SPECIFICATIONS
from models.price_format import PriceFormat, format_of, written


@pytest.mark.parametrize(
    ("root", "price", "text"),
    [
        ("ES", "6750.25", "6750.25"),
        ("YM", "42000", "42000"),
        ("6E", "1.08765", "1.08765"),
        ("6J", "0.0064125", "0.0064125"),
        ("CL", "-37.63", "-37.63"),
        ("ZB", "117.03125", "117'01"),
        ("ZB", "117", "117'00"),
        ("ZB", "117.96875", "117'31"),
        ("ZN", "110.515625", "110'16.5"),
        ("ZN", "110.5", "110'16.0"),
        ("ZF", "107.5078125", "107'16.25"),
        ("ZT", "103.50390625", "103'16.125"),
        ("ZT", "103.99609375", "103'31.875"),
    ],
)
def test_tick_of_a_known_contract_decides(root: str, price: str, text: str) -> None:
    """Bonds and notes in 32nds and their halves, quarters and eighths; everything else in decimals."""
    assert written(Decimal(price), format_of(SPECIFICATIONS[root][0], None)) == text


@pytest.mark.parametrize(
    ("price", "text"),
    [("117.0390625", "117'01.25"), ("117.0416666667", "117'01.333"), ("117.99999999", "118'00")],
)
def test_average_between_ticks_is_not_rounded_to_a_tick(price: str, text: str) -> None:
    """An average entry shows that it lies between two ticks, and a full point carries."""
    assert written(Decimal(price), format_of(SPECIFICATIONS["ZB"][0], None)) == text


@pytest.mark.parametrize(
    ("price", "decimals", "text"),
    [("6750.25", 2, "6750.25"), ("-0.001", 2, "0.00"), ("-37.63", 2, "-37.63"), ("42000", 0, "42000")],
)
def test_price_never_shows_minus_zero(price: str, decimals: int, text: str) -> None:
    """Negative prices keep their sign, zero has none."""
    assert written(Decimal(price), PriceFormat(decimals)) == text


def test_negative_price_in_parts_keeps_its_sign() -> None:
    """The parts count away from zero; zero has no sign."""
    assert written(Decimal("-1.03125"), PriceFormat(5, 32)) == "-1'01"
    assert written(Decimal("-0.000001"), PriceFormat(5, 32)) == "0'00"


@pytest.mark.parametrize(
    ("tick", "display", "price", "text"),
    [
        ("0.25", 2, "6750.25", "6750.25"),
        ("0.25", 3, "6750.25", "6750.250"),
        ("0.25", 0, "6750.25", "6750.25"),
        ("0.25", 108, "450.25", "450'2"),
        ("0.25", 132, "450.25", "450'08"),
        ("0.25", -1, "6750.25", "6750.25"),
        ("0.25", 999, "6750.25", "6750.25"),
        ("0.1", 132, "2000.1", "2000.1"),
        ("0.015625", 134, "110.515625", "110'16.5"),
        ("0.015625", 132, "110.515625", "110'16.5"),
        ("0.015625", 164, "110.515625", "110'33"),
        ("0.0078125", 228, "107.5078125", "107'065"),
        ("0.00390625", 140, "103.50390625", "103'16.125"),
        ("0.015625", 6, "110.515625", "110.515625"),
    ],
)
def test_format_of_the_server_counts_where_it_can_show_every_tick(
    tick: str, display: int, price: str, text: str
) -> None:
    """A display format that would hide part of a price is not used."""
    assert written(Decimal(price), format_of(Decimal(tick), display)) == text


def test_unknown_tick_has_two_decimals() -> None:
    """Whatever the server says of the display of prices whose step nobody knows."""
    assert format_of(None, 5) == PriceFormat(2)
