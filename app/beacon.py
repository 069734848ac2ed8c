"""Remembers whether the last starts ended properly, and with which flags the monitor last worked."""

import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from flags import DEFAULTS, FlagName
from models import atomic_file
from models.audit import moment

log = logging.getLogger(__name__)

STREAK: Final = 3
"""So many unclean exits in a row put the saved flags aside."""


class Decision(NamedTuple):
    """What the last exits mean for this start.

    Attributes:
        flags_override: Values that stand above all that is saved; None where nothing speaks against that.
        notice: A sentence for the banner; empty when all is well.
    """

    flags_override: Mapping[FlagName, bool] | None = None
    notice: str = ""


class _Run(msgspec.Struct, frozen=True, kw_only=True):
    """A run that has not ended properly, or has worked."""

    flags: dict[str, bool]
    version: str
    at: str
    unclean: int = 0


class Beacon:
    """`data/beacon.json` is there while the monitor runs, so one that is found tells of an unclean exit.

    Everything but `use` and `worked` is called in the main thread, while no actor runs.

    Args:
        folder: The data folder, locked by this process.
        version: Of this program.
        now: The wall clock, UTC.

    Attributes:
        found_burning: Whether the run before this one did not end properly.
    """

    def __init__(
        self, folder: Path, version: str, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._beacon = folder / "beacon.json"
        self._last_good = folder / "last_good_flags.json"
        self._version = version
        self._now = now
        self._flags: dict[str, bool] = {}
        self.found_burning = False

    def begin(self, flags: Mapping[FlagName, bool]) -> Decision:
        """Light the beacon, before anything is built that may fail.

        Args:
            flags: The flags that this start would try.

        Returns:
            Which flags to try instead, and why.
        """
        unclean = self.unclean_exits()
        self.found_burning = unclean > 0
        decision = self._decide(unclean)
        self.use({str(name): value for name, value in (decision.flags_override or flags).items()})
        try:
            _write(self._beacon, self._run(unclean))
        except OSError as error:
            log.info("beacon not written: %s", error)
            text = f"{self._beacon} cannot be written ({error.strerror}): a crash would not be noticed."
            return decision._replace(notice=f"{decision.notice} {text}".strip())
        return decision

    def use(self, flags: Mapping[str, bool]) -> None:
        """Note which flags are in use from now on."""
        self._flags = dict(flags)

    def worked(self) -> None:
        """Keep the flags in use as the last that worked.

        Raises:
            OSError: They cannot be written.
        """
        _write(self._last_good, self._run(0))

    def end(self, *, worked: bool) -> None:
        """Put the beacon out at an orderly exit.

        Args:
            worked: Whether the flags in use did; they did not where the start was given up.
        """
        try:
            if worked:
                self.worked()
            self._beacon.unlink(missing_ok=True)
        except OSError as error:
            log.warning("the orderly exit cannot be kept: %s", error)

    def unclean_exits(self) -> int:
        """Return how many runs in a row did not end properly; one that still runs counts."""
        if not self._beacon.exists():
            return 0
        run = _read(self._beacon)
        return 1 if run is None else run.unclean + 1

    def _decide(self, unclean: int) -> Decision:
        if unclean < STREAK:
            return Decision()
        said = f"The monitor did not end properly {unclean} times in a row"
        good = _read(self._last_good)
        if unclean > STREAK or good is None:
            return Decision(DEFAULTS, f"{said}: the legacy panels are shown, whatever the settings say.")
        known = {name: good.flags.get(name, default) for name, default in DEFAULTS.items()}
        words = ", ".join(f"{name} {'on' if value else 'off'}" for name, value in known.items())
        return Decision(known, f"{said}: started with the flags that worked last ({words}).")

    def _run(self, unclean: int) -> _Run:
        return _Run(flags=self._flags, version=self._version, at=moment(self._now()), unclean=unclean)


def _read(path: Path) -> _Run | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Run)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None


def _write(path: Path, run: _Run) -> None:
    atomic_file.replace(path, msgspec.json.encode(run) + b"\n")
