"""Whether a contract is surely over."""

from datetime import UTC, datetime

import pytest

from models.contract_month import contract_month, is_expired

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("symbol", "year", "month"),
    [
        ("F.US.MESM25", 2025, 6),
        ("ESZ26_FUT_CME", 2026, 12),
        ("NQH6", 2026, 3),
        ("ESU26-CME", 2026, 9),
        ("6EZ5", 2025, 12),
        ("MESH2", 2022, 3),
        ("CLF1", 2031, 1),
        ("M2KF27", 2027, 1),
    ],
)
def test_month_is_read_from_letter_and_year(symbol: str, year: int, month: int) -> None:
    """Two digits name the year; one digit the year of that digit around now."""
    assert contract_month(symbol, NOW) == datetime(year, month, 1, tzinfo=UTC)


@pytest.mark.parametrize("symbol", ["MES", "ES##", "ES_1!", "AAPL", "EURUSD", "BTC-BSTMP", "", "US500"])
def test_undated_symbol_has_no_month(symbol: str) -> None:
    """What names no month never expires."""
    assert contract_month(symbol, NOW) is None
    assert not is_expired(symbol, datetime(2099, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("symbol", "month", "day"),
    [("MESX26", 12, 3), ("F.US.EPX26", 12, 3), ("CLX6", 12, 3), ("MESV26", 11, 3), ("ZBZ25", 1, 3)],
)
def test_contract_is_over_when_its_month_is_surely_past(symbol: str, month: int, day: int) -> None:
    """Two days after the end of its month, and not a second before."""
    over = datetime(2026, month, day, tzinfo=UTC)
    assert is_expired(symbol, over)
    assert not is_expired(symbol, over.replace(day=day - 1, hour=23, minute=59, second=59))


def test_december_ends_with_the_year() -> None:
    """The month after December is January of the next year."""
    assert not is_expired("MESZ26", datetime(2026, 12, 31, 23, 59, tzinfo=UTC))
    assert not is_expired("MESZ26", datetime(2027, 1, 2, tzinfo=UTC))
    assert is_expired("MESZ26", datetime(2027, 1, 3, tzinfo=UTC))


@pytest.mark.parametrize("symbol", ["SR3H26", "XYZH20", "NETH25"])
def test_root_that_nobody_described_never_expires(symbol: str) -> None:
    """Some contracts trade longer than the month they are named for, and some names are no contracts."""
    assert not is_expired(symbol, NOW)
