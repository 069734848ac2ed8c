"""The flags that a phase of the rollout means."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import flags
from app import settings as settings_files
from app.safe_start import FLAG_OF
from flags import FlagName
from models.rollout.stages import TYPED, Stage

_FLAGS: Final[Mapping[str, FlagName]] = {**FLAG_OF, TYPED: FlagName.USE_TYPED_EVENTS}


def flags_of(stage: Stage) -> Mapping[FlagName, bool]:
    """Return the value that each flag of the rollout has in a stage."""
    return {flag: what in stage.on for what, flag in _FLAGS.items()}


def saved_flags(root: Path) -> Mapping[FlagName, bool]:
    """Return the flags as the settings file of a home folder says them.

    Raises:
        SettingsError: It is wrong outside of its flags.
    """
    source = settings_files.find(root)
    resolved = flags.resolve({}, settings_files.load(source).flags, str(source))
    return {name: resolved.is_on(name) for name in FlagName}
