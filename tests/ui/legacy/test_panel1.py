"""The legacy Panel 1 alone."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QAction, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from pytestqt.qtbot import QtBot

from actors.dict_form import to_dict
from actors.messages import (
    Cell,
    ConnectionChanged,
    ConnectionState,
    LinkHeard,
    ScopeChanged,
    ShowBook,
    ShowMode,
    Shown,
    SwitchEquityView,
)
from models.book import Book, TradeAccount, TradeMode
from models.holidays import CME_CALENDAR
from models.timeframe import Timeframe
from tests.ui.builders import (
    NOW,
    REAL,
    SIM1,
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
    shown,
)
from tests.ui.legacy.damage import NO_FACTS, damaged
from tests.ui.legacy.tape import Tape
from ui.legacy.panel1 import LegacyPanel1
from ui.panel import PanelName
from ui.theme import theme_of

NEWCOMER = TradeAccount("a & b")
UNKNOWN = Cell(text="--", role="dim")
SESSION = (
    a_link(),
    a_scope(),
    a_tick(),
    a_curve((7200, "10000"), (1800, "10100"), (600, "9900")),
    a_balance("9900"),
)


@pytest.fixture
def panel(qtbot: QtBot) -> LegacyPanel1:
    """Return a shown panel that knows nothing."""
    widget = LegacyPanel1()
    qtbot.addWidget(widget)
    widget.resize(740, 300)
    widget.show()
    return widget


def feed(panel: LegacyPanel1, *facts: Shown) -> Mapping[str, Cell]:
    """Let a panel take facts and return its cells."""
    for fact in facts:
        panel.receive(fact)
    return panel.cells()


def label(panel: LegacyPanel1, name: str) -> QLabel:
    """Return a label by its accessible name."""
    return next(each for each in panel.findChildren(QLabel) if each.accessibleName() == name)


def actions_of(panel: LegacyPanel1) -> dict[str, QAction]:
    """Return what the account menu offers, by its text."""
    return {action.text(): action for action in panel._menu.actions() if not action.isSeparator()}


def drawn_texts(panel: LegacyPanel1) -> tuple[str, bool]:
    """Return the text over the hover line, and whether it is visible."""
    return panel._hover_text.toPlainText(), panel._hover_text.isVisible()


def test_nothing_is_known_at_first(panel: LegacyPanel1) -> None:
    """Before any fact all cells are unknown, under the names of the contract."""
    assert (panel.name, panel.generation) == (PanelName.PANEL1, "legacy")
    assert panel.cells() == {
        "Mode": UNKNOWN,
        "Account": UNKNOWN,
        "Balance": UNKNOWN,
        "PnL": UNKNOWN,
        "Timeframe": Cell(text="LIVE", role="dim"),
        "Connection": Cell(text="Starting", role="dim"),
        "Points": UNKNOWN,
        "Hover": Cell(text="", role="dim"),
        "Equity": Cell(text="Closed P&L", role="neutral"),
    }
    assert label(panel, "Equity curve is empty").text() == "Waiting for the account's equity"


def test_a_session_is_shown(panel: LegacyPanel1) -> None:
    """Balance, P&L against the balance an hour ago, and the points of that hour."""
    cells = feed(panel, *SESSION)
    assert cells == {
        "Mode": Cell(text="SIM", role="info"),
        "Account": Cell(text="Sim1", role="neutral"),
        "Balance": Cell(text="$9,900.00", role="neutral"),
        "PnL": Cell(text="- $100.00 (1.00%)", role="loss"),
        "Timeframe": Cell(text="LIVE", role="loss"),
        "Connection": Cell(text="Connected", role="neutral"),
        "Points": Cell(text="2", role="dim"),
        "Hover": Cell(text="", role="dim"),
        "Equity": Cell(text="Closed P&L", role="neutral"),
    }


def test_the_labels_show_exactly_the_canonical_cells(panel: LegacyPanel1) -> None:
    """What the screen log says is what the labels show, in the colour of the role."""
    cells = feed(panel, *SESSION)
    names = {"PnL": "Profit and loss"}
    for name in ("Mode", "Balance", "PnL", "Connection", "Points"):
        assert label(panel, names.get(name, name)).text() == cells[name].text
    assert panel._account_button.text() == cells["Account"].text
    assert [pill.text() for pill in panel.findChildren(QAbstractButton) if pill.isChecked()] == ["LIVE"]
    assert theme_of(TradeMode.SIM).colour("loss") in label(panel, "Profit and loss").styleSheet()
    assert label(panel, "Sign of profit and loss").text() == "▼"
    assert {each.textFormat() for each in panel.findChildren(QLabel)} == {Qt.TextFormat.PlainText}


@pytest.mark.parametrize(
    ("balance", "base", "text", "role"),
    [
        ("11000", "10000", "+ $1,000.00 (10.00%)", "profit"),
        ("9500", "10000", "- $500.00 (5.00%)", "loss"),
        ("10000", "10000", "- $0.00 (0.00%)", "neutral"),
        ("10000.009", "10000", "- $0.00 (0.00%)", "neutral"),
        ("9999.991", "10000", "- $0.00 (0.00%)", "neutral"),
        ("10000.01", "10000", "+ $0.01 (0.00%)", "profit"),
        ("250", "0", "+ $250.00 (--)", "profit"),
        ("-500.25", "-1000", "+ $499.75 (49.98%)", "profit"),
    ],
)
def test_profit_reads_as_documented(
    panel: LegacyPanel1, balance: str, base: str, text: str, role: str
) -> None:
    """Sign, dollars and percent; less than a cent is nothing; no percent of a zero."""
    cells = feed(panel, *SESSION, a_curve((7200, base), (1, balance)), a_balance(balance))
    assert cells["PnL"] == Cell(text=text, role=role)


DEPOSIT = a_curve((7200, "10000"), (1800, "15000"), (600, "15300"), flows=((9000, "7"), (1800, "5000")))


def test_deposit_is_no_profit(panel: LegacyPanel1) -> None:
    """It is capital: the percentage counts against it too; before it, nothing of it counts."""
    cells = feed(panel, *SESSION, DEPOSIT, a_balance("15300"))
    assert cells["PnL"] == Cell(text="+ $300.00 (2.00%)", role="profit")
    assert panel._base_item.value() == 15000
    for age, text in ((1900, "- $0.00 (0.00%)"), (1700, "- $0.00 (0.00%)"), (500, "+ $300.00 (2.00%)")):
        panel._hover(NOW.timestamp() - age)
        assert panel.cells()["PnL"].text == text


def test_an_unknown_balance_is_not_zero(panel: LegacyPanel1) -> None:
    """Without a balance there is no P&L; with one and an empty curve the P&L is nothing."""
    cells = feed(panel, a_link(), a_scope(), a_balance(None), a_curve())
    assert (cells["Balance"], cells["PnL"], cells["Points"].text) == (UNKNOWN, UNKNOWN, "0")
    assert label(panel, "Equity curve is empty").text() == "No equity yet: the first fill starts the curve"
    assert feed(panel, a_balance("10000"))["PnL"] == Cell(text="- $0.00 (0.00%)", role="neutral")


def test_pnl_waits_for_the_curve(panel: LegacyPanel1) -> None:
    """Between the balance of another account and its curve nobody knows what was won, and nothing says 0."""
    cells = feed(panel, a_link(), a_scope(), a_balance("10000"))
    assert (cells["Balance"].text, cells["PnL"]) == ("$10,000.00", UNKNOWN)


def test_money_is_stale_without_a_link(panel: LegacyPanel1) -> None:
    """Balance and P&L keep their values and lose their certainty; unconfirmed balances are dim."""
    assert feed(panel, *SESSION, a_balance("9900", confirmed=False))["Balance"].role == "dim"
    cells = feed(panel, a_link(ConnectionState.WAITING))
    assert cells["Balance"] == Cell(text="$9,900.00", role="stale")
    assert cells["PnL"] == Cell(text="- $100.00 (1.00%)", role="stale")
    assert "font-style: italic" in label(panel, "Balance").styleSheet()
    assert "not confirmed by the broker" in label(panel, "Balance").toolTip()


@pytest.mark.parametrize(
    ("now", "timeframe", "start"),
    [
        # A Tuesday: the session opened at 17:00 in Chicago on Monday, 23:00 UTC in winter.
        ("2026-11-17T15:30", Timeframe.DAY, "2026-11-16T23:00"),
        ("2026-11-17T15:30", Timeframe.LIVE, "2026-11-17T14:30"),
        ("2026-11-17T15:30", Timeframe.ALL, "2026-01-05T12:00"),
        ("2026-11-17T15:30", Timeframe.WEEK, "2026-11-10T23:00"),
        ("2026-11-17T15:30", Timeframe.MONTH, "2026-10-18T22:00"),
        ("2026-11-17T15:30", Timeframe.QUARTER, "2026-08-16T22:00"),
        ("2026-11-17T15:30", Timeframe.YEAR, "2026-01-01T23:00"),
        # One second before and at the roll.
        ("2026-11-17T22:59:59", Timeframe.DAY, "2026-11-16T23:00"),
        ("2026-11-17T23:00", Timeframe.DAY, "2026-11-17T23:00"),
        # On a Saturday since Friday's roll, on a Monday since Sunday's.
        ("2026-11-21T12:00", Timeframe.DAY, "2026-11-20T23:00"),
        ("2026-11-23T12:00", Timeframe.DAY, "2026-11-22T23:00"),
        # Thanksgiving has no trade date: Friday's session opened before it.
        ("2026-11-27T12:00", Timeframe.DAY, "2026-11-25T23:00"),
        # A holiday that trades on a Friday belongs to Monday, one that does not is no session at all.
        ("2026-06-22T12:00", Timeframe.DAY, "2026-06-18T22:00"),
        ("2026-04-06T12:00", Timeframe.DAY, "2026-04-05T22:00"),
        # Summer time ends on a Sunday, before the session opens.
        ("2026-11-02T12:00", Timeframe.DAY, "2026-11-01T23:00"),
        ("2026-10-30T12:00", Timeframe.DAY, "2026-10-29T22:00"),
        # A month back from the 31st of May is the 30th of April.
        ("2026-05-29T12:00", Timeframe.MONTH, "2026-04-28T22:00"),
        ("2024-05-31T12:00", Timeframe.QUARTER, "2024-02-28T23:00"),
    ],
)
def test_timeframes_begin_with_sessions(
    panel: LegacyPanel1, now: str, timeframe: Timeframe, start: str
) -> None:
    """The left edges are the exchange's sessions, through holidays and both changes of the clock."""
    first = datetime(2026, 1, 5, 12, tzinfo=UTC)
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert panel._window_start(timeframe, at, first, CME_CALENDAR) == datetime.fromisoformat(start).replace(
        tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("state", "silence_s", "words"),
    [
        (ConnectionState.READY, 12, Cell(text="Connected", role="neutral")),
        (ConnectionState.READY, 25, Cell(text="Silent for 25s", role="warning")),
        (ConnectionState.READY, 180, Cell(text="Silent for 3m", role="alert")),
        (ConnectionState.SYNCING, 1, Cell(text="Synchronising", role="info")),
        (ConnectionState.CONNECTING, 1, Cell(text="Connecting", role="info")),
        (ConnectionState.REFUSED, 7200, Cell(text="Refused, last news 2h ago", role="alert")),
        (ConnectionState.WAITING, 5, Cell(text="Disconnected, last news 5s ago, retry in 4s", role="alert")),
    ],
)
def test_the_link_is_told_in_words(
    panel: LegacyPanel1, state: ConnectionState, silence_s: float, words: Cell
) -> None:
    """State, silence in heartbeats and the next attempt read as words; the icon's tooltip has the rest."""
    retry_at = NOW + timedelta(seconds=3) if state is ConnectionState.WAITING else None
    heard = LinkHeard(heard_at=NOW - timedelta(seconds=silence_s), data_at=None, heartbeat_s=10)
    link = ConnectionChanged(
        state=state, endpoint="127.0.0.1:11099", detail="Look here.", at=NOW, retry_at=retry_at
    )
    cells = feed(panel, a_tick(), shown(heard), shown(link))
    assert cells["Connection"] == words
    tip = label(panel, "Connection icon").toolTip()
    assert tip.startswith(f"Sierra Chart at 127.0.0.1:11099: {state.value}\nLook here.")
    assert tip.endswith("Last account data: never")


