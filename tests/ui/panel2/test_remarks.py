"""What is said about the protection of a position."""

from decimal import Decimal

import msgspec
import pytest
from msgspec.structs import replace

from models.book import Symbol
from models.contract import contract_of
from tests.ui.builders import a_position, a_protection
from tests.ui.panel2.test_marks import LONG
from ui.appearance import Appearance
from ui.panel2.cells import OpenPosition
from ui.panel2.remarks import partly_protected, remarks_of, stop_lines


def with_first_stop(shown: OpenPosition, first: str) -> OpenPosition:
    """Return a position whose first stop was at a price."""
    position = a_position(low="6748.00", initial_risk="10")
    return replace(shown, position=msgspec.structs.replace(position, initial_stop=Decimal(first)))


def test_a_protected_position_needs_no_remark() -> None:
    """A stop for all contracts, at its first place and far away, is as it should be."""
    assert remarks_of(LONG) == ()


def test_no_stop_is_said() -> None:
    """In two words."""
    assert remarks_of(replace(LONG, protection=a_protection(None, "6760.25"))) == ("No stop",)


@pytest.mark.parametrize(
    ("last", "text"),
    [
        ("6746.00", "Stop is near: 0.75 pt away"),
        ("6745.25", "Price is at the stop"),
        ("6744.00", "Price is 1.25 pt beyond the stop"),
    ],
)
def test_a_near_stop_is_said_with_its_distance(last: str, text: str) -> None:
    """The alarm is in words too."""
    assert remarks_of(replace(LONG, last=Decimal(last))) == (text,)


def test_a_stop_that_was_moved_away_is_said() -> None:
    """More room than at first; a stop that was trailed is no remark."""
    assert remarks_of(with_first_stop(LONG, "6747.25")) == ("Stop moved 2.00 pt away from its first place",)
    assert remarks_of(with_first_stop(LONG, "6744.00")) == ()


@pytest.mark.parametrize(("covered", "partly"), [(0, True), (1, True), (2, False), (3, False)])
def test_fewer_contracts_than_held_are_partly_protected(covered: int, partly: bool) -> None:  # noqa: FBT001 - pytest passes it
    """A stop that covers fewer contracts than are held is partial protection; more is full."""
    shown = replace(LONG, protection=a_protection("6745.25", None, covered))
    assert partly_protected(shown) is partly
    assert bool(remarks_of(shown)) is partly


def test_numbers_of_contracts_are_hidden_with_the_amounts() -> None:
    """Neither remark nor detail tells how large the position is."""
    shown = replace(LONG, protection=a_protection("6745.25", None, 1), appearance=Appearance(is_private=True))
    assert remarks_of(shown) == ("Partly protected: the stop covers fewer contracts than are held",)
    assert stop_lines(shown)[:2] == [
        "If it fills at its price: -$•••, -1.05 R, fees of both sides included",
        "••• contracts would stay open without a stop",
    ]


def test_the_detail_of_a_stop_says_what_it_costs() -> None:
    """Dollars and R if it fills, the distance, and where it was first."""
    assert stop_lines(with_first_stop(LONG, "6744.00")) == [
        "If it fills at its price: -$52.48, -1.05 R, fees of both sides included",
        "Distance from the price 7.50 pt",
        "It was at 6744.00 first",
    ]
    assert stop_lines(replace(LONG, protection=a_protection(None, None))) == []


def test_a_small_stop_says_what_stays_open() -> None:
    """One contract is not contracts."""
    lines = stop_lines(replace(LONG, protection=a_protection("6745.25", None, 1)))
    assert "1 contract would stay open without a stop" in lines


def test_an_unknown_contract_has_no_dollars() -> None:
    """Neither dollars nor R, and no word of fees."""
    symbol = Symbol("AAPL")
    shown = replace(
        LONG,
        position=a_position(symbol=symbol, entry="190"),
        contract=contract_of(symbol, {}, None),
        protection=a_protection("189", None),
        last=Decimal(190),
    )
    assert stop_lines(shown)[0] == "If it fills at its price: --, --"
