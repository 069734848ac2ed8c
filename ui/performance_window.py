"""What the program costs, over time."""

from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QHideEvent, QPalette, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QStackedWidget,
    QWidget,
)

from actors.messages import Cell, PerformanceListed
from ui.cell_label import CellLabel
from ui.fonts import TextSize
from ui.mode_dialog import ModeDialog
from ui.performance_legend import PerformanceLegend
from ui.performance_plot import PerformancePlot
from ui.performance_view import PLOTS, SPANS, PerfView, present
from ui.theme import Theme, palette_of

_USUAL: Final = QSize(980, 680)
_AGAIN_MS: Final = 20_000
_COLUMNS: Final = 2


class PerformanceWindow(ModeDialog):
    """Asks anew while it is open.

    Attributes:
        asked: Carries the seconds until now that are wanted; None for all.
    """

    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Create the window; nothing is in it yet.

        Args:
            parent: Owner.
        """
        super().__init__("performance", parent)
        self._is_on = False
        self._listed: PerformanceListed | None = None
        self._spans = QButtonGroup(self)
        self._span_of: dict[QAbstractButton, float | None] = {}
        self._note = CellLabel("Note", TextSize.SMALL, self._frame)
        self._empty = CellLabel("Why nothing is shown", TextSize.BODY, self._frame)
        self._legend = PerformanceLegend(self._frame)
        self._pages = QStackedWidget(self._frame)
        self._plots = [PerformancePlot(self._pages) for _ in range(PLOTS)]
        self._again = QTimer(self)
        self._again.setInterval(_AGAIN_MS)
        self._again.timeout.connect(self._ask)
        self._lay_out()
        self.resize(_USUAL)
        self._render()

    def show_mode(self, word: str, theme: Theme) -> None:
        """Take frame, badge and colours of a mode."""
        super().show_mode(word, theme)
        self._legend.show_theme(theme)
        self._show_choice()
        self._render()

    def show_tracking(self, *, is_on: bool) -> None:
        """Take whether anything is measured."""
        self._is_on = is_on
        self._render()

    def show_performance(self, listed: PerformanceListed) -> None:
        """Show what was measured, unless another span was chosen meanwhile."""
        if listed.span_s == self._span_s():
            self._listed = listed
            self._render()

    def showEvent(self, event: QShowEvent) -> None:
        """Show what came meanwhile, ask for what is new, and go on asking."""
        super().showEvent(event)
        self._render()
        self._ask()
        self._again.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask no more."""
        super().hideEvent(event)
        self._again.stop()

    def _render(self) -> None:
        if not self.isVisible():
            # Six plots that nobody sees would be drawn anew with each switch of the mode.
            return
        view = PerfView() if self._listed is None else present(self._listed, is_on=self._is_on)
        self._note.show_cell(Cell(text=view.note, role="dim"), self._theme)
        self._empty.show_cell(Cell(text=view.empty, role="neutral"), self._theme)
        self._legend.setVisible(bool(view.plots))
        self._pages.setCurrentIndex(1 if view.plots else 0)
        for plot, shown in zip(self._plots, view.plots, strict=False):
            plot.show_plot(shown, view.start, view.end, self._theme)

    def _show_choice(self) -> None:
        """Fill the chosen button; a pressed one alone looks like the others."""
        theme = self._theme
        for button in self._span_of:
            palette = palette_of(theme)
            if button.isChecked():
                palette.setColor(QPalette.ColorRole.Button, QColor(theme.badge))
                palette.setColor(QPalette.ColorRole.ButtonText, QColor(theme.badge_text))
            button.setPalette(palette)

    def _span_s(self) -> float | None:
        return next(span_s for button, span_s in self._span_of.items() if button.isChecked())

    @Slot()
    def _ask(self) -> None:
        self.asked.emit(self._span_s())

    @Slot(QAbstractButton)
    def _choose(self, _button: QAbstractButton) -> None:
        self._listed = None
        self._show_choice()
        self._render()
        self._ask()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._badge)
        head.addStretch(1)
        for name, span_s in SPANS.items():
            button = self._button(name)
            button.setCheckable(True)
            button.setChecked(not self._span_of)
            self._spans.addButton(button)
            self._span_of[button] = span_s
            head.addWidget(button)
        self._spans.buttonClicked.connect(self._choose)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._grid())
        foot = QHBoxLayout()
        foot.addWidget(self._note, 1)
        foot.addWidget(self._close_button())
        self._column.addLayout(head)
        self._column.addWidget(self._legend)
        self._column.addWidget(self._pages, 1)
        self._column.addLayout(foot)

    def _grid(self) -> QWidget:
        page = QWidget(self._pages)
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(8)
        for number, plot in enumerate(self._plots):
            grid.addWidget(plot, number // _COLUMNS, number % _COLUMNS)
        return page
