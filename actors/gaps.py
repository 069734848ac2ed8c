"""When nothing was heard of the accounts."""

from datetime import datetime

from actors.base import Actor, Ports, handles
from actors.messages import (
    Announce,
    ConnectionChanged,
    ConnectionState,
    DatabaseWorks,
    GapsChanged,
    GapsLoaded,
    LinkHeard,
    LoadGaps,
    SaveGap,
)
from models.gaps import MOST_GAPS, Gap


class GapsActor(Actor):
    """Owns the gaps of the program: one link carries all accounts."""

    name = "gaps"

    def __init__(self, *, ports: Ports) -> None:
        super().__init__(ports=ports)
        # The actor may be restarted while the program, and its link, go on.
        self._is_resumed = False
        self._began_at: datetime | None = None

    def begin(self) -> None:
        """Forget all, and read what is stored."""
        self._began_at = self._began_at or self.clock.utc()
        self._gaps: dict[datetime, Gap] = {}
        self._open: datetime | None = None
        self._heard_at: datetime | None = None
        self._unreadable = False
        self._read()

    @handles(GapsLoaded)
    def restore(self, fact: GapsLoaded) -> None:
        """Take over the stored gaps; the one that is running began when the program last ran."""
        self._unreadable = bool(fact.problem)
        own = self._gaps
        self._gaps = {gap.start: gap for gap in fact.gaps} | own
        running = next((gap.start for gap in fact.gaps if gap.end is None), None)
        if self._is_resumed:
            self._open = running
        elif not fact.problem:
            self._is_resumed = True
            self._resume(running or fact.last_seen, is_late=bool(own))
        elif not own:
            self._resume(None, is_late=False)
        self._tell()

    @handles(DatabaseWorks)
    def read_again(self, _fact: DatabaseWorks) -> None:
        """Read what could not be read."""
        if self._unreadable:
            self._read()

    @handles(LinkHeard)
    def hear(self, fact: LinkHeard) -> None:
        """Know until when the link was alive."""
        self._heard_at = fact.heard_at

    @handles(ConnectionChanged)
    def follow(self, fact: ConnectionChanged) -> None:
        """Begin a gap with the last word of a lost link, and end it once the link is ready."""
        is_ready = fact.state is ConnectionState.READY
        if is_ready and self._open is not None:
            self._keep(Gap(start=self._open, end=max(fact.at, self._open)))
            self._open = None
        elif not is_ready and self._open is None:
            self._open = min(self._heard_at or fact.at, fact.at)
            self._keep(Gap(start=self._open))
        else:
            return
        self._tell()

    @handles(Announce)
    def announce(self, _command: Announce) -> None:
        """Tell the gaps again."""
        self._tell()

    def _read(self) -> None:
        self.wait_for(GapsLoaded)
        self.post(LoadGaps())

    def _resume(self, since: datetime | None, *, is_late: bool) -> None:
        """Note since when the program was away; late is what the database told after the gap of the start."""
        began_at = self._began_at or self.clock.utc()
        start = began_at if since is None else min(since, began_at)
        if not is_late:
            self._open = start
            self._keep(Gap(start=start))
        elif start < began_at:
            self._keep(Gap(start=start, end=began_at))

    def _keep(self, gap: Gap) -> None:
        self._gaps[gap.start] = gap
        self.post(SaveGap(gap=gap))

    def _tell(self) -> None:
        newest = sorted(self._gaps)[-MOST_GAPS:]
        self._gaps = {start: self._gaps[start] for start in newest}
        self.post(GapsChanged(gaps=tuple(self._gaps.values())))
