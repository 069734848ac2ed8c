"""What Panel 1 shows after facts."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from actors.messages import Cell, ConnectionState, Shown
from models.book import Book, TradeMode
from models.timeframe import Timeframe
from tests.ui.builders import (
    NOW,
    REAL,
    SIM1,
    SIM2,
    a_balance,
    a_curve,
    a_display,
    a_gap,
    a_link,
    a_quote,
    a_scope,
    a_tick,
    a_view,
    an_open_equity,
)
from ui.appearance import Appearance
from ui.panel1.presenter import EMPTY_VIEW, appear, choose, hover, present, view_of
from ui.panel1.timeline import EXCHANGE_ZONE
from ui.panel1.view_model import Panel1Facts, Panel1View

UNKNOWN = Cell(text="--", role="dim")
START = view_of(Panel1Facts(zone=ZoneInfo("America/Chicago")))
LINKED = (a_link(), a_scope(), a_tick())


def after(*facts: Shown, view: Panel1View = START) -> Panel1View:
    """Return the view after facts."""
    for fact in facts:
        view = present(view, fact)
    return view


def test_before_any_fact_everything_is_unknown() -> None:
    """Nothing is claimed before the first fact: no mode, no money, no points, and no zero among them."""
    cells = EMPTY_VIEW.cells()
    assert {name: cells[name] for name in ("Mode", "Account", "Balance", "PnL", "Points")} == dict.fromkeys(
        ("Mode", "Account", "Balance", "PnL", "Points"), UNKNOWN
    )
    assert cells["Timeframe"].text == "LIVE"
    assert cells["Connection"] == Cell(text="Starting", role="dim")
    assert cells["Hover"].text == ""


def test_canonical_cells_are_the_contract() -> None:
    """The names of the cells are those of the screen log."""
    assert list(EMPTY_VIEW.cells()) == [
        "Mode", "Account", "Balance", "PnL", "Timeframe", "Connection", "Points", "Hover",
        "Equity",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("mode", "badge"),
    [
        (TradeMode.SIM, Cell(text="SIM", role="info")),
        (TradeMode.LIVE, Cell(text="LIVE · REAL MONEY", role="warning")),
        (TradeMode.DEBUG, Cell(text="DEBUG", role="neutral")),
    ],
)
def test_the_badge_names_the_mode(mode: TradeMode, badge: Cell) -> None:
    """The badge is a word for each mode, and says that LIVE is real money."""
    assert after(a_scope(None, mode=mode)).mode == badge


def test_golden_balance_after_the_opening_fill() -> None:
    """Scenario A, step 1: opening 2 MES costs the fee only, 9,998.76 are shown."""
    view = after(*LINKED, a_curve((3600, "10000"), (10, "9998.76")), a_balance("9998.76"))
    assert view.balance == Cell(text="$9,998.76", role="neutral")
    assert view.pnl == Cell(text="- $1.24 (0.01%)", role="loss")
    assert view.account.text == "Sim1"


@pytest.mark.parametrize(
    ("balance", "pnl"),
    [
        ("11000", Cell(text="+ $1,000.00 (10.00%)", role="profit")),
        ("9500", Cell(text="- $500.00 (5.00%)", role="loss")),
        ("10000", Cell(text="- $0.00 (0.00%)", role="neutral")),
        ("10000.009", Cell(text="- $0.00 (0.00%)", role="neutral")),
    ],
)
def test_pnl_is_counted_from_the_baseline(balance: str, pnl: Cell) -> None:
    """P&L is balance less baseline, coloured by its sign, neutral below one cent."""
    view = after(*LINKED, a_curve((7200, "10000"), (1, balance)), a_balance(balance))
    assert view.pnl == pnl
    assert view.timeframe.role == pnl.role


def test_pnl_with_an_empty_curve_is_neutral() -> None:
    """A known balance without any change yet has changed by nothing."""
    assert after(*LINKED, a_curve(), a_balance("10000")).pnl == Cell(text="- $0.00 (0.00%)", role="neutral")


def test_pnl_waits_for_the_curve() -> None:
    """Between the balance of another account and its curve nobody knows what was won, and nothing says 0."""
    view = after(*LINKED, a_balance("10000"))
    assert (view.balance.text, view.pnl) == ("$10,000.00", Cell(text="--", role="dim"))


def test_percent_of_nothing_is_not_defined() -> None:
    """With a baseline of 0 the amount stands without a percentage."""
    view = after(*LINKED, a_curve((7200, "0"), (1, "50")), a_balance("50"))
    assert view.pnl.text == "+ $50.00 (--)"


@pytest.mark.parametrize("confirmed", [True, False])
def test_an_unknown_balance_is_never_zero(confirmed: bool) -> None:  # noqa: FBT001 - pytest passes it
    """An unknown balance and its P&L are `--`, dim."""
    view = after(*LINKED, a_balance(None, confirmed=confirmed))
    assert (view.balance, view.pnl) == (UNKNOWN, UNKNOWN)


def test_a_stored_live_balance_is_dim_until_confirmed() -> None:
    """A LIVE balance from the database is dim and says as of when, until the broker confirms it."""
    view = after(a_link(), a_scope(REAL), a_balance("31234.56", book=REAL, confirmed=False))
    assert view.balance == Cell(text="$31,234.56", role="dim")
    assert view.balance_tip.startswith("as of 9:30:00 AM, Nov 17, 2026; not confirmed")
    confirmed = after(a_balance("31234.56", book=REAL), view=view)
    assert confirmed.balance == Cell(text="$31,234.56", role="neutral")


@pytest.mark.parametrize("state", [state for state in ConnectionState if state is not ConnectionState.READY])
def test_money_is_stale_while_the_link_is_down(state: ConnectionState) -> None:
    """Without a link balance and P&L keep their values, marked as stale."""
    up = after(*LINKED, a_curve((60, "10000"), (10, "10100")), a_balance("10100"))
    down = after(a_link(state), view=up)
    assert (down.balance.text, down.pnl.text) == (up.balance.text, up.pnl.text)
    assert (down.balance.role, down.pnl.role) == ("stale", "stale")


@pytest.mark.parametrize(
    ("frame", "points"),
    [(Timeframe.LIVE, "1"), (Timeframe.DAY, "2"), (Timeframe.WEEK, "3"), (Timeframe.ALL, "4")],
)
def test_points_are_those_of_the_timeframe(frame: Timeframe, points: str) -> None:
    """Only points inside the timeframe count; the value carried in from before the left edge does not."""
    day = 86_400
    curve = a_curve((60 * day, "1"), (3 * day, "2"), (7200, "3"), (60, "4"))
    view = choose(after(*LINKED, curve, a_balance("4")), frame)
    assert view.points.text == points
    assert view.timeframe.text == frame.value


def test_the_window_reaches_from_its_edge_to_now() -> None:
    """The window starts at the timeframe's edge and ends now, not at the last point."""
    view = after(*LINKED, a_curve((7200, "10000"), (600, "10100")), a_balance("10100"))
    window = view.window
    assert window is not None
    assert window.end == NOW.timestamp()
    assert window.start == (NOW - timedelta(hours=1)).timestamp()
    assert list(window.curve.balances) == [10000.0, 10100.0]
    assert window.baseline == 10000.0


