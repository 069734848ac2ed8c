"""What Panel 2 shows after facts."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from actors.messages import (
    CalendarSet,
    Cell,
    ConnectionState,
    PositionChanged,
    QuoteMissed,
    Shown,
)
from models.book import Book, Symbol, TradeMode
from models.holidays import CME_CALENDAR
from models.order import NO_PROTECTION
from models.trade import MarketContext
from tests.ui.builders import (
    CONFIRMED,
    MES,
    NOW,
    REAL,
    SIM1,
    a_balance,
    a_link,
    a_missed_quote,
    a_position,
    a_protection,
    a_quote,
    a_scope,
    a_tick,
    confirmed,
    heat,
    holding,
    served,
    shown,
)
from ui.panel2.presenter import EMPTY_VIEW, cycle, present
from ui.panel2.view_model import LABELS, Panel2View

MISSING = QuoteMissed(last_read_at=None, reason="snapshot.csv is gone")
UNKNOWN = Cell(text="--", role="dim")
LINKED = (a_link(), a_scope(), a_tick())
CONTEXT = MarketContext(vwap=Decimal("6749.00"), cum_delta=Decimal(-19), poc=Decimal("6751.50"))
PRICE_DERIVED = ("Heat", "R-Multiple", "Range", "MAE", "MFE", "Efficiency", "Pts")
GOLDEN_A = (
    *LINKED,
    a_quote("6748.00"),
    holding(a_position(low="6748.00", initial_risk="10"), a_protection("6745.25", "6760.25")),
    heat(45),
)
GOLDEN_B = (
    *LINKED,
    a_quote("6755.50"),
    holding(
        a_position(quantity=-1, entry="6757.00", low="6755.00", high="6758.25", initial_risk="5"),
        a_protection("6762.00", "6750.00", 1),
    ),
)


def after(*facts: Shown, view: Panel2View = EMPTY_VIEW) -> Panel2View:
    """Return the view after facts."""
    for fact in facts:
        view = present(view, fact)
    return view


def texts(view: Panel2View) -> Mapping[str, str]:
    """Return the texts of the grid."""
    return {label: cell.text for label, cell in view.grid.items()}


def roles(view: Panel2View) -> Mapping[str, str]:
    """Return the roles of the grid."""
    return {label: cell.role for label, cell in view.grid.items()}


def test_canonical_cells_are_the_contract() -> None:
    """The names of the cells are those of the screen log, with the banner first."""
    assert list(EMPTY_VIEW.cells()) == ["Symbol", "Live", *(label for row in LABELS for label in row)]
    assert set(EMPTY_VIEW.cells().values()) == {UNKNOWN}


def test_golden_scenario_a() -> None:
    """Scenario A, step 2: every cell of the long in its documented text and role."""
    view = after(*GOLDEN_A)
    assert texts(view) == {
        "Price": "2 @ 6750.25",
        "Heat": "45s",
        "Time": "0s",
        "Target": "6760.25",
        "Stop": "6745.25",
        "Planned Risk": "$52.48",
        "R-Multiple": "-0.45 R",
        "Range": "+12.25 pt",
        "MAE": "-2.25 pt",
        "MFE": "0.00 pt",
        "VWAP": "--",
        "Delta": "--",
        "POC": "--",
        "Efficiency": "--",
        "Pts": "-2.25 pt",
    }
    assert roles(view) == {
        "Price": "profit",
        "Heat": "dim",
        "Time": "neutral",
        "Target": "neutral",
        "Stop": "neutral",
        "Planned Risk": "loss",
        "R-Multiple": "loss",
        "Range": "neutral",
        "MAE": "loss",
        "MFE": "neutral",
        "VWAP": "dim",
        "Delta": "dim",
        "POC": "dim",
        "Efficiency": "dim",
        "Pts": "loss",
    }
    assert (view.symbol.text, view.live) == ("MES", Cell(text="6748.00", role="neutral"))
    assert view.marks["Price"].arrow == 1
    assert view.notes == ()


def test_golden_scenario_b() -> None:
    """Scenario B: every figure of the short."""
    view = after(*GOLDEN_B)
    expected = {
        "Price": Cell(text="1 @ 6757.00", role="loss"),
        "Pts": Cell(text="+1.50 pt", role="profit"),
        "R-Multiple": Cell(text="+0.30 R", role="profit"),
        "Range": Cell(text="+5.50 pt", role="neutral"),
        "MAE": Cell(text="-1.25 pt", role="loss"),
        "MFE": Cell(text="2.00 pt", role="profit"),
        "Efficiency": Cell(text="75%", role="profit"),
        "Planned Risk": Cell(text="$26.24", role="loss"),
    }
    assert {label: view.grid[label] for label in expected} == expected
    source = "Price from snapshot file, 0s old"
    assert view.tips["MAE"] == f"Worst open P&L -$6.25\n{source}"
    assert view.tips["MFE"] == f"Best open P&L $10.00\n{source}"
    assert all(view.tips[label].endswith(source) for label in (*PRICE_DERIVED, "Live"))
    assert view.marks["Price"].arrow == -1


def test_flat_shows_dashes_everywhere() -> None:
    """Going flat empties all 15 cells, stops all flashing and shows FLAT."""
    view = after(*GOLDEN_A, CONFIRMED, heat(400), holding(None))
    assert set(view.grid.values()) == {UNKNOWN}
    assert (view.symbol, view.live) == (UNKNOWN, Cell(text="FLAT", role="neutral"))
    assert view.marks == {}


def test_a_new_position_does_not_inherit_the_heat_of_the_closed_one() -> None:
    """The drawdown of a closed trade is gone when the symbol is traded again."""
    view = after(*GOLDEN_A, heat(400), holding(None), holding(a_position()))
    assert view.grid["Heat"] == Cell(text="0s", role="dim")


@pytest.mark.parametrize(
    ("facts", "note"),
    [
        ((), "Waiting for the account's positions"),
        ((a_scope(),), "Waiting for the account's positions"),
        ((a_scope(), a_link(ConnectionState.CONNECTING)), "Waiting for the account's positions"),
        ((a_scope(), a_link(ConnectionState.SYNCING)), "Waiting for the account's positions"),
        (
            (*LINKED, confirmed(is_so=False)),
            "Waiting for the account's positions",
        ),
        ((a_link(), a_scope(None, mode=TradeMode.LIVE)), "No LIVE account is known yet"),
    ],
)
def test_silence_is_never_called_flat(facts: tuple[Shown, ...], note: str) -> None:
    """Before the server has told the positions the banner is `--` and says what it waits for."""
    view = after(*facts)
    assert view.live == UNKNOWN
    assert view.notes == (note,)


@pytest.mark.parametrize(
    "facts",
    [
        (*LINKED, CONFIRMED),
        (a_scope(), CONFIRMED, a_link(ConnectionState.SYNCING), a_link()),
        (*LINKED, holding(a_position()), CONFIRMED, holding(None)),
    ],
)
def test_no_position_of_a_confirmed_book_is_flat(facts: tuple[Shown, ...]) -> None:
    """A complete list without a position of the book means flat."""
    assert after(*facts).live == Cell(text="FLAT", role="neutral")


def test_flat_is_dim_once_the_link_is_down() -> None:
    """FLAT as last heard keeps its word and loses its colour."""
    view = after(*LINKED, CONFIRMED, a_link(ConnectionState.WAITING))
    assert view.live == Cell(text="FLAT", role="dim")
    assert view.notes == ("The link to Sierra Chart is down: flat when it was last heard",)


@pytest.mark.parametrize(
    ("without", "empty"),
    [
        (a_protection("6745.25", None), ["Target", "Range"]),
        (a_protection(None, "6760.25"), ["Stop", "Planned Risk"]),
        (NO_PROTECTION, ["Target", "Range", "Stop", "Planned Risk"]),
    ],
)
def test_cells_without_their_order_are_empty(without: object, empty: list[str]) -> None:
    """No target empties Target and Range, no stop empties Stop and Planned Risk."""
    position = a_position(low="6748", high="6752", initial_risk="10", context=CONTEXT)
    view = after(*LINKED, a_quote("6748.00"), holding(position, without))  # type: ignore[arg-type]  # parametrised
    assert [label for label, cell in view.grid.items() if cell == UNKNOWN] == sorted(
        empty, key=[label for row in LABELS for label in row].index
    )


def test_cells_without_a_price_are_empty() -> None:
    """Before the first price everything that needs one is `--`; what does not is shown."""
    view = after(*LINKED, holding(a_position(initial_risk="10"), a_protection("6745.25", "6760.25")))
    empty = [label for label, cell in view.grid.items() if cell == UNKNOWN]
    assert empty == [
        "Heat", "R-Multiple", "Range", "MAE", "MFE", "VWAP", "Delta", "POC", "Efficiency", "Pts",
    ]  # fmt: skip
    assert view.live == UNKNOWN
    assert view.notes == ("No price yet from the snapshot file",)


def test_restored_extremes_and_heat_are_shown_without_a_price() -> None:
    """After a restart excursions and drawdown are known before the first price, and marked stale."""
    view = after(*LINKED, holding(a_position(low="6745.00", high="6752.00")), heat(61))
    assert view.grid["MAE"] == Cell(text="-5.25 pt", role="stale")
    assert view.grid["MFE"] == Cell(text="1.75 pt", role="stale")
    assert view.grid["Heat"] == Cell(text="1:01", role="stale")


def test_no_initial_stop_means_no_multiple() -> None:
    """Without an initial risk R is not defined, whatever the current stop."""
    view = after(*LINKED, a_quote("6748"), holding(a_position(), a_protection("6745.25", None)))
    assert view.grid["R-Multiple"] == UNKNOWN


def test_an_unknown_root_shows_points_but_no_dollars() -> None:
    """A symbol that nobody knows has points, and no dollar figure."""
    odd = Symbol("AAPL")
    position = a_position(entry="100", low="99", high="103", symbol=odd)
    view = after(*LINKED, a_quote("102"), holding(position, a_protection("98", None)))
    assert view.grid["Planned Risk"] == UNKNOWN
    assert view.grid["Efficiency"] == UNKNOWN
    assert view.grid["Pts"].text.startswith("+2")


@pytest.mark.parametrize(
    ("quantity", "vwap", "role"),
    [
        (1, "6750.25", "profit"),
        (1, "6750.50", "loss"),
        (-1, "6750.50", "profit"),
        (-1, "6750.25", "loss"),
    ],
)
def test_entry_levels_are_good_on_the_right_side(quantity: int, vwap: str, role: str) -> None:
    """A long is good at or above VWAP and POC of the entry, a short only below them."""
    context = MarketContext(vwap=Decimal(vwap), cum_delta=Decimal(0), poc=Decimal(vwap), late=True)
    view = after(*LINKED, a_quote("6750"), holding(a_position(quantity=quantity, context=context)))
    assert view.grid["VWAP"] == view.grid["POC"] == Cell(text=vwap, role=role)
    assert view.grid["Delta"] == Cell(text="0", role="neutral")
    assert "captured late" in view.tips["VWAP"]


@pytest.mark.parametrize(
    ("last", "text", "role"),
    [
        ("6757.75", "75%", "profit"),
        ("6756.25", "60%", "warning"),
        ("6753.25", "30%", "warning"),
        ("6753.00", "28%", "loss"),
        ("6748.25", "-20%", "loss"),
        ("6761.25", "100%", "profit"),
    ],
)
def test_efficiency_has_three_colours(last: str, text: str, role: str) -> None:
    """Efficiency is green above 60 %, amber from 30 to 60 %, red below, negative allowed, at most 100 %."""
    view = after(*LINKED, a_quote(last), holding(a_position(low="6748.00", high="6760.25")))
    assert view.grid["Efficiency"] == Cell(text=text, role=role)


@pytest.mark.parametrize(
    ("age_s", "cell"),
    [
        (0, Cell(text="0s", role="dim")),
        (179, Cell(text="2:59", role="dim")),
        (180, Cell(text="3:00", role="warning")),
        (269, Cell(text="4:29", role="warning")),
        (270, Cell(text="4:30", role="warning", flash=True)),
        (299, Cell(text="4:59", role="warning", flash=True)),
        (300, Cell(text="5:00", role="critical", flash=True)),
    ],
)
def test_heat_has_four_levels(age_s: float, cell: Cell) -> None:
    """Scenario E: dim, amber from 180 s, flashing from 270 s, red and flashing from 300 s."""
    assert after(*GOLDEN_A, heat(age_s)).grid["Heat"] == cell


def test_heat_ends_at_once() -> None:
    """Scenario E: a price back at the entry shows `0s`, dim, without flash."""
    assert after(*GOLDEN_A, heat(310), heat(None)).grid["Heat"] == Cell(text="0s", role="dim")


def test_clocks_run_on_ticks_alone() -> None:
    """Scenario H: without any price Time and Heat go on with the clock."""
    view = after(*GOLDEN_A, a_missed_quote(), a_tick(80))
    assert (view.grid["Time"].text, view.grid["Heat"].text) == ("1:20", "2:05")
    assert view.grid["Time"].role == "neutral"


@pytest.mark.parametrize(
    ("last", "near"), [("6746.50", False), ("6746.25", True), ("6745.25", True), ("6740.00", True)]
)
def test_the_stop_alarm_includes_the_far_side(last: str, near: bool) -> None:  # noqa: FBT001 - pytest passes it
    """From one point before the stop on, and beyond it, the stop is red and flashing."""
    cell = after(*GOLDEN_A, a_quote(last)).grid["Stop"]
    assert cell == Cell(text="6745.25", role="alert" if near else "neutral", flash=near)


def test_stale_prices_keep_values_and_say_their_age() -> None:
    """Scenario H: after missed polls every price-derived cell keeps its value, as stale, with the age."""
    fresh = after(*GOLDEN_B, heat(20))
    stale = after(a_missed_quote(12), view=fresh)
    assert texts(stale) == texts(fresh)
    assert {label for label, role in roles(stale).items() if role == "stale"} == set(PRICE_DERIVED)
    assert stale.live == Cell(text="6755.50", role="stale")
    words = "Price is 12s old (from snapshot file): snapshot.csv is gone"
    assert all(words in stale.tips[label] for label in PRICE_DERIVED)
    assert stale.notes == (words,)
    assert roles(after(a_quote("6755.50"), view=stale)) == roles(fresh)


def test_a_due_alarm_goes_on_flashing_with_stale_prices() -> None:
    """Old prices take an alarm's colour of certainty, never its flash; the stop alarm stays red."""
    view = after(*GOLDEN_A, heat(301), a_quote("6746.00"), a_missed_quote())
    assert view.grid["Heat"] == Cell(text="5:01", role="stale", flash=True)
    assert view.grid["Stop"] == Cell(text="6745.25", role="alert", flash=True)


