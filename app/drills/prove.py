"""Runs what the program can prove by itself, for the gates of a stage."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final

from app.checkout import version
from app.drills.flags import broken_settings, flags_and_sources
from models.audit import moment
from models.rollout.proof import FLAGS, LEGACY_TAPES, SETTINGS, TYPED_FORM, WAYS_BACK, Proof
from models.rollout.stages import Stage

Found = tuple[bool, str]
"""Whether all was as it must be, and what was found, in words."""


def prove(stage: Stage) -> tuple[Proof, ...]:
    """Run the drills of a stage; what the gates of later ones ask for was counted in use."""
    return tuple(_proof(name, drill) for name, drill in _DRILLS.get(stage.key, {}).items())


def _ways_back() -> Found:
    # Without the need for them a command does without Qt and all panels.
    from app.drills.ways_back import ways_back  # noqa: PLC0415

    return ways_back()


def _legacy_tapes() -> Found:
    from app.drills.legacy_tapes import legacy_tapes  # noqa: PLC0415 - as above

    return legacy_tapes()


def _typed_form() -> Found:
    from app.drills.typed_form import typed_form  # noqa: PLC0415 - as above

    return typed_form()


_DRILLS: Final[Mapping[str, Mapping[str, Callable[[], Found]]]] = {
    "1": {FLAGS: flags_and_sources, SETTINGS: broken_settings, WAYS_BACK: _ways_back},
    "2": {LEGACY_TAPES: _legacy_tapes},
    "7": {TYPED_FORM: _typed_form},
}


def _proof(name: str, drill: Callable[[], Found]) -> Proof:
    try:
        holds, have = drill()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what was found
        holds, have = False, f"{type(error).__name__}: {error}"
    return Proof(name=name, holds=holds, have=have, version=version(), t=moment(datetime.now(UTC)))