def test_the_window_tells_where_sessions_begin() -> None:
    """Up to a month; in longer windows the lines would be closer than the curve can be read."""
    day = 86_400
    facts = (*LINKED, a_curve((300 * day, "1"), (1, "2")), a_balance("2"))
    counts = {}
    for frame in Timeframe:
        window = choose(after(*facts), frame).window
        assert window is not None
        counts[frame] = len(window.sessions)
        assert all(window.start < opening <= window.end for opening in window.sessions)
    assert counts[Timeframe.LIVE] == counts[Timeframe.YEAR] == counts[Timeframe.ALL] == 0
    assert counts[Timeframe.WEEK] == 4
    assert 20 <= counts[Timeframe.MONTH] <= 23


@pytest.mark.parametrize("frame", Timeframe)
def test_the_end_moves_only_where_it_is_the_present(frame: Timeframe) -> None:
    """Only LIVE and 1D pulse, with a link, where motion is wanted."""
    facts = (a_curve((60, "1"), (1, "2")), a_balance("2"))
    window = choose(after(*LINKED, *facts), frame).window
    assert window is not None
    assert window.moves == (frame in {Timeframe.LIVE, Timeframe.DAY})
    still = appear(choose(after(*LINKED, *facts), frame), Appearance(is_still=True)).window
    assert still is not None
    assert not still.moves
    lost = choose(after(*LINKED, *facts, a_link(ConnectionState.WAITING)), frame).window
    assert lost is not None
    assert not lost.moves


