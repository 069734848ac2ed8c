"""Panel 3: renders what its presenter says, computes nothing."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from actors.messages import Cell, ExportTrades, ListTrades, Shown, TradesListed
from models.timeframe import Timeframe
from ui.appearance import Appearance
from ui.cell_grid import CellGrid
from ui.cell_label import CellLabel
from ui.cell_marks import Mark, arrow_of
from ui.fonts import TextSize
from ui.panel import Choices, Payload
from ui.panel1.pills import Pill, TimeframePills
from ui.panel3.detail_dialog import DetailDialog
from ui.panel3.explanations import explanation
from ui.panel3.presenter import EMPTY_VIEW, appear, choose, present
from ui.panel3.sharpe_bar import SharpeBar
from ui.panel3.view_model import LABELS, Panel3View
from ui.presented_panel import PresentedPanel
from ui.scope import concerns
from ui.theme import Theme, palette_of, theme_of

_TITLE = Cell(text="TRADING STATS", role="dim")


class Panel3Widget(PresentedPanel[Panel3View]):
    """Title, timeframes, the 15 cells in three rows, the Sharpe bar; there is one generation of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Create the panel of an unknown account."""
        super().__init__(EMPTY_VIEW, parent)
        self._title = CellLabel("Panel", TextSize.STRONG, self)
        self._pills = TimeframePills(self)
        self._note = CellLabel("Remarks", TextSize.SMALL, self)
        self._grid = CellGrid(LABELS, self)
        self._bar = SharpeBar(self)
        self._details: DetailDialog | None = None
        self._opened = ""
        self._pills.chosen.connect(self._timeframe_clicked)
        for pill in self._pills.findChildren(Pill):
            pill.setToolTip(f"Statistics of {pill.timeframe.value}")
            pill.setAccessibleName(f"Statistics of {pill.timeframe.value}")
        self._grid.setCursor(Qt.CursorShape.PointingHandCursor)
        self._grid.opened.connect(self._open)
        self._bar.opened.connect(self._open)
        self._lay_out()
        self.setAutoFillBackground(True)
        self._change(EMPTY_VIEW)

    def take(self, payload: Payload, shown: Shown) -> None:
        """Take a fact, or the trades behind a figure."""
        if isinstance(shown.fact, TradesListed):
            self._take_trades(shown, shown.fact)
        else:
            super().take(payload, shown)

    @property
    def timeframe(self) -> Timeframe:
        """Return the timeframe that is shown."""
        return self._view.facts.timeframe

    def choose_timeframe(self, timeframe: Timeframe) -> None:
        """Show another timeframe."""
        if timeframe is not self.timeframe:
            self._timeframe_clicked(timeframe)

    def choices(self) -> Choices:
        """Return timeframe and appearance."""
        facts = self._view.facts
        return Choices(timeframe=facts.timeframe, appearance=facts.appearance)

    def choose_appearance(self, appearance: Appearance) -> None:
        """Show amounts and colours as the trader chose, in an open dialog as well."""
        is_new = appearance != self._view.facts.appearance
        super().choose_appearance(appearance)
        if is_new and self._details is not None and self._details.isVisible():
            self._fill(self._details)

    def _lay_out(self) -> None:
        self._note.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._note.setWordWrap(True)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._title)
        head.addWidget(self._note, 1)
        head.addWidget(self._pills)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 8)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self._grid, 1)
        layout.addWidget(self._bar)

    def _present(self, view: Panel3View, *batch: Shown) -> Panel3View:
        return present(view, *batch)

    def _appear(self, view: Panel3View, appearance: Appearance) -> Panel3View:
        return appear(view, appearance)

    def _render(self, view: Panel3View, before: Panel3View | None) -> None:
        theme = _theme_of(view)
        if before is None or theme is not _theme_of(before):
            self.setPalette(palette_of(theme))
        if before is not None:
            self._follow_details(before, view)
        self._title.show_cell(_TITLE, theme)
        self._pills.show_timeframe(view.facts.timeframe, view.timeframe, theme)
        self._note.show_cell(Cell(text="   ·   ".join(view.notes), role="warning"), theme)
        marks = {label: Mark(arrow=arrow_of(cell.role)) for label, cell in view.grid.items()}
        self._grid.show_cells(view.grid, theme, tips=view.tips, marks=marks)
        self._bar.show_ratio(view.sharpe, view.bar, theme, tip=view.tips[self._bar.accessibleName()])

    @Slot(object)
    def _timeframe_clicked(self, timeframe: Timeframe) -> None:
        self._change(choose(self._view, timeframe))
        self.cells_changed.emit()
        self.timeframe_chosen.emit(timeframe)

    @Slot(str)
    def _open(self, label: str) -> None:
        if self._view.facts.shown is None:
            return
        if self._details is None:
            self._details = DetailDialog(self.window())
            self._details.export_wanted.connect(self._export)
        self._opened = label
        self._fill(self._details)
        self._details.show()
        self._details.activateWindow()

    def _fill(self, details: DetailDialog) -> None:
        details.show_mode_of(self._view.facts.mode, self._view.facts.appearance)
        self._explain(details, self._view)
        details.show_trades(None)
        self._ask_for_trades(self._view)

    def _follow_details(self, before: Panel3View, view: Panel3View) -> None:
        """Let an open dialog go along with new figures; close it when another book is shown."""
        details, old, new = self._details, before.facts, view.facts
        if details is None or not details.isVisible():
            return
        if new.epoch != old.epoch or new.shown is None:
            details.close()
            return
        self._explain(details, view)
        if old.shown != new.shown or old.timeframe is not new.timeframe:
            self._ask_for_trades(view)

    def _explain(self, details: DetailDialog, view: Panel3View) -> None:
        facts = view.facts
        if facts.shown is not None:
            title = f"{facts.book} · {facts.timeframe.value}"
            lines = explanation(self._opened, facts.shown, facts.timeframe)
            details.show_figure(title, self._opened, view.cells()[self._opened], lines)

    def _ask_for_trades(self, view: Panel3View) -> None:
        if view.facts.book is not None:
            self.intent.emit(ListTrades(book=view.facts.book, timeframe=view.facts.timeframe))

    def _take_trades(self, shown: Shown, listed: TradesListed) -> None:
        facts = self._view.facts
        is_wanted = concerns(shown, facts.epoch, facts.book) and listed.timeframe is facts.timeframe
        if is_wanted and self._details is not None and self._details.isVisible():
            self._details.show_trades(listed)

    @Slot(str)
    def _export(self, path: str) -> None:
        facts = self._view.facts
        if facts.book is not None:
            self.intent.emit(ExportTrades(book=facts.book, timeframe=facts.timeframe, path=path))


def _theme_of(view: Panel3View) -> Theme:
    return theme_of(view.facts.mode, view.facts.appearance.palette)
