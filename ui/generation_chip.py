"""The chip of a panel: its generation, how far the other one agrees, and the way back."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from actors.messages import Cell
from ui.cell_label import CellLabel
from ui.fonts import TextSize, font_of
from ui.generations import TITLES, other
from ui.panel import PanelName
from ui.shadow import Agreement
from ui.theme import Theme, palette_of


class GenerationChip(QWidget):
    """A quiet line below a panel.

    Attributes:
        swap_wanted: The other generation is wanted.
        details_wanted: The drawer is wanted.
    """

    swap_wanted = Signal()
    details_wanted = Signal()

    def __init__(self, name: PanelName, parent: QWidget | None = None) -> None:
        """Create the chip of a place."""
        super().__init__(parent)
        self._title = TITLES[name]
        self._offered = ""
        self._name = CellLabel("Panel", TextSize.SMALL, self)
        self._generation = CellLabel(f"Generation of {self._title}", TextSize.SMALL, self)
        self._agreement = CellLabel(f"Agreement of {self._title}", TextSize.SMALL, self)
        self._swap = _LineButton(self)
        self._details = _LineButton(self)
        self._details.setText("Details")
        self._details.setAccessibleName(f"Differences and changes of {self._title}")
        self._details.setToolTip("The last differences between the generations, and the last changes")
        self._swap.clicked.connect(self.swap_wanted)
        self._details.clicked.connect(self.details_wanted)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, 2)
        layout.setSpacing(8)
        layout.addStretch(1)
        for widget in (self._name, self._generation, self._agreement, self._swap, self._details):
            layout.addWidget(widget)
        self._agreement.hide()
        self.setAutoFillBackground(True)

    def show_generation(self, cell: Cell, theme: Theme) -> None:
        """Show the generation of the panel, and the button to the other one."""
        self.setPalette(palette_of(theme))
        self._name.show_cell(Cell(text=self._title, role="dim"), theme)
        self._generation.show_cell(cell, theme)
        wanted = other(cell.text)
        if wanted == self._offered:
            return
        self._offered = wanted
        self._swap.setText(f"Show {wanted}")
        self._swap.setAccessibleName(f"Show the {wanted} {self._title}")
        self._swap.setToolTip(f"Show the {wanted} generation of {self._title}")

    def show_agreement(self, agreement: Agreement | None, theme: Theme) -> None:
        """Show how many cells were equal, of how many compared; None hides it."""
        self._agreement.setVisible(agreement is not None)
        if agreement is None:
            return
        agrees = agreement.matched == agreement.compared and not agreement.raised
        self._agreement.show_cell(Cell(text=agreement.text(), role="dim" if agrees else "warning"), theme)
        raised = f"; raised {agreement.raised} times" if agreement.raised else ""
        self._agreement.setToolTip(f"Equal cells of cells compared with the other generation{raised}")


class _LineButton(QToolButton):
    """A button no higher than a line of text."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFont(font_of(TextSize.SMALL))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def sizeHint(self) -> QSize:
        """Return the size of the text with little room around it."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the size of the text with little room around it."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + 10, metrics.height() + 2)
