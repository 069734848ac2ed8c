"""Panel 2, legacy generation: the open position, computed and painted in one widget.

It works on the dict form of the facts and shares no rule with the other generation, so that comparing both
is worth something.
"""

import logging
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QFontInfo, QKeyEvent, QMouseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from actors import messages
from actors.dict_form import to_dict
from actors.messages import Cell, ConnectionState, Shown
from models.book import TradeMode
from models.holidays import CME_CALENDAR, Calendar
from ui.appearance import Appearance, Unit
from ui.panel import Choices, Panel, PanelName, Payload
from ui.plain_tip import plain_tip
from ui.theme import Theme, theme_of

log = logging.getLogger(__name__)

_TITLES = (
    ("Price", "Heat", "Time", "Target", "Stop"),
    ("Planned Risk", "R-Multiple", "Range", "MAE", "MFE"),
    ("VWAP", "Delta", "POC", "Efficiency", "Pts"),
)
_NEEDS_PRICE = ("Heat", "R-Multiple", "Range", "MAE", "MFE", "Efficiency", "Pts")
_FROM_SERVER = ("Price", "Target", "Stop", "Planned Risk")
_CHICAGO = ZoneInfo("America/Chicago")
_OPENS, _CLOSES, _FRIDAY = time(17), time(16), 4
_EMPTY = Cell(text="--", role="dim")
_BROKEN = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
# The widest float of a peer has 309 digits; a risk or a share multiplies up to four such numbers.
_MOST_DIGITS = 320
_WIDE = Context(prec=1500, rounding=ROUND_HALF_UP)
_FIRST_YEAR, _LAST_YEAR = 1970, 2200

_FLASH_MS = 500
_WARNING_S = 180
_FLASHING_S = 270
_CRITICAL_S = 300
_MOST_DECIMALS = 20
_MOST_PARTS = 256
_ONE_POINT_ROOTS = ("ES", "MES", "NQ", "MNQ")
_STOP_TICKS = 4
_OTHER_MARKET = Decimal("0.2")
_HIDDEN = "•••"
_GOOD = Decimal("0.6")
_POOR = Decimal("0.3")


