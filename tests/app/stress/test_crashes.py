"""Every actor made to fail."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from actors.messages import BalanceChanged
from app.stress.crashes import Known, differences, plain
from models.equity import EquityPoint, curve_of
from tests.actors.builders import SIM
from tests.app.stress.runs import result, start

_FORGET = """
from actors.equity import EquityActor
begin = EquityActor.begin
def forget(self):
    self._curves = {}
    begin(self)
EquityActor.begin = forget
"""
NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_actor_that_comes_back_without_something_is_found() -> None:
    """A planted loss is named; all others come back complete, with real threads, database and connection."""
    code, found = result(start("crash", "--cycles", "12", first=_FORGET))
    assert (found["crashes"], found["actors"], found["incomplete"]) == (12, 12, 1), found
    assert found["examples"][0].startswith("equity: ('told', 'BalanceChanged', 'DEBUG Debug1'")
    assert found["median_ms"] > 0
    assert code == 1


def test_what_is_gone_or_another_is_a_difference() -> None:
    """What is new is none."""
    before: Known = {"a": 1, "b": 2, "c": 3}
    assert differences(before, {"a": 1, "b": 2, "c": 3, "d": 4}) == []
    assert differences(before, {"a": 1, "b": 5}) == ["b: 2 -> 5", "c: 3 -> not told"]
    assert differences({"a": (1, (2, 3))}, {"a": (1, (2, 4))}) == ["a: 3 -> 4"]


def test_values_are_compared_by_their_contents_without_moments() -> None:
    """Telling a thing later does not make it another thing."""
    told = [
        BalanceChanged(book=SIM, balance=Decimal(balance), confirmed=True, at=at)
        for balance, at in (("5.0", NOW), ("5", NOW.replace(hour=16)), ("6", NOW))
    ]
    assert plain(told[0]) == plain(told[1])
    assert plain(told[0]) != plain(told[2])
    curve = curve_of((EquityPoint(at=NOW, balance=Decimal(7)),))
    assert plain(curve) == (1, Decimal(7))
    assert plain(curve_of(())) == (0, None)
