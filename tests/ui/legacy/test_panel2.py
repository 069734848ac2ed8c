"""The legacy Panel 2 alone."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from msgspec import structs
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from actors.dict_form import PayloadError, from_dict, to_dict
from actors.messages import Cell, ConnectionState, PositionChanged, Shown
from models.book import Symbol, TradeMode
from models.trade import MarketContext
from tests.ui.builders import (
    CONFIRMED,
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
from tests.ui.legacy.damage import NO_FACTS, damaged
from tests.ui.legacy.tape import Tape
from ui.appearance import Appearance
from ui.legacy.panel2 import LegacyPanel2
from ui.panel import PanelName
from ui.theme import theme_of

UNKNOWN = Cell(text="--", role="dim")
LINKED = (a_link(), a_scope(), a_tick())
CONTEXT = MarketContext(vwap=Decimal("6749.00"), cum_delta=Decimal(1234), poc=Decimal("6751.50"))
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
        a_position(
            quantity=-1, entry="6757.00", low="6755.00", high="6758.25", initial_risk="5", context=CONTEXT
        ),
        a_protection("6762.00", "6750.00", 1),
    ),
)


@pytest.fixture
def panel(qtbot: QtBot) -> LegacyPanel2:
    """Return a shown panel that knows nothing."""
    widget = LegacyPanel2()
    qtbot.addWidget(widget)
    widget.resize(740, 260)
    widget.show()
    return widget


def feed(panel: LegacyPanel2, *facts: Shown) -> Mapping[str, Cell]:
    """Let a panel take facts and return its cells."""
    for fact in facts:
        panel.receive(fact)
    return panel.cells()


def label(panel: LegacyPanel2, name: str) -> QLabel:
    """Return a label by its accessible name."""
    return next(each for each in panel.findChildren(QLabel) if each.accessibleName() == name)


def test_nothing_is_known_at_first(panel: LegacyPanel2) -> None:
    """Before any fact all cells are unknown, under the names of the contract."""
    assert (panel.name, panel.generation) == (PanelName.PANEL2, "legacy")
    assert list(panel.cells()) == [
        "Symbol", "Live", "Price", "Heat", "Time", "Target", "Stop", "Planned Risk", "R-Multiple", "Range",
        "MAE", "MFE", "VWAP", "Delta", "POC", "Efficiency", "Pts",
    ]  # fmt: skip
    assert set(panel.cells().values()) == {UNKNOWN}
    assert label(panel, "Remarks").text() == "Waiting for the account's positions"


def test_golden_scenario_a(panel: LegacyPanel2) -> None:
    """Scenario A, step 2: every cell of the long in its documented text and role."""
    cells = feed(panel, *GOLDEN_A)
    assert cells == {
        "Symbol": Cell(text="MES", role="neutral"),
        "Live": Cell(text="6748.00", role="neutral"),
        "Price": Cell(text="2 @ 6750.25", role="profit"),
        "Heat": Cell(text="45s", role="dim"),
        "Time": Cell(text="0s", role="neutral"),
        "Target": Cell(text="6760.25", role="neutral"),
        "Stop": Cell(text="6745.25", role="neutral"),
        "Planned Risk": Cell(text="$52.48", role="loss"),
        "R-Multiple": Cell(text="-0.45 R", role="loss"),
        "Range": Cell(text="+12.25 pt", role="neutral"),
        "MAE": Cell(text="-2.25 pt", role="loss"),
        "MFE": Cell(text="0.00 pt", role="neutral"),
        "VWAP": UNKNOWN,
        "Delta": UNKNOWN,
        "POC": UNKNOWN,
        "Efficiency": UNKNOWN,
        "Pts": Cell(text="-2.25 pt", role="loss"),
    }


def test_golden_scenario_b(panel: LegacyPanel2) -> None:
    """Scenario B: every figure of the short, its dollars in the tooltips, its entry snapshot by side."""
    cells = feed(panel, *GOLDEN_B)
    expected = {
        "Price": Cell(text="1 @ 6757.00", role="loss"),
        "Pts": Cell(text="+1.50 pt", role="profit"),
        "R-Multiple": Cell(text="+0.30 R", role="profit"),
        "Range": Cell(text="+5.50 pt", role="neutral"),
        "MAE": Cell(text="-1.25 pt", role="loss"),
        "MFE": Cell(text="2.00 pt", role="profit"),
        "Efficiency": Cell(text="75%", role="profit"),
        "Planned Risk": Cell(text="$26.24", role="loss"),
        "VWAP": Cell(text="6749.00", role="loss"),
        "Delta": Cell(text="+1,234", role="profit"),
        "POC": Cell(text="6751.50", role="loss"),
    }
    assert {title: cells[title] for title in expected} == expected
    assert panel._frames["MAE"].toolTip() == "Worst open P&L -$6.25\nPrice from snapshot file, 0s old"
    assert panel._frames["MFE"].toolTip() == "Best open P&L $10.00\nPrice from snapshot file, 0s old"


def test_the_labels_show_exactly_the_canonical_cells(panel: LegacyPanel2) -> None:
    """What the screen log says is what the labels show, in the colour of the role."""
    cells = feed(panel, *GOLDEN_B)
    for title, cell in cells.items():
        value = label(panel, "Last price" if title == "Live" else title)
        assert value.text() == value.accessibleDescription() == cell.text
    assert theme_of(TradeMode.SIM).colour("profit") in label(panel, "Pts").styleSheet()
    assert label(panel, "Price label").text() == "Price ▼"


def test_the_cells_stand_in_three_rows_of_five(panel: LegacyPanel2) -> None:
    """The order on the screen is the documented one, from left to right and top to bottom."""
    placed = sorted(panel._frames, key=lambda title: (panel._frames[title].y(), panel._frames[title].x()))
    assert placed == list(panel.cells())[2:]
    assert len({frame.y() for frame in panel._frames.values()}) == 3


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
        (None, Cell(text="0s", role="dim")),
    ],
)
def test_heat_has_four_levels(panel: LegacyPanel2, age_s: float | None, cell: Cell) -> None:
    """Scenario E: dim, amber from 180 s, flashing from 270 s, red and flashing from 300 s."""
    assert feed(panel, *GOLDEN_A, heat(age_s))["Heat"] == cell


def test_a_flash_shows_and_pales_border_and_text(panel: LegacyPanel2) -> None:
    """The first half of a flash is bright with a wide border, the second pale; its end restores both."""
    feed(panel, *GOLDEN_A, heat(300))
    frame, value = panel._frames["Heat"], label(panel, "Heat")
    critical = theme_of(TradeMode.SIM).critical
    bright = frame.styleSheet(), value.styleSheet()
    assert panel._flash_timer.isActive()
    assert f"2px solid {critical}" in bright[0]
    assert critical in bright[1]
    panel._flash_timer.timeout.emit()
    assert "1px solid" in frame.styleSheet()
    assert "35%" in value.styleSheet()
    panel._flash_timer.timeout.emit()
    assert (frame.styleSheet(), value.styleSheet()) == bright
    panel._flash_timer.timeout.emit()
    feed(panel, heat(None))
    assert not panel._flash_timer.isActive()
    assert "35%" not in value.styleSheet()


def test_nothing_flashes_where_nothing_may_move(panel: LegacyPanel2) -> None:
    """The alarm stays an alarm; from whichever half it was in, its cell gets the wide border and keeps it."""
    feed(panel, *GOLDEN_A, heat(300))
    frame = panel._frames["Heat"]
    panel._flash_timer.timeout.emit()
    panel.choose_appearance(Appearance(is_still=True))
    assert not panel._flash_timer.isActive()
    assert panel.cells()["Heat"].flash
    assert f"2px solid {theme_of(TradeMode.SIM).critical}" in frame.styleSheet()
    assert "35%" not in label(panel, "Heat").styleSheet()
    panel.choose_appearance(Appearance())
    assert panel._flash_timer.isActive()


def test_a_flash_takes_the_colour_of_the_next_level(panel: LegacyPanel2) -> None:
    """A flash that turns critical while it runs turns red, border included."""
    feed(panel, *GOLDEN_A, heat(299))
    assert f"2px solid {theme_of(TradeMode.SIM).warning}" in panel._frames["Heat"].styleSheet()
    feed(panel, a_tick(1))
    assert f"2px solid {theme_of(TradeMode.SIM).critical}" in panel._frames["Heat"].styleSheet()


@pytest.mark.parametrize(
    ("last", "near"), [("6746.50", False), ("6746.25", True), ("6745.25", True), ("6740.00", True)]
)
def test_the_stop_alarm_includes_the_far_side(panel: LegacyPanel2, last: str, near: bool) -> None:  # noqa: FBT001 - pytest passes it
    """From one point before the stop on, and beyond it, the stop is red and flashing."""
    cell = feed(panel, *GOLDEN_A, a_quote(last))["Stop"]
    assert cell == Cell(text="6745.25", role="alert" if near else "neutral", flash=near)


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
def test_efficiency_has_three_colours(panel: LegacyPanel2, last: str, text: str, role: str) -> None:
    """Efficiency is green above 60 %, amber from 30 to 60 %, red below, negative allowed, at most 100 %."""
    cells = feed(panel, *LINKED, a_quote(last), holding(a_position(low="6748.00", high="6760.25")))
    assert cells["Efficiency"] == Cell(text=text, role=role)


def test_without_any_price_restored_extremes_are_stale(panel: LegacyPanel2) -> None:
    """Before the first price excursions and a drawdown from before a restart are known, and marked stale."""
    cells = feed(panel, *LINKED, holding(a_position()))
    assert (cells["MAE"], cells["MFE"], cells["Heat"], cells["Pts"]) == (UNKNOWN,) * 4
    cells = feed(panel, holding(a_position(low="6745.00", high="6752.00")), heat(61))
    assert cells["MAE"] == Cell(text="-5.25 pt", role="stale")
    assert cells["MFE"] == Cell(text="1.75 pt", role="stale")
    assert cells["Heat"] == Cell(text="1:01", role="stale")


def test_an_unknown_root_shows_points_but_no_dollars(panel: LegacyPanel2) -> None:
    """A symbol that nobody knows has points, no dollar figure, and no alarm in ticks."""
    odd = Symbol("AAPL")
    position = a_position(entry="100", low="99", high="103", symbol=odd)
    cells = feed(panel, *LINKED, a_quote("98"), holding(position, a_protection("98", None)))
    assert (cells["Planned Risk"], cells["Efficiency"]) == (UNKNOWN, UNKNOWN)
    assert (cells["Pts"].text, cells["Stop"].role) == ("-2.00 pt", "neutral")


def test_fees_that_nobody_saw_are_not_taken_for_zero(panel: LegacyPanel2) -> None:
    """The tooltip tells a sum of all fees from what is known of them."""
    position = a_position(quantity=2)
    feed(panel, a_scope(), a_link(), holding(position))
    assert panel._tips["Price"].splitlines()[1] == "Fees so far $1.24"
    feed(panel, holding(structs.replace(position, executions=())))
    assert panel._tips["Price"].splitlines()[1] == "Fees so far at least $1.24"


def test_stale_prices_keep_values_and_say_their_age(panel: LegacyPanel2) -> None:
    """Scenario H: every price-derived cell keeps its value, as stale, with the age; due alarms flash on."""
    fresh = feed(panel, *GOLDEN_A, a_quote("6746.00"), heat(301))
    stale = feed(panel, a_missed_quote(12))
    assert {title: cell.text for title, cell in stale.items()} == {
        title: cell.text for title, cell in fresh.items()
    }
    # Efficiency is not defined without a profit so far.
    changed = {*PRICE_DERIVED, "Live"} - {"Efficiency"}
    assert {title for title, cell in stale.items() if cell.role == "stale"} == changed
    assert stale["Heat"].flash
    assert stale["Stop"] == Cell(text="6745.25", role="alert", flash=True)
    assert "font-style: italic" in label(panel, "Pts").styleSheet()
    assert "Price is 12s old (from snapshot file): snapshot.csv is gone" in panel._frames["Pts"].toolTip()


@pytest.mark.parametrize(
    "down",
    [
        a_link(ConnectionState.WAITING),
        confirmed(is_so=False),
        holding(
            a_position(low="6748.00", initial_risk="10", confirmed=False),
            a_protection("6745.25", "6760.25"),
        ),
    ],
)
def test_what_only_the_server_knows_goes_dim_without_it(panel: LegacyPanel2, down: Shown) -> None:
    """Without link or confirmation the position's cells are dim, not stale; the clocks run on."""
    feed(panel, *GOLDEN_A)
    cells = feed(panel, down)
    dim = {"Price", "Target", "Stop", "Planned Risk", "R-Multiple", "Range", "MAE", "MFE", "Pts"}
    assert {title for title in dim if cells[title].role == "dim"} == dim
    assert "stale" not in {cell.role for cell in cells.values()}
    assert (cells["Time"].role, cells["Heat"].role) == ("neutral", "dim")


