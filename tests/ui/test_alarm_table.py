"""The alarm log as a table."""

from datetime import timedelta

import msgspec
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from models.alarm import AlarmKind, AlarmRecord, record_of
from tests.ui.alarms import an_alarm
from tests.ui.builders import NOW
from ui.alarm_table import HEADINGS, AlarmTable
from ui.theme import theme_of


def a_record(kind: AlarmKind = AlarmKind.STOP_NEAR) -> AlarmRecord:
    """Return a line of the log."""
    return record_of(an_alarm(kind))


def row(table: AlarmTable, number: int = 0) -> dict[str, str]:
    """Return the texts of a row by their heading."""
    return {name: str(table.data(table.index(number, place))) for place, name in enumerate(HEADINGS)}


def test_row_tells_the_whole_course(qtmodeltester: ModelTester) -> None:
    """Time, kind, words, account, what the trader did, the end, and how fast it was on the screen."""
    table = AlarmTable()
    record = msgspec.structs.replace(
        a_record(),
        acknowledged_at=NOW + timedelta(seconds=3),
        cleared_at=NOW + timedelta(seconds=9),
        paint_ms=1234,
    )
    table.show_records((record,), (), theme_of(None))
    cells = row(table)
    assert (cells["Kind"], cells["Priority"], cells["Account"]) == ("stop near", "medium", "SIM Sim1")
    assert cells["Alarm"] == record.text
    assert cells["To paint"] == "1,234 ms"
    assert [cells[name].split(":")[-1][:2] for name in ("Raised", "Acknowledged", "Cleared")] == [
        "00",
        "03",
        "09",
    ]
    assert table.data(table.index(0, 1), Qt.ItemDataRole.ForegroundRole) is not None
    qtmodeltester.check(table)  # type: ignore[no-untyped-call]  # pytest-qt leaves it open


def test_what_holds_says_so_and_what_is_unknown_too() -> None:
    """An alarm of an earlier run has no end, but does not hold."""
    table = AlarmTable()
    table.show_records((a_record(), a_record(AlarmKind.LOSS_50)), (an_alarm(),), theme_of(None))
    assert row(table)["Cleared"] == "holds"
    assert (row(table, 1)["Cleared"], row(table, 1)["To paint"]) == ("--", "--")
