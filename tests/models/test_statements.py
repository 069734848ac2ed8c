"""Statements that are written once and run for every fill."""

import sqlite3
from collections.abc import Iterator

import peewee
import pytest

from models.book import Book, Symbol, TradeAccount, TradeMode
from models.rows import book_columns
from models.schema import HeatRow, StateRow
from models.statements import DeleteOfSymbol, Insert, Query, connection_of, of_any_book, slot

_SIM = Book(TradeMode.SIM, TradeAccount("Sim1"))


@pytest.fixture
def database() -> Iterator[peewee.SqliteDatabase]:
    """Give a database with two tables of the schema."""
    database = peewee.SqliteDatabase(":memory:", autoconnect=False)
    database.connect()
    with database.bind_ctx([HeatRow, StateRow]):
        database.create_tables([HeatRow, StateRow])
    yield database
    database.close()


def _states(database: peewee.SqliteDatabase) -> list[tuple[str, str]]:
    return connection_of(database).execute("SELECT name, value FROM state").fetchall()


@pytest.mark.parametrize(("taken", "inserted", "value"), [("IGNORE", False, "old"), ("REPLACE", True, "new")])
def test_what_happens_where_a_key_is_taken(
    database: peewee.SqliteDatabase, taken: str, value: str, *, inserted: bool
) -> None:
    """The old row stays, or the new one takes its place; the caller learns which."""
    insert = Insert(StateRow, taken)
    assert insert.run(database, {"name": "shown_mode", "value": "old"})
    assert insert.run(database, {"name": "shown_mode", "value": "new"}) is inserted
    assert _states(database) == [("shown_mode", value)]


def test_a_taken_key_may_be_an_error(database: peewee.SqliteDatabase) -> None:
    """Where a second row must not be, the database refuses it."""
    insert = Insert(StateRow, "ABORT")
    insert.run(database, {"name": "shown_mode", "value": "old"})
    with pytest.raises(sqlite3.IntegrityError):
        insert.run(database, {"name": "shown_mode", "value": "new"})


def test_a_row_without_a_column_is_refused(database: peewee.SqliteDatabase) -> None:
    """A forgotten column is a mistake of the program, not an empty value."""
    with pytest.raises(KeyError, match="value"):
        Insert(StateRow, "IGNORE").run(database, {"name": "shown_mode"})


def test_only_rows_of_the_symbol_in_the_book_are_removed(database: peewee.SqliteDatabase) -> None:
    """The same symbol of another account, and another symbol of the same, stay."""
    insert = Insert(HeatRow, "REPLACE")
    for mode, account, symbol in (("SIM", "Sim1", "ES"), ("SIM", "Sim1", "NQ"), ("LIVE", "Sim1", "ES")):
        insert.run(database, {"mode": mode, "account": account, "symbol": symbol, "since": "-"})
    DeleteOfSymbol(HeatRow).run(database, _SIM, Symbol("ES"))
    rows = connection_of(database).execute("SELECT mode, symbol FROM heat ORDER BY id").fetchall()
    assert rows == [("SIM", "NQ"), ("LIVE", "ES")]


def test_a_query_takes_other_values_each_time(database: peewee.SqliteDatabase) -> None:
    """What peewee wrote once asks for another row with each run; what is fixed stays."""
    insert = Insert(HeatRow, "ABORT")
    for account, symbol in (("Sim1", "ES"), ("Sim1", "NQ"), ("Sim2", "ES")):
        insert.run(database, {"mode": "SIM", "account": account, "symbol": symbol, "since": "-"})
    wanted = of_any_book(HeatRow), HeatRow.symbol == slot("symbol"), HeatRow.since == "-"
    query = Query(HeatRow.select(HeatRow.id, HeatRow.account).where(*wanted).order_by(HeatRow.id).limit(1))
    assert query.rows(database, **book_columns(_SIM), symbol="NQ") == [{"id": 2, "account": "Sim1"}]
    other = Book(TradeMode.SIM, TradeAccount("Sim2"))
    assert query.first(database, **book_columns(other), symbol="ES") == 3
    assert query.rows(database, **book_columns(other), symbol="NQ") == []
    assert query.first(database, **book_columns(other), symbol="NQ") is None


def test_a_query_without_a_value_is_refused(database: peewee.SqliteDatabase) -> None:
    """A forgotten value is a mistake of the program, and asks for nothing."""
    with pytest.raises(KeyError, match="account"):
        Query(HeatRow.select().where(of_any_book(HeatRow))).rows(database, mode="SIM")


def test_a_closed_database_stays_closed(database: peewee.SqliteDatabase) -> None:
    """Nobody gets a connection behind the back of whoever closed it."""
    database.close()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        connection_of(database)
    assert database.is_closed()
