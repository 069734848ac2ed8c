"""Panel 1, new generation: renders what its presenter says, computes nothing."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from actors.messages import Cell, ShowBook, ShowMode, Shown, SwitchEquityView
from models.book import Book, TradeMode
from models.timeframe import Timeframe
from ui.appearance import Appearance
from ui.badge import ModeBadge
from ui.book_menu import BookMenu
from ui.cell_label import CellLabel
from ui.cell_marks import arrow_of
from ui.fonts import TextSize
from ui.panel import Choices, PanelName
from ui.panel1.account_button import AccountButton
from ui.panel1.chart_area import ChartArea
from ui.panel1.equity_toggle import EquityToggle
from ui.panel1.link_icon import LinkIcon
from ui.panel1.pills import TimeframePills
from ui.panel1.presenter import EMPTY_VIEW, appear, choose, hover, present
from ui.panel1.view_model import Panel1View
from ui.plain_tip import show_tip
from ui.presented_panel import PresentedPanel
from ui.theme import Theme, palette_of, theme_of

_TITLE = Cell(text="INVESTING", role="dim")
_ARROWS = {1: "▲", -1: "▼", 0: ""}


class Panel1Widget(PresentedPanel[Panel1View]):
    """Mode, account, connection, balance, P&L, timeframes and the equity curve."""

    name = PanelName.PANEL1
    generation = "new"

    def __init__(self, parent: QWidget | None = None) -> None:
        """Create the panel of an unknown account."""
        super().__init__(EMPTY_VIEW, parent)
        self._title = CellLabel("Panel", TextSize.STRONG, self)
        self._badge = ModeBadge(self)
        self._account = AccountButton(self)
        self._books = BookMenu(self._account)
        self._icon = LinkIcon(self)
        self._connection = CellLabel("Connection", TextSize.SMALL, self)
        self._balance = CellLabel("Balance", TextSize.BALANCE, self)
        self._pnl = CellLabel("Profit and loss", TextSize.BODY, self)
        self._sign = CellLabel("Sign of profit and loss", TextSize.SMALL, self)
        self._pills = TimeframePills(self)
        self._equity = EquityToggle(self)
        self._points_label = CellLabel("Points label", TextSize.SMALL, self)
        self._points = CellLabel("Points", TextSize.SMALL, self)
        self._chart = ChartArea(self)
        self._set_up_account()
        self._pills.chosen.connect(self._timeframe_clicked)
        self._equity.clicked.connect(self._switch_equity)
        self._chart.hovered.connect(self._hovered)
        self._lay_out()
        self.setAutoFillBackground(True)
        self._change(EMPTY_VIEW)

    def choices(self) -> Choices:
        """Return timeframe and place of the mouse."""
        facts = self._view.facts
        return Choices(timeframe=facts.timeframe, hovered=facts.hovered, appearance=facts.appearance)

    def adopt(self, choices: Choices) -> None:
        """Take over timeframe, place of the mouse and appearance."""
        facts = self._view.facts
        timeframe = choices.timeframe or facts.timeframe
        if timeframe is not facts.timeframe:
            self._change(choose(self._view, timeframe))
        if choices.hovered != self._view.facts.hovered:
            self._change(hover(self._view, choices.hovered))
        if choices.appearance is not None and choices.appearance != facts.appearance:
            self._change(appear(self._view, choices.appearance))

    def choose_timeframe(self, timeframe: Timeframe) -> None:
        """Show another timeframe."""
        if timeframe is not self._view.facts.timeframe:
            self._change(choose(self._view, timeframe))
            self.cells_changed.emit()

    def build_heavy_parts(self) -> None:
        """Load the chart."""
        self._chart.build_chart()

    def _set_up_account(self) -> None:
        self._account.setMenu(self._books)
        self._books.book_chosen.connect(self._book_chosen)
        self._books.mode_chosen.connect(self._mode_chosen)

    def _lay_out(self) -> None:
        for number in (self._balance, self._pnl, self._sign, self._points_label, self._points):
            number.hug()
        self._connection.setWordWrap(True)
        self._connection.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head = QHBoxLayout()
        head.setSpacing(10)
        for widget in (self._title, self._badge, self._account):
            head.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self._connection, 1)
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        money = QVBoxLayout()
        money.setSpacing(0)
        money.addWidget(self._balance, 0, Qt.AlignmentFlag.AlignLeft)
        result = QHBoxLayout()
        result.setSpacing(6)
        result.addWidget(self._pnl)
        result.addWidget(self._sign)
        result.addStretch(1)
        money.addLayout(result)
        count = QHBoxLayout()
        count.setSpacing(6)
        count.addStretch(1)
        count.addWidget(self._equity)
        count.addSpacing(12)
        count.addWidget(self._points_label)
        count.addWidget(self._points)
        choice = QVBoxLayout()
        choice.setSpacing(4)
        choice.addStretch(1)
        choice.addWidget(self._pills)
        choice.addLayout(count)
        middle = QHBoxLayout()
        middle.addLayout(money)
        middle.addStretch(1)
        middle.addLayout(choice)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 6)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addLayout(middle)
        layout.addWidget(self._chart, 1)

    def _present(self, view: Panel1View, *batch: Shown) -> Panel1View:
        return present(view, *batch)

    def _appear(self, view: Panel1View, appearance: Appearance) -> Panel1View:
        return appear(view, appearance)

    def _render(self, view: Panel1View, before: Panel1View | None) -> None:
        theme = _theme_of(view)
        if before is None or theme is not _theme_of(before):
            self.setPalette(palette_of(theme))
            self._books.setPalette(palette_of(theme))
        self._title.show_cell(_TITLE, theme)
        self._badge.show_mode(view.mode.text, theme)
        self._account.show_account(view.account.text, theme)
        self._books.list_books(view.facts.known, view.facts.mode, view.facts.book)
        self._connection.show_cell(view.link.cell, theme)
        show_tip(self._connection, view.link.tip)
        self._icon.show_link(view.link, theme)
        show_tip(self._icon, view.link.tip)
        self._balance.show_cell(view.balance, theme, theme.ink)
        show_tip(self._balance, view.balance_tip)
        self._pnl.show_cell(view.pnl, theme)
        arrow = _ARROWS[arrow_of(view.pnl.role)]
        self._sign.show_cell(Cell(text=arrow, role=view.pnl.role), theme)
        self._pills.show_timeframe(view.facts.timeframe, view.timeframe, theme)
        self._equity.show_cell(view.equity, theme)
        self._points_label.show_cell(Cell(text="Points", role="dim"), theme)
        self._points.show_cell(view.points, theme)
        self._chart.show_curve(view, theme)

    @Slot(object)
    def _timeframe_clicked(self, timeframe: Timeframe) -> None:
        self.choose_timeframe(timeframe)
        self.timeframe_chosen.emit(timeframe)

    @Slot(object)
    def _hovered(self, at: float | None) -> None:
        if at is not None or self._view.mark is not None:
            self._change(hover(self._view, at))
            self.cells_changed.emit()

    @Slot()
    def _switch_equity(self) -> None:
        self.intent.emit(SwitchEquityView())

    @Slot(object)
    def _book_chosen(self, book: Book) -> None:
        self.intent.emit(ShowBook(book=book))

    @Slot(object)
    def _mode_chosen(self, mode: TradeMode) -> None:
        self.intent.emit(ShowMode(mode=mode))


def _theme_of(view: Panel1View) -> Theme:
    return theme_of(view.facts.mode, view.facts.appearance.palette)
