"""What each figure means, and what stands behind it."""

from functools import reduce

import pytest

from models.statistics import Statistics
from models.timeframe import Timeframe
from tests.models.results import a_result, results
from ui.panel3.explanations import FORMULAS, explanation
from ui.panel3.view_model import LABELS, SHARPE

FIVE = reduce(
    Statistics.added,
    [a_result(number, f"{20 * number - 50}", r="1" if number < 3 else None) for number in range(5)],
    Statistics(),
)


def test_every_figure_is_explained() -> None:
    """No cell is without its formula."""
    assert set(FORMULAS) == {*(label for row in LABELS for label in row), SHARPE}


def test_coverage_is_said() -> None:
    """An average of some trades says of how many."""
    assert explanation("Avg R", FIVE, Timeframe.DAY)[1].endswith("3 of 5 trades")
    assert explanation("Total PnL", FIVE, Timeframe.ALL)[1] == "ALL: all that is stored · 5 trades"


@pytest.mark.parametrize("timeframe", Timeframe)
def test_every_timeframe_says_what_it_holds(timeframe: Timeframe) -> None:
    """The label of a timeframe comes with its meaning."""
    assert explanation("Trades", FIVE, timeframe)[1].startswith(f"{timeframe.value}: ")


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        (Statistics(), "Needs two trades with different results"),
        (FIVE, "Per trade, not annualised; daily from 20 session days on"),
        (
            reduce(Statistics.added, results(["5", "-2"]), Statistics(sessions=21)),
            "Daily, times √252, over 21 session days; days without a trade count as 0",
        ),
    ],
)
def test_sharpe_says_how_it_is_computed(shown: Statistics, text: str) -> None:
    """Both kinds of the ratio, and its absence, are told apart in words."""
    assert text in explanation(SHARPE, shown, Timeframe.DAY)


@pytest.mark.parametrize(
    ("nets", "label", "text"),
    [
        (["5", None], "Trades", "1 trade without a known result left out"),
        (["30", "-10"], "Expectancy", "Average win / average loss 3.00"),
        (["30"], "Profit Factor", "∞: no losses"),
        (["-1", "-1", "-1"], "Streak", "Now 3 losses in a row"),
        (["1"], "Streak", "Now 1 win in a row"),
    ],
)
def test_what_is_remarkable_is_said(nets: list[str | None], label: str, text: str) -> None:
    """What a figure alone does not tell stands below it."""
    shown = reduce(Statistics.added, results(nets), Statistics())
    assert text in explanation(label, shown, Timeframe.DAY)


def test_fees_that_nobody_saw_are_said_of_every_figure() -> None:
    """Also of those that carry no mark: all results are after fees."""
    shown = FIVE.added(a_result(9, "5", unseen=True))
    for label in FORMULAS:
        assert "Not all fees of 1 trade are known" in explanation(label, shown, Timeframe.DAY)
        assert not any("fees of" in line for line in explanation(label, FIVE, Timeframe.DAY)[2:])
