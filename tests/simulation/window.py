"""The window without its painting: both generations of the panels, and what waits in the inlet for them.

The legacy panels compute inside their widgets. Here they are the real classes with their painting left out,
built once in a process, and set back to how they began.
"""

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QApplication

from actors.dict_form import to_dict
from actors.messages import (
    AlarmRaised,
    AlarmsChanged,
    Cell,
    NoticeCleared,
    NoticeRaised,
    ScopeChanged,
    Shown,
)
from actors.qt_bridge import Payload
from models.book import Book
from models.timeframe import Timeframe
from ui.current_facts import CurrentFacts
from ui.legacy.panel1 import LegacyPanel1
from ui.legacy.panel2 import LegacyPanel2
from ui.panel1 import presenter as panel1
from ui.panel2 import presenter as panel2
from ui.panel3 import presenter as panel3
from ui.scope import concerns

_FACTS_OF_NO_PANEL = (NoticeRaised, NoticeCleared, AlarmRaised, AlarmsChanged)


class _Panel1(LegacyPanel1):
    """Computes its cells when they are looked at after a change, and paints nothing."""

    _is_computed: bool

    def cells(self) -> Mapping[str, Cell]:
        if not self._is_computed:
            super()._show(self._data)
            self._is_computed = True
        return self._cells

    def _show(self, data: dict[str, Any]) -> None:
        self._data = data
        self._is_computed = False

    def _paint_theme(self) -> None:
        pass

    def _paint_head(self, link_tip: str, ring: str, disc: str) -> None:
        pass

    def _paint_money(self, balance_tip: str) -> None:
        pass

    def _paint_chart(self) -> None:
        pass


class _Panel2(LegacyPanel2):
    """Computes its cells when they are looked at after a change, and paints nothing."""

    _is_computed: bool

    def cells(self) -> Mapping[str, Cell]:
        if not self._is_computed:
            super()._show(self._data)
            self._is_computed = True
        return self._cells

    def _show(self, data: dict[str, Any]) -> None:
        self._data = data
        self._is_computed = False

    def _paint_theme(self) -> None:
        pass

    def _paint(self, note: str) -> None:
        pass


class Legacy:
    """Both legacy panels, which one process builds once."""

    def __init__(self) -> None:
        self._application = QApplication.instance() or QApplication([])
        self.panels = (_Panel1(), _Panel2())
        self._first = self.save()

    def clear(self, index: int) -> None:
        """Let one be as it was built."""
        vars(self.panels[index]).update(self._first[index])

    def save(self) -> tuple[dict[str, Any], ...]:
        """Return what both hold; unpainted, they replace what they hold and never change it in place."""
        return tuple(dict(vars(panel)) for panel in self.panels)

    def restore(self, saved: tuple[dict[str, Any], ...]) -> None:
        """Go back to what both held."""
        for panel, attributes in zip(self.panels, saved, strict=True):
            vars(panel).update(attributes)