@pytest.mark.parametrize("down", [a_link(ConnectionState.WAITING), confirmed(is_so=False)])
def test_position_cells_are_dim_while_the_server_is_silent(down: Shown) -> None:
    """What only the server knows keeps its value, dim and not stale, and says why; the clocks run on."""
    up = after(*GOLDEN_A)
    view = after(down, view=up)
    assert texts(view) == texts(up)
    assert {roles(view)[label] for label in ("Price", "Target", "Stop", "Planned Risk", "Pts")} == {"dim"}
    down_words = "The link to Sierra Chart is down"
    assert all(down_words in view.tips[label] for label in ("Price", "Target", "Stop", "Planned Risk", "Pts"))
    assert view.live == Cell(text="6748.00", role="neutral")
    assert view.grid["Time"].role == "neutral"


def test_an_unconfirmed_position_is_dim() -> None:
    """A restored position that the server has not confirmed says so."""
    view = after(*LINKED, a_quote("6750"), holding(a_position(confirmed=False)))
    assert view.grid["Price"] == Cell(text="2 @ 6750.25", role="dim")
    assert view.notes == ("Position not confirmed by the server yet", "No stop")


@pytest.mark.parametrize(
    ("last", "fits"), [("8100.30", True), ("8100.31", False), ("5400.20", True), ("5400.19", False)]
)
def test_a_price_of_another_market_is_not_used(last: str, fits: bool) -> None:  # noqa: FBT001 - pytest passes it
    """A price more than 20 % away from the entry leaves every price-derived cell empty."""
    view = after(*LINKED, a_quote(last), holding(a_position(low="6748.00", high="6752.00")))
    assert (view.live != UNKNOWN) is fits
    assert all((view.grid[label] != UNKNOWN) is fits for label in ("MAE", "MFE", "Efficiency", "Pts"))
    assert any("wrong chart?" in note for note in view.notes) is not fits


