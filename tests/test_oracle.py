"""Sessions made by chance, and planted faults: the real actors against an independent accountant."""

import ast
import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from actors import equity, heat, symbol_state
from models import fills, market, order, price_format, statistics
from models.heat import next_heat
from models.market import market_price
from models.order import with_initial_stop
from models.statistics import Sharpe, Statistics
from models.trade import MarketContext
from tests.oracle import accountant, contracts, scorecard, statement, trade_dates, wording
from tests.oracle.accountant import Accountant
from tests.oracle.player import Player
from tests.oracle.sessions import play
from tests.oracle.tape import read_tape
from ui.panel1 import presenter as panel1
from ui.panel2.view_model import LABELS as POSITION
from ui.panel3.view_model import LABELS as STATISTICS

_BATCHES = 4
_BATCH = 50
_TAPES = Path(__file__).parent / "tapes"
_AT = datetime(2026, 11, 23, 15, tzinfo=UTC)
_OWN = "tests.oracle."


@pytest.fixture
def _quiet() -> Iterator[None]:
    """Keep single queries out of the log: there are tens of thousands."""
    logger = logging.getLogger("peewee")
    before = logger.level
    logger.setLevel(logging.WARNING)
    yield
    logger.setLevel(before)


# To make a session simple that differs takes longer than to play all of them.
@pytest.mark.timeout(600)
@pytest.mark.slow
@pytest.mark.usefixtures("_quiet")
@pytest.mark.parametrize("number", range(_BATCHES))
def test_program_and_accountant_agree_to_the_cent(
    number: int, record_property: Callable[[str, object], None]
) -> None:
    """Whatever happens in a session, cells and rows are what a statement made by hand says."""
    total = play(number, _BATCH)
    record_property("oracle", total.figures)
    assert total.compared.differences == [], total.story
    assert total.sessions == _BATCH
    assert total.fills > _BATCH
    assert total.orders > 0
    assert total.restarts > 0
    every_cell = {name for row in (*POSITION, *STATISTICS) for name in row}
    assert every_cell - total.compared.seen == set()


