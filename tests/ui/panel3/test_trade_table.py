"""The table of trades."""

from decimal import Decimal

import msgspec
import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QColor

from models.book import TradeMode
from models.reconcile import close_estimated
from tests.models.builders import MES, NOW, a_position
from tests.models.results import a_result, results
from ui.panel3.trade_table import COLUMNS, TradeTable
from ui.theme import theme_of

THEME = theme_of(TradeMode.SIM)
HEADINGS = [column.heading for column in COLUMNS]


def column(table: TradeTable, heading: str) -> list[str]:
    """Return the texts of a column, top to bottom."""
    number = HEADINGS.index(heading)
    return [str(table.data(table.index(row, number))) for row in range(table.rowCount())]


def a_table(*nets: str | None) -> TradeTable:
    """Return a table of trades with these results, oldest first."""
    table = TradeTable()
    table.show_trades(results(nets), THEME)
    return table


def test_newest_exit_stands_on_top() -> None:
    """Whoever opens the table sees the last trade."""
    assert column(a_table("1", "2", "3"), "Net") == ["3.00", "2.00", "1.00"]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (Qt.SortOrder.AscendingOrder, ["-", "-10.00", "9.00", "100.00"]),
        (Qt.SortOrder.DescendingOrder, ["100.00", "9.00", "-10.00", "-"]),
    ],
)
def test_numbers_sort_as_numbers(order: Qt.SortOrder, expected: list[str]) -> None:
    """100 is more than 9, and what is not known is below everything."""
    table = a_table("9", None, "100", "-10")
    table.sort(HEADINGS.index("Net"), order)
    assert column(table, "Net") == expected


@pytest.mark.parametrize("number", range(len(COLUMNS)))
def test_every_column_sorts(number: int) -> None:
    """No column mixes kinds of values that cannot be compared."""
    table = TradeTable()
    known = a_result(1, "1", r="1", mae="-1", mfe="1")
    unknown = msgspec.structs.replace(a_result(2, None), average_exit=None)
    table.show_trades([unknown, known, unknown], THEME)
    table.sort(number, Qt.SortOrder.AscendingOrder)
    assert table.rowCount() == 3


def test_chosen_order_stays_when_trades_change() -> None:
    """New trades go to their place in the order that the trader chose."""
    table = a_table("5", "1")
    table.sort(HEADINGS.index("Net"), Qt.SortOrder.AscendingOrder)
    table.show_trades(results(["5", "1", "3"]), THEME)
    assert column(table, "Net") == ["1.00", "3.00", "5.00"]


def test_results_carry_the_colour_of_their_sign() -> None:
    """A loss is red in the table too; fees have no colour."""
    table = a_table("-5")
    net = table.index(0, HEADINGS.index("Net"))
    fees = table.index(0, HEADINGS.index("Fees"))
    assert table.data(net, Qt.ItemDataRole.ForegroundRole) == QColor(THEME.loss)
    assert table.data(fees, Qt.ItemDataRole.ForegroundRole) is None


def test_row_reads_like_the_trade() -> None:
    """Side, contracts, prices and time are those of the trade."""
    table = a_table("21.26")
    row = {heading: column(table, heading)[0] for heading in HEADINGS[1:]}
    assert row == {
        "Symbol": "F.US.MESZ26",
        "Side": "LONG",
        "Contracts": "1",
        "Entry": "6750.00",
        "Exit": "6755.00",
        "Net": "21.26",
        "Fees": "1.24",
        "R": "-",
        "MAE": "-",
        "MFE": "-",
        "Held": "1m 00s",
    }


def test_estimated_exit_says_so_and_has_no_result() -> None:
    """A guessed price is no fill: it reads as a guess, and net is not known."""
    guess = close_estimated(a_position(1), Decimal(6755), NOW, MES)
    table = TradeTable()
    table.show_trades([guess], THEME)
    assert (column(table, "Exit"), column(table, "Net")) == (["about 6755.00"], ["-"])
    nothing = close_estimated(a_position(1), None, NOW, MES)
    table.show_trades([nothing], THEME)
    assert column(table, "Exit") == ["-"]


def test_fees_that_nobody_saw_are_not_taken_for_zero() -> None:
    """Contracts that came without a fill have paid as well: what is known is a bound, and says so."""
    trade = a_result(1, "4.38", r="0.5", fees="0.62", unseen=True)
    table = TradeTable()
    table.show_trades([trade], THEME)
    assert (column(table, "Fees"), column(table, "Net"), column(table, "R")) == (
        ["at least 0.62"],
        ["at most 4.38"],
        ["at most 0.50"],
    )


def test_headings_stand_above_columns_only() -> None:
    """Rows carry no numbers, cells no children."""
    table = a_table("1")
    assert table.headerData(0, Qt.Orientation.Horizontal) == "Exit time"
    assert table.headerData(0, Qt.Orientation.Vertical) is None
    inside = table.index(0, 0, QModelIndex())
    assert (table.rowCount(inside), table.columnCount(inside), table.columnCount()) == (0, 0, len(COLUMNS))


def test_privacy_hides_the_amounts_of_a_trade() -> None:
    """Net, fees, contracts and excursions are hidden; R, prices and times stay."""
    table = TradeTable()
    table.show_trades(results(["12.5"]), THEME, is_private=True)
    texts = {column.heading: table.data(table.index(0, at)) for at, column in enumerate(COLUMNS)}
    hidden = {heading for heading, text in texts.items() if text == "•••"}
    assert hidden == {"Contracts", "Net", "Fees", "MAE", "MFE"}