@pytest.mark.parametrize("frame", Timeframe)
@pytest.mark.parametrize(("age_s", "width_s"), [(0, 60), (59, 60), (600, 600)])
def test_a_young_curve_fills_the_chart(frame: Timeframe, age_s: float, width_s: float) -> None:
    """A curve younger than its timeframe starts at the left edge, and is at least a minute wide."""
    view = choose(after(*LINKED, a_curve((age_s, "10000")), a_balance("10000")), frame)
    assert view.window is not None
    assert view.window.end - view.window.start == width_s
    assert view.points.text == "1"


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        ((), "Waiting for the account's equity"),
        ((a_scope(),), "Waiting for the account's equity"),
        ((a_scope(), a_curve()), "No equity yet: the first fill starts the curve"),
        (
            (a_scope(REAL), a_curve(book=REAL)),
            "No equity yet: the broker's first balance starts the curve",
        ),
        ((a_scope(None, mode=TradeMode.LIVE),), "No LIVE account is known yet"),
    ],
)
def test_an_empty_chart_says_why(facts: tuple[Shown, ...], text: str) -> None:
    """Where there is no curve a sentence says what is missing."""
    view = after(*facts)
    assert view.window is None
    assert view.empty_text == text


def test_hover_shows_the_step_value_against_the_same_baseline() -> None:
    """Under the mouse the last value at or before the moment is shown, and leaving restores the present."""
    now = NOW.timestamp()
    up = after(*LINKED, a_curve((7200, "10000"), (1800, "10100"), (600, "9900")), a_balance("9900"))
    over = hover(up, now - 1000)
    assert over.hover == Cell(text="9:13:20 AM", role="neutral")
    assert over.balance.text == "$10,100.00"
    assert over.pnl == Cell(text="+ $100.00 (1.00%)", role="profit")
    assert over.timeframe == up.timeframe
    assert over.window is up.window
    assert hover(over, None).cells() == up.cells()


def test_the_curve_may_show_the_time_of_the_exchange() -> None:
    """Axis and hover follow the setting at once, and after another account is shown."""
    curve = a_curve((1800, "10000"), (600, "10100"))
    there = view_of(Panel1Facts(zone=ZoneInfo("Asia/Tokyo")))
    view = after(*LINKED, curve, a_display(exchange_time=True), view=there)
    assert view.window is not None
    assert view.window.zone is EXCHANGE_ZONE
    assert hover(view, NOW.timestamp() - 600).hover.text == "9:20:00 AM"
    assert hover(after(a_display(), view=view), NOW.timestamp() - 600).hover.text == "12:20:00 AM"
    other = after(a_scope(SIM1, 2), a_curve((60, "1"), epoch=2), view=view)
    assert other.window is not None
    assert other.window.zone is EXCHANGE_ZONE


def test_new_facts_do_not_overwrite_what_is_hovered() -> None:
    """A balance that arrives while the mouse is over the chart waits for the mouse to leave."""
    up = after(*LINKED, a_curve((7200, "10000"), (1800, "10100")), a_balance("10100"))
    over = after(a_balance("12000"), a_tick(1), view=hover(up, NOW.timestamp() - 2000))
    assert over.balance.text == "$10,000.00"
    assert hover(over, None).balance.text == "$12,000.00"


@pytest.mark.parametrize("offset", [-1e9, 1e9])
def test_hover_stays_inside_the_data(offset: float) -> None:
    """A mouse beyond the curve reads its first or its last value."""
    up = after(*LINKED, a_curve((1800, "10100"), (600, "9900")), a_balance("9900"))
    over = hover(up, NOW.timestamp() + offset)
    assert over.mark is not None
    assert over.balance.text == ("$10,100.00" if offset < 0 else "$9,900.00")


def test_switching_timeframe_or_scope_ends_the_hover() -> None:
    """Neither another timeframe nor another book keeps the line of the old one."""
    over = hover(after(*LINKED, a_curve((1800, "1")), a_balance("1")), NOW.timestamp())
    assert over.mark is not None
    assert choose(over, Timeframe.DAY).mark is None
    assert after(a_scope(SIM2, 2), view=over).mark is None


