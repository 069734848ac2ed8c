"""The panels on the screen: which of them, and where, by the room there is."""

from collections.abc import Iterator, Sequence
from enum import Enum, auto
from typing import Final

from PySide6.QtCore import QEvent, QRect, QSize, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from actors.messages import CellPainted, Shown
from models.timeframe import Timeframe
from ui.appearance import Appearance
from ui.panel3.widget import Panel3Widget

_WIDE_PX = 1500
# Below this the curve would be a strip in which nothing can be read.
_ROOM_FOR_THE_CURVE_PX = 80
STATISTICS: Final = "panel3"
"""Name of the statistics among the panels."""


class Arrangement(Enum):
    """How the panels stand.

    The open position is part of each: whatever else is on the screen, it is.
    """

    BESIDE = auto()
    """Statistics beside the position, the curve above both."""
    STACKED = auto()
    """All three below each other."""
    WITHOUT = auto()
    """Curve and position."""
    SWAPPED = auto()
    """Statistics in place of the curve."""


def heights(total: int, needs: Sequence[int], weights: Sequence[int]) -> list[int]:
    """Return how a height is shared out: by weight, but nobody gets less than it needs.

    Args:
        total: Pixels; if it is less than the sum of the needs, the first ones get what they need less.
        needs: Pixels that each must have.
        weights: Of each.
    """
    shares = dict.fromkeys(range(len(needs)), 0)
    open_places, left = set(shares), total
    while open_places:
        weight = sum(weights[place] for place in open_places)
        tight = {place for place in open_places if left * weights[place] < needs[place] * weight}
        if not tight or tight == open_places:
            for place in sorted(open_places):
                shares[place] = left * weights[place] // weight
            break
        for place in tight:
            shares[place] = needs[place]
            left -= needs[place]
        open_places -= tight
    result = list(shares.values())
    result[0] += total - sum(result)
    return result


