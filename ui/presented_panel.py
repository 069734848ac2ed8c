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
    """Renders each change at once, or once for a batch of facts.

    A switch of the mode is a dozen facts; rendering after each of them takes longer than all the rest.
    """

    def __init__(self, empty: AnyView, parent: QWidget | None = None) -> None:
        """Start with a view of nothing; the subclass renders it once its parts are there."""
        super().__init__(parent)
        self.payload_errors = 0
        self._view = empty
        self._rendered: AnyView | None = None
        self._holds = False

    def receive(self, payload: Payload) -> None:
        """Take a fact in either form; what is the form of none is counted and changes nothing."""
        shown = typed(payload)
        if shown is None:
            self.payload_errors += 1
        else:
            self._change(self._present(self._view, shown))

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

    def _change(self, view: AnyView) -> None:
        self._view = view
        if self._holds or view is self._rendered:
            return
        before, self._rendered = self._rendered, view
        self._render(view, before)

    @abstractmethod
    def _present(self, view: AnyView, shown: Shown) -> AnyView:
        """Return the view after a fact; the same object when it changes nothing."""

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