def test_a_scope_change_clears_all_that_belongs_to_the_book() -> None:
    """After a switch the old book's money and curve are gone, the link and the timeframe stay."""
    up = choose(after(*LINKED, a_curve((60, "1")), a_balance("1")), Timeframe.WEEK)
    view = after(a_scope(REAL, 2), view=up)
    assert (view.balance, view.pnl, view.points, view.window) == (UNKNOWN, UNKNOWN, UNKNOWN, None)
    assert view.timeframe.text == "1W"
    assert view.link.cell.text == "Connected"
    assert view.account.text == "120005"


def test_more_known_accounts_in_the_same_epoch_clear_nothing() -> None:
    """The same scope again only brings the list of accounts up to date."""
    up = after(*LINKED, a_balance("10000"))
    again = after(a_scope(), view=up)
    assert again.balance == up.balance


def test_what_does_not_concern_the_panel_changes_nothing() -> None:
    """A price returns the same view, so that nothing is painted."""
    up = after(*LINKED)
    assert present(up, a_quote("6750")) is up


_NOISE = st.lists(
    st.tuples(st.sampled_from([SIM1, SIM2, REAL]), st.integers(0, 6), st.integers(1, 99_999)), max_size=30
)


@given(_NOISE, st.integers(0, 29))
def test_no_interleaving_shows_money_of_another_book(
    noise: list[tuple[Book, int, int]], switch_at: int
) -> None:
    """Whatever other books and epochs send, in any order, the screen shows its own book's last balance."""
    view = after(a_link(), a_scope(SIM1, 1))
    book, epoch, expected = SIM1, 1, UNKNOWN
    for number, (sender, stamp, amount) in enumerate(noise):
        if number == switch_at:
            view, book, epoch, expected = present(view, a_scope(REAL, 3)), REAL, 3, UNKNOWN
        text = f"{amount}.00"
        view = present(view, a_balance(text, book=sender, epoch=stamp))
        if sender == book and stamp == epoch:
            expected = Cell(text=f"${amount:,}.00", role="neutral")
        assert view.balance == expected
        assert view.account.text == book.account


def test_zone_of_the_computer_is_the_default() -> None:
    """Without a zone the times of this computer are shown."""
    facts = replace(START.facts, zone=None)
    view = after(*LINKED, a_curve((60, "1")), a_balance("1"), view=view_of(facts))
    over = hover(view, NOW.timestamp())
    local = NOW.astimezone()
    assert over.hover.text == f"{local.hour % 12 or 12}:{local:%M:%S} {'AM' if local.hour < 12 else 'PM'}"


def test_gaps_of_the_timeframe_reach_the_chart() -> None:
    """They are cut to the window; one that is running ends now."""
    now = NOW.timestamp()
    gaps = a_gap((9000, 7500), (3700, 3500), (600, 300), (60, None))
    window = after(*LINKED, a_curve((7200, "10000")), a_balance("10000"), gaps).window
    assert window is not None
    assert window.gaps == ((now - 3600, now - 3500), (now - 600, now - 300), (now - 60, now))


@pytest.mark.parametrize(
    ("frame", "age", "text"),
    [
        (Timeframe.LIVE, 500, "9:21:40 AM · not connected"),
        (Timeframe.LIVE, 700, "9:18:20 AM"),
        # Snapped to 9:20, which lies before the gap; the mouse does not.
        (Timeframe.DAY, 580, "9:20 AM · not connected"),
        (Timeframe.DAY, 1300, "9:05 AM"),
    ],
)
def test_hover_inside_a_gap_says_so(frame: Timeframe, age: float, text: str) -> None:
    """Nobody knows what happened there."""
    gaps = a_gap((590, 300))
    view = choose(after(*LINKED, a_curve((7200, "10000")), a_balance("10000"), gaps), frame)
    assert hover(view, NOW.timestamp() - age).hover.text == text


def test_gaps_stay_when_another_book_is_shown() -> None:
    """One link carries all accounts."""
    view = after(
        a_link(), a_tick(), a_gap((60, None)), a_scope(REAL, 2), a_curve((600, "1"), book=REAL, epoch=2)
    )
    assert view.window is not None
    assert view.window.gaps == ((NOW.timestamp() - 60, NOW.timestamp()),)