def test_all_points_of_the_timeframe_are_plotted(panel: LegacyPanel1) -> None:
    """The line begins with the balance carried in and ends now, in the colour of the P&L."""
    feed(panel, *SESSION)
    x, y = panel._curve_item.getOriginalDataset()
    assert list(x) == [0, 1800, 3000, 3600]
    assert list(y) == [10000, 10100, 9900, 9900]
    assert panel._curve_item.opts["pen"].color().name().upper() == theme_of(TradeMode.SIM).loss
    assert panel._base_item.value() == 10000
    feed(panel, a_curve((7200, "10000"), (1800, "10100"), (600, "9900"), (0, "9950")))
    assert len(panel._curve_item.getOriginalDataset()[0]) == 5
    feed(panel, a_curve())
    assert panel._curve_item.getOriginalDataset()[0] is None
    assert panel._chart_stack.currentWidget() is panel._empty_label


def test_hovering_shows_the_past_and_leaving_restores_the_present(qtbot: QtBot, panel: LegacyPanel1) -> None:
    """The mouse over the chart changes balance, P&L and the time above the line, until it leaves."""
    before = feed(panel, *SESSION)
    with qtbot.waitSignal(panel.cells_changed):
        panel._hover(NOW.timestamp() - 1000.4)
    cells = feed(panel, a_tick(1))
    assert cells["Balance"] == Cell(text="$10,100.00", role="neutral")
    assert cells["PnL"] == Cell(text="+ $100.00 (1.00%)", role="profit")
    assert cells["Timeframe"].role == "loss"
    assert drawn_texts(panel) == (cells["Hover"].text, True)
    assert cells["Hover"].text.endswith(("AM", "PM"))
    QApplication.sendEvent(panel._plot.viewport(), QEvent(QEvent.Type.Leave))
    assert panel.cells() == before
    assert not drawn_texts(panel)[1]


