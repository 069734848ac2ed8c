"""Panel 1, legacy generation: balance and equity curve, computed and painted in one widget.

It works on the dict form of the facts and shares no rule with the other generation, so that comparing both
is worth something.
"""

import calendar
import logging
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QAction, QActionGroup, QBrush, QColor, QFontInfo
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from actors import messages
from actors.dict_form import to_dict
from actors.messages import Cell, ConnectionState, ShowBook, ShowMode, Shown, SwitchEquityView
from models.book import Book, TradeAccount, TradeMode
from models.holidays import CME_CALENDAR, Calendar
from models.timeframe import Timeframe
from ui.appearance import Appearance
from ui.panel import Choices, Panel, PanelName, Payload
from ui.plain_tip import plain_tip
from ui.theme import ModeShape, Theme, theme_of

log = logging.getLogger(__name__)

_EMPTY = Cell(text="--", role="dim")
_BROKEN = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
# The widest float of a peer has 309 digits; a risk or a share multiplies up to four such numbers.
_MOST_DIGITS = 320
_WIDE = Context(prec=1500, rounding=ROUND_HALF_UP)
_FIRST_YEAR, _LAST_YEAR = 1970, 2200
_HIDDEN = "•••"
_LONGEST_NAME = 32
_CENT = Decimal("0.01")
# Results of the largest prices and quantities that are believed.
_LARGEST_BALANCE = 1e36
_LAST_TIME = datetime(_LAST_YEAR, 1, 1, tzinfo=UTC).timestamp()

_CHICAGO = ZoneInfo("America/Chicago")
_ROLL = time(17, 0)
_ONE_DAY = timedelta(days=1)
_FRIDAY = 4
_SNAP_S = {"LIVE": 1, "1D": 300, "1W": 3600, "1M": 3600, "3M": 86400, "YTD": 604800, "ALL": 604800}
_MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NOON = 12
_NARROWEST_S = 60.0
_EDGE = 0.03
_NARROW_GAPS = 1000

_CLOSED_VIEW = Cell(text="Closed P&L", role="neutral")
_OPEN_VIEW = Cell(text="With open P&L", role="info")
_MODE_CELLS = {
    TradeMode.DEBUG: Cell(text="DEBUG", role="neutral"),
    TradeMode.SIM: Cell(text="SIM", role="info"),
    TradeMode.LIVE: Cell(text="LIVE · REAL MONEY", role="warning"),
}
_MENU_TITLES = {
    TradeMode.SIM: "SIM · simulated money",
    TradeMode.LIVE: "LIVE · REAL MONEY",
    TradeMode.DEBUG: "DEBUG · demo feed",
}

_Floats = NDArray[np.float64]