DEPOSIT = a_curve((7200, "10000"), (1800, "15000"), (600, "15300"), flows=((9000, "7"), (1800, "5000")))


def test_deposit_is_no_profit() -> None:
    """It is capital: the percentage counts against it too; before it, nothing of it counts."""
    view = after(*LINKED, DEPOSIT, a_balance("15300"))
    assert view.pnl == Cell(text="+ $300.00 (2.00%)", role="profit")
    assert view.window is not None
    assert view.window.baseline == 15000
    assert hover(view, NOW.timestamp() - 1900).pnl.text == "- $0.00 (0.00%)"
    assert hover(view, NOW.timestamp() - 1700).pnl.text == "- $0.00 (0.00%)"
    assert hover(view, NOW.timestamp() - 500).pnl.text == "+ $300.00 (2.00%)"


def test_deposit_whose_balance_comes_first_is_no_profit_for_a_moment() -> None:
    """P&L follows the curve, with which its flows arrive."""
    before = after(*LINKED, a_curve((7200, "10000")), a_balance("10000"))
    between = after(a_balance("15000"), view=before)
    assert (between.balance.text, between.pnl) == ("$15,000.00", before.pnl)


OPEN = (
    *LINKED,
    a_curve((7200, "10000"), (1800, "9998.76")),
    a_balance("9998.76"),
    an_open_equity(
        (7200, "10000"), (1800, "10010"), (900, None), (600, "9950"), (30, "10028.76"), finished=3
    ),
)


def test_open_view_counts_the_open_profit() -> None:
    """Figures, points and window are those of the other curve, and the view is named."""
    closed = after(*OPEN)
    view = after(a_view(with_open=True), view=closed)
    assert closed.equity == Cell(text="Closed P&L", role="neutral")
    assert closed.pnl.text == "- $1.24 (0.01%)"
    assert view.equity == Cell(text="With open P&L", role="info")
    assert view.balance == Cell(text="$10,028.76", role="neutral")
    assert view.pnl == Cell(text="+ $28.76 (0.29%)", role="profit")
    assert view.points.text == "3"
    assert "balance $9,998.76, open P&L $30.00" in view.balance_tip
    assert view.window is not None
    assert list(view.window.curve.balances) == [10000, 10010, 9950, 10028.76]
    assert view.window.gaps == ((NOW.timestamp() - 900, NOW.timestamp() - 600),)
    assert after(a_view(with_open=False), view=view).cells() == closed.cells()


def test_unknown_open_profit_is_neither_0_nor_the_balance() -> None:
    """The figures are `--`, and the stretch is a gap up to now."""
    view = after(*OPEN, a_view(with_open=True), an_open_equity((7200, "10000"), (60, None)))
    assert (view.balance, view.pnl, view.timeframe.role) == (UNKNOWN, UNKNOWN, "dim")
    assert "open P&L unknown" in view.balance_tip
    assert view.window is not None
    assert view.window.gaps == ((NOW.timestamp() - 60, NOW.timestamp()),)


def test_hover_where_the_open_profit_is_unknown_says_so() -> None:
    """There is no figure for it, and a lost link is the better reason."""
    view = after(*OPEN, a_view(with_open=True))
    over = hover(view, NOW.timestamp() - 700)
    assert over.hover.text == "9:18:20 AM · open P&L unknown"
    assert (over.balance, over.pnl) == (UNKNOWN, UNKNOWN)
    assert hover(view, NOW.timestamp() - 100).balance.text == "$9,950.00"
    lost = hover(after(a_gap((800, 650)), view=view), NOW.timestamp() - 700)
    assert lost.hover.text == "9:18:20 AM · not connected"


def test_chosen_view_stays_when_another_book_is_shown() -> None:
    """The choice is the trader's, the curve the book's."""
    view = after(*OPEN, a_view(with_open=True), a_scope(REAL, 2))
    assert view.equity.text == "With open P&L"
    assert (view.balance, view.points, view.window) == (UNKNOWN, UNKNOWN, None)
    assert after(a_curve((60, "1"), book=REAL, epoch=2), view=view).empty_text == "No open P&L is known yet"
