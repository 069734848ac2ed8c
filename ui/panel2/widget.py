"""Panel 2, new generation: renders what its presenter says, computes nothing."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolTip, QVBoxLayout, QWidget

from actors.messages import Cell, Shown
from ui.appearance import Appearance
from ui.cell_grid import CellGrid
from ui.cell_label import CellLabel
from ui.fonts import TextSize
from ui.panel import Choices, PanelName
from ui.panel2.presenter import EMPTY_VIEW, appear, choose, cycle, present
from ui.panel2.view_model import LABELS, Panel2View
from ui.plain_tip import show_tip
from ui.presented_panel import PresentedPanel
from ui.theme import Theme, palette_of, theme_of

_FLASH_MS = 500


class Panel2Widget(PresentedPanel[Panel2View]):
    """Banner with symbol and price, notes, and the 15 cells in three rows."""

    name = PanelName.PANEL2
    generation = "new"

    def __init__(self, parent: QWidget | None = None) -> None:
        """Create the panel of an unknown account."""
        super().__init__(EMPTY_VIEW, parent)
        self._symbol = CellLabel("Symbol", TextSize.HEADING, self)
        self._live = CellLabel("Last price", TextSize.HEADING, self)
        self._note = CellLabel("Remarks", TextSize.SMALL, self)
        self._grid = CellGrid(LABELS, self)
        self._grid.opened.connect(self._show_detail)
        self._bright = True
        self._flash = QTimer(self)
        self._flash.setInterval(_FLASH_MS)
        self._flash.timeout.connect(self._blink)
        self._symbol.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._symbol.installEventFilter(self)
        self._lay_out()
        self.setAutoFillBackground(True)
        self._change(EMPTY_VIEW)

    def choices(self) -> Choices:
        """Return the symbol that the trader cycled to."""
        facts = self._view.facts
        return Choices(symbol=facts.chosen, appearance=facts.appearance)

    def adopt(self, choices: Choices) -> None:
        """Take over symbol and appearance."""
        if choices.symbol != self._view.facts.chosen:
            self._change(choose(self._view, choices.symbol))
        if choices.appearance is not None and choices.appearance != self._view.facts.appearance:
            self._change(appear(self._view, choices.appearance))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the next position when the symbol is clicked, or chosen with the space bar."""
        clicked = isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonRelease
        pressed = (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in {Qt.Key.Key_Space, Qt.Key.Key_Return}
        )
        if watched is self._symbol and (clicked or pressed):
            self._change(cycle(self._view))
            self.cells_changed.emit()
            return True
        return False

    def _lay_out(self) -> None:
        banner = QHBoxLayout()
        banner.setSpacing(10)
        divider = QLabel("|", self)
        divider.setFont(self._symbol.font())
        banner.addStretch(1)
        banner.addWidget(self._symbol)
        banner.addWidget(divider)
        banner.addWidget(self._live)
        banner.addStretch(1)
        self._symbol.hug()
        self._live.hug()
        self._note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._note.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(6)
        layout.addLayout(banner)
        layout.addWidget(self._note)
        layout.addWidget(self._grid, 1)

    def _present(self, view: Panel2View, *batch: Shown) -> Panel2View:
        return present(view, *batch)

    def _appear(self, view: Panel2View, appearance: Appearance) -> Panel2View:
        return appear(view, appearance)

    def _render(self, view: Panel2View, before: Panel2View | None) -> None:
        theme = _theme_of(view)
        if before is None or theme is not _theme_of(before):
            self.setPalette(palette_of(theme))
        self._symbol.show_cell(view.symbol, theme, theme.ink)
        show_tip(self._symbol, view.tips.get("Symbol", ""))
        self._live.show_cell(view.live, theme, theme.ink)
        show_tip(self._live, view.tips.get("Live", ""))
        self._note.show_cell(Cell(text="   ·   ".join(view.notes), role="warning"), theme)
        is_still = view.facts.appearance.is_still
        self._grid.show_cells(view.grid, theme, tips=view.tips, marks=view.marks, is_still=is_still)
        self._drive_flash(not is_still and any(cell.flash for cell in view.grid.values()))

    def _drive_flash(self, wanted: bool) -> None:  # noqa: FBT001 - the only argument, and its name says it
        if wanted and not self._flash.isActive():
            self._set_bright(bright=True)
            self._flash.start()
        elif not wanted and self._flash.isActive():
            self._flash.stop()
            self._set_bright(bright=True)

    @Slot()
    def _blink(self) -> None:
        self._set_bright(bright=not self._bright)

    def _set_bright(self, *, bright: bool) -> None:
        self._bright = bright
        self._grid.blink(bright=bright)

    @Slot(str)
    def _show_detail(self, label: str) -> None:
        """Show by click or key what is under the mouse anyway."""
        handle = self._grid.handle(label)
        at = handle.mapToGlobal(handle.rect().bottomLeft())
        QToolTip.showText(at, self._grid.tip(label), handle)


def _theme_of(view: Panel2View) -> Theme:
    return theme_of(view.facts.mode, view.facts.appearance.palette)
