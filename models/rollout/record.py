"""`data/rollout.json`: where the rollout is, sealed; pure."""

from datetime import datetime
from typing import Final

import msgspec

from models.rollout.gates import SignOff
from models.rollout.stages import FIRST, Stage, stage_of
from models.seal import is_as_sealed, sealed

FILE: Final = "rollout.json"


class Record(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Where the rollout is.

    Attributes:
        stage: Key of the stage.
        since: When it began, UTC; None before the first change.
    """

    stage: str = FIRST.key
    since: datetime | None = None
    signatures: tuple[SignOff, ...] = ()

    @property
    def place(self) -> Stage:
        """Return the stage."""
        return stage_of(self.stage) or FIRST


def content_of(record: Record) -> bytes:
    """Return the content of the file."""
    return sealed(msgspec.json.encode(record)[:-1]) + b"\n"


def record_of(content: bytes) -> Record | None:
    """Return what the file says; None where it is not what was sealed."""
    if not content.endswith(b"\n") or not is_as_sealed(content[:-1]):
        return None
    try:
        found = msgspec.json.decode(content, type=Record)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    return found if stage_of(found.stage) is not None else None
