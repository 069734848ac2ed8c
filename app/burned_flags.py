"""Flags that failed in a version, and stay off until there is a newer one."""

import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from flags import FlagName
from models import atomic_file
from models.audit import moment

log = logging.getLogger(__name__)


class Burn(msgspec.Struct, frozen=True, kw_only=True):
    """One failure.

    Attributes:
        version: The version that failed.
        why: What failed, in words.
        at: UTC.
    """

    version: str
    why: str
    at: str


class BurnedFlags:
    """`data/burned.json`: the last failure of each flag.

    Args:
        folder: The data folder.
        now: The wall clock, UTC.
    """

    def __init__(self, folder: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._path = folder / "burned.json"
        self._now = now

    def in_version(self, version: str) -> Mapping[FlagName, str]:
        """Return the flags that failed in this version, each with the reason.

        A file that cannot be read tells nothing, so both new panels count as failed.
        """
        return {
            FlagName(name): burn.why
            for name, burn in self._load(version).items()
            if burn.version == version and name in set(FlagName)
        }

    def burn(self, flag: str, version: str, why: str) -> None:
        """Keep that a flag failed in a version.

        Raises:
            OSError: It cannot be written.
        """
        burns = self._load(version) | {flag: Burn(version=version, why=why, at=moment(self._now()))}
        atomic_file.replace(self._path, msgspec.json.format(msgspec.json.encode(burns), indent=2) + b"\n")

    def _load(self, version: str) -> dict[str, Burn]:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=dict[str, Burn])
        except FileNotFoundError:
            return {}
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
            why = f"{self._path} cannot be read ({error}); remove it to trust the new panels again"
            log.info("burned flags unknown: %s", why)
            unknown = Burn(version=version, why=why, at=moment(self._now()))
            return dict.fromkeys([FlagName.USE_NEW_PANEL1.value, FlagName.USE_NEW_PANEL2.value], unknown)
