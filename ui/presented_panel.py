"""A panel of the new generation: a pure presenter makes views of facts, the widget renders the newest."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Generic, Protocol, TypeVar

from PySide6.QtWidgets import QWidget

from actors.messages import Cell, Shown
from ui.appearance import Appearance
from ui.panel import Panel, Payload
from ui.payload import typed


class View(Protocol):
    """Everything that a panel shows."""

    def cells(self) -> Mapping[str, Cell]:
        """Return the canonical cells."""


AnyView = TypeVar("AnyView", bound=View)


class PresentedPanel(Panel, Generic[AnyView]):
    """Presents and renders each fact at once, or a batch of them together.

    A switch of the mode is a dozen facts, a fill half a dozen; nobody would see the views in between.
    """

    def __init__(self, empty: AnyView, parent: QWidget | None = None) -> None:
        """Start with a view of nothing; the subclass renders it once its parts are there."""
        super().__init__(parent)
        self.payload_errors = 0
        self._newest = empty
        self._arrived: list[Shown] = []
        self._rendered: AnyView | None = None
        self._holds = False

    def receive(self, payload: Payload) -> None:
        """Take a fact in either form; what is the form of none is counted and changes nothing."""
        shown = typed(payload)
        if shown is None:
            self.payload_errors += 1
        else:
            self.take(payload, shown)

    def take(self, _payload: Payload, shown: Shown) -> None:
        """Take a typed fact."""
        self._arrived.append(shown)
        if not self._holds:
            self._change(self._view)

    def cells(self) -> Mapping[str, Cell]:
        """Return the canonical cells."""
        return self._view.cells()

    def choose_appearance(self, appearance: Appearance) -> None:
        """Show amounts and colours as the trader chose."""
        if appearance != self.choices().appearance:
            self._change(self._appear(self._view, appearance))
            self.cells_changed.emit()

    def hold(self) -> None:
        """Render nothing until `release`."""
        self._holds = True

    def release(self) -> None:
        """Render what has changed since `hold`."""
        self._holds = False
        self._change(self._view)

    @property
    def _view(self) -> AnyView:
        """The view after everything that has arrived."""
        if self._arrived:
            batch, self._arrived = self._arrived, []
            self._newest = self._present(self._newest, *batch)
        return self._newest

    def _change(self, view: AnyView) -> None:
        self._newest = view
        if self._holds or view is self._rendered:
            return
        before, self._rendered = self._rendered, view
        self._render(view, before)

    @abstractmethod
    def _present(self, view: AnyView, *batch: Shown) -> AnyView:
        """Return the view after facts, oldest first; the same object when they change nothing."""

    @abstractmethod
    def _appear(self, view: AnyView, appearance: Appearance) -> AnyView:
        """Return the view with amounts and colours as the trader chose."""

    @abstractmethod
    def _render(self, view: AnyView, before: AnyView | None) -> None:
        """Show a view.

        Args:
            view: What is to be shown.
            before: What was rendered last; None at first.
        """
