"""What the file `data/ROLLBACK` asks for; pure. That it exists is a wish by itself, whatever is in it."""

from typing import Final, Literal

import msgspec

FILE: Final = "ROLLBACK"
PanelWord = Literal["panel1", "panel2"]
PANELS: Final[tuple[PanelWord, ...]] = ("panel1", "panel2")


class RollbackWish(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The wish to go back to the legacy panels.

    Attributes:
        panels: Which of them.
        who: Who wrote the file.
        why: The reason, in words.
    """

    panels: tuple[PanelWord, ...] = PANELS
    who: Literal["command line", "sentinel"] = "sentinel"
    why: str = "the file data/ROLLBACK is there"


def wish_of(content: bytes) -> RollbackWish:
    """Return what the content of the file asks for; both panels where it is not understood."""
    try:
        wish = msgspec.json.decode(content, type=RollbackWish)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return RollbackWish()
    return wish if wish.panels else RollbackWish()


def content_of(wish: RollbackWish) -> bytes:
    """Return the content of a file that asks for this."""
    return msgspec.json.encode(wish) + b"\n"
