"""What the screen has been told, without a screen: enough to show it at any moment."""

from collections.abc import Iterator
from typing import Final

from actors.messages import AlarmsChanged, Fact, SettingsListed, Shown, SoundsSet, SwapPanels
from ui.current_facts import CurrentFacts
from ui.notices import Notices
from ui.panel import Payload
from ui.payload import Arrival, typed
from ui.scope import NO_EPOCH
from ui.view_state import ViewState

_OF_WINDOW: Final = (AlarmsChanged, SettingsListed, SoundsSet)
"""Of these the newest is shown too, and it is no business of the panels."""


class ScreenMemory:
    """Takes what a window takes, and keeps what a new window must be told.

    Attributes:
        chosen: What was chosen last; None before anything was.
    """

    def __init__(self) -> None:
        self._facts = CurrentFacts()
        self._notices = Notices()
        self._of_window: dict[type[Fact], Payload] = {}
        self.chosen: ViewState | None = None

    def view(self, view: ViewState) -> None:
        """Keep what was chosen."""
        self.chosen = view

    def frame(self, arrivals: list[tuple[Arrival, str | None]]) -> None:
        """Keep the newest fact of each kind."""
        for arrival, _ in arrivals:
            if not isinstance(arrival, SwapPanels):
                self._keep(arrival)

    def shot(self, _at: float) -> None:
        """Cells come from facts; there is nothing to keep."""

    def payloads(self) -> Iterator[Payload]:
        """Yield what a new window must be told, oldest first."""
        yield from self._facts.payloads()
        yield from self._of_window.values()
        for notice in reversed(self._notices.raised):
            yield Shown(epoch=NO_EPOCH, fact=notice)

    def _keep(self, payload: Payload) -> None:
        shown = typed(payload)
        if shown is None:
            return
        self._facts.take(shown, payload)
        self._notices = self._notices.after(shown.fact)
        if isinstance(shown.fact, _OF_WINDOW):
            self._of_window[type(shown.fact)] = payload
