"""Trades as comma-separated text."""

import csv
from io import StringIO

import msgspec
import pytest

from models.book import Book, Symbol, TradeAccount, TradeMode
from models.trade import Trade
from models.trade_csv import trades_csv
from tests.models.results import a_result


def rows_of(*trades: Trade) -> list[dict[str, str]]:
    """Return what a spreadsheet reads."""
    return list(csv.DictReader(StringIO(trades_csv(trades), newline="")))


def test_line_holds_the_trade() -> None:
    """Numbers are plain, times UTC, and what is not known is empty."""
    (row,) = rows_of(a_result(1, "-65.02", r="-1.30"))
    assert row["net"] == "-65.02"
    assert row["r_multiple"] == "-1.30"
    assert row["mae"] == ""
    assert row["exit_time_utc"] == "2026-11-23T15:00:00+00:00"
    assert (row["mode"], row["account"], row["side"]) == ("SIM", "Sim1", "LONG")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_text_cannot_become_a_formula(start: str) -> None:
    """Names that a server sent get an apostrophe where a spreadsheet would compute them."""
    evil = f"{start}cmd|' /C calc'!A0"
    trade = msgspec.structs.replace(
        a_result(1, "1"),
        book=Book(TradeMode.LIVE, TradeAccount(evil)),
        symbol=Symbol(evil),
        trade_id=evil,
        notes=(evil,),
    )
    (row,) = rows_of(trade)
    assert [row[name] for name in ("account", "symbol", "trade_id", "notes")] == [f"'{evil}"] * 4


@pytest.mark.parametrize("separator", [";", ",", "\t", "|", '; "'])
def test_text_cannot_hide_a_formula_behind_a_separator(separator: str) -> None:
    """A spreadsheet that separates by semicolons splits a name there; a hyphen inside of it is none."""
    trade = msgspec.structs.replace(
        a_result(1, "1"), symbol=Symbol(f"MES{separator}=1+1"), book=Book(TradeMode.LIVE, TradeAccount("A-1"))
    )
    (row,) = rows_of(trade)
    assert row["symbol"] == f"MES{separator}'=1+1"
    assert row["account"] == "A-1"


def test_separators_in_names_do_not_break_the_line() -> None:
    """A comma, a quote or a line break stays inside its field."""
    name = 'a,"b"\nc'
    trade = msgspec.structs.replace(a_result(1, "1"), book=Book(TradeMode.SIM, TradeAccount(name)))
    assert rows_of(trade)[0]["account"] == name


def test_no_trades_are_a_heading() -> None:
    """The file says what it would hold."""
    assert trades_csv([]).startswith("trade_id,mode,account")
    assert len(trades_csv([]).splitlines()) == 1