class Window:
    """What the GUI thread has, and what waits for it.

    Args:
        legacy: The panels of this process.

    Attributes:
        new: Cells of the new panels, as they were painted last.
        legacy_cells: Cells of the legacy panels, as they were painted last.
        raised: Alarms that were heard since the start.
        alarms: Alarms that hold, as far as the window knows.
        paints: How often it painted.
    """

    def __init__(self, legacy: Legacy) -> None:
        self._legacy = legacy
        self.timeframe = Timeframe.LIVE
        self.clear()

    def clear(self) -> None:
        """Begin as a new window does."""
        self._pending: dict[str | int, Shown] = {}
        self._number = 0
        self.paints = 0
        self._facts = CurrentFacts()
        self.view1, self.view2, self.view3 = panel1.EMPTY_VIEW, panel2.EMPTY_VIEW, panel3.EMPTY_VIEW
        for index in range(len(self._legacy.panels)):
            self._legacy.clear(index)
        self._of_views = self.view1.facts, self.view2.facts, self.view3.facts
        self.scope: ScopeChanged | None = None
        self.notices: dict[str, str] = {}
        self.raised: list[AlarmRaised] = []
        self.alarms: AlarmsChanged | None = None
        self.new: Mapping[str, Cell] = {}
        self.legacy_cells: Mapping[str, Cell] = {}
        self.choose(Timeframe.LIVE)

    @property
    def waits(self) -> bool:
        """Return whether there is something to paint."""
        return bool(self._pending)

    @property
    def book(self) -> Book | None:
        """Return the book on the screen."""
        return self.view1.facts.book

    def put(self, payload: Payload, key: str | None = None) -> None:
        """Take what the screen actor hands over; as in the inlet, the latest of one key wins."""
        assert isinstance(payload, Shown), payload
        self._number += 1
        place: str | int = self._number if key is None else key
        self._pending.pop(place, None)
        self._pending[place] = payload

    def paint(self) -> None:
        """Let everything take what waits, and compute what is shown."""
        batch, self._pending = tuple(self._pending.values()), {}
        self._of_views = self.view1.facts, self.view2.facts, self.view3.facts
        for payload in batch:
            self._take(payload)
        self._make_views()
        self.paints += 1
        self.new = {**self.view1.cells(), **self.view2.cells()}
        self.legacy_cells = {
            name: cell for panel in self._legacy.panels for name, cell in panel.cells().items()
        }

    def choose(self, timeframe: Timeframe) -> None:
        """Let the trader choose a timeframe."""
        self.timeframe = timeframe
        self.view1 = panel1.choose(self.view1, timeframe)
        self.view3 = panel3.choose(self.view3, timeframe)
        self._legacy.panels[0].choose_timeframe(timeframe)

    def swap(self, generation: str) -> None:
        """Build the panels of a generation anew, from what a window keeps for that."""
        if generation == "new":
            self.view1, self.view2 = panel1.EMPTY_VIEW, panel2.EMPTY_VIEW
            for payload in self._facts.payloads():
                assert isinstance(payload, Shown), payload
                self.view1 = panel1.present(self.view1, payload)
                self.view2 = panel2.present(self.view2, payload)
            self.view1 = panel1.choose(self.view1, self.timeframe)
            return
        self._legacy.clear(0)
        self._legacy.clear(1)
        for payload in self._facts.payloads():
            assert isinstance(payload, Shown), payload
            self._tell_legacy(payload)
        self._legacy.panels[0].choose_timeframe(self.timeframe)

    def _take(self, payload: Shown) -> None:
        match payload.fact:
            case ScopeChanged() as scope:
                self.scope = scope
            case NoticeRaised(key=key, text=text):
                self.notices[key] = text
            case NoticeCleared(key=key):
                self.notices.pop(key, None)
            case AlarmRaised() as raised:
                self.raised.append(raised)
            case AlarmsChanged() as changed:
                self.alarms = changed
            case _:
                pass
        self._facts.take(payload, payload)
        if not isinstance(payload.fact, _FACTS_OF_NO_PANEL):
            self._tell_new(payload)
            self._tell_legacy(payload)

    def _tell_new(self, payload: Shown) -> None:
        """Do what `present` does, but for the view, which is made once for all facts of a batch."""
        of1, of2, of3 = self._of_views
        if concerns(payload, of1.epoch, of1.book):
            of1 = panel1._with(of1, payload.fact)
        if concerns(payload, of2.epoch, of2.book):
            of2 = panel2._with(of2, payload.fact)
        if concerns(payload, of3.epoch, of3.book):
            of3 = panel3._with(of3, payload.fact)
        self._of_views = of1, of2, of3

    def _make_views(self) -> None:
        of1, of2, of3 = self._of_views
        if of1 is not self.view1.facts:
            self.view1 = panel1.view_of(of1)
        if of2 is not self.view2.facts:
            self.view2 = panel2.view_of(of2)
        if of3 is not self.view3.facts:
            self.view3 = panel3.view_of(of3)

    def _tell_legacy(self, payload: Shown) -> None:
        form = to_dict(payload)
        for panel in self._legacy.panels:
            panel.receive(form)
            assert not panel.payload_errors, form
