"""The record of what the trader was shown."""

from collections.abc import Callable, Iterable

from actors.messages import CellPainted, CellsPainted, ScopeChanged


class ScreenRecorder:
    """Posts what changed on the screen since it was last asked; GUI thread only."""

    def __init__(self, post: Callable[[CellsPainted], None]) -> None:
        """Create the recorder.

        Args:
            post: Takes the record.
        """
        self._post = post
        self._epoch: int | None = None
        self._recorded: dict[tuple[str, str], CellPainted] = {}

    def record(self, at: float, scope: ScopeChanged, cells: Iterable[CellPainted]) -> None:
        """Post the cells that changed.

        Args:
            at: When, UNIX seconds.
            scope: What is on the screen. Another epoch records every cell anew: the same text now speaks of
                another book.
            cells: All cells of panels and window, collected in this turn of the event loop.
        """
        if scope.epoch != self._epoch:
            self._epoch = scope.epoch
            self._recorded = {}
        changed = tuple(cell for cell in cells if self._recorded.get((cell.panel, cell.name)) != cell)
        if not changed:
            return
        self._recorded |= {(cell.panel, cell.name): cell for cell in changed}
        self._post(
            CellsPainted(at=at, epoch=scope.epoch, mode=scope.mode, account=scope.account, cells=changed)
        )