@pytest.mark.parametrize("module", [accountant, contracts, scorecard, statement, trade_dates, wording])
def test_the_accountant_knows_nothing_of_the_program(module: object) -> None:
    """Neither the books kept by hand nor their statements import anything that they are compared with."""
    tree = ast.parse(Path(str(getattr(module, "__file__", ""))).read_text(encoding="utf-8"))
    imported = {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {
        alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
    }
    own = {f"{_OWN}{name}" for name in ("accountant", "contracts", "trade_dates", "wording")}
    assert imported <= own | {"datetime", "fractions", "math", "typing", "zoneinfo"}


def test_the_accountant_gets_the_golden_trade_right() -> None:
    """Two bought at 6750.25 and sold at 6757.00 are 67.50 gross, 2.48 in fees and 65.02 net."""
    books = Accountant()
    books.see("Sim1", _AT)
    books.fill("Sim1", "MESZ26", "a", 2, Fraction("6750.25"), _AT)
    books.order("Sim1", "MESZ26", "s", -1, "stop", Fraction("6745.25"))
    books.see_stops(_AT)
    books.market(Fraction(6748), Fraction(6749), Fraction(-19), Fraction(6748), _AT)
    shown = statement.cells(books, "Sim1", _AT)
    assert (shown["R-Multiple"].text, shown["Planned Risk"].text) == ("-0.45 R", "$52.48")
    books.fill("Sim1", "MESZ26", "b", -2, Fraction(6757), _AT)
    (trade,) = books.trades["Sim1"]
    assert (trade["gross"], trade["fees"], trade["net"]) == (
        Fraction("67.5"),
        Fraction("2.48"),
        Fraction("65.02"),
    )
    assert (trade["mae_points"], trade["mae"], trade["mfe"]) == (
        Fraction("-2.25"),
        Fraction("-22.5"),
        Fraction("67.5"),
    )
    assert trade["r_multiple"] == Fraction("65.02") / 50
    assert books.balance("Sim1") == Fraction("10065.02")


def test_the_accountant_splits_a_reversal() -> None:
    """One fill that is larger than the position ends its trade and opens the other side with the rest."""
    books = Accountant()
    books.fill("Sim1", "MESZ26", "a", -1, Fraction(6757), _AT)
    books.fill("Sim1", "MESZ26", "b", 3, Fraction(6756), _AT)
    assert books.trades["Sim1"][0]["net"] == Fraction("3.76")
    assert books.open["Sim1", "MESZ26"]["quantity"] == 2
    assert statement.cells(books, "Sim1", _AT)["Price"].text == "2 @ 6756.00"


def test_the_scorecard_has_the_golden_statistics() -> None:
    """Results of 100, -40, 250, -60 and 0 are what the definitions of the figures make of them."""
    trades = [
        {"net": Fraction(net), "fees": Fraction(0), "entry_time": _AT, "exit_time": _AT}
        | dict.fromkeys(("r_multiple", "mae", "mfe"))
        for net in (100, -40, 250, -60, 0)
    ]
    card = scorecard.scorecard(trades, "1D", _AT)
    names = ("Total PnL", "Max Drawdown", "Max Run-Up", "Expectancy", "Hit Rate", "Profit Factor", "Streak")
    assert [card[name] for name in names] == [
        "250.00",
        "-60.00",
        "310.00",
        "50.00",
        "40.0%",
        "3.50",
        "W1/L1",
    ]
    assert card["Sharpe"] == "0.44 per trade"


def _stop_of_now(position: Any, protection: Any, at: Any) -> Any:  # noqa: ANN401 - stands for a function of the program
    return with_initial_stop(structs.replace(position, initial_stop=None), protection, at)


def _late_heat(since: Any, position: Any, last: Decimal, at: Any, _band: Any) -> Any:  # noqa: ANN401 - as above
    return next_heat(since, position, last, at, Decimal("0.5"))


def _sample_sharpe(figures: Statistics) -> Sharpe | None:
    if figures.trades < 2:
        return None
    deviation = (figures.spread / (figures.trades - 1)) ** 0.5
    return Sharpe(value=float(figures.net) / figures.trades / deviation, daily=False)


def _live_context(quote: Any, *, late: bool) -> MarketContext:  # noqa: ANN401 - as above
    return MarketContext(vwap=quote.last, cum_delta=quote.cum_delta, poc=quote.poc, late=late)


def _file_alone(*positions: Any, served: Any, served_is_fresh: bool, **of_the_file: Any) -> Any:  # noqa: ANN401 - as above
    del served, served_is_fresh
    return market_price(*positions, served=None, served_is_fresh=False, **of_the_file)


_FAULTS = [
    pytest.param(market, "market_price", _file_alone, "prices_of_server_long", "MAE", id="source"),
    pytest.param(equity, "open_profit", lambda *_: Decimal(0), "open_equity_short", "Balance", id="open P&L"),
    pytest.param(
        price_format,
        "_in_parts",
        lambda price, *_: f"{price:.2f}",
        "bond_everywhere_long",
        "Stop",
        id="32nds",
    ),
    pytest.param(fills, "fee_of", lambda *_: Decimal(1), "reversal_long", "fee", id="fee"),
    pytest.param(fills, "mark", lambda position, *_: position, "fills_only_long", "mfe", id="extremes"),
    pytest.param(heat, "next_heat", _late_heat, "golden_e_heat_short", "Heat", id="start of heat"),
    pytest.param(
        symbol_state, "with_initial_stop", _stop_of_now, "stop_moved_short", "R-Multiple", id="stop of now"
    ),
    pytest.param(
        order, "role_of", lambda _, order: order.kind, "partly_protected_long", "Stop", id="wrong side"
    ),
    pytest.param(
        Statistics, "sharpe", property(_sample_sharpe), "golden_c_statistics_long", "Sharpe", id="sharpe"
    ),
    pytest.param(statistics, "_run_after", lambda *_: 1, "golden_c_statistics_short", "Streak", id="streak"),
    pytest.param(symbol_state, "_context", _live_context, "reversal_long", "VWAP", id="snapshot"),
    pytest.param(
        panel1,
        "pnl",
        lambda now, base, _: (now.balance - base.balance + 1, None),
        "reversal_short",
        "PnL",
        id="profit",
    ),
]


@pytest.mark.parametrize(("place", "name", "wrong", "tape", "word"), _FAULTS)
def test_a_planted_fault_is_noticed(  # noqa: PLR0913, PLR0917 - a fault, and where it shows
    place: object,
    name: str,
    wrong: object,
    tape: str,
    word: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A program with one wrong rule disagrees with the accountant in the cell of that rule."""
    monkeypatch.setattr(place, name, wrong)
    problems = Player(read_tape(_TAPES / f"{tape}.tape"), tmp_path).play()
    assert any(word in text and "accountant" in text for text in problems), problems


@pytest.mark.timeout(600)
@pytest.mark.slow
@pytest.mark.usefixtures("_quiet")
def test_a_session_that_differs_is_made_simple(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a wrong rule a session is cut down to what shows it, and told as a tape."""
    monkeypatch.setattr(fills, "fee_of", lambda *_: Decimal(1))
    total = play(0, 5)
    assert any("Balance" in text or "fee" in text for text in total.compared.differences)
    assert total.story.count("fill") == 1
    assert total.story.count("\n") < 20