def test_silence_is_never_called_flat(panel: LegacyPanel2) -> None:
    """FLAT needs the server's complete list, and is dim once the link is down."""
    assert feed(panel, a_scope(), a_link(ConnectionState.SYNCING))["Live"] == UNKNOWN
    assert feed(panel, a_link())["Live"] == UNKNOWN
    assert feed(panel, CONFIRMED)["Live"] == Cell(text="FLAT", role="neutral")
    assert feed(panel, a_link(ConnectionState.WAITING))["Live"] == Cell(text="FLAT", role="dim")
    assert feed(panel, confirmed(is_so=False))["Live"] == UNKNOWN


@pytest.mark.parametrize(
    ("last", "fits"), [("8100.30", True), ("8100.31", False), ("5400.20", True), ("5400.19", False)]
)
def test_a_price_of_another_market_is_not_used(panel: LegacyPanel2, last: str, fits: bool) -> None:  # noqa: FBT001 - pytest passes it
    """A price more than 20 % away from the entry leaves every price-derived cell empty."""
    cells = feed(panel, *LINKED, a_quote(last), holding(a_position(low="6748.00", high="6752.00")))
    assert all((cells[title] != UNKNOWN) is fits for title in ("Live", "MAE", "MFE", "Efficiency", "Pts"))
    assert ("wrong chart?" in label(panel, "Remarks").text()) is not fits


