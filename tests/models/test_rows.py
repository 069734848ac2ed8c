from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import StorageError
from models.order import with_initial_stop
from models.reconcile import close_estimated
from models.rows import (
    book_of,
    decimal_of,
    position_of,
    position_row,
    time_of,
    time_text,
    trade_of,
    trade_row,
)
from models.trade import MarketContext
from tests.models.builders import MES, NOW, SIM, a_position, a_trade, later, protection

moments = st.datetimes(timezones=st.just(UTC))


@given(moments)
def test_moment_survives_to_the_microsecond(moment: datetime) -> None:
    """What is stored is what comes back."""
    assert time_of(time_text(moment)) == moment


@given(moments, moments)
def test_stored_times_sort_like_moments(one: datetime, other: datetime) -> None:
    """Texts of one length compare like the times that they hold."""
    assert (time_text(one) < time_text(other)) is (one < other)


def test_times_are_stored_in_utc() -> None:
    """A time of another zone is converted."""
    local = datetime(2026, 11, 23, 9, tzinfo=timezone(timedelta(hours=-6)))
    assert time_text(local) == "2026-11-23T15:00:00.000000Z"


def test_position_survives_whole() -> None:
    """Every field of an open position comes back from its row."""
    position = with_initial_stop(a_position(-2, "6750.25"), protection("6755"), NOW)
    context = MarketContext(vwap=Decimal("6749.5"), cum_delta=Decimal(-19), poc=Decimal(6748), late=True)
    position = msgspec.structs.replace(position, entry_context=context, notes=("restored",), confirmed=False)
    assert position_of(position_row(position)) == position


def test_trades_survive_whole() -> None:
    """A full record comes back, and so does one with everything unknown."""
    for trade in (a_trade(), close_estimated(a_position(-1), None, later(5), MES)):
        assert trade_of(trade_row(trade)) == trade


def test_rows_use_plain_words() -> None:
    """People read side, mae and mfe in the tables."""
    assert trade_row(a_trade())["side"] == "LONG"
    row = position_row(a_position())
    assert (row["mode"], row["account"], row["mae"], row["quantity"]) == ("SIM", "Sim1", "0", "1")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("quantity", "x"),
        ("quantity", "0"),
        ("average_price", "NaN"),
        ("average_price", None),
        ("entry_time", "yesterday"),
        ("executions", "{"),
        ("executions", "{}"),
        ("mode", "PAPER"),
    ],
)
def test_damaged_position_is_named(column: str, value: str | None) -> None:
    """The error says which table and which row, so that it can be found."""
    row = {**position_row(a_position()), column: value}
    with pytest.raises(StorageError, match=r"open_positions.*Sim1 F\.US\.MESZ26 t0"):
        position_of(row)


@pytest.mark.parametrize(("column", "value"), [("side", "UP"), ("net", "Infinity"), ("exit_time", "")])
def test_damaged_trade_is_named(column: str, value: str) -> None:
    """The error says which trade it is."""
    with pytest.raises(StorageError, match=r"trades.* t1"):
        trade_of({**trade_row(a_trade()), column: value})


@pytest.mark.parametrize("text", ["", "x", "NaN", "Infinity"])
def test_money_is_a_finite_number(text: str) -> None:
    """Nothing else is taken for money."""
    with pytest.raises(ValueError, match="number"):
        decimal_of(text)


def test_book_comes_from_mode_and_account() -> None:
    """The key columns make the book, other columns do not matter."""
    assert book_of({"mode": "SIM", "account": "Sim1", "symbol": "x"}) == SIM


@pytest.mark.parametrize("text", ["", "yesterday", "2026-11-23T15:00:00", b"2026-11-23T15:00:00Z"])
def test_time_without_zone_is_no_time(text: str) -> None:
    """A time that could mean any zone is refused."""
    with pytest.raises(ValueError, match=r"time|iso"):
        time_of(text)
