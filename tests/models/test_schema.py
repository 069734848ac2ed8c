from datetime import UTC, datetime
from pathlib import Path

import peewee
import pytest

from models.schema import TABLES
from models.store import Store

KINDS = {peewee.IntegerField: "INTEGER", peewee.DoubleField: "REAL", peewee.BlobField: "BLOB"}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table._meta.table_name)
def test_database_has_the_columns_that_the_program_uses(table: type[peewee.Model], tmp_path: Path) -> None:
    """What the migrations create and what the queries name is the same."""
    store, _ = Store.open(tmp_path / "appsierra.db", datetime.now(UTC))
    columns = {
        column.name: (column.null, column.data_type)
        for column in store._database.get_columns(table._meta.table_name)
    }
    store.close()
    fields = table._meta.sorted_fields
    assert columns.keys() == {field.name for field in fields}
    for field in fields:
        if not field.primary_key:
            assert columns[field.name] == (field.null, KINDS.get(type(field), "TEXT")), field.name
