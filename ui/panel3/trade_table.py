"""The trades behind a figure, as a table that can be sorted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from models.statistics import held
from models.trade import ESTIMATED_EXIT, Trade
from ui.panel3.formats import NOT_DEFINED, amount_text, average_price_text, held_text, sign_role
from ui.theme import Theme, theme_of
from ui.wording import HIDDEN, clock_text, contracts_text, day_text, least_text, most_text

Index = QModelIndex | QPersistentModelIndex
Key = datetime | Decimal | str | timedelta


@dataclass(frozen=True, slots=True)
class _Column:
    """One column.

    Attributes:
        key: What it sorts by; None is not known and sorts below everything.
        text: How a known value reads.
        is_signed: Whether the sign gives the text its colour.
        is_amount: Whether it is hidden with the amounts.
    """

    heading: str
    key: Callable[[Trade], Key | None]
    text: Callable[[Trade], str]
    is_signed: bool = False
    is_amount: bool = False


def _moment(at: datetime) -> str:
    return f"{day_text(at, None, year=True)}, {clock_text(at, None, seconds=True)}"


def _amount(amount: Decimal | None) -> str:
    return NOT_DEFINED if amount is None else amount_text(amount)


def _fees(trade: Trade) -> str:
    return least_text(_amount(trade.fees), is_all=trade.all_seen)


def _after_fees(trade: Trade, result: Decimal | None) -> str:
    return most_text(_amount(result), is_all=result is None or trade.all_seen)


def _price(trade: Trade, price: Decimal | None) -> str:
    return NOT_DEFINED if price is None else average_price_text(price, trade.symbol)


def _exit(trade: Trade) -> str:
    is_guess = trade.average_exit is not None and ESTIMATED_EXIT in trade.notes
    text = _price(trade, trade.average_exit)
    return f"about {text}" if is_guess else text


COLUMNS: Final = (
    _Column("Exit time", lambda trade: trade.exit_time, lambda trade: _moment(trade.exit_time)),
    _Column("Symbol", lambda trade: trade.symbol, lambda trade: trade.symbol),
    _Column(
        "Side",
        lambda trade: "LONG" if trade.direction > 0 else "SHORT",
        lambda trade: "LONG" if trade.direction > 0 else "SHORT",
    ),
    _Column(
        "Contracts",
        lambda trade: trade.contracts,
        lambda trade: contracts_text(trade.contracts),
        is_amount=True,
    ),
    _Column("Entry", lambda trade: trade.average_entry, lambda trade: _price(trade, trade.average_entry)),
    _Column("Exit", lambda trade: trade.average_exit, _exit),
    _Column(
        "Net",
        lambda trade: trade.net,
        lambda trade: _after_fees(trade, trade.net),
        is_signed=True,
        is_amount=True,
    ),
    _Column("Fees", lambda trade: trade.fees, _fees, is_amount=True),
    _Column(
        "R",
        lambda trade: trade.r_multiple,
        lambda trade: _after_fees(trade, trade.r_multiple),
        is_signed=True,
    ),
    _Column("MAE", lambda trade: trade.mae, lambda trade: _amount(trade.mae), is_amount=True),
    _Column("MFE", lambda trade: trade.mfe, lambda trade: _amount(trade.mfe), is_amount=True),
    _Column("Held", held, lambda trade: held_text(held(trade))),
)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_WORDS = ("Symbol", "Side", "Exit time")


class TradeTable(QAbstractTableModel):
    """Closed trades, one a row; sorts itself, because a proxy would ask for every text again and again."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Create an empty table, newest exit first."""
        super().__init__(parent)
        self._trades: list[Trade] = []
        self._theme = theme_of(None)
        self._is_private = False
        self._column = 0
        self._order = Qt.SortOrder.DescendingOrder

    def show_trades(self, trades: Sequence[Trade], theme: Theme, *, is_private: bool = False) -> None:
        """Show trades, in the order that the trader chose; their amounts hidden if that is wanted."""
        self.beginResetModel()
        self._trades = list(trades)
        self._theme = theme
        self._is_private = is_private
        self._arrange()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; trades that are equal in it keep their order."""
        self._column, self._order = column, order
        self.layoutAboutToBeChanged.emit()
        self._arrange()
        self.layoutChanged.emit()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of trades."""
        return 0 if parent.isValid() else len(self._trades)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the number of columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the heading of a column; rows carry none."""
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return COLUMNS[section].heading

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return text, alignment or colour of a cell."""
        column, trade = COLUMNS[index.column()], self._trades[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return HIDDEN if self._is_private and column.is_amount else column.text(trade)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEFT if column.heading in _WORDS else _RIGHT
        value = column.key(trade)
        if role == Qt.ItemDataRole.ForegroundRole and column.is_signed and isinstance(value, Decimal):
            return QColor(self._theme.colour(sign_role(value)))
        return None

    def _arrange(self) -> None:
        key = COLUMNS[self._column].key

        def rank(trade: Trade) -> tuple[bool, Key]:
            value = key(trade)
            return (value is not None, "" if value is None else value)

        self._trades.sort(key=rank, reverse=self._order is Qt.SortOrder.DescendingOrder)
