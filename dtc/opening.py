"""What the first bytes of a connection say about the peer."""

from enum import Enum, auto
from typing import Final

from dtc.enums import MessageType

# As many bytes as the shortest binary frame; JSON, TLS and HTTP all begin with more.
NEEDED: Final = 4

_TLS_ALERT_OR_HANDSHAKE: Final = (b"\x15\x03", b"\x16\x03")
_BOM: Final = b"\xef\xbb\xbf"
_AFTER_BRACE: Final = b'" \t\r\n}'


class Opening(Enum):
    """Kinds of peers."""

    JSON = auto()
    BINARY = auto()
    TLS = auto()
    HTTP = auto()
    UNKNOWN = auto()


def judge(data: bytes) -> Opening:
    """Return what the first bytes look like.

    A `{` alone is not JSON: it is also the low byte of a Size of 123, so the byte after it counts too.

    Args:
        data: At least `NEEDED` bytes.
    """
    if data.startswith(_TLS_ALERT_OR_HANDSHAKE):
        return Opening.TLS
    if data.startswith((b"HTTP", b"GET ")):
        return Opening.HTTP
    text = data.removeprefix(_BOM).lstrip(b" \t\r\n")
    if text[:1] == b"{" and (len(text) == 1 or text[1] in _AFTER_BRACE):
        return Opening.JSON
    size, number = int.from_bytes(data[:2], "little"), int.from_bytes(data[2:4], "little")
    if size >= NEEDED and number in set(MessageType):
        return Opening.BINARY
    return Opening.UNKNOWN
