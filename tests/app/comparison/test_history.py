"""The prepared hour of the demo's accounts."""

from datetime import UTC, datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from app.comparison.history import POINTS, prepare_history
from models.store import Store
from tests.ui.builders import REAL, SIM1

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def test_each_account_has_an_hour_that_ends_where_the_demo_begins(tmp_path: Path) -> None:
    """One point a second, none in the future, and no jump to the balance that the demo starts with."""
    data = tmp_path / "data"
    prepare_history(data, NOW)
    store, findings = Store.open(data / "appsierra.db", NOW)
    curves, damaged = store.load_curves()
    accounts = store.load_accounts()
    store.close()
    assert (findings, damaged) == ([], [])
    assert accounts == {SIM1: True, REAL: True}
    for book, end in ((SIM1, "10000"), (REAL, "31234.56")):
        curve = curves[book]
        assert curve.length == POINTS
        assert (NOW - curve.point(0).at).total_seconds() == 3_600
        assert (NOW - curve.point(POINTS - 1).at).total_seconds() == 1
        balances = [curve.point(number).balance for number in range(POINTS)]
        assert balances[-1] == Decimal(end)
        assert max(abs(after - before) for before, after in pairwise(balances)) <= 13
        assert len(set(balances)) > POINTS / 2