def test_a_stop_that_covers_too_little_is_noted() -> None:
    """A stop for one of two contracts says partly protected."""
    view = after(*LINKED, a_quote("6750"), holding(a_position(), a_protection("6745.25", None, covered=1)))
    assert view.notes == ("Partly protected: the stop covers 1 of 2 contracts",)
    assert view.tips["Stop"].startswith("Working stop orders cover 1 of 2 contracts\n")


def test_several_positions_show_the_latest_and_cycle() -> None:
    """The latest opened position is shown with the number of others; a click shows the next one."""
    older = a_position(symbol=Symbol("MNQZ25"), entry="25000", opened=NOW - timedelta(hours=1))
    view = after(*LINKED, a_quote("6750"), holding(older), holding(a_position()))
    assert view.symbol.text == "MES (+1)"
    second = cycle(view)
    assert second.symbol.text == "MNQ (+1)"
    assert cycle(second).symbol.text == "MES (+1)"
    assert after(holding(None, symbol=Symbol("MNQZ25")), view=second).symbol.text == "MES"


def test_cycling_without_a_position_changes_nothing() -> None:
    """With nothing open a click on the symbol returns the same view."""
    view = after(*LINKED)
    assert cycle(view) is view


def test_a_scope_change_clears_all_that_belongs_to_the_book() -> None:
    """After a switch no cell of the old book is left, while link, price and clock stay."""
    view = after(a_scope(REAL, 2), view=after(*GOLDEN_A, CONFIRMED, heat(310)))
    assert set(view.grid.values()) == {UNKNOWN}
    assert view.live == UNKNOWN
    own = after(holding(a_position(book=REAL), epoch=2), view=view)
    assert own.live.text == "6748.00"