def test_gaps_are_hatched_and_named_under_the_mouse(panel: LegacyPanel1) -> None:
    """What nobody watched is filled, also while it lasts; a gap that left the window is not."""
    feed(panel, *SESSION, a_gap((9000, 8000), (590, 300), (20, None)))
    hatched = [item.getRegion() for item in panel._gap_items if item.isVisible()]
    assert hatched == [(3010.0, 3300.0), (3580.0, 3600.0)]
    panel._hover(NOW.timestamp() - 400)
    assert panel.cells()["Hover"].text.endswith(" · not connected")
    assert drawn_texts(panel) == (panel.cells()["Hover"].text, True)
    panel._hover(NOW.timestamp() - 100)
    assert "not connected" not in panel.cells()["Hover"].text
    feed(panel, a_gap())
    assert not [item for item in panel._gap_items if item.isVisible()]


def test_open_view_is_drawn_and_named(qtbot: QtBot, panel: LegacyPanel1) -> None:
    """The curve with open P&L, its unknown stretch hatched; the button asks for the other one."""
    equity = an_open_equity((7200, "10000"), (900, None), (600, "9950"), (30, "10028.76"), finished=2)
    cells = feed(panel, *SESSION, equity, a_view(with_open=True))
    assert cells["Equity"] == Cell(text="With open P&L", role="info")
    assert cells["Balance"] == Cell(text="$10,028.76", role="neutral")
    assert cells["PnL"] == Cell(text="+ $28.76 (0.29%)", role="profit")
    assert panel._equity_button.text() == "With open P&&L"
    assert [item.getRegion() for item in panel._gap_items if item.isVisible()] == [(2700.0, 3000.0)]
    assert list(panel._curve_item.getData()[1])[:3] == [10000, 9950, 10028.76]
    with qtbot.waitSignal(panel.intent) as intent:
        QTest.mouseClick(panel._equity_button, Qt.MouseButton.LeftButton)
    assert intent.args == [SwitchEquityView()]
    assert feed(panel, an_open_equity((60, None)))["Balance"] == UNKNOWN
    assert label(panel, "Equity curve is empty").text() == "No open P&L is known yet"


