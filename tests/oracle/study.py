"""The chart study that writes the market snapshot, without a disk."""

from collections.abc import Callable
from dataclasses import dataclass

from actors.seams.snapshot_file import Reading, Stamp

HEADER = "last,high,low,vwap,poc,cum_delta"


@dataclass
class Study:
    """Writes its row anew before every poll, as long as it runs.

    Attributes:
        heard: Gets the row whenever the file is read, None where it is missing or the same as before.
        row: What it writes; empty before the first price.
        runs: Whether it writes at all.
        exists: Whether the file is there.
    """

    heard: Callable[[str | None], None]
    row: str = ""
    runs: bool = True
    exists: bool = True
    _version: int = 0

    def write(self, last: str, *, vwap: str = "6749.00", poc: str = "6748.00", delta: str = "-19") -> None:
        """Go on with another row."""
        self.row = f"{last},1000000,0.0001,{vwap},{poc},{delta}\n"

    def at(self, path: str) -> "Study":
        """Return the same: there is no other."""
        del path
        return self

    def read(self, known: Stamp | None) -> Reading | None:
        """Return the file as the snapshot actor finds it."""
        if not self.exists or not self.row:
            self.heard(None)
            raise FileNotFoundError(2, "No such file", "snapshot.csv")
        if self.runs or self._version == 0:
            self._version += 1
        stamp = Stamp(self._version, len(self.row), 1)
        if stamp == known:
            self.heard(None)
            return None
        self.heard(self.row)
        return Reading(stamp, f"{HEADER}\n{self.row}".encode())