def test_what_does_not_concern_the_panel_changes_nothing() -> None:
    """A balance returns the same view, so that nothing is painted."""
    view = after(*LINKED)
    assert present(view, a_balance("1")) is view
    assert present(view, a_scope()) is view


_NOISE = st.lists(
    st.tuples(st.sampled_from([SIM1, REAL]), st.integers(0, 4), st.integers(-3, 3)), max_size=30
)


@given(_NOISE, st.integers(0, 29))
def test_no_interleaving_shows_a_position_of_another_book(
    noise: list[tuple[Book, int, int]], switch_at: int
) -> None:
    """Whatever other books and epochs send, in any order, only the shown book's own position is shown."""
    view = after(a_link(), a_scope(SIM1, 1), a_tick())
    book, epoch, expected = SIM1, 1, "--"
    for number, (sender, stamp, quantity) in enumerate(noise):
        if number == switch_at:
            view, book, epoch, expected = present(view, a_scope(REAL, 3)), REAL, 3, "--"
        position = a_position(quantity=quantity, book=sender) if quantity else None
        view = present(view, holding(position, book=sender, symbol=MES, epoch=stamp))
        if (sender, stamp) == (book, epoch):
            expected = f"{abs(quantity)} @ 6750.25" if quantity else "--"
        assert view.grid["Price"].text == expected


