"""Texts of a server on every widget that shows one: as they are written, and nothing moves for them."""

import json
from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Final

import msgspec
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import Qt as Gui
from PySide6.QtWidgets import QApplication, QLabel, QTableView, QWidget

from actors.messages import (
    AlarmsListed,
    ConnectionState,
    NoticeCleared,
    NoticeRaised,
    ScopeChanged,
    Severity,
    SwapPanels,
    TradesListed,
)
from dtc.codec import Decoder
from dtc.enums import Encoding
from dtc.messages import UserMessage
from models.alarm import AlarmKind, record_of
from models.book import Book, Symbol, TradeAccount, TradeMode
from models.timeframe import Timeframe
from tests.fuzz.meter import Meter
from tests.models.results import results
from tests.ui.alarms import an_alarm, holding_alarms
from tests.ui.builders import NOW, a_balance, a_link, a_position, a_protection, holding, shown
from tests.ui.test_window import Desk
from ui.cell_grid import CellGrid

_PARTS: Final = (
    *(
        "<b>bold</b>",
        "<img src=x:/y.png>",
        "<a href='http://x'>here</a>",
        "<br>",
        "<table><tr><td>1</td></tr>",
    ),
    *(
        "<!DOCTYPE html>",
        "<?xml version='1.0'?>",
        "<html>",
        "</p>",
        "<font color=red>FLAT",
        "<style>*{}</style>",
    ),
    *("&lt;b&gt;", "&amp;", "&", "&&", "&x", "%s %d {0}", "$1,000.00", "+$9,999.99", "FLAT", "LIVE"),
    *(
        "\u202eevil",
        "\u2066x\u2069",
        "\u200f",
        "אבג",
        "عربي",
        "Z̸̢͎a̷l̶g̵o̴" * 3,
        "é" * 20,
        "日本語",
        "👩‍👩‍👧‍👦",
        "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    ),
    *(
        "\x00",
        "\x07",
        "\x1b[31m",
        "\r\n",
        "\t",
        "\u2028",
        "\x7f",
        "\x9b",
        "\ufeff",
        "\ud800",
        "\ufffd",
        "W" * 60,
    ),
    *("x" * 300, " " * 40, "a b " * 50, "Sim1", "ESZ26-CME", "-", "'\"\\", "../../etc", "C:\\x", "=1+1"),
)
_SWAPS_ONE_IN: Final = 8


class Strings:
    """A case is a list of three texts in JSON: what the server says, its account, its symbol."""

    name = "strings"

    def __init__(self) -> None:
        self._application = QApplication.instance() or QApplication([])
        self._window = Desk().window()
        self._window.resize(1100, 800)
        self._window.show()
        self._window._menus.alarms.log.emit()
        self._window._menus.generations.details.emit()
        self._window._stack._statistics._open("Total PnL")
        self._tell("plain", "Sim1", "MESZ25")
        self._size = self._window.size()

    def close(self) -> None:
        """Close the window and its dialogs."""
        self._window.close()
        self._window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def make(self, chance: Random) -> bytes:
        """Return three texts."""
        said = ["".join(chance.choices(_PARTS, k=chance.choice((0, 1, 1, 2, 4)))) for _ in range(3)]
        return json.dumps(said).encode()

    def play(self, data: bytes, meter: Meter) -> str:
        """Let the server say the texts; look at everything that is on the screen."""
        try:
            said, account, symbol = (str(text) for text in json.loads(data))
        except (ValueError, TypeError):
            return ""
        meter.taken += 3
        self._tell("plain", "Sim1", "MESZ25")
        self._window.resize(self._size)
        self._swap("new" if len(data) % _SWAPS_ONE_IN else "legacy")
        self._tell(_read(said), _read(account)[:128] or "Sim1", _read(symbol)[:256] or "X")
        if self._window.size() != self._size:
            return f"the window is {self._window.size()}, and was {self._size}"
        for top in QApplication.topLevelWidgets():
            for problem in _rich(top):
                return problem
        return ""

    def _swap(self, generation: str) -> None:
        for panel in ("panel1", "panel2"):
            self._window.receive(SwapPanels(panels=(panel,), generation=generation, who="user", why="fuzz"))

    def _tell(self, said: str, account: str, name: str) -> None:
        book, symbol = Book(TradeMode.SIM, TradeAccount(account)), Symbol(name)
        scope = ScopeChanged(epoch=1, mode=book.mode, account=book.account, known=(book,), reason="fuzz")
        position = a_position(book=book, symbol=symbol)
        link = msgspec.structs.replace(
            a_link(ConnectionState.WAITING).fact,
            detail=f"Logon refused: {said}. ",
            retry_at=NOW + timedelta(5),
        )
        alarm = msgspec.structs.replace(
            an_alarm(AlarmKind.STOP_MISSING, book=book, text=f"{book} {symbol}: no stop. {said}"),
            symbol=symbol,
        )
        trades = [
            msgspec.structs.replace(trade, book=book, symbol=symbol, trade_id=said)
            for trade in results(["1"])
        ]
        listed = TradesListed(book=book, timeframe=Timeframe.LIVE, trades=tuple(trades), left_out=0)
        notice = NoticeRaised(key="server", severity=Severity.INFO, text=f"Sierra Chart: {said}")
        for payload in (
            *(shown(scope), shown(link), a_balance("10000", book=book), holding_alarms(alarm)),
            *(holding(position, a_protection("6745", None)), shown(listed), shown(notice)),
            shown(AlarmsListed(records=(record_of(alarm),))),
        ):
            self._window.receive(payload)
        self._window.receive(shown(NoticeCleared(key="connection")))
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        self._application.processEvents()


def _read(text: str) -> str:
    """Return a text as it comes out of the decoder."""
    (message,) = Decoder(Encoding.JSON).feed(json.dumps({"Type": 700, "UserMessage": text}).encode() + b"\0")
    assert isinstance(message, UserMessage)
    return message.UserMessage


def _rich(top: QWidget) -> Iterator[str]:
    """Yield every text that Qt would take for markup."""
    for widget in (top, *top.findChildren(QWidget)):
        tips = [widget.toolTip(), widget.whatsThis(), widget.statusTip()]
        if isinstance(widget, CellGrid):
            tips += [widget.tip(label) for label in widget._tips]
        if isinstance(widget, QTableView):
            tips += _tips_of(widget)
        for tip in tips:
            if Gui.mightBeRichText(tip) and "&lt;" not in tip:
                yield f"a tooltip of {type(widget).__name__} is markup: {tip!r:.200}"
        if isinstance(widget, QLabel) and _is_rich(widget):
            yield f"a {type(widget).__name__} shows markup: {widget.text()!r:.200}"


def _is_rich(label: QLabel) -> bool:
    kind = label.textFormat()
    if kind is Qt.TextFormat.AutoText:
        return bool(Gui.mightBeRichText(label.text()))
    return kind is not Qt.TextFormat.PlainText


def _tips_of(table: QTableView) -> list[str]:
    model = table.model()
    role = Qt.ItemDataRole.ToolTipRole
    return [
        str(model.data(model.index(row, column), role) or "")
        for row in range(model.rowCount())
        for column in range(model.columnCount())
    ]
