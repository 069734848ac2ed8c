"""Figures of an open position in every unit."""

from decimal import Decimal

import pytest

from models.book import Symbol
from models.contract import contract_of
from models.figures import points, worth
from models.trade import Position
from tests.ui.builders import MES, a_position
from ui.appearance import AS_USUAL, Appearance, Unit
from ui.panel2.amounts import Amount, money_text, reading


def read(unit: Unit, last: str, *, is_private: bool = False, position: Position | None = None) -> str:
    """Return how the open result at a price reads."""
    held = position or a_position(initial_risk="10")
    contract = contract_of(held.symbol, {}, None)
    gain = points(held, Decimal(last))
    amount = Amount(points=gain, dollars=worth(held, contract, gain), own=Unit.POINTS, has_plus=True)
    found = reading(amount, held, contract, Appearance(unit=unit, is_private=is_private))
    return "--" if found is None else found.text


@pytest.mark.parametrize(
    ("unit", "gain", "none", "loss"),
    [
        (Unit.OWN, "+1.25 pt", "0.00 pt", "-2.25 pt"),
        (Unit.POINTS, "+1.25 pt", "0.00 pt", "-2.25 pt"),
        (Unit.DOLLARS, "+$12.50", "$0.00", "-$22.50"),
        (Unit.TICKS, "+5 ticks", "0 ticks", "-9 ticks"),
        (Unit.RISK, "+0.25 R", "0.00 R", "-0.45 R"),
    ],
)
def test_a_result_reads_in_every_unit(unit: Unit, gain: str, none: str, loss: str) -> None:
    """Two MES from 6750.25 with an initial risk of five points: gain, nothing and loss."""
    assert [read(unit, last) for last in ("6751.50", "6750.25", "6748.00")] == [gain, none, loss]


def test_one_tick_and_a_part_of_a_tick() -> None:
    """One is a tick; an average between two ticks shows one decimal."""
    assert read(Unit.TICKS, "6750.50") == "+1 tick"
    assert read(Unit.TICKS, "6751.00", position=a_position(entry="6750.40")) == "+2.4 ticks"


def test_hidden_dollars_keep_their_sign_and_other_units_stay() -> None:
    """Privacy hides the digits of dollars alone."""
    assert read(Unit.DOLLARS, "6751.50", is_private=True) == "+$•••"
    assert read(Unit.DOLLARS, "6748.00", is_private=True) == "-$•••"
    assert read(Unit.RISK, "6748.00", is_private=True) == "-0.45 R"


@pytest.mark.parametrize("unit", [Unit.DOLLARS, Unit.TICKS])
def test_an_unknown_contract_has_no_dollars_and_no_ticks(unit: Unit) -> None:
    """What nobody knows is not guessed."""
    assert read(unit, "191", position=a_position(symbol=Symbol("AAPL"), entry="190")) == "--"


def test_no_initial_risk_no_multiple() -> None:
    """Without an initial stop there is nothing to compare with."""
    assert read(Unit.RISK, "6751.50", position=a_position(symbol=MES)) == "--"


def test_money_in_a_sentence() -> None:
    """Unknown is two dashes, hidden hides, the rest is dollars."""
    assert money_text(None, AS_USUAL) == "--"
    assert money_text(Decimal("-6.25"), AS_USUAL) == "-$6.25"
    assert money_text(Decimal("-6.25"), Appearance(is_private=True)) == "-$•••"