def test_time_counts_from_the_entry_on_this_computers_clock() -> None:
    """A clock that was set moves the moment to count from, and not what the server said of the entry."""
    fact = holding(a_position()).fact
    assert isinstance(fact, PositionChanged)
    moved = shown(structs.replace(fact, opened_at=NOW + timedelta(hours=1)))
    assert after(a_scope(), a_link(), moved, a_tick(3610)).grid["Time"].text == "10s"


SATURDAY_S = 4 * 86_400.0
HALT_S = 6 * 3600.0 + 45 * 60
"""From `NOW`, half past nine on a Tuesday in Chicago."""


@pytest.mark.parametrize("closed_s", [SATURDAY_S, HALT_S])
def test_a_closed_market_is_not_stale(closed_s: float) -> None:
    """While the exchange does not trade the last price is not old; that is said in words, with its age."""
    fresh = after(*GOLDEN_B)
    closed = after(a_missed_quote(5 - closed_s), a_tick(closed_s), view=fresh)
    assert closed.live == Cell(text="6755.50", role="info")
    assert roles(closed) == roles(fresh)
    (note,) = (note for note in closed.notes if "Market closed" in note)
    assert note.endswith("Last price is 5s old (from snapshot file)")
    assert note in closed.tips["Pts"]
    assert "stale" not in roles(closed).values()


