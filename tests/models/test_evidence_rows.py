"""What is counted of the rollout, in the database."""

from datetime import UTC, datetime
from pathlib import Path

from models.evidence_reader import read
from models.store import Store
from tests.models.rollout.builders import BEGIN, a_day


def test_intervals_come_back_as_they_were_counted(tmp_path: Path) -> None:
    """Circumstances and counts, oldest first, from a moment on."""
    days = [a_day(number, {"open": number + 1}, compares=bool(number)) for number in range(3)]
    store, _ = Store.open(tmp_path / "appsierra.db", datetime.now(UTC))
    for day in days:
        store.evidence.save(day)
    store.close()
    assert read(tmp_path / "appsierra.db", None).intervals == tuple(days)
    assert read(tmp_path / "appsierra.db", days[1].began).intervals == tuple(days[1:])
    assert days[0].began == BEGIN
