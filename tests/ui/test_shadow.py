"""How agreement between the generations is counted."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from actors.messages import Cell
from models.rollout.ignore import IgnoreRule
from models.rollout.tally import ALARM, MODE, MONEY, OTHER
from tests.ui.builders import a_tick
from ui.shadow import Agreement, Comparison, differing

AT = datetime(2026, 11, 17, 15, 30, tzinfo=UTC)
ONE = Cell(text="1", role="neutral")
TWO = Cell(text="2", role="neutral")


@pytest.mark.parametrize(
    "cell",
    [TWO, Cell(text="1", role="stale"), Cell(text="1", role="neutral", flash=True), None],
    ids=["text", "role", "flash", "missing"],
)
def test_a_difference_in_anything_is_one(cell: Cell | None) -> None:
    """Text, role and flash all count, and so does a cell that one side lacks."""
    other = {} if cell is None else {"A": cell}
    assert differing({"A": ONE, "B": TWO}, {**other, "B": TWO}) == ("A",)


def test_each_state_of_a_cell_is_counted_once() -> None:
    """Cells that do not change are not compared again, however often they are looked at."""
    comparison = Comparison()
    for _ in range(3):
        comparison.compare({"A": ONE, "B": TWO}, {"A": ONE, "B": TWO}, AT, ())
    assert comparison.agreement == Agreement(compared=2, matched=2)
    assert comparison.compare({"A": TWO, "B": TWO}, {"A": ONE, "B": TWO}, AT, ()) == ("A",)
    assert comparison.compare({"A": TWO, "B": TWO}, {"A": ONE, "B": TWO}, AT, ()) == ()
    assert comparison.agreement == Agreement(compared=3, matched=2)


def test_a_mismatch_is_kept_with_what_reproduces_it() -> None:
    """Cell, moment, both sides and the facts are kept."""
    comparison = Comparison()
    comparison.compare({"A": ONE}, {"A": TWO}, AT, (a_tick(),))
    (kept,) = comparison.mismatches
    assert (kept.at, kept.cell, kept.shown, kept.shadow, kept.payloads) == (AT, "A", ONE, TWO, (a_tick(),))
    assert kept.text() == "15:30:00  A: '1' neutral shown, '2' neutral in the other"


def test_the_last_thousand_mismatches_are_kept() -> None:
    """Counting goes on, but no more than a thousand are kept."""
    comparison = Comparison()
    for number in range(1_001):
        comparison.compare({"A": Cell(text=str(number), role="dim")}, {}, AT, ())
    assert comparison.agreement.compared == 1_001
    assert len(comparison.mismatches) == 1_000
    assert "'1' dim shown, nothing in the other" in comparison.mismatches[0].text()


def test_what_was_raised_is_counted() -> None:
    """A generation that raises is counted beside the cells."""
    comparison = Comparison()
    comparison.note_raised()
    assert comparison.agreement == Agreement(raised=1)


def test_agreement_reads_as_equal_of_compared() -> None:
    """The chip's text groups thousands."""
    assert Agreement(compared=12_410, matched=12_408).text() == "12,408/12,410"


def test_mismatches_are_counted_by_what_they_are_about() -> None:
    """A flash that differs is an alarm, whichever cell it is in."""
    counts = Counter[str]()
    comparison = Comparison({"Balance": MONEY, "Mode": MODE}, counts)
    flashing = Cell(text="1", role="neutral", flash=True)
    shown = {"Balance": ONE, "Mode": ONE, "Pts": ONE, "Axis": ONE, "Same": ONE}
    other = {"Balance": TWO, "Mode": TWO, "Pts": flashing, "Axis": TWO, "Same": ONE}
    comparison.compare(shown, other, AT, ())
    comparison.note_raised()
    assert counts == {"compared": 5, "matched": 1, MONEY: 1, MODE: 1, ALARM: 1, OTHER: 1, "raised": 1}


def test_a_rule_lets_one_cell_differ_and_counts_it() -> None:
    """It is neither a match nor a mismatch; of money, alarms and mode there is no such rule."""
    rule = IgnoreRule("axis", AT.date(), "Axis", "the wording differs")
    counts = Counter[str]()
    comparison = Comparison({"Balance": MONEY}, counts, (rule,))
    assert comparison.compare({"Axis": ONE, "B": ONE}, {"Axis": TWO, "B": TWO}, AT, ()) == ("B",)
    assert comparison.agreement == Agreement(compared=2, ignored=1)
    assert counts == {"compared": 2, "ignored": 1, OTHER: 1}
    with pytest.raises(ValueError, match="axis"):
        Comparison({"Axis": MONEY}, counts, (rule,))
