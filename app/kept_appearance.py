"""How amounts appear, from one start to the next."""

import logging
from dataclasses import replace
from pathlib import Path

import msgspec

from models import atomic_file
from ui.appearance import Appearance, Unit

log = logging.getLogger(__name__)


class _Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What is in the file; all the rest is in the settings."""

    unit: Unit = Unit.OWN
    is_private: bool = False


class KeptAppearance:
    """A small file with the trader's last choice, written at each change: privacy must survive a crash.

    Args:
        path: The file.
        usual: What the settings say.
    """

    def __init__(self, path: Path, usual: Appearance) -> None:
        self._path = path
        self._usual = usual

    def load(self) -> Appearance:
        """Return what was saved; the usual appearance when there is nothing, or it cannot be read."""
        kept = _Kept()
        try:
            kept = msgspec.json.decode(self._path.read_bytes(), type=_Kept)
        except FileNotFoundError:
            pass
        except (OSError, msgspec.DecodeError) as error:
            log.warning("%s cannot be read, amounts appear as usual: %s", self._path, error)
        return replace(self._usual, unit=kept.unit, is_private=kept.is_private)

    def save(self, appearance: Appearance) -> None:
        """Keep a choice; a failure costs no more than that."""
        kept = _Kept(unit=appearance.unit, is_private=appearance.is_private)
        try:
            atomic_file.replace(self._path, msgspec.json.encode(kept))
        except OSError as error:
            log.warning("%s cannot be kept: %s", self._path, error)
