"""From facts to conditions."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.alarm import AlarmKind
from models.alarm_rules import (
    AlarmSettings,
    Held,
    Look,
    closed_readings,
    heat_reading,
    loss_reading,
    stale_reading,
    stop_missing_reading,
    stop_moved_reading,
    stop_near_reading,
    stop_small_reading,
)
from models.book import Book
from models.heat import HeatLevel, HeatThresholds, heat_level
from models.stop_reference import follow_stop
from tests.models.builders import LIVE, MES, NOW, SIM, SYMBOL, UNKNOWN, a_position, later, protection

SETTINGS = AlarmSettings()
LEVELS = (HeatLevel.WARNING, HeatLevel.FLASHING, HeatLevel.CRITICAL)


def holding(quantity: int = 1, *, stop: str | None = "6740", book: Book = SIM, known: bool = True) -> Held:
    """Return a position entered at 6750; one contract is covered."""
    contract = MES if known else UNKNOWN
    return Held(
        position=a_position(quantity, 6750, book=book), contract=contract, protection=protection(stop)
    )


def a_look(last: str | None = None, *, seconds: float = 0, orders_known: bool = True) -> Look:
    """Return a look with a price."""
    price = None if last is None else Decimal(last)
    return Look(at=later(seconds), settings=SETTINGS, last=price, orders_known=orders_known)


@given(age_s=st.floats(min_value=0, max_value=400))
def test_heat_agrees_with_the_cell(age_s: float) -> None:
    """The alarm begins exactly where the cell changes."""
    reading = heat_reading(holding(), a_look(seconds=age_s), NOW, NOW)
    level = heat_level(NOW, later(age_s), HeatThresholds())
    assert reading.level == (LEVELS.index(level) + 1 if level in LEVELS else 0)


def test_heat_that_was_told_late_crossed_when_it_was_told() -> None:
    """A drawdown that a restart brings back could not be shown before."""
    reading = heat_reading(holding(), a_look(seconds=500), NOW, later(490))
    assert (reading.level, reading.since, reading.again_at) == (3, later(490), None)


def test_heat_knows_when_it_becomes_worse() -> None:
    """So that nobody has to look in between."""
    assert heat_reading(holding(), a_look(seconds=10), NOW, NOW).again_at == later(180)
    reading = heat_reading(holding(), a_look(seconds=181), NOW, NOW)
    assert (reading.since, reading.again_at) == (later(180), later(270))
    assert heat_reading(holding(), a_look(), None, NOW).level == 0


@pytest.mark.parametrize(
    ("last", "level", "expected"),
    [
        ("6741.25", 0, 0),
        ("6741.00", 0, 1),
        ("6741.50", 1, 1),
        ("6741.75", 1, 0),
        ("6739.75", 0, 1),
        (None, 1, None),
    ],
)
def test_stop_near(last: str | None, level: int, expected: int | None) -> None:
    """Within a point, boundary and far side included; two ticks of dead-band; no price, no answer."""
    assert stop_near_reading(holding(), a_look(last), level).level == expected


def test_stop_near_of_an_unknown_contract_needs_a_setting() -> None:
    """Without tick or distance nobody knows what is near."""
    assert stop_near_reading(holding(known=False), a_look("6740"), 0).level is None
    settings = AlarmSettings(stop_distances={"AAPL": Decimal(3)})
    look = Look(at=NOW, settings=settings, last=Decimal(6743))
    assert stop_near_reading(holding(known=False), look, 0).level == 1


def test_no_stop_is_not_near() -> None:
    """What is missing is told by another alarm."""
    assert stop_near_reading(holding(stop=None), a_look("6740"), 1).level == 0


@pytest.mark.parametrize(
    ("held", "missing", "small"),
    [(holding(), 0, 0), (holding(stop=None), 1, 0), (holding(3), 0, 1), (holding(-3), 0, 1)],
    ids=["covered", "none", "partly", "partly short"],
)
def test_stop_missing_and_too_small(held: Held, missing: int, small: int) -> None:
    """No stop at all is one alarm, a stop over a part of the contracts another."""
    assert stop_missing_reading(held, a_look()).level == missing
    assert stop_small_reading(held, a_look()).level == small


def test_orders_without_a_link_are_unknown() -> None:
    """A list that may be old says neither that there is a stop nor that there is none."""
    look = a_look(orders_known=False)
    held = holding(3)
    reference = follow_stop(None, held.position, held.protection, held.contract)
    readings = [
        stop_missing_reading(held, look),
        stop_small_reading(held, look),
        stop_moved_reading(held, look, reference),
    ]
    assert [reading.level for reading in readings] == [None, None, None]


def test_closing_names_every_condition_of_a_position() -> None:
    """What is watched of an open position is ended with it."""
    held, look = holding(), a_look("6740")
    reference = follow_stop(None, held.position, held.protection, held.contract)
    readings = [
        heat_reading(held, look, NOW, NOW),
        stop_near_reading(held, look, 0),
        stop_missing_reading(held, look),
        stop_small_reading(held, look),
        stop_moved_reading(held, look, reference),
    ]
    closed = closed_readings(SIM, SYMBOL, look)
    assert {reading.key for reading in closed} == {reading.key for reading in readings}
    assert {reading.level for reading in closed} == {0}


def test_books_have_conditions_of_their_own() -> None:
    """SIM never hides what LIVE does, nor the reverse."""
    keys = {stop_missing_reading(holding(book=book), a_look()).key for book in (SIM, LIVE)}
    assert len(keys) == 2
    assert stop_missing_reading(holding(book=LIVE), a_look()).text.startswith("LIVE 120005 MES: ")


@pytest.mark.parametrize(
    ("used", "level", "expected", "kind"),
    [
        ("249.99", 0, 0, None),
        ("250", 0, 1, AlarmKind.LOSS_50),
        ("400", 1, 2, AlarmKind.LOSS_80),
        ("450", 2, 3, AlarmKind.LOSS_90),
        ("500", 3, 4, AlarmKind.LOSS_100),
        ("475", 4, 4, AlarmKind.LOSS_100),
        ("474.99", 4, 3, AlarmKind.LOSS_90),
        ("0", 4, 0, None),
    ],
)
def test_daily_loss(used: str, level: int, expected: int, kind: AlarmKind | None) -> None:
    """Steps at 50, 80, 90 and 100 %, each left five percent below."""
    reading = loss_reading(SIM, a_look(), Decimal(used), Decimal(500), level)
    assert reading.level == expected
    assert kind is None or reading.kinds[expected - 1] is kind


def test_unknown_loss_is_unknown() -> None:
    """No figure is no loss of 0."""
    assert loss_reading(SIM, a_look(), None, Decimal(500), 2).level is None


@pytest.mark.parametrize(("names", "level"), [(("x",), 1), ((), 0)])
def test_prices_are_missed_where_something_is_open(names: tuple[str, ...], level: int) -> None:
    """Old prices matter to a position alone."""
    assert stale_reading(a_look(), names).level == level
