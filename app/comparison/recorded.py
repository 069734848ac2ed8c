"""The facts of a recorded session, as a source for the comparison."""

from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from actors.messages import SwapPanels
from app.replay.performance import Performance
from app.replay.tape import Tape
from ui.panel import Payload
from ui.payload import Arrival
from ui.view_state import ViewState


class RecordedSession:
    """All that the actors of a recorded run told the screen, in the batches in which it was shown.

    Args:
        path: The recording; those that it continues lie beside it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def play(self, take: Callable[[Sequence[Payload]], None]) -> None:
        """Play the run, and hand over what arrives for the panels.

        Raises:
            UnavailableError: It cannot be played.
        """
        with closing(Tape(self._path)) as tape:
            performance = Performance(tape, _Taker(take))
            while performance.play_block():
                pass


class _Taker:
    """A screen that hands batches on; what was chosen on the recorded one does not matter here."""

    def __init__(self, take: Callable[[Sequence[Payload]], None]) -> None:
        self._take = take

    def view(self, _view: ViewState) -> None:
        """Controls are pressed by the comparison."""

    def frame(self, arrivals: list[tuple[Arrival, str | None]]) -> None:
        """Hand on a batch."""
        self._take(tuple(arrival for arrival, _ in arrivals if not isinstance(arrival, SwapPanels)))

    def shot(self, _at: float) -> None:
        """Cells are compared after every fact."""