class LegacyPanel2(Panel):
    """Banner with symbol and price, remarks, and the 15 cells in three rows.

    Attributes:
        payload_errors: Payloads so far that were no fact or held what cannot be shown; they changed nothing.
    """

    name = PanelName.PANEL2
    generation = "legacy"

    def __init__(self, parent: QWidget | None = None) -> None:
        """Create the panel of an unknown account."""
        super().__init__(parent)
        self.payload_errors = 0
        self._data: dict[str, Any] = {
            "epoch": -1,
            "mode": None,
            "book": None,
            "positions": {},
            "heat": {},
            "quote": None,
            "missed": None,
            "served": {},
            "calendar": CME_CALENDAR,
            "link": None,
            "confirmed": None,
            "now": None,
            "limits": {"warning": _WARNING_S, "flashing": _FLASHING_S, "critical": _CRITICAL_S, "stop": {}},
            "chosen": None,
            "appearance": Appearance(),
        }
        self._handlers = {
            "AlarmLimitsSet": self._on_limits,
            "ScopeChanged": self._on_scope,
            "PositionChanged": self._on_position,
            "HeatChanged": self._on_heat,
            "BookConfirmed": self._on_confirmed,
            "QuoteRead": self._on_quote,
            "QuoteMissed": self._on_missed,
            "PriceReceived": self._on_served,
            "PriceMissed": self._on_served,
            "CalendarSet": self._on_calendar,
            "ConnectionChanged": self._on_connection,
            "Ticked": self._on_tick,
        }
        self._cells: dict[str, Cell] = {}
        self._tips: dict[str, str] = {}
        self._direction = 0
        self._lit = True
        self._flash_timer = QTimer(self)
        self._flash_timer.setInterval(_FLASH_MS)
        self._flash_timer.timeout.connect(self._next_flash_phase)
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
            log.log(level, "panel2 payload refused", exc_info=True)
            self.payload_errors += 1
            return
        if data is not None:
            self._show(data)

    def cells(self) -> Mapping[str, Cell]:
        """Return the canonical cells."""
        return dict(self._cells)

    def choices(self) -> Choices:
        """Return the symbol that the trader cycled to."""
        return Choices(symbol=self._data["chosen"], appearance=self._data["appearance"])

    def adopt(self, choices: Choices) -> None:
        """Take over symbol and appearance from the panel whose place this one takes."""
        chosen = {"chosen": choices.symbol, "appearance": choices.appearance or self._data["appearance"]}
        if chosen != {name: self._data[name] for name in chosen}:
            self._show(self._data | chosen)

    def choose_appearance(self, appearance: Appearance) -> None:
        """Show amounts and colours as the trader chose."""
        if appearance != self._data["appearance"]:
            self._show(self._data | {"appearance": appearance})
            self.cells_changed.emit()

    # -- building

    def _build(self) -> None:
        self.setObjectName("legacyPanel2")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._symbol_label = self._label("Symbol")
        self._symbol_label.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._symbol_label.setCursor(Qt.CursorShape.PointingHandCursor)
        self._symbol_label.installEventFilter(self)
        self._divider = self._label("Divider")
        self._divider.setText("|")
        self._live_label = self._label("Last price")
        self._note_label = self._label("Remarks")
        self._note_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._note_label.setWordWrap(True)
        banner = QHBoxLayout()
        banner.setSpacing(20)
        banner.addStretch(1)
        banner.addWidget(self._symbol_label)
        banner.addWidget(self._divider)
        banner.addWidget(self._live_label)
        banner.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.setSpacing(6)
        layout.addLayout(banner)
        layout.addWidget(self._note_label)
        layout.addLayout(self._build_grid(), 1)

    def _build_grid(self) -> QGridLayout:
        self._frames: dict[str, QFrame] = {}
        self._title_labels: dict[str, QLabel] = {}
        self._value_labels: dict[str, QLabel] = {}
        grid = QGridLayout()
        grid.setSpacing(8)
        for row, titles in enumerate(_TITLES):
            grid.setRowStretch(row, 1)
            for column, title in enumerate(titles):
                grid.setColumnStretch(column, 1)
                grid.addWidget(self._build_cell(title), row, column)
        return grid

    def _build_cell(self, title: str) -> QFrame:
        frame = QFrame(self)
        frame.setObjectName("cell")
        frame.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        title_label, value_label = self._label(f"{title} label"), self._label(title)
        title_label.setText(title)
        for label in (title_label, value_label):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        # A long value is written smaller; it must not widen its column.
        value_label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(frame)
        column.setContentsMargins(6, 4, 6, 4)
        column.setSpacing(2)
        column.addStretch(1)
        column.addWidget(title_label)
        column.addWidget(value_label)
        column.addStretch(1)
        self._frames[title] = frame
        self._title_labels[title] = title_label
        self._value_labels[title] = value_label
        return frame

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
        if "book" in form and (epoch != self._data["epoch"] or self._book(form) != self._data["book"]):
            return None
        data = dict(self._data)
        handler(data, form)
        return data

    def _on_scope(self, data: dict[str, Any], form: Mapping[str, Any]) -> None:
        epoch = self._whole(form["epoch"])
        mode = TradeMode(form["mode"])
        account = None if form["account"] is None else self._text(form["account"])
        if epoch <= data["epoch"]:
            return
        data |= {
            "epoch": epoch,
            "mode": mode,
            "book": None if account is None else (mode, account),
            "positions": {},
            "heat": {},
            "confirmed": None,
            "chosen": None,
        }

    def _on_position(self, data: dict[str, Any], form: Mapping[str, Any]) -> None:
        symbol = self._text(form["symbol"])
        row = self._contract(form["contract"]) | self._orders(form["protection"])
        row["symbol"] = symbol
        if form["position"] is None:
            data["positions"] = {key: old for key, old in data["positions"].items() if key != symbol}
            data["heat"] = data["heat"] | {symbol: None}
        else:
            row |= self._holding(form["position"])
            row["opened_at"] = row["entered_at"]
            if form["opened_at"] is not None:
                row["opened_at"] = self._moment(form["opened_at"])
            data["positions"] = data["positions"] | {symbol: row}

    def _on_heat(self, data: dict[str, Any], form: Mapping[str, Any]) -> None:
        since = None if form["since"] is None else self._moment(form["since"])
        data["heat"] = data["heat"] | {self._text(form["symbol"]): since}

    def _on_limits(self, data: dict[str, Any], form: Mapping[str, Any]) -> None:
        heat = form["heat"]
        names = ("warning", "flashing", "critical")
        limits: dict[str, Any] = {name: self._whole(heat[f"{name}_s"]) for name in names}
        limits["stop"] = {self._text(root): self._number(points) for root, points in form["stop_distances"]}
        data["limits"] = limits

    def _on_confirmed(self, data: dict[str, Any], form: Mapping[str, Any]) -> None:
        data["confirmed"] = self._yes_or_no(form["confirmed"])

    def _on_quote(self, data: dict[str, Any], form: Mapping[str, Any]) -> None:
        quote = form["quote"]
        data["quote"] = {name: self._number(quote[name]) for name in ("last", "vwap", "poc", "cum_delta")}
        data["quote"]["at"] = self._moment(quote["read_at"])
        data["missed"] = None

    def _on_missed(self, data: dict[str, Any], form: Mapping[str, Any]) -> None:
        last_read = form["last_read_at"]
        data["missed"] = {"reason": self._text(form["reason"])}
        if last_read is not None:
            # The clock may have been set since the snapshot was read.
            at = self._moment(last_read)
            data["quote"] = None if data["quote"] is None else data["quote"] | {"at": at}

    def _on_served(self, data: dict[str, Any], form: Mapping[str, Any]) -> None:
        price = {
            "last": self._number(form["price"]["last"]),
            "at": self._moment(form["price"]["at"]),
            "source": "Sierra Chart DTC",
            "reason": self._text(form["reason"]) if form["event"] == "PriceMissed" else None,
        }
        data["served"] = data["served"] | {self._text(form["symbol"]): price}

    def _on_calendar(self, data: dict[str, Any], form: Mapping[str, Any]) -> None:
        table = form["calendar"]
        data["calendar"] = Calendar(
            holidays=frozenset(date.fromisoformat(self._text(day)) for day in table["holidays"]),
            early_closes=tuple(
                (date.fromisoformat(self._text(day)), time.fromisoformat(self._text(close)))
                for day, close in table["early_closes"]
            ),
        )

    def _on_connection(self, data: dict[str, Any], form: Mapping[str, Any]) -> None:
        data["link"] = ConnectionState(form["state"])

    def _on_tick(self, data: dict[str, Any], form: Mapping[str, Any]) -> None:
        data["now"] = self._moment(form["at"])

    def _book(self, form: Mapping[str, Any]) -> tuple[TradeMode, str]:
        book = form["book"]
        return TradeMode(book["mode"]), self._text(book["account"])

    def _contract(self, form: Mapping[str, Any]) -> dict[str, Any]:
        decimals = self._whole(form["decimals"])
        if not 0 <= decimals <= _MOST_DECIMALS:
            raise ValueError(f"{decimals} decimals")
        return {
            "root": self._text(form["root"]),
            "tick": self._number_or_none(form["tick"]),
            "point_value": self._number_or_none(form["point_value"]),
            "fee": self._number_or_none(form["fee_per_side"]),
            "decimals": decimals,
            "parts": self._parts(form["parts"]),
            "part_decimals": self._parts(form["part_decimals"]),
        }

    def _parts(self, value: object) -> int:
        number = self._whole(value)
        if not 0 <= number <= _MOST_PARTS:
            raise ValueError(f"{number} parts")
        return number

    def _orders(self, form: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "stop": self._number_or_none(form["stop"]),
            "stop_covers": self._number(form["stop_quantity"]),
            "target": self._number_or_none(form["target"]),
            "target_covers": self._number(form["target_quantity"]),
        }

    def _holding(self, form: Mapping[str, Any]) -> dict[str, Any]:
        quantity = self._number(form["quantity"])
        # Contracts that came or went without a fill, whose fees nobody told.
        unseen = self._number(form["entered"]) + self._number(form["exited"])
        unseen -= sum(abs(self._number(fill["quantity"])) for fill in form["executions"])
        return {
            "held": abs(quantity),
            "side": 1 if quantity > 0 else -1,
            "entry": self._number(form["average_price"]),
            "entered_at": self._moment(form["entry_time"]),
            "low": self._number(form["low"]),
            "high": self._number(form["high"]),
            "worst": self._number_or_none(form["worst_open"]),
            "best": self._number_or_none(form["best_open"]),
            "fees": self._number(form["fees"]),
            "unseen": unseen,
            "initial_stop": self._number_or_none(form["initial_stop"]),
            "initial_risk": self._number_or_none(form["initial_risk"]),
            "confirmed": self._yes_or_no(form["confirmed"]),
            "notes": [self._text(note) for note in form["notes"]],
            "at_entry": self._snapshot(form["entry_context"]),
        }

    def _snapshot(self, form: Mapping[str, Any] | None) -> dict[str, Any] | None:
        if form is None:
            return None
        snapshot: dict[str, Any] = {name: self._number(form[name]) for name in ("vwap", "cum_delta", "poc")}
        snapshot["late"] = self._yes_or_no(form["late"])
        return snapshot

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

    def _number_or_none(self, value: object) -> Decimal | None:
        return None if value is None else self._number(value)

    @staticmethod
    def _moment(value: object) -> datetime:
        if not isinstance(value, str):
            raise TypeError(f"{value!r} is no moment as text")
        at = datetime.fromisoformat(value)
        if at.tzinfo is None or not _FIRST_YEAR <= at.year <= _LAST_YEAR:
            raise ValueError(f"{value!r} is no moment with a time zone that can be shown")
        return at

    # -- computing

    def _show(self, data: dict[str, Any]) -> None:
        """Compute everything and paint it."""
        rows = self._rows(data)
        if rows:
            row = self._row_on_screen(data, rows)
            row = row | {"market": self._market(data, row)}
            last = row["market"]["last"]
            cells = self._open_cells(data, row, last, len(rows) - 1)
            tips = self._open_tips(data, row)
            note = "   ·   ".join(self._open_notes(data, row, last))
            direction = row["side"]
        else:
            cells, tips, note, direction = self._flat_cells(data), {}, self._flat_note(data), 0
        before = self._data
        theme_changed = (
            data["mode"] is not before["mode"]
            or data["appearance"].palette is not before["appearance"].palette
            or not self._cells
        )
        self._data, self._cells, self._tips, self._direction = data, cells, tips, direction
        if theme_changed:
            self._paint_theme()
        self._paint(note)

    @staticmethod
    def _rows(data: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the open positions, the latest opened first."""
        rows = list(data["positions"].values())
        return sorted(rows, key=lambda row: (row["entered_at"], row["symbol"]), reverse=True)

    @staticmethod
    def _row_on_screen(data: dict[str, Any], rows: list[dict[str, Any]]) -> dict[str, Any]:
        for row in rows:
            if row["symbol"] == data["chosen"]:
                return row
        return rows[0]

    def _market(self, data: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
        """Return the price that counts, whether it is fresh, old, closed or none, and what to say of it.

        The server's counts while it comes, for it names its symbol; else the file's, where it is no price of
        another market; of two old ones the newer.
        """
        missed, served, quote = data["missed"], data["served"].get(row["symbol"]), data["quote"]
        reason = None if missed is None else missed["reason"]
        prices = [] if served is None else [served]
        if quote is not None and abs(quote["last"] - row["entry"]) <= _OTHER_MARKET * abs(row["entry"]):
            prices.append(quote | {"source": "snapshot file", "reason": reason})
        closed = data["now"] is not None and not self._is_open(data["now"], data["calendar"])
        if not prices:
            words = "" if reason is None else f"No price: {reason}"
            words = f"Market closed. {words}" if closed and words else words
            return {"last": None, "state": "none", "words": words}
        fresh = [price for price in prices if price["reason"] is None]
        price = fresh[0] if fresh else max(prices, key=lambda price: price["at"])
        source, age = price["source"], "" if data["now"] is None else self._age(data["now"] - price["at"])
        if fresh:
            state, words = "fresh", f"Price from {source}, {age or 'just read'}"
        elif closed and not self._traded_since(price["at"], data["now"], data["calendar"]):
            state, words = "closed", f"Market closed. Last price is {age} (from {source})"
        else:
            state, words = "old", f"Price is {age or 'old'} (from {source}): {price['reason']}"
        return {"last": price["last"], "state": state, "words": words}

    @staticmethod
    def _age(age: timedelta) -> str:
        seconds = max(0, int(age.total_seconds()))
        if seconds >= 7200:  # noqa: PLR2004 - two hours
            return f"{seconds // 3600}h old"
        if seconds >= 120:  # noqa: PLR2004 - two minutes
            return f"{seconds // 60}m old"
        return f"{seconds}s old"

    def _traded_since(self, at: datetime, now: datetime, calendar: Calendar) -> bool:
        """Tell whether the exchange traded between a price and a moment at which it is closed."""
        if now - at > timedelta(days=7):
            return True
        moment = at + timedelta(minutes=1)
        while moment < now:
            if self._is_open(moment, calendar):
                return True
            # Sessions begin on the hour, and last longer than one.
            moment = moment.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        return False

    @staticmethod
    def _is_open(now: datetime, calendar: Calendar) -> bool:
        """Tell whether the exchange trades: from 17:00 in Chicago until 16:00 or an early close."""
        local = now.astimezone(_CHICAGO)
        evening = local.time() >= _OPENS
        day = local.date() + timedelta(days=1) if evening else local.date()
        early = dict(calendar.early_closes).get(day)
        if day.weekday() > _FRIDAY or (day in calendar.holidays and early is None):
            return False
        return evening or local.time() < (early or _CLOSES)

    @staticmethod
    def _link_is_up(data: dict[str, Any]) -> bool:
        return data["link"] is ConnectionState.READY and data["confirmed"] is not False

    def _flat_cells(self, data: dict[str, Any]) -> dict[str, Cell]:
        live = _EMPTY
        if self._flat_is_known(data):
            live = Cell(text="FLAT", role="neutral" if self._link_is_up(data) else "dim")
        cells = {"Symbol": _EMPTY, "Live": live}
        return cells | {title: _EMPTY for titles in _TITLES for title in titles}

    @staticmethod
    def _flat_is_known(data: dict[str, Any]) -> bool:
        """Tell whether no position means flat, and not that nobody has said anything yet."""
        return data["book"] is not None and data["confirmed"] is True

    def _flat_note(self, data: dict[str, Any]) -> str:
        if data["mode"] is not None and data["book"] is None:
            return f"No {data['mode'].value} account is known yet"
        if not self._flat_is_known(data):
            return "Waiting for the account's positions"
        if not self._link_is_up(data):
            return "The link to Sierra Chart is down: flat when it was last heard"
        return ""

    def _open_cells(
        self, data: dict[str, Any], row: dict[str, Any], last: Decimal | None, others: int
    ) -> dict[str, Cell]:
        """Return banner and cells of an open position, in the order of the screen."""
        link_mark = "" if self._link_is_up(data) and row["confirmed"] else "dim"
        mark = "stale" if row["market"]["state"] == "old" else link_mark
        cells = {"Symbol": Cell(text=row["root"] + (f" (+{others})" if others else ""), role="neutral")}
        cells["Live"] = self._live_cell(row, last)
        cells["Heat"] = self._heat_cell(data, row, last)
        cells |= self._position_cells(data, row, last, mark=link_mark)
        cells |= self._price_cells(data, row, last, mark=mark)
        cells |= self._excursion_cells(data, row, last, mark=mark)
        cells |= self._entry_cells(row)
        order = ["Symbol", "Live", *(title for titles in _TITLES for title in titles)]
        return {title: cells[title] for title in order}

    def _live_cell(self, row: dict[str, Any], last: Decimal | None) -> Cell:
        if last is None:
            return _EMPTY
        role = {"old": "stale", "closed": "info"}.get(row["market"]["state"], "neutral")
        return Cell(text=self._price(last, row), role=role)

    def _position_cells(
        self, data: dict[str, Any], row: dict[str, Any], last: Decimal | None, *, mark: str
    ) -> dict[str, Cell]:
        """Return the cells that follow from what the server said."""
        contracts = self._count(data, row["held"])
        side_role = "profit" if row["side"] > 0 else "loss"
        price = Cell(text=f"{contracts} @ {self._price(row['entry'], row)}", role=side_role)
        time, target, stop, risk = _EMPTY, _EMPTY, _EMPTY, _EMPTY
        if data["now"] is not None:
            seconds = (data["now"] - row["opened_at"]).total_seconds()
            time = Cell(text=self._duration(seconds), role="neutral")
        if row["target"] is not None:
            target = self._marked(Cell(text=self._price(row["target"], row), role="neutral"), mark)
        if row["stop"] is not None:
            stop = self._marked(Cell(text=self._price(row["stop"], row), role="neutral"), mark)
            if self._stop_is_near(data, row, last):
                stop = Cell(text=stop.text, role="alert", flash=True)
        if row["stop"] is not None:
            risk = self._risk_cell(data, row)
            risk = risk if risk is _EMPTY else self._marked(risk, mark)
        price = self._marked(price, mark)
        return {"Price": price, "Time": time, "Target": target, "Stop": stop, "Planned Risk": risk}

    def _risk_cell(self, data: dict[str, Any], row: dict[str, Any]) -> Cell:
        """Return what the stop would cost: in dollars with the fees of both sides, else the way to it."""
        loss = max(Decimal(0), (row["entry"] - row["stop"]) * row["side"])
        dollars = None
        if row["point_value"] is not None:
            fees = 2 * (row["fee"] or Decimal(0)) * row["held"]
            dollars = loss * row["held"] * row["point_value"] + fees
        unit = data["appearance"].unit
        number = self._counted(data, row, loss, dollars, Unit.DOLLARS if unit is Unit.OWN else unit)
        return _EMPTY if number is None else Cell(text=number[0], role="loss")

    @staticmethod
    def _stop_is_near(data: dict[str, Any], row: dict[str, Any], last: Decimal | None) -> bool:
        if last is None or row["stop"] is None:
            return False
        if row["root"] in data["limits"]["stop"]:
            near = data["limits"]["stop"][row["root"]]
        elif row["root"] in _ONE_POINT_ROOTS:
            near = Decimal(1)
        elif row["tick"] is None:
            return False
        else:
            near = _STOP_TICKS * row["tick"]
        distance: Decimal = (last - row["stop"]) * row["side"]
        return bool(distance <= near)

    def _heat_cell(self, data: dict[str, Any], row: dict[str, Any], last: Decimal | None) -> Cell:
        since, price_old = data["heat"].get(row["symbol"]), row["market"]["state"] == "old"
        if since is None:
            if last is None:
                return _EMPTY
            return Cell(text="0s", role="stale" if price_old else "dim")
        if data["now"] is None:
            return _EMPTY
        age = max(0, int((data["now"] - since).total_seconds()))
        role, limits = "dim", data["limits"]
        if age >= limits["warning"]:
            role = "warning"
        if age >= limits["critical"]:
            role = "critical"
        if price_old or last is None:
            role = "stale"
        return Cell(text=self._duration(age), role=role, flash=age >= limits["flashing"])

    def _price_cells(
        self, data: dict[str, Any], row: dict[str, Any], last: Decimal | None, *, mark: str
    ) -> dict[str, Cell]:
        """Return the cells that follow from the last price."""
        if last is None:
            return {"R-Multiple": _EMPTY, "Range": _EMPTY, "Efficiency": _EMPTY, "Pts": _EMPTY}
        gain: Decimal = (last - row["entry"]) * row["side"]
        multiple, left, efficiency = _EMPTY, _EMPTY, _EMPTY
        if row["initial_risk"]:
            risks = self._rounded(gain * row["held"] / row["initial_risk"], 2)
            multiple = Cell(text=f"{self._signed(risks, 2)} R", role=self._sign_role(risks))
        if row["target"] is not None:
            distance = (row["target"] - last) * row["side"]
            left = self._distance_cell(data, row, distance, self._worth(row, distance))
            left = left if left is _EMPTY else Cell(text=left.text, role="neutral")
        if row["point_value"] is not None and row["best"]:
            efficiency = self._efficiency_cell(gain * row["held"] * row["point_value"] / row["best"])
        pts = self._distance_cell(data, row, gain, self._worth(row, gain))
        cells = {"R-Multiple": multiple, "Range": left, "Efficiency": efficiency, "Pts": pts}
        return {title: cell if cell is _EMPTY else self._marked(cell, mark) for title, cell in cells.items()}

    @staticmethod
    def _worth(row: dict[str, Any], distance: Decimal) -> Decimal | None:
        if row["point_value"] is None:
            return None
        dollars: Decimal = distance * row["held"] * row["point_value"]
        return dollars

    def _distance_cell(
        self, data: dict[str, Any], row: dict[str, Any], points: Decimal, dollars: Decimal | None
    ) -> Cell:
        """Return a signed distance in points, or in the unit that was chosen."""
        unit = data["appearance"].unit
        number = self._counted(data, row, points, dollars, Unit.POINTS if unit is Unit.OWN else unit)
        if number is None:
            return _EMPTY
        text, value = number
        return Cell(text=f"+{text}" if value > 0 else text, role=self._sign_role(value))

    def _counted(
        self, data: dict[str, Any], row: dict[str, Any], points: Decimal, dollars: Decimal | None, unit: Unit
    ) -> tuple[str, Decimal] | None:
        """Return text and value in a unit, without a plus; None where nobody can count in it."""
        if unit is Unit.DOLLARS:
            return None if dollars is None else (self._money(data, dollars), self._rounded(dollars, 2))
        if unit is Unit.TICKS:
            if row["tick"] is None:
                return None
            ticks = self._rounded(points / row["tick"], 1)
            if ticks % 1 == 0:
                ticks = self._rounded(ticks, 0)
            return f"{ticks} tick{'' if abs(ticks) == 1 else 's'}", ticks
        if unit is Unit.RISK:
            if not row["initial_risk"]:
                return None
            risks = self._rounded(points * row["held"] / row["initial_risk"], 2)
            return f"{risks} R", risks
        shown = self._rounded(points, row["decimals"])
        return f"{shown} pt", shown

    def _efficiency_cell(self, share: Decimal) -> Cell:
        share = min(share, Decimal(1))
        role = "warning"
        if share > _GOOD:
            role = "profit"
        if share < _POOR:
            role = "loss"
        return Cell(text=f"{self._rounded(100 * share, 0)}%", role=role)

    def _excursion_cells(
        self, data: dict[str, Any], row: dict[str, Any], last: Decimal | None, *, mark: str
    ) -> dict[str, Cell]:
        """Return worst and best excursion; extremes from before a restart count before the first price."""
        foreign = data["quote"] is not None and last is None
        if foreign or (last is None and row["low"] == row["high"]):
            return {"MAE": _EMPTY, "MFE": _EMPTY}
        below, above = row["low"] - row["entry"], row["high"] - row["entry"]
        worst, best = (below, above) if row["side"] > 0 else (-above, -below)
        worst, best = min(worst, Decimal(0)), max(best, Decimal(0))
        mae = self._distance_cell(data, row, worst, row["worst"])
        mfe = self._distance_cell(data, row, best, row["best"])
        mfe = mfe if mfe is _EMPTY else Cell(text=mfe.text.removeprefix("+"), role=mfe.role)
        mark = "stale" if last is None else mark
        return {
            title: cell if cell is _EMPTY else self._marked(cell, mark)
            for title, cell in (("MAE", mae), ("MFE", mfe))
        }

    def _entry_cells(self, row: dict[str, Any]) -> dict[str, Cell]:
        """Return the market at the entry."""
        market = row["at_entry"]
        if market is None:
            return {"VWAP": _EMPTY, "Delta": _EMPTY, "POC": _EMPTY}
        cells = {}
        for title, level in (("VWAP", market["vwap"]), ("POC", market["poc"])):
            above = level > row["entry"]
            good = not above if row["side"] > 0 else above
            cells[title] = Cell(text=self._price(level, row), role="profit" if good else "loss")
        delta = self._rounded(market["cum_delta"], 0)
        text = f"+{delta:,}" if delta > 0 else f"{delta:,}"
        return cells | {"Delta": Cell(text=text, role=self._sign_role(delta))}

    # -- wording

    @staticmethod
    def _marked(cell: Cell, mark: str) -> Cell:
        """Return a cell in the role of what is old, or was heard before the link went down."""
        return Cell(text=cell.text, role=mark, flash=cell.flash) if mark else cell

    @staticmethod
    def _sign_role(value: Decimal) -> str:
        if value > 0:
            return "profit"
        return "loss" if value < 0 else "neutral"

    @staticmethod
    def _rounded(value: Decimal, decimals: int) -> Decimal:
        """Round half up, without a negative zero."""
        step = Decimal((0, (1,), -decimals))
        result = _WIDE.quantize(value, step)
        return result or abs(result)

    def _signed(self, value: Decimal, decimals: int) -> str:
        number = self._rounded(value, decimals)
        return f"+{number}" if number > 0 else f"{number}"

    @staticmethod
    def _price(price: Decimal, row: dict[str, Any]) -> str:
        if row["parts"]:
            return LegacyPanel2._price_in_parts(price, row["parts"], row["part_decimals"])
        text = f"{price:.{row['decimals']}f}"
        is_zero = all(letter in "-0." for letter in text)
        return text.lstrip("-") if is_zero else text

    @staticmethod
    def _price_in_parts(price: Decimal, parts: int, decimals: int) -> str:
        """Write a bond's price: 110'16.5 is 110 points and sixteen and a half 32nds."""
        thousandths = int((abs(price) * parts * 1000).to_integral_value(ROUND_HALF_EVEN))
        points, rest = divmod(thousandths, parts * 1000)
        whole, part = divmod(rest, 1000)
        digits = f"{part:03d}".rstrip("0").ljust(decimals, "0")
        sign = "-" if price < 0 and thousandths else ""
        text = f"{sign}{points}'{str(whole).zfill(len(str(parts - 1)))}"
        return f"{text}.{digits}" if digits else text

    def _money(self, data: dict[str, Any], amount: Decimal) -> str:
        """Return dollars; only their sign where amounts are hidden."""
        cents = self._rounded(amount, 2)
        number = _HIDDEN if data["appearance"].is_private else f"{abs(cents):,}"
        return f"-${number}" if cents < 0 else f"${number}"

    @staticmethod
    def _duration(seconds: float) -> str:
        minutes, rest = divmod(max(0, int(seconds)), 60)
        return f"{minutes}:{rest:02d}" if minutes else f"{rest}s"

    def _open_notes(self, data: dict[str, Any], row: dict[str, Any], last: Decimal | None) -> list[str]:
        notes = [self._link_words(data, row)]
        if data["quote"] is not None and last is None:
            notes.append(f"Snapshot price {data['quote']['last']} does not fit {row['root']}: wrong chart?")
        if row["market"]["state"] != "fresh":
            notes.append(row["market"]["words"])
        if last is None and data["quote"] is None and data["missed"] is None:
            notes.append("No price yet from the snapshot file")
        if row["stop"] is not None and row["stop_covers"] < row["held"]:
            notes.append("Partly protected: the stop covers fewer contracts than are held")
        return [note for note in notes if note]

    def _link_words(self, data: dict[str, Any], row: dict[str, Any]) -> str:
        if not self._link_is_up(data):
            return "The link to Sierra Chart is down: position as it was last heard"
        return "" if row["confirmed"] else "Position not confirmed by the server yet"

    def _open_tips(self, data: dict[str, Any], row: dict[str, Any]) -> dict[str, str]:
        """Return what banner and cells say under the mouse."""
        words, link = row["market"]["words"], self._link_words(data, row)
        initial = row["initial_stop"]
        tips = {
            "Symbol": row["symbol"],
            "Live": words or "No price yet",
            "Price": self._price_tip(data, row),
            "Heat": "Time since the price went to the losing side of the entry",
            "Time": "Time since the entry",
            "Target": self._cover_tip(data, row, "target"),
            "Stop": self._cover_tip(data, row, "stop"),
            "Planned Risk": self._risk_tip(row),
            "R-Multiple": (
                "No initial stop, no risk to compare with" if initial is None else f"Initial stop {initial}"
            ),
            "Range": "Points left to the target",
            "MAE": f"Worst open P&L {self._money_or_dashes(data, row['worst'])}",
            "MFE": f"Best open P&L {self._money_or_dashes(data, row['best'])}",
            "VWAP": self._entry_tip("VWAP", "vwap", data, row),
            "Delta": self._entry_tip("Cumulative delta", "cum_delta", data, row),
            "POC": self._entry_tip("Point of control", "poc", data, row),
            "Efficiency": "Open P&L as a share of the best open P&L",
            "Pts": "Points per contract since the average entry",
        }
        if words:
            tips |= {title: f"{tips[title]}\n{words}" for title in _NEEDS_PRICE}
        if link:
            tips |= {title: f"{tips[title]}\n{link}" for title in (*_FROM_SERVER, *_NEEDS_PRICE)}
        return tips

    def _money_or_dashes(self, data: dict[str, Any], amount: Decimal | None) -> str:
        return "--" if amount is None else self._money(data, amount)

    @staticmethod
    def _count(data: dict[str, Any], contracts: Decimal) -> str:
        return _HIDDEN if data["appearance"].is_private else f"{contracts.normalize():f}"

    def _price_tip(self, data: dict[str, Any], row: dict[str, Any]) -> str:
        side = "Long" if row["side"] > 0 else "Short"
        lines = [f"{side} {self._count(data, row['held'])} {row['symbol']}"]
        bound = "at least " if row["unseen"] else ""
        lines.append(f"Fees so far {bound}{self._money(data, row['fees'])}")
        if row["fee"] is None:
            lines.append(f"No fee is set for {row['root']}")
        if row["notes"]:
            lines.append(", ".join(row["notes"]))
        return "\n".join(lines)

    def _cover_tip(self, data: dict[str, Any], row: dict[str, Any], what: str) -> str:
        if row[what] is None:
            return f"No working {what} order"
        covered, held = self._count(data, row[f"{what}_covers"]), self._count(data, row["held"])
        return f"Working {what} orders cover {covered} of {held} contracts"

    @staticmethod
    def _risk_tip(row: dict[str, Any]) -> str:
        if row["point_value"] is None:
            return f"The dollars per point of {row['root']} are not known"
        if row["fee"] is None:
            return "Loss at the current stop; no fee is set"
        return "Loss at the current stop, with the fees of both sides"

    @staticmethod
    def _entry_tip(words: str, name: str, data: dict[str, Any], row: dict[str, Any]) -> str:
        if row["at_entry"] is None:
            text = f"{words} at the entry was not captured"
        else:
            text = f"{words} at the entry{', captured late' if row['at_entry']['late'] else ''}"
        foreign = row["market"]["last"] is None
        return text if data["quote"] is None or foreign else f"{text}; now {data['quote'][name]}"

    # -- painting

    def _theme(self) -> Theme:
        return theme_of(self._data["mode"], self._data["appearance"].palette)

    def _paint_theme(self) -> None:
        theme, size = self._theme(), QFontInfo(self.font()).pixelSize()
        self._style(self, f"#legacyPanel2 {{ background: {theme.window}; }}")
        for label in self._title_labels.values():
            self._style(label, f"#text {{ color: {theme.dim}; font-size: {size}px; font-weight: 500; }}")
        self._style(self._divider, f"#text {{ color: {theme.border}; font-size: {round(size * 1.45)}px; }}")

    def _paint(self, note: str) -> None:
        self._run_flash()
        theme, size = self._theme(), QFontInfo(self.font()).pixelSize()
        heading = f"font-size: {round(size * 1.45)}px; font-weight: 600;"
        for label, title in ((self._symbol_label, "Symbol"), (self._live_label, "Live")):
            cell = self._cells[title]
            colour = theme.ink if cell.role == "neutral" else theme.colour(cell.role)
            italic = "italic" if cell.role == "stale" else "normal"
            self._write(label, cell.text, self._tips.get(title, ""))
            self._style(label, f"#text {{ color: {colour}; font-style: {italic}; {heading} }}")
        self._write(self._note_label, note, "")
        self._style(self._note_label, f"#text {{ color: {theme.warning}; font-size: {size}px; }}")
        for title in self._frames:
            self._write(self._title_labels[title], f"{title}{self._arrow(title)}", "")
            self._paint_cell(title)

    def _arrow(self, title: str) -> str:
        """Return what says again, beside the title, what the colour of the value says."""
        sign = {"profit": 1, "loss": -1}.get(self._cells[title].role, 0)
        if title == "Price":
            sign = self._direction
        # A cost by nature, and a grade: 20% is a poor efficiency, and a profit.
        if title in {"Planned Risk", "Efficiency"}:
            sign = 0
        return {1: " ▲", -1: " ▼", 0: ""}[sign]

    def _paint_cell(self, title: str) -> None:
        """Write and colour one cell; while it flashes, every other time paler and with its usual border.

        Where nothing may move it keeps the wide border, which no other cell has.
        """
        theme, cell = self._theme(), self._cells[title]
        frame, value = self._frames[title], self._value_labels[title]
        colour = theme.colour(cell.role)
        lit = cell.flash and self._lit
        border = f"2px solid {colour}" if lit else f"1px solid {theme.border}"
        # The wider border takes its pixel from the inside, or the cell would jump.
        pad = 0 if lit else 1
        ink = colour
        if cell.flash and not self._lit:
            parts = QColor(colour)
            ink = f"rgba({parts.red()}, {parts.green()}, {parts.blue()}, 35%)"
        usual = QFontInfo(self.font()).pixelSize() * 1.5
        room = value.width() / (0.7 * max(1, len(cell.text)))
        size = max(7, int(min(usual, room)))
        italic = "italic" if cell.role == "stale" else "normal"
        self._write(value, cell.text, "")
        if frame.toolTip() != (tip := plain_tip(self._tips.get(title, ""))):
            frame.setToolTip(tip)
        self._style(
            frame,
            f"#cell {{ background: {theme.cell}; border: {border}; border-radius: 8px; padding: {pad}px; }}",
        )
        self._style(
            value, f"#text {{ color: {ink}; font-size: {size}px; font-weight: 600; font-style: {italic}; }}"
        )

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

    def _run_flash(self) -> None:
        is_still = self._data["appearance"].is_still
        wanted = not is_still and any(cell.flash for cell in self._cells.values())
        if wanted and not self._flash_timer.isActive():
            self._flash_timer.start()
        elif not wanted and self._flash_timer.isActive():
            self._flash_timer.stop()
            self._lit = True

    @Slot()
    def _next_flash_phase(self) -> None:
        self._lit = not self._lit
        for title, cell in self._cells.items():
            if cell.flash:
                self._paint_cell(title)

    # -- the trader's hand

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Write long values smaller where they would not fit."""
        super().resizeEvent(event)
        self._paint_cells()

    def showEvent(self, event: QShowEvent) -> None:
        """Write values as large as they fit: only a panel on the screen gives its cells their widths."""
        super().showEvent(event)
        self._paint_cells()

    def _paint_cells(self) -> None:
        for title in self._frames:
            self._paint_cell(title)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the next position when the symbol is clicked, or chosen with a key."""
        clicked = isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonRelease
        pressed = (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in {Qt.Key.Key_Space, Qt.Key.Key_Return}
        )
        if watched is self._symbol_label and (clicked or pressed):
            self._next_position()
            return True
        return False

    def _next_position(self) -> None:
        rows = self._rows(self._data)
        if rows:
            shown = rows.index(self._row_on_screen(self._data, rows))
            self._show(self._data | {"chosen": rows[(shown + 1) % len(rows)]["symbol"]})
        self.cells_changed.emit()
