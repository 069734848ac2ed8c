"""The 15 cells and the bar, in every edge case of the metrics table."""

from functools import reduce

import pytest

from actors.messages import Cell
from models.statistics import Sharpe, Statistics
from tests.models.results import a_result, results
from tests.ui.panel3.facts import SCENARIO
from ui.panel3.cells import bar_of, grid_of, sharpe_cell


def added(*nets: str | None) -> Statistics:
    """Return statistics of trades with these results."""
    return reduce(Statistics.added, results(nets), Statistics())


def texts(shown: Statistics) -> dict[str, str]:
    """Return the text of each cell."""
    return {label: cell.text for label, cell in grid_of(shown).items()}


def test_scenario_of_five_trades() -> None:
    """Two wins, two losses and a scratch read as the metrics table says."""
    assert texts(added(*SCENARIO)) == {
        "Total PnL": "250.00",
        "Max Drawdown": "-60.00",
        "Max Run-Up": "310.00",
        "Expectancy": "50.00",
        "Avg Time": "1m 00s",
        "Trades": "5",
        "Best": "250.00",
        "Worst": "-60.00",
        "Hit Rate": "40.0%",
        "Commissions": "6.20",
        "Avg R": "-",
        "Profit Factor": "3.50",
        "Streak": "W1/L1",
        "MAE": "-",
        "MFE": "-",
    }


def test_without_trades() -> None:
    """Sums are zero, everything else is a dash, and nothing has a colour."""
    grid = grid_of(Statistics())
    assert {label: cell.text for label, cell in grid.items()} == {
        "Total PnL": "0.00",
        "Max Drawdown": "0.00",
        "Max Run-Up": "0.00",
        "Expectancy": "0.00",
        "Avg Time": "-",
        "Trades": "0",
        "Best": "0.00",
        "Worst": "0.00",
        "Hit Rate": "0.0%",
        "Commissions": "-",
        "Avg R": "-",
        "Profit Factor": "-",
        "Streak": "W0/L0",
        "MAE": "-",
        "MFE": "-",
    }
    assert {cell.role for cell in grid.values()} == {"dim"}


def test_colours_follow_the_sign_and_costs_have_none() -> None:
    """Gains are profit, losses are loss; counts, times and commissions are neither."""
    trades = [
        a_result(1, "100", r="2", mae="-5", mfe="110"),
        a_result(2, "-150", r="-1", mae="-160", mfe="3"),
    ]
    roles = {
        label: cell.role for label, cell in grid_of(reduce(Statistics.added, trades, Statistics())).items()
    }
    assert roles == {
        "Total PnL": "loss",
        "Max Drawdown": "loss",
        "Max Run-Up": "profit",
        "Expectancy": "loss",
        "Avg Time": "neutral",
        "Trades": "neutral",
        "Best": "profit",
        "Worst": "loss",
        "Hit Rate": "neutral",
        "Commissions": "neutral",
        "Avg R": "profit",
        "Profit Factor": "loss",
        "Streak": "neutral",
        "MAE": "loss",
        "MFE": "profit",
    }


def test_only_wins() -> None:
    """The factor is infinite, the worst trade is a win, and there was no drawdown."""
    grid = grid_of(added("30", "10"))
    assert grid["Profit Factor"] == Cell(text="∞", role="profit")
    assert grid["Worst"] == Cell(text="10.00", role="profit")
    assert grid["Max Drawdown"] == Cell(text="0.00", role="neutral")


def test_only_losses() -> None:
    """The factor is zero, and the best trade is a loss."""
    grid = grid_of(added("-10", "-30"))
    assert grid["Profit Factor"] == Cell(text="0.00", role="loss")
    assert grid["Best"] == Cell(text="-10.00", role="loss")
    assert grid["Streak"].text == "W0/L2"


def test_only_scratches() -> None:
    """There is no factor, and no win."""
    grid = grid_of(added("0", "0"))
    assert grid["Profit Factor"].text == "-"
    assert grid["Hit Rate"].text == "0.0%"
    assert grid["Total PnL"] == Cell(text="0.00", role="neutral")


def test_a_factor_of_one_is_good() -> None:
    """Wins that cover the losses are on the green side."""
    assert grid_of(added("10", "-10"))["Profit Factor"] == Cell(text="1.00", role="profit")


def test_averages_without_a_value_are_dashes() -> None:
    """R and excursions need trades that have them."""
    trades = [a_result(1, "100", r="1.5", mae="0", mfe="12.345"), a_result(2, "1")]
    shown = texts(reduce(Statistics.added, trades, Statistics()))
    assert (shown["Avg R"], shown["MAE"], shown["MFE"]) == ("1.50", "0.00", "12.35")


def test_no_sharpe_is_a_dash_on_an_empty_bar() -> None:
    """Nothing to show is not zero."""
    assert sharpe_cell(None) == Cell(text="-", role="dim")
    assert bar_of(None) == 0


@pytest.mark.parametrize(("value", "share"), [(-1.0, 0.0), (0.0, 0.0), (0.5, 0.25), (2.0, 1.0), (7.0, 1.0)])
def test_bar_goes_from_zero_to_two(value: float, share: float) -> None:
    """The bar is clamped, the text is not."""
    assert bar_of(Sharpe(value=value, daily=False)) == share


def test_sums_over_fees_that_nobody_saw_are_bounds() -> None:
    """One trade with contracts that came without a fill makes them so, as in the table of the trades."""
    seen = added("10")
    grid = grid_of(seen.added(a_result(7, "-4.62", fees="0.62", unseen=True)))
    assert grid["Commissions"] == Cell(text="at least 1.86", role="neutral")
    assert grid["Total PnL"] == Cell(text="at most 5.38", role="profit")
    hidden = grid_of(seen.added(a_result(7, "-20", unseen=True)), is_private=True)
    assert (hidden["Commissions"].text, hidden["Total PnL"].text) == ("at least •••", "at most -•••")


def test_a_trade_without_a_result_makes_no_bound() -> None:
    """It is in no sum, so what it lacks is missing in none."""
    shown = texts(added("10").added(a_result(7, None, fees="0.62", unseen=True)))
    assert (shown["Commissions"], shown["Total PnL"]) == ("1.24", "10.00")


def test_privacy_hides_dollars_and_keeps_ratios() -> None:
    """Sums and excursions show their sign alone; R, counts, percent and roles stay."""
    shown = reduce(Statistics.added, results(["100", "-40", "250", "-60", "0"]), Statistics())
    plain, hidden = grid_of(shown), grid_of(shown, is_private=True)
    changed = {label for label in plain if plain[label].text != hidden[label].text}
    assert {"Total PnL", "Max Drawdown", "Max Run-Up", "Expectancy", "Best", "Worst"} <= changed
    assert changed <= {
        *("Total PnL", "Max Drawdown", "Max Run-Up", "Expectancy", "Best", "Worst"),
        *("Commissions", "MAE", "MFE"),
    }
    assert (hidden["Total PnL"].text, hidden["Worst"].text) == ("•••", "-•••")
    assert all(plain[label].role == hidden[label].role for label in plain)
    assert hidden["Hit Rate"] == plain["Hit Rate"]
