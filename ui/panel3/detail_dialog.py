"""What is behind a figure: its formula, and the trades."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QWidget,
)

from actors.messages import Cell, TradesListed
from models.book import TradeMode
from ui.appearance import AS_USUAL, Appearance
from ui.cell_label import CellLabel
from ui.fonts import TextSize, font_of
from ui.mode_dialog import ModeDialog
from ui.panel3.formats import count_text
from ui.panel3.trade_table import TradeTable
from ui.theme import theme_of
from ui.wording import mode_text

_USUAL = QSize(980, 520)
# Enough rows to see how wide a column is; all of them would take long.
_ROWS_FOR_WIDTH = 40


class DetailDialog(ModeDialog):
    """Says what a figure means, and lists its trades.

    Attributes:
        export_wanted: Carries the path that the trades are to be written to.
    """

    export_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Create the dialog; nothing is in it yet."""
        super().__init__("figure", parent)
        self._is_private = False
        self._file = ""
        self._label = CellLabel("Figure", TextSize.STRONG, self._frame)
        self._value = CellLabel("Value", TextSize.HEADING, self._frame)
        self._lines = CellLabel("Meaning", TextSize.BODY, self._frame)
        self._lines.setWordWrap(True)
        self._count = CellLabel("Listed", TextSize.SMALL, self._frame)
        self._table = TradeTable(self)
        self._view = QTableView(self._frame)
        self._export = self._button("&Export as CSV …")
        self._files: QFileDialog | None = None
        self._set_up_view()
        self._export.clicked.connect(self._ask_for_file)
        self._lay_out()
        self.resize(_USUAL)

    def show_mode_of(self, mode: TradeMode | None, appearance: Appearance = AS_USUAL) -> None:
        """Take frame, badge and colours of a mode; real money says so here too."""
        self._is_private = appearance.is_private
        self.show_mode(mode_text(mode), theme_of(mode, appearance.palette))

    def show_figure(self, title: str, label: str, cell: Cell, lines: Sequence[str]) -> None:
        """Show a figure with its meaning.

        Args:
            title: Book and timeframe; also the name that an export is offered under.
            label: Of the figure.
            cell: The figure.
            lines: Formula, coverage, remarks.
        """
        theme = self._theme
        self._file = "".join(letter if letter.isalnum() else "_" for letter in f"trades {title}") + ".csv"
        self.setWindowTitle(f"APPSIERRA · {label} · {title}")
        self._label.show_cell(Cell(text=f"{label} · {title}", role="dim"), theme)
        self._value.show_cell(cell, theme)
        self._lines.show_cell(Cell(text="\n".join(lines), role="neutral"), theme)

    def show_trades(self, listed: TradesListed | None) -> None:
        """Show the trades; None while they are on their way."""
        theme = self._theme
        trades = listed.trades if listed else ()
        self._table.show_trades(trades, theme, is_private=self._is_private)
        text = "Reading the trades" if listed is None else count_text(len(trades), "trade")
        if listed is not None and listed.left_out:
            text += f", the newest; {listed.left_out:,} older ones are in the export"
        self._count.show_cell(Cell(text=text, role="dim"), theme)
        self._view.resizeColumnsToContents()

    def hideEvent(self, event: QHideEvent) -> None:
        """Let go of the trades: a closed dialog keeps nothing."""
        super().hideEvent(event)
        self._table.show_trades((), self._theme)
        if self._files is not None:
            self._files.close()

    def _set_up_view(self) -> None:
        view = self._view
        view.setModel(self._table)
        view.setFont(font_of(TextSize.SMALL))
        view.setSortingEnabled(True)
        view.sortByColumn(0, Qt.SortOrder.DescendingOrder)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setAlternatingRowColors(True)
        view.setTabKeyNavigation(False)
        view.setAccessibleName("Trades")
        view.verticalHeader().hide()
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.horizontalHeader().setResizeContentsPrecision(_ROWS_FOR_WIDTH)
        view.horizontalHeader().setStretchLastSection(True)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._label)
        head.addStretch(1)
        head.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignTop)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._count, 1)
        foot.addWidget(self._export)
        foot.addWidget(self._close_button())
        self._column.addLayout(head)
        self._column.addWidget(self._value)
        self._column.addWidget(self._lines)
        self._column.addWidget(self._view, 1)
        self._column.addLayout(foot)

    @Slot()
    def _ask_for_file(self) -> None:
        # Not the static function: that one waits, and what it waits in may stop timers on some platforms.
        if self._files is None:
            self._files = QFileDialog(self, "Export trades", "", "Comma-separated values (*.csv)")
            self._files.setModal(False)
            self._files.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            self._files.setDefaultSuffix("csv")
            self._files.fileSelected.connect(self._file_chosen)
        self._files.selectFile(self._file)
        self._files.show()

    @Slot(str)
    def _file_chosen(self, path: str) -> None:
        self.export_wanted.emit(path)