class LegacyPanel1(Panel):
    """Mode, account, connection, balance, P&L, timeframes and the equity curve.

    Attributes:
        payload_errors: Payloads so far that were no fact or held what cannot be shown; they changed nothing.
    """

    name = PanelName.PANEL1
    generation = "legacy"

    def __init__(self, parent: QWidget | None = None) -> None:
        """Create the panel of an unknown account."""
        super().__init__(parent)
        self.payload_errors = 0
        self._data: dict[str, Any] = {
            "epoch": -1,
            "mode": None,
            "book": None,
            "known": [],
            "balance": None,
            "curve": None,
            "flows": [],
            "open": None,
            "with_open": False,
            "link": None,
            "heard": None,
            "now": None,
            "calendar": CME_CALENDAR,
            "gaps": [],
            "zone": None,
            "timeframe": Timeframe.LIVE,
            "hover": None,
            "appearance": Appearance(),
        }
        self._handlers = {
            "ScopeChanged": self._on_scope,
            "BalanceChanged": self._on_balance,
            "CurveChanged": self._on_curve,
            "OpenEquityChanged": self._on_open_equity,
            "EquityViewChosen": self._on_view,
            "ConnectionChanged": self._on_connection,
            "DisplaySet": self._on_display,
            "LinkHeard": self._on_heard,
            "CalendarSet": self._on_calendar,
            "GapsChanged": self._on_gaps,
            "Ticked": self._on_tick,
        }
        self._cells: dict[str, Cell] = {}
        self._drawn: dict[str, Any] = {}
        self._mark: dict[str, Any] | None = None
        self._menu_shows: object = None
        self._build()
        self._show(self._data)

    # -- what the window calls

    def receive(self, payload: Payload) -> None:
        """Take a fact in either form; what is no fact is counted and changes nothing."""
        form = to_dict(payload) if isinstance(payload, Shown) else payload
        try:
            data = self._after(form)
        except _BROKEN:
            # Once in the log: a peer that sends rubbish may send it a thousand times a second.
            level = logging.DEBUG if self.payload_errors else logging.WARNING
            log.log(level, "panel1 payload refused", exc_info=True)
            self.payload_errors += 1
            return
        if data is not None:
            self._show(data)

    def cells(self) -> Mapping[str, Cell]:
        """Return the canonical cells."""
        return dict(self._cells)

    def choices(self) -> Choices:
        """Return timeframe and place of the mouse."""
        data = self._data
        return Choices(timeframe=data["timeframe"], hovered=data["hover"], appearance=data["appearance"])

    def adopt(self, choices: Choices) -> None:
        """Take over the trader's choices from the panel whose place this one takes."""
        adopted = {
            "timeframe": choices.timeframe or self._data["timeframe"],
            "hover": choices.hovered,
            "appearance": choices.appearance or self._data["appearance"],
        }
        if any(self._data[key] != value for key, value in adopted.items()):
            self._show(self._data | adopted)

    def choose_timeframe(self, timeframe: Timeframe) -> None:
        """Show another timeframe."""
        if timeframe is not self._data["timeframe"]:
            self._show(self._data | {"timeframe": timeframe, "hover": None})
            self.cells_changed.emit()

    def choose_appearance(self, appearance: Appearance) -> None:
        """Show amounts and colours as the trader chose."""
        if appearance != self._data["appearance"]:
            self._show(self._data | {"appearance": appearance})
            self.cells_changed.emit()

    # -- building

    def _build(self) -> None:
        self.setObjectName("legacyPanel1")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title_label = self._label("Panel")
        self._title_label.setText("INVESTING")
        self._badge_label = self._label("Mode")
        self._link_label = self._label("Connection")
        self._link_label.setWordWrap(True)
        self._link_label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._balance_label = self._label("Balance")
        self._pnl_label = self._label("Profit and loss")
        self._sign_label = self._label("Sign of profit and loss")
        self._points_title = self._label("Points label")
        self._points_title.setText("Points")
        self._points_label = self._label("Points")
        self._build_equity()
        self._build_account()
        self._build_icon()
        self._build_pills()
        self._build_chart()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 6)
        layout.setSpacing(6)
        layout.addLayout(self._head_row())
        layout.addLayout(self._money_row())
        layout.addWidget(self._chart_frame, 1)

    def _head_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        for widget in (self._title_label, self._badge_label, self._account_button):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._link_label, 1)
        row.addWidget(self._icon_ring, 0, Qt.AlignmentFlag.AlignVCenter)
        return row

    def _money_row(self) -> QHBoxLayout:
        money = QVBoxLayout()
        money.setSpacing(0)
        money.addWidget(self._balance_label)
        result = QHBoxLayout()
        result.setSpacing(6)
        result.addWidget(self._pnl_label)
        result.addWidget(self._sign_label)
        result.addStretch(1)
        money.addLayout(result)
        pills = QHBoxLayout()
        pills.setSpacing(6)
        for pill in self._pills.values():
            pills.addWidget(pill)
        count = QHBoxLayout()
        count.setSpacing(6)
        count.addStretch(1)
        count.addWidget(self._equity_button)
        count.addSpacing(12)
        count.addWidget(self._points_title)
        count.addWidget(self._points_label)
        choice = QVBoxLayout()
        choice.setSpacing(4)
        choice.addStretch(1)
        choice.addLayout(pills)
        choice.addLayout(count)
        row = QHBoxLayout()
        row.addLayout(money)
        row.addStretch(1)
        row.addLayout(choice)
        return row

    def _build_equity(self) -> None:
        self._equity_button = QPushButton(self)
        self._equity_button.setObjectName("equity")
        self._equity_button.setCursor(Qt.CursorShape.PointingHandCursor)
        self._equity_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._equity_button.setAccessibleName("Equity curve shown")
        self._equity_button.setToolTip("Equity curve: closed, or with open P&L (key E)")
        # As wide as the longer text: a press must not move what stands beside it.
        self._equity_button.setFixedWidth(round(QFontInfo(self.font()).pixelSize() * 9.5))
        self._equity_button.clicked.connect(self._equity_clicked)

    def _build_account(self) -> None:
        self._account_button = QToolButton(self)
        self._account_button.setObjectName("account")
        self._account_button.setAccessibleName("Account")
        self._account_button.setToolTip("Choose the account on the screen")
        self._account_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self._account_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self._account_button)
        self._menu_group = QActionGroup(self._menu)
        self._menu_group.triggered.connect(self._menu_chosen)
        self._account_button.setMenu(self._menu)

    def _build_icon(self) -> None:
        side = round(QFontInfo(self.font()).pixelSize() * 1.5)
        self._icon_ring = self._label("Connection icon")
        self._icon_ring.setObjectName("ring")
        self._icon_ring.setFixedSize(side, side)
        self._icon_ring.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._icon_disc = self._label("Connection data")
        self._icon_disc.setParent(self._icon_ring)
        disc = 2 * (side // 5)
        self._icon_disc.setGeometry((side - disc) // 2, (side - disc) // 2, disc, disc)

    def _build_pills(self) -> None:
        self._pill_group = QButtonGroup(self)
        self._pills: dict[Timeframe, QPushButton] = {}
        for key, timeframe in enumerate(Timeframe, start=1):
            pill = QPushButton(timeframe.value, self)
            pill.setObjectName("pill")
            pill.setCheckable(True)
            pill.setCursor(Qt.CursorShape.PointingHandCursor)
            pill.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            pill.setAccessibleName(f"Timeframe {timeframe.value}")
            pill.setToolTip(f"Show {timeframe.value} of the equity curve (key {key})")
            self._pill_group.addButton(pill)
            self._pills[timeframe] = pill
        self._pill_group.buttonClicked.connect(self._pill_clicked)

    def _build_chart(self) -> None:
        self._chart_frame = QFrame(self)
        self._chart_frame.setObjectName("chart")
        self._chart_frame.setMinimumSize(240, 80)
        self._chart_frame.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._empty_label = self._label("Equity curve is empty")
        self._empty_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._plot = pg.PlotWidget()
        self._plot.setAccessibleName("Equity curve")
        self._plot.hideAxis("left")
        self._plot.hideAxis("bottom")
        self._plot.hideButtons()
        self._plot.setMenuEnabled(False)
        self._plot.setMouseEnabled(x=False, y=False)
        self._plot.setFrameShape(QFrame.Shape.NoFrame)
        self._plot.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._plot.viewport().installEventFilter(self)
        self._plot.scene().sigMouseMoved.connect(self._mouse_moved)
        self._curve_item = self._plot.plot(antialias=True, stepMode="right")
        self._base_item = pg.InfiniteLine(angle=0)
        self._end_item = pg.ScatterPlotItem(size=9)
        self._end_colours = ("", "")
        self._hover_item = pg.InfiniteLine(angle=90, span=(0, 0.85))
        self._hover_text = pg.TextItem()
        self._gap_items: list[pg.LinearRegionItem] = []
        for item in (self._base_item, self._end_item, self._hover_item, self._hover_text):
            self._plot.addItem(item, ignoreBounds=True)
        self._chart_stack = QStackedLayout(self._chart_frame)
        self._chart_stack.setContentsMargins(4, 4, 4, 4)
        self._chart_stack.addWidget(self._empty_label)
        self._chart_stack.addWidget(self._plot)

    def _label(self, name: str) -> QLabel:
        label = QLabel(self)
        # The style sheets name the label, because tooltips are labels too and would follow them.
        label.setObjectName("text")
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setAccessibleName(name)
        return label

    # -- reading payloads

    def _after(self, form: Mapping[str, Any]) -> dict[str, Any] | None:
        """Return what is known after a payload; None when it changes nothing."""
        event, epoch = self._text(form["event"]), self._whole(form["epoch"])
        handler = self._handlers.get(event)
        if handler is None:
            kind = getattr(messages, event, None)
            if isinstance(kind, type) and issubclass(kind, messages.Fact):
                return None
            raise ValueError(f"{event!r} is no fact for the screen")
        if "book" in form and (
            epoch != self._data["epoch"] or self._book(form["book"]) != self._data["book"]
        ):
            return None
        data = dict(self._data)
        handler(data, form)
        return data

    def _on_scope(self, data: dict[str, Any], form: Mapping[str, Any]) -> None:
        epoch, mode = self._whole(form["epoch"]), TradeMode(form["mode"])
        account = None if form["account"] is None else self._text(form["account"])
        known = [self._book(book) for book in form["known"]]
        if epoch < data["epoch"]:
            return
        data["known"] = known
        if epoch > data["epoch"]:
            book = None if account is None else (mode, account)
            data |= {
                "epoch": epoch,
                "mode": mode,
                "book": book,
                "balance": None,
                "curve": None,
                "flows": [],
                "open": None,
                "hover": None,
            }

    def _on_balance(self, data: dict[str, Any], form: Mapping[str, Any]) -> None:
        data["balance"] = {
            "amount": None if form["balance"] is None else self._number(form["balance"]),
            "confirmed": self._yes_or_no(form["confirmed"]),
            "at": self._moment(form["at"]),
        }

    def _on_curve(self, data: dict[str, Any], form: Mapping[str, Any]) -> None:
        data["curve"] = self._rows_of(form["curve"], may_be_unknown=False)
        data["flows"] = [
            (self._moment(flow["at"]).timestamp(), self._number(flow["amount"])) for flow in form["flows"]
        ]

    def _on_open_equity(self, data: dict[str, Any], form: Mapping[str, Any]) -> None:
        times, values = self._rows_of(form["curve"], may_be_unknown=True)
        tail = [
            (
                self._moment(sample["at"]).timestamp(),
                None if sample["equity"] is None else self._number(sample["equity"]),
            )
            for sample in form["tail"]
        ]
        late = [np.nan if equity is None else float(equity) for _, equity in tail]
        data["open"] = (
            np.append(times, [at for at, _ in tail]),
            np.append(values, late),
            tail[-1] if tail else None,
        )

    def _on_view(self, data: dict[str, Any], form: Mapping[str, Any]) -> None:
        data |= {"with_open": self._yes_or_no(form["with_open"]), "hover": None}

    @staticmethod
    def _rows_of(curve: Mapping[str, Any], *, may_be_unknown: bool) -> tuple[_Floats, _Floats]:
        times, balances = curve["times"], curve["balances"]
        for values, limit in ((times, _LAST_TIME), (balances, _LARGEST_BALANCE)):
            if not isinstance(values, np.ndarray) or values.dtype != np.float64 or values.ndim != 1:
                raise TypeError("a curve is two rows of floats")
            unknown = np.isnan(values) & (may_be_unknown and values is balances)
            # NaN is not below the limit either.
            if not ((np.abs(values) <= limit) | unknown).all():
                raise ValueError("a curve holds a number that cannot be shown")
        if len(times) != len(balances):
            raise ValueError(f"{len(times)} times and {len(balances)} balances")
        return times, balances

    def _on_connection(self, data: dict[str, Any], form: Mapping[str, Any]) -> None:
        data["link"] = {
            "state": ConnectionState(form["state"]),
            "endpoint": self._text(form["endpoint"]),
            "detail": self._text(form["detail"]),
            "at": self._moment(form["at"]),
            "retry_at": None if form["retry_at"] is None else self._moment(form["retry_at"]),
        }

    def _on_heard(self, data: dict[str, Any], form: Mapping[str, Any]) -> None:
        interval = form["heartbeat_s"]
        if not isinstance(interval, float | int) or not interval > 0:
            raise ValueError(f"{interval!r} is no interval between heartbeats")
        data["heard"] = {
            "heard_at": self._moment(form["heard_at"]),
            "data_at": None if form["data_at"] is None else self._moment(form["data_at"]),
            "heartbeat_s": interval,
        }

    def _on_tick(self, data: dict[str, Any], form: Mapping[str, Any]) -> None:
        data["now"] = self._moment(form["at"])

    def _on_calendar(self, data: dict[str, Any], form: Mapping[str, Any]) -> None:
        table = form["calendar"]
        data["calendar"] = Calendar(
            holidays=frozenset(date.fromisoformat(self._text(day)) for day in table["holidays"]),
            early_closes=tuple(
                (date.fromisoformat(self._text(day)), time.fromisoformat(self._text(close)))
                for day, close in table["early_closes"]
            ),
        )

    def _on_gaps(self, data: dict[str, Any], form: Mapping[str, Any]) -> None:
        data["gaps"] = [
            (self._moment(gap["start"]), None if gap["end"] is None else self._moment(gap["end"]))
            for gap in form["gaps"]
        ]

    def _on_display(self, data: dict[str, Any], form: Mapping[str, Any]) -> None:
        self._yes_or_no(form["reduced_motion"])
        data["zone"] = _CHICAGO if self._yes_or_no(form["exchange_time"]) else None

    def _book(self, form: Mapping[str, Any]) -> tuple[TradeMode, str]:
        return TradeMode(form["mode"]), self._text(form["account"])

    @staticmethod
    def _text(value: object) -> str:
        if not isinstance(value, str):
            raise TypeError(f"{value!r} is no text")
        return value

    @staticmethod
    def _whole(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise TypeError(f"{value!r} is no whole number")
        return value

    @staticmethod
    def _yes_or_no(value: object) -> bool:
        if not isinstance(value, bool):
            raise TypeError(f"{value!r} is neither true nor false")
        return value

    @staticmethod
    def _number(value: object) -> Decimal:
        if not isinstance(value, str):
            raise TypeError(f"{value!r} is no number as text")
        number = Decimal(value)
        if not number.is_finite() or abs(number.adjusted()) > _MOST_DIGITS:
            raise ValueError(f"{value!r} is no number that can be shown")
        return number

    @staticmethod
    def _moment(value: object) -> datetime:
        if not isinstance(value, str):
            raise TypeError(f"{value!r} is no moment as text")
        at = datetime.fromisoformat(value)
        if at.tzinfo is None or not _FIRST_YEAR <= at.year <= _LAST_YEAR:
            raise ValueError(f"{value!r} is no moment with a time zone that can be shown")
        return at.astimezone(UTC)

    # -- computing

    def _show(self, data: dict[str, Any]) -> None:
        """Compute everything and paint it."""
        drawn = self._drawn_part(data)
        mark = self._hover_mark(data, drawn)
        ring = self._ring(data)
        pnl_now = self._pnl_cell(data, drawn, None)
        cells = {
            "Mode": _EMPTY if data["mode"] is None else _MODE_CELLS[data["mode"]],
            "Account": _EMPTY if data["book"] is None else Cell(text=_short(data["book"][1]), role="neutral"),
            "Balance": self._balance_cell(data, mark),
            "PnL": self._pnl_cell(data, drawn, mark) if mark else pnl_now,
            "Timeframe": Cell(text=data["timeframe"].value, role=pnl_now.role),
            "Connection": self._connection_cell(data, ring),
            "Points": self._points_cell(data, drawn),
            "Hover": Cell(text=mark["text"] if mark else "", role="neutral" if mark else "dim"),
            "Equity": _OPEN_VIEW if data["with_open"] else _CLOSED_VIEW,
        }
        disc, link_tip, balance_tip = self._disc(data, ring), self._link_tip(data), self._balance_tip(data)
        before = self._data
        theme_changed = (
            data["mode"] is not before["mode"]
            or data["appearance"].palette is not before["appearance"].palette
            or not self._cells
        )
        self._data, self._cells, self._drawn, self._mark = data, cells, drawn, mark
        if theme_changed:
            self._paint_theme()
        self._paint_head(link_tip, ring, disc)
        self._paint_money(balance_tip)
        self._paint_chart()

    def _drawn_part(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return what of the chosen curve lies in the timeframe; empty without a curve."""
        curve = data["open"] if data["with_open"] else data["curve"]
        if curve is None or not len(curve[0]) or (data["with_open"] and curve[2] is None):
            return {}
        times, balances = curve[:2]
        first = datetime.fromtimestamp(float(times[0]), UTC)
        last = datetime.fromtimestamp(float(times[-1]), UTC)
        # The server's clock may run ahead of this computer's.
        end = last if data["now"] is None or last > data["now"] else data["now"]
        edge = self._window_start(data["timeframe"], end, first, data["calendar"]).timestamp()
        is_missing = np.isnan(balances)
        known = np.flatnonzero(~is_missing)
        before = known[times[known] <= edge]
        inside = known[times[known] > edge]
        if not len(known):
            return {}
        x, y = times[inside], balances[inside]
        if len(before):
            # The balance that was valid at the left edge is carried in.
            x, y = np.concatenate(([edge], x)), np.concatenate(([balances[before[-1]]], y))
        missing = np.flatnonzero(is_missing)
        unknown = [(float(times[i]), float(times[i + 1]) if i + 1 < len(times) else np.inf) for i in missing]
        right = end.timestamp()
        # A curve younger than its timeframe fills the chart.
        left = min(float(x[0]), right - _NARROWEST_S)
        lost = [(a.timestamp(), np.inf if b is None else b.timestamp()) for a, b in data["gaps"]]
        return {
            "x": x,
            "y": y,
            "left": left,
            "right": right,
            "lost": lost,
            "unknown": unknown,
            "gaps": self._joined(lost + unknown, left, right),
            "base": self._exact(y[0]),
            "base_at": float(x[0]),
            "points": int(np.count_nonzero(times[known] >= edge)),
        }

    @staticmethod
    def _joined(gaps: list[tuple[float, float]], left: float, right: float) -> list[tuple[float, float]]:
        """Return what of the gaps lies in the chart, those that touch each other as one."""
        joined: list[tuple[float, float]] = []
        for start, end in sorted(gaps):
            a, b = max(left, start), min(right, end)
            if b > a and joined and a <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(b, joined[-1][1]))
            elif b > a:
                joined.append((a, b))
        return joined

    @staticmethod
    def _exact(value: float) -> Decimal:
        return Decimal(repr(float(value)))

    def _window_start(
        self, timeframe: Timeframe, now: datetime, first: datetime, calendar: Calendar
    ) -> datetime:
        """Return the left edge of a timeframe; all but LIVE and ALL begin with a session."""
        if timeframe is Timeframe.LIVE:
            return now - timedelta(hours=1)
        if timeframe is Timeframe.ALL:
            return first
        local = now.astimezone(_CHICAGO)
        today = local.date() if local.time() < _ROLL else local.date() + _ONE_DAY
        today = self._trade_date_from(today, calendar)
        first_day = today
        if timeframe is Timeframe.WEEK:
            for _ in range(4):
                first_day = self._trade_date_before(first_day, calendar)
        elif timeframe is Timeframe.MONTH:
            first_day = self._trade_date_from(self._months_back(today, 1), calendar)
        elif timeframe is Timeframe.QUARTER:
            first_day = self._trade_date_from(self._months_back(today, 3), calendar)
        elif timeframe is Timeframe.YEAR:
            first_day = self._trade_date_from(today.replace(month=1, day=1), calendar)
        # Holidays that trade belong to the next trade date, whichever day of the week they are.
        day = self._trade_date_before(first_day, calendar) + _ONE_DAY
        while day < first_day and day not in dict(calendar.early_closes):
            day += _ONE_DAY
        start = self._roll_on(day - _ONE_DAY)
        # On a Saturday the next session has not opened: then it counts from the end of the last one.
        return start if start <= now else self._roll_on(self._trade_date_before(today, calendar))

    @staticmethod
    def _roll_on(day: date) -> datetime:
        return datetime.combine(day, _ROLL, tzinfo=_CHICAGO).astimezone(UTC)

    @staticmethod
    def _is_trade_date(day: date, calendar: Calendar) -> bool:
        return day.weekday() <= _FRIDAY and day not in calendar.holidays

    def _trade_date_from(self, day: date, calendar: Calendar) -> date:
        while not self._is_trade_date(day, calendar):
            day += _ONE_DAY
        return day

    def _trade_date_before(self, day: date, calendar: Calendar) -> date:
        day -= _ONE_DAY
        while not self._is_trade_date(day, calendar):
            day -= _ONE_DAY
        return day

    @staticmethod
    def _months_back(day: date, months: int) -> date:
        year, month = day.year, day.month - months
        if month < 1:
            year, month = year - 1, month + 12
        return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))

    def _hover_mark(self, data: dict[str, Any], drawn: dict[str, Any]) -> dict[str, Any] | None:
        """Return where the hover line stands, what was valid there, and how the moment reads."""
        if data["hover"] is None or not drawn:
            return None
        first = max(drawn["left"], float(drawn["x"][0]))
        at = mouse = min(max(data["hover"], first), drawn["right"])
        offset = datetime.fromtimestamp(at, UTC).astimezone(data["zone"]).utcoffset() or timedelta(0)
        step = _SNAP_S[data["timeframe"].value]
        # Steps of a day and a week begin at the trader's midnight.
        at = max((at + offset.total_seconds()) // step * step - offset.total_seconds(), first)
        text = self._hover_words(data["timeframe"], datetime.fromtimestamp(at, UTC).astimezone(data["zone"]))
        index = max(0, int(np.count_nonzero(drawn["x"] <= at)) - 1)
        # A gap may be shorter than the step to which the mouse snaps.
        lost, unknown = (
            [any(a <= moment <= b for a, b in drawn[kind]) for moment in (at, mouse)]
            for kind in ("lost", "unknown")
        )
        if any(lost):
            text += " · not connected"
        elif any(unknown):
            text += " · open P&L unknown"
        balance = None if unknown[0] else self._exact(drawn["y"][index])
        return {"at": at, "balance": balance, "text": text}

    def _hover_words(self, timeframe: Timeframe, local: datetime) -> str:
        if timeframe is Timeframe.LIVE:
            return self._clock_of(local, seconds=True)
        clock = self._clock_of(local, seconds=False)
        if timeframe is Timeframe.DAY:
            return clock
        day = f"{_MONTH_NAMES[local.month - 1]} {local.day}"
        if timeframe in {Timeframe.WEEK, Timeframe.MONTH}:
            return f"{clock}, {day}"
        return f"{day}, {local.year}"

    def _balance_cell(self, data: dict[str, Any], mark: dict[str, Any] | None) -> Cell:
        if mark is not None:
            amount = mark["balance"]
            return _EMPTY if amount is None else Cell(text=self._money(data, amount), role="neutral")
        balance, amount = data["balance"], self._amount_now(data)
        if balance is None or amount is None:
            return _EMPTY
        role = "neutral" if balance["confirmed"] else "dim"
        text = self._money(data, amount)
        return Cell(text=text, role=role if self._link_is_up(data) else "stale")

    @staticmethod
    def _amount_now(data: dict[str, Any]) -> Decimal | None:
        """Return the balance, or what everything is worth with the open positions."""
        source, newest = data["balance"], data["open"][2] if data["open"] else None
        if data["with_open"]:
            amount: Decimal | None = newest[1] if newest else None
        else:
            amount = source["amount"] if source else None
        return amount

    def _pnl_cell(self, data: dict[str, Any], drawn: dict[str, Any], mark: dict[str, Any] | None) -> Cell:
        """Return what was won since the start of the timeframe, up to now or to the mouse."""
        amount = mark["balance"] if mark else self._amount_now(data)
        # A balance comes before its curve; until then nobody knows what was won.
        if amount is None or data["open" if data["with_open"] else "curve"] is None:
            return _EMPTY
        change = capital = Decimal(0)
        if drawn:
            until = (
                mark["at"] if mark else float((data["open"] if data["with_open"] else data["curve"])[0][-1])
            )
            # The end of the curve instead of the balance: curve and flows arrive together.
            end = amount if mark or data["with_open"] else self._exact(data["curve"][1][-1])
            flows = [flow for at, flow in data["flows"] if drawn["base_at"] < at <= until]
            change = end - drawn["base"] - sum(flows)
            capital = drawn["base"] + sum(max(flow, Decimal(0)) for flow in flows)
        role = "profit" if change > 0 else "loss"
        sign, dollars, share = "-", "0.00", "0.00%"
        if abs(change) < _CENT:
            role = "neutral"
        else:
            sign, dollars = "+" if change > 0 else "-", f"{self._rounded(abs(change), 2):,}"
            share = f"{self._rounded(abs(change / capital * 100), 2):,}%" if capital else "--"
        text = f"{sign} ${_HIDDEN if data['appearance'].is_private else dollars} ({share})"
        if mark is None and not self._link_is_up(data):
            role = "stale"
        return Cell(text=text, role=role)

    @staticmethod
    def _points_cell(data: dict[str, Any], drawn: dict[str, Any]) -> Cell:
        if data["open" if data["with_open"] else "curve"] is None:
            return _EMPTY
        return Cell(text=f"{drawn['points']:,}" if drawn else "0", role="dim")

    @staticmethod
    def _link_is_up(data: dict[str, Any]) -> bool:
        return data["link"] is not None and data["link"]["state"] is ConnectionState.READY

    @staticmethod
    def _ring(data: dict[str, Any]) -> str:
        """Return how the link itself does: good, slow or lost."""
        link, heard, now = data["link"], data["heard"], data["now"]
        if link is None or link["state"] not in {ConnectionState.READY, ConnectionState.SYNCING}:
            return "lost"
        if heard is None or now is None:
            return "good"
        beats = (now - heard["heard_at"]).total_seconds() / heard["heartbeat_s"]
        if beats > 2.5:  # noqa: PLR2004 - heartbeats missed
            return "lost"
        return "slow" if beats > 1.2 else "good"  # noqa: PLR2004 - a fifth late is jitter

    @staticmethod
    def _disc(data: dict[str, Any], ring: str) -> str:
        """Return how fresh the news of the account are: good, slow, idle on a quiet market, or lost."""
        heard, now = data["heard"], data["now"]
        otherwise = "idle" if ring == "good" else "lost"
        if heard is None or heard["data_at"] is None or now is None:
            return otherwise
        age = (now - heard["data_at"]).total_seconds()
        if age <= 5:  # noqa: PLR2004 - seconds
            return "good"
        return "slow" if ring == "slow" and age <= 15 else otherwise  # noqa: PLR2004 - seconds

    def _connection_cell(self, data: dict[str, Any], ring: str) -> Cell:
        link, heard, now = data["link"], data["heard"], data["now"]
        if link is None:
            return Cell(text="Starting", role="dim")
        since = heard["heard_at"] if heard else link["at"]
        age = self._age((now - since).total_seconds() if now else 0)
        match link["state"]:
            case ConnectionState.READY if ring == "good":
                return Cell(text="Connected", role="neutral")
            case ConnectionState.READY:
                return Cell(text=f"Silent for {age}", role="warning" if ring == "slow" else "alert")
            case ConnectionState.SYNCING:
                return Cell(text="Synchronising", role="info")
            case ConnectionState.CONNECTING:
                return Cell(text="Connecting", role="info")
            case ConnectionState.REFUSED:
                text = "Refused"
            case _:
                text = "Disconnected"
        if heard:
            text = f"{text}, last news {age} ago"
        retry_at = link["retry_at"]
        if retry_at is not None and now is not None and now < retry_at:
            text = f"{text}, retry in {self._age((retry_at - now).total_seconds() + 1)}"
        return Cell(text=text, role="alert")

    # -- wording

    @staticmethod
    def _rounded(value: Decimal, decimals: int) -> Decimal:
        """Round half up, without a negative zero."""
        result = _WIDE.quantize(value, Decimal((0, (1,), -decimals)))
        return result or abs(result)

    def _money(self, data: dict[str, Any], amount: Decimal) -> str:
        """Return dollars; only their sign where amounts are hidden."""
        cents = self._rounded(amount, 2)
        number = _HIDDEN if data["appearance"].is_private else f"{abs(cents):,}"
        return f"-${number}" if cents < 0 else f"${number}"

    @staticmethod
    def _age(seconds: float) -> str:
        whole = max(0, int(seconds))
        if whole >= 7200:  # noqa: PLR2004 - two hours
            return f"{whole // 3600}h"
        return f"{whole // 60}m" if whole >= 120 else f"{whole}s"  # noqa: PLR2004 - two minutes

    def _clock(self, at: datetime, *, seconds: bool) -> str:
        """Return the time of day where the trader is."""
        return self._clock_of(at.astimezone(), seconds=seconds)

    @staticmethod
    def _clock_of(local: datetime, *, seconds: bool) -> str:
        """Return the time of day of a moment in its zone; the computer's language must not matter."""
        hour = local.hour % _NOON or _NOON
        tail = f":{local.second:02d}" if seconds else ""
        return f"{hour}:{local.minute:02d}{tail} {'PM' if local.hour >= _NOON else 'AM'}"

    def _balance_tip(self, data: dict[str, Any]) -> str:
        balance = data["balance"]
        if balance is None or balance["amount"] is None:
            return "The balance is not known yet."
        local = balance["at"].astimezone()
        day = f"{_MONTH_NAMES[local.month - 1]} {local.day}, {local.year}"
        text = f"as of {self._clock(balance['at'], seconds=True)}, {day}"
        if data["with_open"]:
            amount = self._amount_now(data)
            profit = "unknown" if amount is None else self._money(data, amount - balance["amount"])
            text = f"{text}: balance {self._money(data, balance['amount'])}, open P&L {profit}"
        if not balance["confirmed"]:
            return f"{text}; not confirmed by the broker since the start"
        return text if self._link_is_up(data) else f"{text}; the link to Sierra Chart is down"

    def _link_tip(self, data: dict[str, Any]) -> str:
        link, heard = data["link"], data["heard"]
        if link is None:
            return "Nothing is known about the link to Sierra Chart yet."
        lines = [f"Sierra Chart at {link['endpoint']}: {link['state'].value}"]
        if link["detail"]:
            lines.append(link["detail"])
        for words, key in (("Last message", "heard_at"), ("Last account data", "data_at")):
            at = heard[key] if heard else None
            lines.append(f"{words}: {'never' if at is None else self._clock(at, seconds=True)}")
        return "\n".join(lines)

    def _empty_text(self) -> str:
        mode, book = self._data["mode"], self._data["book"]
        if mode is None or (book is not None and self._data["curve"] is None):
            return "Waiting for the account's equity"
        if book is None:
            return f"No {mode.value} account is known yet"
        if self._data["with_open"] and len(self._data["curve"][0]):
            return "No open P&L is known yet"
        if mode is TradeMode.LIVE:
            return "No equity yet: the broker's first balance starts the curve"
        return "No equity yet: the first fill starts the curve"

    # -- painting

    def _theme(self) -> Theme:
        return theme_of(self._data["mode"], self._data["appearance"].palette)

    def _paint_theme(self) -> None:
        theme, size = self._theme(), QFontInfo(self.font()).pixelSize()
        self._style(self, f"#legacyPanel1 {{ background: {theme.window}; }}")
        self._style(
            self._title_label,
            f"#text {{ color: {theme.dim}; font-size: {round(size * 1.3)}px; font-weight: 700; }}",
        )
        self._style(self._points_title, f"#text {{ color: {theme.dim}; font-size: {size}px; }}")
        self._style(
            self._empty_label,
            f"#text {{ color: {theme.dim}; font-size: {size}px; background: {theme.chart}; }}",
        )
        self._style(
            self._chart_frame,
            f"#chart {{ background: {theme.chart}; border: 1px solid {theme.border}; border-radius: 8px; }}",
        )
        self._style(
            self._account_button,
            f"#account {{ color: {theme.primary}; border: 0; padding: 2px 14px 2px 4px; font-weight: 700; }}"
            f"#account:hover {{ background: {theme.elevated}; border-radius: 4px; }}",
        )
        self._style(
            self._menu,
            f"QMenu {{ color: {theme.primary}; background: {theme.elevated}; }}"
            f"QMenu::item:selected {{ color: {theme.badge_text}; background: {theme.badge}; }}",
        )
        self._paint_badge_shape(theme, size)
        self._plot.setBackground(theme.chart)

    def _paint_badge_shape(self, theme: Theme, size: int) -> None:
        """Give the badge the shape of its mode: modes differ in more than their colour."""
        colours = f"color: {theme.badge_text}; background: {theme.badge}; border: 2px solid {theme.badge};"
        shape = "border-radius: 0px;"
        if theme.shape is ModeShape.DASHED:
            colours = f"color: {theme.badge}; background: transparent; border: 2px dashed {theme.badge};"
        elif theme.shape is ModeShape.ROUND:
            shape = f"border-radius: {round(size * 0.8)}px;"
        elif theme.shape is ModeShape.BEVELLED:
            shape = (
                f"border-left: 10px double {theme.badge_text}; border-right: 10px double {theme.badge_text};"
            )
        self._style(
            self._badge_label,
            f"#text {{ {colours} {shape} padding: 1px 8px; font-size: {size}px; font-weight: 700; }}",
        )

    def _paint_head(self, link_tip: str, ring: str, disc: str) -> None:
        theme, size = self._theme(), QFontInfo(self.font()).pixelSize()
        mode, account, link = (self._cells[name] for name in ("Mode", "Account", "Connection"))
        self._write(self._badge_label, mode.text, f"Trade mode of the account on the screen: {mode.text}")
        # An ampersand in a name would be taken for a shortcut.
        if self._account_button.accessibleDescription() != account.text:
            self._account_button.setText(account.text.replace("&", "&&"))
            self._account_button.setAccessibleDescription(account.text)
        self._fill_menu()
        self._write(self._link_label, link.text, link_tip)
        self._style(self._link_label, f"#text {{ color: {theme.colour(link.role)}; font-size: {size}px; }}")
        colours = {"good": theme.profit, "idle": theme.dim, "slow": theme.warning, "lost": theme.alert}
        side = self._icon_ring.width()
        # A lost link is crossed out, because red alone says nothing to some.
        self._write(self._icon_ring, "\u00d7" if ring == "lost" else "", link_tip)
        self._icon_ring.setAccessibleDescription(f"link {ring}, account data {disc}")
        self._style(
            self._icon_ring,
            f"#ring {{ color: {colours[ring]}; border: 2px solid {colours[ring]}; "
            f"border-radius: {side // 2}px; font-size: {round(side * 0.7)}px; font-weight: 900; }}",
        )
        self._icon_disc.setVisible(ring != "lost")
        radius = self._icon_disc.width() // 2
        self._style(self._icon_disc, f"#text {{ background: {colours[disc]}; border-radius: {radius}px; }}")

    def _fill_menu(self) -> None:
        data = self._data
        shows = (list(data["known"]), data["mode"], data["book"])
        if shows == self._menu_shows:
            return
        self._menu_shows = shows
        for action in self._menu_group.actions():
            self._menu_group.removeAction(action)
            action.deleteLater()
        self._menu.clear()
        for mode, title in _MENU_TITLES.items():
            self._menu.addSection(title)
            books = sorted((book for book in data["known"] if book[0] is mode), key=lambda book: book[1])
            for book in books:
                chosen = Book(mode, TradeAccount(book[1]))
                self._add_action(book[1].replace("&", "&&"), chosen, checked=book == data["book"])
            if not books:
                text = f"No {mode.value} account is known yet"
                self._add_action(text, mode, checked=mode is data["mode"])

    def _add_action(self, text: str, target: Book | TradeMode, *, checked: bool) -> None:
        action = QAction(text, self._menu)
        action.setCheckable(True)
        action.setChecked(checked)
        action.setData(target)
        self._menu_group.addAction(action)
        self._menu.addAction(action)

    def _paint_money(self, balance_tip: str) -> None:
        theme, size = self._theme(), QFontInfo(self.font()).pixelSize()
        balance, pnl, points = (self._cells[name] for name in ("Balance", "PnL", "Points"))
        ink = theme.ink if balance.role == "neutral" else theme.colour(balance.role)
        for label, cell, colour, height in (
            (self._balance_label, balance, ink, round(size * 2.1)),
            (self._pnl_label, pnl, theme.colour(pnl.role), round(size * 1.15)),
            (self._points_label, points, theme.colour(points.role), size),
        ):
            slant = "italic" if cell.role == "stale" else "normal"
            self._write(label, cell.text, balance_tip if label is self._balance_label else "")
            self._style(
                label,
                f"#text {{ color: {colour}; font-size: {height}px; font-style: {slant}; font-weight: 600; }}",
            )
        view = self._cells["Equity"]
        # An ampersand would be taken for a shortcut.
        self._equity_button.setText(view.text.replace("&", "&&"))
        self._style(
            self._equity_button,
            f"#equity {{ color: {theme.colour(view.role)}; background: {theme.window}; font-size: {size}px; "
            f"border: 1px solid {theme.border}; border-radius: 4px; padding: 1px 6px; }}"
            f"#equity:focus {{ border: 1px solid {theme.ink}; }}",
        )
        self._write(self._sign_label, {"profit": "▲", "loss": "▼"}.get(pnl.role, ""), "")
        self._style(self._sign_label, f"#text {{ color: {theme.colour(pnl.role)}; font-size: {size}px; }}")
        fill = theme.colour(self._cells["Timeframe"].role)
        for timeframe, pill in self._pills.items():
            chosen = timeframe is self._data["timeframe"]
            pill.setChecked(chosen)
            ground, ink, line = (
                (fill, theme.window, fill) if chosen else (theme.window, theme.dim, theme.border)
            )
            self._style(
                pill,
                f"#pill {{ color: {ink}; background: {ground}; border: 1px solid {line}; padding: 3px 10px; "
                f"border-radius: {round(size * 0.8)}px; font-size: {size}px; font-weight: 500; }}"
                f"#pill:focus {{ border: 1px solid {theme.ink}; }}",
            )

    def _paint_chart(self) -> None:
        """Plot all of the timeframe anew."""
        drawn, theme = self._drawn, self._theme()
        self._write(self._empty_label, self._empty_text(), "")
        self._chart_stack.setCurrentWidget(self._plot if drawn else self._empty_label)
        points = f"{self._cells['Points'].text} points" if drawn else self._empty_text()
        self._chart_frame.setAccessibleDescription(points)
        if not drawn:
            self._curve_item.setData([], [])
            self._end_item.setData([], [])
            self._paint_hover()
            return
        x = np.append(np.maximum(drawn["x"], drawn["left"]), drawn["right"]) - drawn["left"]
        y = np.append(drawn["y"], drawn["y"][-1])
        colour = theme.colour(self._cells["Timeframe"].role)
        low, high = float(y.min()), float(y.max())
        room = 0.12 * (high - low) if high > low else max(1.0, 0.01 * abs(high))
        self._curve_item.setData(x, y, pen=pg.mkPen(colour, width=2))
        self._paint_gaps(theme)
        self._base_item.setPen(pg.mkPen(theme.border, width=1, style=Qt.PenStyle.DashLine))
        flows = sum(flow for at, flow in self._data["flows"] if drawn["base_at"] < at <= drawn["right"])
        self._base_item.setValue(float(drawn["base"] + flows))
        if self._end_colours != (colour, theme.chart):
            # Given with each point they would pile up: pyqtgraph keeps a picture of every brush and pen.
            self._end_colours = (colour, theme.chart)
            self._end_item.setBrush(colour)
            self._end_item.setPen(theme.chart)
        self._end_item.setData([x[-1]], [y[-1]])
        self._plot.setXRange(0.0, float(x[-1]), padding=0.02)
        self._plot.setYRange(low - room, high + room, padding=0.0)
        self._paint_hover()

    def _paint_gaps(self, theme: Theme) -> None:
        """Hatch what nobody watched."""
        width = self._drawn["right"] - self._drawn["left"]
        # What is narrower than a pixel cannot be seen; there may be thousands of them.
        gaps = [(a, b) for a, b in self._drawn["gaps"] if b - a >= width / _NARROW_GAPS]
        while len(self._gap_items) < len(gaps):
            item = pg.LinearRegionItem(movable=False, pen=pg.mkPen(None))
            item.setZValue(-10)
            self._plot.addItem(item, ignoreBounds=True)
            self._gap_items.append(item)
        brush = QBrush(QColor(theme.dim), Qt.BrushStyle.BDiagPattern)
        for number, item in enumerate(self._gap_items):
            item.setVisible(number < len(gaps))
            if number < len(gaps):
                item.setBrush(brush)
                item.setRegion([moment - self._drawn["left"] for moment in gaps[number]])

    def _paint_hover(self) -> None:
        mark, theme = self._mark, self._theme()
        self._hover_item.setVisible(mark is not None)
        self._hover_text.setVisible(mark is not None)
        if mark is None:
            return
        x = mark["at"] - self._drawn["left"]
        share = x / (self._drawn["right"] - self._drawn["left"])
        top = self._plot.viewRange()[1][1]
        self._hover_item.setPen(pg.mkPen(theme.dim, width=1))
        self._hover_item.setValue(x)
        self._hover_text.setText(mark["text"], color=theme.primary)
        # Near an edge the text stands beside the line instead of over it.
        self._hover_text.setAnchor((0.0 if share < 4 * _EDGE else 1.0 if share > 1 - 4 * _EDGE else 0.5, 0.0))
        self._hover_text.setPos(x, top)

    @staticmethod
    def _write(label: QLabel, text: str, tip: str) -> None:
        if label.text() != text:
            label.setText(text)
            label.setAccessibleDescription(text)
        if label.toolTip() != (plain := plain_tip(tip)):
            label.setToolTip(plain)

    @staticmethod
    def _style(widget: QWidget, sheet: str) -> None:
        if widget.styleSheet() != sheet:
            widget.setStyleSheet(sheet)

    # -- the trader's hand

    @Slot(QAbstractButton)
    def _pill_clicked(self, button: QAbstractButton) -> None:
        timeframe = Timeframe(button.text())
        self.choose_timeframe(timeframe)
        self.timeframe_chosen.emit(timeframe)

    @Slot()
    def _equity_clicked(self) -> None:
        self.intent.emit(SwitchEquityView())

    @Slot(QAction)
    def _menu_chosen(self, action: QAction) -> None:
        target = action.data()
        if isinstance(target, Book):
            self.intent.emit(ShowBook(book=target))
        elif isinstance(target, TradeMode):
            self.intent.emit(ShowMode(mode=target))

    @Slot(object)
    def _mouse_moved(self, place: Any) -> None:  # noqa: ANN401 - pyqtgraph's point
        if self._drawn:
            self._hover(self._drawn["left"] + self._plot.getViewBox().mapSceneToView(place).x())

    def _hover(self, at: float | None) -> None:
        """Show what was valid at a moment, UNIX seconds; the present again once the mouse has left."""
        if at is not None or self._mark is not None:
            self._show(self._data | {"hover": at})
            self.cells_changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice that the mouse leaves the chart."""
        if event.type() == QEvent.Type.Leave and watched is self._plot.viewport():
            self._hover(None)
        return super().eventFilter(watched, event)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