def test_the_time_above_the_line_may_be_that_of_the_exchange(panel: LegacyPanel1) -> None:
    """The setting holds for the curve alone, whatever the zone of this computer is."""
    feed(panel, *SESSION, a_display(exchange_time=True))
    panel._hover(NOW.timestamp() - 1000)
    assert panel.cells()["Hover"].text == "9:13:20 AM"


def test_the_mouse_reads_the_time_below_it(panel: LegacyPanel1) -> None:
    """A place on the plot stands for the moment that is drawn there."""
    feed(panel, *SESSION)
    viewport = panel._plot.viewport()
    place = QPoint(viewport.width() // 2, viewport.height() // 2)
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        place,
        viewport.mapToGlobal(place),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(viewport, event)
    assert panel._data["hover"] == pytest.approx(NOW.timestamp() - 1800, abs=20)
    assert panel.cells()["Hover"].text


@pytest.mark.parametrize("other", [Timeframe.WEEK, Timeframe.YEAR])
def test_a_click_on_a_pill_chooses_its_timeframe(qtbot: QtBot, panel: LegacyPanel1, other: Timeframe) -> None:
    """A click shows the timeframe at once, ends hovering and tells the other panels."""
    feed(panel, *SESSION)
    panel._hover(NOW.timestamp())
    with qtbot.waitSignal(panel.timeframe_chosen) as chosen:
        QTest.mouseClick(panel._pills[other], Qt.MouseButton.LeftButton)
    assert chosen.args == [other]
    assert panel.cells()["Timeframe"].text == other.value
    assert panel.cells()["Hover"].text == ""


def test_a_timeframe_chosen_elsewhere_checks_its_pill(panel: LegacyPanel1) -> None:
    """A key or another panel moves the mark, without an echo; it stays over a change of the book."""
    echoes: list[object] = []
    panel.timeframe_chosen.connect(echoes.append)
    panel.choose_timeframe(Timeframe.QUARTER)
    feed(panel, *SESSION, a_scope(REAL, 2))
    assert [frame for frame, pill in panel._pills.items() if pill.isChecked()] == [Timeframe.QUARTER]
    assert panel.cells()["Timeframe"].text == "3M"
    assert echoes == []


def test_the_account_menu_asks_for_a_book(qtbot: QtBot, panel: LegacyPanel1) -> None:
    """Choosing an account is an intent; the panel itself changes nothing."""
    feed(panel, *SESSION)
    assert actions_of(panel)["Sim1"].isChecked()
    with qtbot.waitSignal(panel.intent) as intent:
        actions_of(panel)["120005"].trigger()
    assert intent.args == [ShowBook(book=REAL)]
    with qtbot.waitSignal(panel.intent) as intent:
        actions_of(panel)["No DEBUG account is known yet"].trigger()
    assert intent.args == [ShowMode(mode=TradeMode.DEBUG)]
    assert panel.cells()["Account"].text == "Sim1"


def test_accounts_that_become_known_join_the_menu(panel: LegacyPanel1) -> None:
    """The same scope with more accounts changes the menu and nothing else."""
    before = feed(panel, *SESSION)
    scope = ScopeChanged(
        epoch=1,
        mode=TradeMode.SIM,
        account=SIM1.account,
        known=(SIM1, Book(TradeMode.DEBUG, NEWCOMER)),
        reason="",
    )
    assert feed(panel, shown(scope)) == before
    assert set(actions_of(panel)) == {"Sim1", "No LIVE account is known yet", "a && b"}


def test_another_book_shows_nothing_of_the_old_one(panel: LegacyPanel1) -> None:
    """After a switch the old book's money is gone and its late facts change nothing."""
    cells = feed(panel, *SESSION, a_scope(REAL, 2), a_balance("1", book=SIM1), a_curve((1, "1")))
    assert cells["Mode"] == Cell(text="LIVE · REAL MONEY", role="warning")
    assert (cells["Balance"], cells["PnL"], cells["Points"]) == (UNKNOWN, UNKNOWN, UNKNOWN)
    assert cells["Connection"].text == "Connected"
    assert feed(panel, a_scope(SIM1, 1)) == cells


def test_both_forms_of_a_payload_show_the_same(qtbot: QtBot) -> None:
    """Typed facts and their dict form lead to equal cells."""
    typed, plain = LegacyPanel1(), LegacyPanel1()
    qtbot.addWidget(typed)
    qtbot.addWidget(plain)
    for step in Tape(77).steps(200):
        if isinstance(step, Shown):
            typed.receive(step)
            plain.receive(to_dict(step))
            assert typed.cells() == plain.cells()
    assert plain.payload_errors == 0


@pytest.mark.parametrize("payload", NO_FACTS)
def test_what_is_no_fact_is_counted(
    panel: LegacyPanel1,
    allow_log: Callable[[str], None],
    payload: Any,  # noqa: ANN401 - anything may arrive
) -> None:
    """An unknown payload changes nothing, does not raise, and is counted."""
    allow_log("panel1 payload refused")
    before = feed(panel, *SESSION)
    panel.receive(payload)
    assert panel.payload_errors == 1
    assert panel.cells() == before


HEARD = LinkHeard(heard_at=NOW, data_at=NOW, heartbeat_s=10)


@pytest.mark.parametrize("number", range(len(SESSION) + 2))
def test_damaged_payloads_never_raise(
    panel: LegacyPanel1, allow_log: Callable[[str], None], number: int
) -> None:
    """Whatever part of a payload is missing or rubbish, nothing raises; what is refused changes nothing."""
    allow_log("panel1 payload refused")
    facts = (*SESSION, shown(HEARD), a_scope(REAL, 2))
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


def test_facts_for_others_are_no_errors(panel: LegacyPanel1) -> None:
    """A fact that another panel shows is ignored without being counted."""
    before = feed(panel, *SESSION)
    assert feed(panel, a_quote("1")) == before
    assert panel.payload_errors == 0


@pytest.mark.slow
def test_scope_changes_leave_nothing_behind(panel: LegacyPanel1) -> None:
    """Three hundred switches create no Qt object that stays."""
    feed(panel, *SESSION, a_scope(REAL, 2))
    before = len(panel.findChildren(QObject))
    for epoch in range(3, 303):
        book = SIM1 if epoch % 2 else REAL
        curve = a_curve((7200, "10000"), (600, "9900"), book=book, epoch=epoch)
        feed(panel, a_scope(book, epoch), curve, a_balance("9900", book=book, epoch=epoch))
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    feed(panel, a_scope(REAL, 303))
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert len(panel.findChildren(QObject)) == before
