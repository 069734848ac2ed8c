"""From facts to what Panel 3 shows."""

from functools import reduce

import pytest

from actors.messages import Cell, Shown, StatisticsChanged
from models.book import TradeMode
from models.timeframe import Timeframe
from tests.models.builders import NOW
from tests.models.results import a_result, results
from tests.ui.builders import REAL, SIM1, SIM2, a_balance, a_scope, a_tick, shown
from tests.ui.panel3.facts import SCENARIO, told, told_results
from ui.panel3.presenter import EMPTY_VIEW, choose, present
from ui.panel3.view_model import Panel3View


def after(*facts: Shown) -> Panel3View:
    """Return what is shown after facts."""
    return reduce(present, facts, EMPTY_VIEW)


def text(view: Panel3View, label: str) -> str:
    """Return the text of a cell."""
    return view.cells()[label].text


def test_nothing_is_known_before_the_first_fact() -> None:
    """Every figure is unknown, not zero."""
    assert {cell.text for label, cell in EMPTY_VIEW.cells().items() if label != "Timeframe"} == {"--"}
    assert EMPTY_VIEW.notes == ()


def test_scenario_of_five_trades() -> None:
    """The figures of the day with the ratio per trade."""
    view = after(a_scope(), told_results(*SCENARIO))
    assert text(view, "Total PnL") == "250.00"
    assert view.cells()["Sharpe"] == Cell(text="0.44 per trade", role="profit")
    assert view.bar == pytest.approx(0.436 / 2, abs=0.001)
    assert view.timeframe == Cell(text="1D", role="profit")
    assert view.notes == ()


def test_ratio_is_daily_where_the_timeframe_holds_enough_days() -> None:
    """A month of session days shows the annualised ratio."""
    view = after(a_scope(), told_results(*SCENARIO))
    assert text(choose(view, Timeframe.MONTH), "Sharpe").endswith("daily")
    assert text(choose(view, Timeframe.WEEK), "Sharpe").endswith("per trade")


def test_another_timeframe_shows_its_own_trades() -> None:
    """A trade of last hour's window counts in it, an older one only in longer timeframes."""
    trades = [*results(["10"]), a_result(9, "-30", exit_time=NOW.replace(hour=2))]
    view = after(a_scope(), told(trades))
    assert (text(view, "Total PnL"), view.timeframe.role) == ("-20.00", "loss")
    live = choose(view, Timeframe.LIVE)
    assert (text(live, "Total PnL"), live.timeframe) == ("10.00", Cell(text="LIVE", role="profit"))


def test_another_book_shows_nothing_until_it_is_told() -> None:
    """A switch takes every figure away; the chosen timeframe stays."""
    view = choose(after(a_scope(), told_results("100")), Timeframe.WEEK)
    switched = present(view, a_scope(REAL, 2))
    assert text(switched, "Total PnL") == "--"
    assert switched.notes == ("Reading the trades",)
    assert switched.timeframe.text == "1W"
    assert text(present(switched, told_results("7", book=REAL, epoch=2)), "Total PnL") == "7.00"


@pytest.mark.parametrize("late", [told_results("999", epoch=0), told_results("999", book=SIM2)])
def test_figures_of_another_book_or_epoch_never_show(late: Shown) -> None:
    """What was on its way when the book changed is dropped."""
    view = after(a_scope(), told_results("100"))
    assert present(view, late) is view


@pytest.mark.parametrize("fact", [a_tick(), a_balance("10000"), a_scope()])
def test_what_says_nothing_about_trades_changes_nothing(fact: Shown) -> None:
    """Ticks, balances and a repeated scope cost no painting."""
    view = after(a_scope(), told_results("100"))
    assert present(view, fact) is view


@pytest.mark.parametrize(
    ("nets", "notes"),
    [
        ([], ("No closed trade in 1D",)),
        (["5"], ("One trade: no Sharpe yet",)),
        (["5", "6", None], ("1 trade without a known result left out",)),
        ([None, None], ("No closed trade in 1D", "2 trades without a known result left out")),
    ],
)
def test_too_little_data_says_so(nets: list[str | None], notes: tuple[str, ...]) -> None:
    """Whoever sees a dash learns why."""
    view = after(a_scope(), told_results(*nets))
    assert view.notes == notes
    assert view.bar == (0 if len(nets) < 3 else view.bar)


def test_fees_that_nobody_saw_are_said() -> None:
    """Beside the title, for the figures that carry no mark of their own."""
    view = after(a_scope(), told([a_result(1, "5"), a_result(2, "6", unseen=True)]))
    assert view.notes == ("Not all fees of 1 trade are known",)
    assert text(view, "Total PnL") == "at most 11.00"


def test_unreadable_trades_say_why() -> None:
    """A failed database is not an empty history."""
    problem = shown(StatisticsChanged(book=SIM1, by_timeframe=(), problem="disk on fire"))
    view = after(a_scope(), told_results("100"), problem)
    assert text(view, "Total PnL") == "--"
    assert view.notes == ("The trades cannot be read: disk on fire",)


def test_mode_without_account_says_so() -> None:
    """Without an account there is nothing to wait for."""
    assert after(a_scope(None, mode=TradeMode.LIVE)).notes == ("No LIVE account is known yet",)


def test_tips_carry_formula_and_coverage() -> None:
    """The mouse finds what a figure means and how many trades it covers."""
    trades = [a_result(1, "5", r="2"), a_result(2, "-5")]
    tip = after(a_scope(), told(trades)).tips["Avg R"]
    assert "initial risk" in tip
    assert "1 of 2 trades" in tip
