"""What the trader has chosen to see: everything on the screen that no fact tells."""

from typing import Protocol

import msgspec

from actors.messages import NoticeRaised
from models.timeframe import Timeframe
from ui.appearance import Appearance
from ui.panel import Choices


class ViewState(msgspec.Struct, frozen=True, kw_only=True):
    """What was chosen, however it was.

    Attributes:
        generations: Generation of each panel, by its place.
        choices: What was chosen on each panel, by its place.
        statistics: Timeframe of the statistics.
        shown: The panels whose cells are on the screen.
        notices: What the banner has to say, newest first.
    """

    generations: dict[str, str]
    choices: dict[str, Choices]
    appearance: Appearance
    statistics: Timeframe
    shown: tuple[str, ...]
    notices: tuple[NoticeRaised, ...]


class ScreenTape(Protocol):
    """Where the moments of the screen are noted."""

    def frame(self, taken: int) -> None:
        """Note that a batch is taken; so many facts had come until then."""

    def shot(self, at: float) -> float:
        """Note that the cells are shown at a moment, UNIX seconds; return it as it was noted."""

    def view(self, chosen: bytes) -> None:
        """Note what the trader has chosen."""


def view_bytes(view: ViewState) -> bytes:
    """Return what was chosen as bytes."""
    return _encode(view)


def view_of(body: bytes) -> ViewState:
    """Return what was chosen.

    Raises:
        msgspec.MsgspecError: The bytes say it not.
    """
    return _decode(body)


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(ViewState).decode