@pytest.mark.parametrize("how", ["click", "space"])
def test_the_symbol_cycles_through_positions(qtbot: QtBot, panel: LegacyPanel2, how: str) -> None:
    """The latest opened position comes first; mouse or keyboard show the next one, and come back."""
    older = a_position(symbol=Symbol("MNQZ25"), entry="25000", opened=NOW - timedelta(hours=1))
    feed(panel, *GOLDEN_A, holding(older))
    symbol, seen = label(panel, "Symbol"), [panel.cells()["Symbol"].text]
    for _ in range(2):
        with qtbot.waitSignal(panel.cells_changed):
            if how == "click":
                QTest.mouseClick(symbol, Qt.MouseButton.LeftButton)
            else:
                QTest.keyClick(symbol, Qt.Key.Key_Space)
        seen.append(panel.cells()["Symbol"].text)
    assert seen == ["MES (+1)", "MNQ (+1)", "MES (+1)"]


def test_a_scope_change_clears_all_that_belongs_to_the_book(panel: LegacyPanel2) -> None:
    """After a switch no cell of the old book is left and its late facts change nothing."""
    feed(panel, *GOLDEN_A, heat(310))
    cells = feed(panel, a_scope(REAL, 2), holding(a_position()), heat(310))
    assert cells["Live"] == UNKNOWN
    assert set(cells.values()) == {cells["Live"], UNKNOWN}
    assert theme_of(TradeMode.LIVE).window in panel.styleSheet()
    own = feed(panel, holding(a_position(book=REAL), epoch=2))
    assert own["Live"].text == "6748.00"


