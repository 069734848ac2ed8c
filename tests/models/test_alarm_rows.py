"""The alarm log in the database."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from models.alarm import MOST_RECORDS, AlarmKind, AlarmPriority, AlarmRecord
from models.book import Book
from models.rows import time_text
from models.store import Store
from tests.models.builders import NOW, SIM, SYMBOL, later
from tests.models.test_store import _connection, damage, reopened


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the database is."""
    return tmp_path / "data" / "appsierra.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    """Return an open, empty database."""
    opened, _ = Store.open(path, NOW)
    yield opened
    opened.close()


def an_entry(number: int = 0, book: Book | None = SIM) -> AlarmRecord:
    """Return a line of the alarm log, so many seconds after NOW."""
    return AlarmRecord(
        key="stop near SIM Sim1 MES",
        kind=AlarmKind.STOP_NEAR,
        priority=AlarmPriority.MEDIUM,
        book=book,
        symbol=None if book is None else SYMBOL,
        text="SIM Sim1 MES: 'words'",
        raised_at=later(number),
    )


def test_alarm_log_comes_back_newest_first(store: Store, path: Path) -> None:
    """A line is written again when the alarm is acknowledged, painted or over; the link has no book."""
    ended = msgspec.structs.replace(an_entry(), acknowledged_at=later(1), cleared_at=later(2), paint_ms=12)
    for record in (an_entry(), ended, an_entry(5, None)):
        store.alarms.save(record)
    again = reopened(store, path)
    assert again.alarms.load() == (an_entry(5, None), ended)
    again.close()


def test_alarm_log_is_bounded(store: Store) -> None:
    """Reading it forgets what is older than the newest lines."""
    with store.transaction():
        for number in range(MOST_RECORDS + 5):
            store.alarms.save(an_entry(number))
    assert store.alarms.load()[-1].raised_at == later(5)
    rows = _connection(store).execute("SELECT count(*) FROM alarms").fetchone()
    assert rows == (MOST_RECORDS,)


def test_damaged_line_of_the_alarm_log_is_left_out(store: Store, path: Path) -> None:
    """What happened otherwise is still read."""
    store.alarms.save(an_entry())
    store.alarms.save(an_entry(1))
    damage(path, f"UPDATE alarms SET kind = 'x' WHERE raised_at = '{time_text(later(1))}'")
    assert store.alarms.load() == (an_entry(),)
