"""What the program can prove by itself, in a moment and on any machine."""

from typing import Final

import msgspec

FLAGS: Final = "flags"
SETTINGS: Final = "broken or missing settings"
WAYS_BACK: Final = "ways back"
LEGACY_TAPES: Final = "legacy panels on their golden tape"
TYPED_FORM: Final = "dict and typed form"


class Proof(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The outcome of one run.

    Attributes:
        holds: Whether all was as it must be.
        have: What was found, in words.
        version: Of the program that was run.
        t: UTC, as in the audit trail.
    """

    name: str
    holds: bool
    have: str
    version: str
    t: str
