"""What Panel 3 knows."""

from models.statistics import Statistics
from models.timeframe import Timeframe
from ui.panel3.presenter import EMPTY_VIEW
from ui.panel3.view_model import LABELS, Panel3Facts


def test_canonical_cells_are_the_figures_the_ratio_and_the_timeframe() -> None:
    """The record of the screen has a line for each."""
    labels = [label for row in LABELS for label in row]
    assert list(EMPTY_VIEW.cells()) == ["Timeframe", *labels, "Sharpe"]
    assert len(labels) == 15


def test_shown_are_the_statistics_of_the_chosen_timeframe() -> None:
    """Another timeframe shows another part; the day is chosen first."""
    day, week = Statistics(trades=1), Statistics(trades=5)
    facts = Panel3Facts(statistics={Timeframe.DAY: day, Timeframe.WEEK: week})
    assert facts.shown is day
    assert Panel3Facts(statistics=facts.statistics, timeframe=Timeframe.WEEK).shown is week
    assert Panel3Facts().shown is None