def test_holidays_of_the_settings_close_the_market() -> None:
    """A day that the settings call closed makes no price stale."""
    today = shown(CalendarSet(calendar=CME_CALENDAR.with_days({"2026-11-17": "closed"})))
    stale = after(*GOLDEN_B, a_missed_quote())
    assert stale.live.role == "stale"
    long_silent = after(*GOLDEN_B, a_missed_quote(), a_tick(SATURDAY_S))
    assert long_silent.live.role == "stale"
    assert after(today, view=stale).live.role == "info"


def test_without_any_price_a_closed_market_says_so() -> None:
    """No price is no price, and that none can come is said too."""
    view = after(*LINKED, holding(a_position()), shown(MISSING), a_tick(SATURDAY_S))
    assert view.live == UNKNOWN
    assert "Market closed. No price: snapshot.csv is gone" in view.notes


def test_the_servers_price_counts_while_it_comes() -> None:
    """What the server sends of the symbol stands before the file, without a comparison with the entry."""
    view = after(*GOLDEN_B, served("9999.00"))
    assert view.live == Cell(text="9999.00", role="neutral")
    assert view.tips["Live"] == "Price from Sierra Chart DTC, 0s old"
    assert view.grid["Pts"].text == "-3242.00 pt"
    other = after(*GOLDEN_B, served("6750.00", symbol=Symbol("GCZ26")))
    assert other.live.text == "6755.50"


def test_the_file_counts_once_the_server_is_silent() -> None:
    """A fresh file stands before an old price of the server; of two old ones the newer counts."""
    silent = after(*GOLDEN_B, served("6751.00", missed=True, age_s=30))
    assert silent.live == Cell(text="6755.50", role="neutral")
    both = after(a_missed_quote(12), view=silent)
    assert both.live == Cell(text="6755.50", role="stale")
    older = after(a_missed_quote(60), view=silent)
    assert older.live == Cell(text="6751.00", role="stale")
    assert older.tips["Live"] == "Price is 30s old (from Sierra Chart DTC): Sierra Chart sends nothing"
    assert older.grid["Pts"].role == "stale"


def test_stale_stands_before_disconnected() -> None:
    """An old price is the worse of both, and both are said."""
    view = after(*GOLDEN_B, a_missed_quote(), a_link(ConnectionState.WAITING))
    assert (view.grid["Pts"].role, view.grid["Price"].role) == ("stale", "dim")
    assert "Price is 12s old" in view.tips["Pts"]
    assert "The link to Sierra Chart is down" in view.tips["Pts"]


def test_figures_of_another_market_are_no_context() -> None:
    """What the file says now belongs to no tooltip of a position in another market."""
    view = after(*LINKED, a_quote("2.5"), holding(a_position(context=CONTEXT)))
    assert view.tips["VWAP"] == "VWAP at the entry"