def test_a_long_value_is_written_smaller(panel: LegacyPanel2) -> None:
    """In a narrow panel a long value fits into its cell."""
    feed(panel, *LINKED, holding(a_position(quantity=100, entry="126750.25")))
    panel.resize(panel.minimumSizeHint())
    value = label(panel, "Price")
    assert value.text() == "100 @ 126750.25"
    assert value.fontMetrics().horizontalAdvance(value.text()) <= value.width()


def test_a_panel_that_was_filled_unseen_writes_as_large_as_it_can(qtbot: QtBot) -> None:
    """A spare panel gets its facts before its cells have their widths."""
    panel = LegacyPanel2()
    qtbot.addWidget(panel)
    feed(panel, *LINKED, holding(a_position()))
    panel.resize(1100, 300)
    panel.show()
    sizes = {title: label(panel, title).fontInfo().pixelSize() for title in ("Price", "Time")}
    assert label(panel, "Price").text() == "2 @ 6750.25"
    assert sizes["Price"] == sizes["Time"]


def test_both_forms_of_a_payload_show_the_same(qtbot: QtBot) -> None:
    """Typed facts and their dict form lead to equal cells and tooltips."""
    typed, plain = LegacyPanel2(), LegacyPanel2()
    qtbot.addWidget(typed)
    qtbot.addWidget(plain)
    for step in Tape(99).steps(200):
        if isinstance(step, Shown):
            typed.receive(step)
            plain.receive(to_dict(step))
            assert (typed.cells(), typed._tips) == (plain.cells(), plain._tips)
    assert plain.payload_errors == 0


@pytest.mark.parametrize("payload", NO_FACTS)
def test_what_is_no_fact_is_counted(
    panel: LegacyPanel2,
    allow_log: Callable[[str], None],
    payload: Any,  # noqa: ANN401 - anything may arrive
) -> None:
    """An unknown payload changes nothing, does not raise, and is counted."""
    allow_log("panel2 payload refused")
    before = feed(panel, *GOLDEN_A)
    panel.receive(payload)
    assert panel.payload_errors == 1
    assert panel.cells() == before