class PanelStack(QWidget):
    """Holds Panel 1, Panel 2 and the statistics.

    Attributes:
        intent: Carries a command of the statistics.
        cells_changed: Something else is shown, not through a fact.
        timeframe_chosen: Carries the timeframe of the statistics from now on.
    """

    intent = Signal(object)
    cells_changed = Signal()
    timeframe_chosen = Signal(object)

    def __init__(self, curve: QWidget, position: QWidget, parent: QWidget | None = None) -> None:
        """Take two panels, and build the statistics.

        Args:
            curve: Panel 1; gives way to the statistics in a small window.
            position: Panel 2; always on the screen.
            parent: Owner.
        """
        super().__init__(parent)
        self._curve, self._position = curve, position
        self._statistics = Panel3Widget(self)
        for panel in (curve, position):
            panel.setParent(self)
        self._statistics.hide()
        self._by_name = {"panel1": curve, "panel2": position, "panel3": self._statistics}
        self._away: set[QWidget] = set()
        self._guide: QWidget | None = None
        self._has_room = False
        self._wanted = False
        self._statistics.intent.connect(self.intent)
        self._statistics.cells_changed.connect(self.cells_changed)
        self._statistics.timeframe_chosen.connect(self.timeframe_chosen)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def arrangement(self) -> Arrangement:
        """Return how the panels stand."""
        if not self._wanted:
            return Arrangement.WITHOUT
        if not self._has_room:
            return Arrangement.SWAPPED
        return Arrangement.BESIDE if self.width() >= _WIDE_PX else Arrangement.STACKED

    @property
    def _third(self) -> QWidget:
        """Return what stands below curve and position."""
        return self._statistics if self._guide is None else self._guide

    def receive(self, shown: Shown) -> None:
        """Hand the statistics a fact."""
        self._statistics.receive(shown)

    def before_drain(self) -> None:
        """Let the statistics wait with rendering; call it before each batch of facts."""
        self._statistics.hold()

    def after_drain(self) -> None:
        """Have them render; call it after each batch of facts."""
        self._statistics.release()

    def choose_appearance(self, appearance: Appearance) -> None:
        """Show amounts and colours of the statistics as the trader chose."""
        self._statistics.choose_appearance(appearance)

    @property
    def shows_statistics(self) -> bool:
        """Tell whether the statistics are on the screen."""
        return not self._statistics.isHidden()

    def cells(self) -> Iterator[CellPainted]:
        """Yield the canonical cells of the statistics."""
        for label, cell in self._statistics.cells().items():
            yield CellPainted(panel=STATISTICS, generation="new", name=label, cell=cell)

    @property
    def timeframe(self) -> Timeframe:
        """Return the timeframe of the statistics."""
        return self._statistics.timeframe

    def choose_timeframe(self, timeframe: Timeframe) -> None:
        """Show the statistics of a timeframe."""
        self._statistics.choose_timeframe(timeframe)

    def show_again(self, timeframe: Timeframe, *, statistics: bool) -> None:
        """Show the statistics, or not, as they were chosen earlier."""
        self.choose_timeframe(timeframe)
        if statistics != self._wanted:
            self.toggle()

    @Slot()
    def toggle(self) -> None:
        """Show or hide the statistics; holds until the window has room where it had none, or the reverse."""
        self._wanted = not self._wanted
        self._arrange()

    def show_guide(self, guide: QWidget | None) -> None:
        """Show a page in place of the statistics; None shows the statistics again."""
        if self._guide is not None:
            self._guide.hide()
        self._guide = guide
        if guide is not None:
            guide.setParent(self)
            self._statistics.setVisible(self._statistics in self._away)
        self._wanted = self._has_room or guide is not None
        self._arrange()
        self.updateGeometry()
        self.cells_changed.emit()

    def release(self, name: str) -> QWidget:
        """Give a panel away, to be shown elsewhere."""
        panel = self._by_name[name]
        self._away.add(panel)
        self._arrange()
        return panel

    def take_back(self, name: str) -> None:
        """Show a panel here again."""
        panel = self._by_name[name]
        self._away.discard(panel)
        panel.setParent(self)
        self._arrange()

    def sizeHint(self) -> QSize:
        """Return the size for curve and position."""
        return self.minimumSizeHint().expandedTo(QSize(896, 622))

    def minimumSizeHint(self) -> QSize:
        """Return the size without which texts of curve or position would be cut off.

        The statistics do not count: a window that once had room for them must still become smaller.
        """
        panels = (self._curve, self._position, self._third)
        width = max(panel.minimumSizeHint().width() for panel in panels)
        return QSize(width, self.heightForWidth(max(width, self.width())))

    def hasHeightForWidth(self) -> bool:
        """Lines that wrap need more height in a narrow window."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height without which texts would be cut off."""
        upper = _need(self._curve, width)
        if self._guide is not None:
            # It stands in place of the curve where both have no room.
            upper = max(upper, _need(self._guide, width))
        return upper + _need(self._position, width)

    def event(self, event: QEvent) -> bool:
        """Follow panels that need more or less room than before."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
            self.updateGeometry()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the window."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        width, height = self.width(), self.height()
        three = (self._curve, self._position, self._third)
        here = [panel for panel in three if panel not in self._away]
        stacked = sum(_need(panel, width) for panel in here) + _ROOM_FOR_THE_CURVE_PX
        has_room = width >= _WIDE_PX or height >= stacked
        if has_room != self._has_room:
            self._has_room = has_room
            self._wanted = has_room or self._guide is not None
        match self.arrangement:
            case Arrangement.BESIDE if not self._away:
                self._place_beside(width, height)
            case Arrangement.BESIDE:
                self._place((5, 4, 4), three)
            case Arrangement.STACKED:
                self._place((5, 4, 4), three)
            case Arrangement.WITHOUT:
                self._place((5, 4), (self._curve, self._position))
            case Arrangement.SWAPPED:
                self._place((1, 1), (self._third, self._position))

    def _place(self, weights: Sequence[int], panels: Sequence[QWidget]) -> None:
        """Put those of the panels that are here below each other, and hide all others."""
        width, top = self.width(), 0
        here = [
            (panel, weight) for panel, weight in zip(panels, weights, strict=True) if panel not in self._away
        ]
        needs = [_need(panel, width) for panel, _ in here]
        shares = heights(self.height(), needs, [weight for _, weight in here]) if here else []
        for (panel, _), height in zip(here, shares, strict=True):
            panel.setGeometry(QRect(0, top, width, height))
            top += height
        self._show_only([panel for panel, _ in here])

    def _place_beside(self, width: int, height: int) -> None:
        half = width // 2
        low = max(_need(self._position, half), _need(self._third, half))
        upper, lower = heights(height, [_need(self._curve, width), low], (5, 4))
        self._curve.setGeometry(QRect(0, 0, width, upper))
        self._position.setGeometry(QRect(0, upper, half, lower))
        self._third.setGeometry(QRect(half, upper, width - half, lower))
        self._show_only((self._curve, self._position, self._third))

    def _show_only(self, panels: Sequence[QWidget]) -> None:
        changed = False
        for panel in (self._curve, self._position, self._third):
            shown = panel in panels
            if panel not in self._away and panel.isHidden() is shown:
                panel.setVisible(shown)
                changed = True
        if changed:
            self.cells_changed.emit()


def _need(panel: QWidget, width: int) -> int:
    """Return the height that a panel needs at a width."""
    layout = panel.layout()
    wrapped = layout.totalMinimumHeightForWidth(width) if layout is not None else 0
    return max(panel.minimumSizeHint().height(), wrapped)