@pytest.mark.parametrize("number", range(len(GOLDEN_B) + 3))
def test_damaged_payloads_never_raise(
    panel: LegacyPanel2, allow_log: Callable[[str], None], number: int
) -> None:
    """Whatever part of a payload is missing or rubbish, nothing raises; what is refused changes nothing."""
    allow_log("panel2 payload refused")
    facts = (*GOLDEN_B, heat(45), a_missed_quote(), a_scope(REAL, 2))
    feed(panel, *facts[:number])
    data, refused = panel._data, 0
    for payload in damaged(to_dict(facts[number])):
        before, errors = panel.cells(), panel.payload_errors
        panel.receive(payload)
        if panel.payload_errors > errors:
            refused += 1
            assert panel.cells() == before
            assert panel._data is data
        panel._data = data
    assert refused
    assert feed(panel, facts[number])


def test_a_refused_payload_is_refused_by_both(panel: LegacyPanel2, allow_log: Callable[[str], None]) -> None:
    """What the typed form does not accept in a field that is shown, the panel does not take either."""
    allow_log("panel2 payload refused")
    feed(panel, *GOLDEN_A)
    form = to_dict(GOLDEN_A[-2])
    for name, value in (("average_price", "rubbish"), ("quantity", None), ("entry_time", 5), ("low", [])):
        broken = form | {"position": form["position"] | {name: value}}
        with pytest.raises(PayloadError):
            from_dict(broken)
        errors = panel.payload_errors
        panel.receive(broken)
        assert panel.payload_errors == errors + 1


def test_facts_for_others_are_no_errors(panel: LegacyPanel2) -> None:
    """A fact that another panel shows is ignored without being counted."""
    before = feed(panel, *GOLDEN_A)
    assert feed(panel, a_balance("1")) == before
    assert panel.payload_errors == 0


@pytest.mark.slow
def test_scope_changes_leave_nothing_behind(panel: LegacyPanel2) -> None:
    """Three hundred switches create no Qt object that stays."""
    feed(panel, *GOLDEN_A, a_scope(REAL, 2))
    before = len(panel.findChildren(QObject))
    for epoch in range(3, 303):
        book = SIM1 if epoch % 2 else REAL
        feed(panel, a_scope(book, epoch), holding(a_position(book=book), epoch=epoch))
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert len(panel.findChildren(QObject)) == before


def test_texts_of_the_server_are_plain(panel: LegacyPanel2) -> None:
    """No label of the panel takes text for mark-up."""
    assert {each.textFormat() for each in panel.findChildren(QLabel)} == {Qt.TextFormat.PlainText}


def test_time_counts_from_the_entry_on_this_computers_clock(panel: LegacyPanel2) -> None:
    """A clock that was set moves the moment to count from, and not what the server said of the entry."""
    fact = holding(a_position()).fact
    assert isinstance(fact, PositionChanged)
    moved = shown(structs.replace(fact, opened_at=NOW + timedelta(hours=1)))
    assert feed(panel, a_scope(), a_link(), moved, a_tick(3610))["Time"].text == "10s"


def test_a_closed_market_is_not_stale(panel: LegacyPanel2) -> None:
    """While the exchange does not trade the last price is not old; that is said in words, with its age."""
    fresh = feed(panel, *GOLDEN_B)
    assert feed(panel, a_missed_quote(0), a_tick(4 * 86_400))["Live"].role == "stale"
    closed = feed(panel, a_missed_quote(5 - 4 * 86_400))
    assert closed["Live"] == Cell(text="6755.50", role="info")
    assert {title: closed[title].role for title in PRICE_DERIVED} == {
        title: fresh[title].role for title in PRICE_DERIVED
    }
    words = "Market closed. Last price is 5s old (from snapshot file)"
    assert words in label(panel, "Remarks").text()
    assert words in panel._frames["Pts"].toolTip()


def test_the_servers_price_counts_while_it_comes(panel: LegacyPanel2) -> None:
    """What the server sends of the symbol stands before the file; once it is silent the file counts again."""
    cells = feed(panel, *GOLDEN_B, served("9999.00"))
    assert (cells["Live"], cells["Pts"].text) == (Cell(text="9999.00", role="neutral"), "-3242.00 pt")
    assert panel._live_label.toolTip() == "Price from Sierra Chart DTC, 0s old"
    cells = feed(panel, served("9999.00", missed=True, age_s=30))
    assert cells["Live"] == Cell(text="6755.50", role="neutral")
    cells = feed(panel, a_missed_quote(60))
    assert cells["Live"] == Cell(text="9999.00", role="stale")
