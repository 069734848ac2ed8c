"""Binary messages that are not as they should be."""

import pytest

from dtc.codec import Decoder, Received, encode
from dtc.enums import Encoding
from dtc.errors import RemoteProtocolError
from dtc.messages import (
    Heartbeat,
    PositionUpdate,
    TradeAccountResponse,
)

ALIVE = Heartbeat(CurrentDateTime=1795000000)


def after(rubbish: bytes, encoding: Encoding) -> list[Received]:
    """Return what comes out of rubbish followed by one good message."""
    return Decoder(encoding).feed(rubbish + encode(ALIVE, encoding))


@pytest.mark.parametrize(
    ("base_size", "reference"),
    [(5, 0), (0, 0), (60_000, 0), (28, 0x0010_0004), (28, 0xFFFF_FFFF), (28, 0x0040_001C)],
)
def test_references_out_of_the_message_are_faults(base_size: int, reference: int) -> None:
    """A BaseSize or text that points outside skips the message, with its offset, and the next one is read."""
    frame = bytearray(encode(TradeAccountResponse(TradeAccount="Sim1"), Encoding.BINARY_VLS))
    frame[4:6] = base_size.to_bytes(2, "little")
    frame[16:20] = reference.to_bytes(4, "little")
    error, alive = after(bytes(frame), Encoding.BINARY_VLS)
    assert isinstance(error, RemoteProtocolError)
    assert not error.fatal
    assert error.offset == 0
    assert alive == ALIVE


def test_unterminated_texts_end_with_their_field() -> None:
    """A full buffer without a zero byte is text up to the end of the field, in both binary forms."""
    frame = bytearray(encode(PositionUpdate(TradeAccount="x" * 31), Encoding.BINARY))
    frame[144:176] = b"y" * 32
    (message,) = Decoder(Encoding.BINARY).feed(bytes(frame))
    assert isinstance(message, PositionUpdate)
    assert message.TradeAccount == "y" * 32
    vls = bytearray(encode(TradeAccountResponse(TradeAccount="Sim1"), Encoding.BINARY_VLS))
    vls[-1] = ord("9")
    (account,) = Decoder(Encoding.BINARY_VLS).feed(bytes(vls))
    assert isinstance(account, TradeAccountResponse)
    assert account.TradeAccount == "Sim19"


def test_garbage_behind_the_end_of_a_text_is_ignored() -> None:
    """Bytes after the first zero byte of a text are not part of it."""
    frame = bytearray(encode(PositionUpdate(TradeAccount="Sim1"), Encoding.BINARY))
    frame[149:176] = b"\xff" * 27
    (message,) = Decoder(Encoding.BINARY).feed(bytes(frame))
    assert isinstance(message, PositionUpdate)
    assert message.TradeAccount == "Sim1"


@pytest.mark.parametrize(
    "raw", ["ffffffffffffef7f", "ffffffffffffefff", "000000000000f87f", "000000000000f07f"]
)
def test_binary_numbers_that_mean_not_set_are_none(raw: str) -> None:
    """DBL_MAX, its negative, NaN and infinity are None wherever they appear, also where 0 is the default."""
    frame = bytearray(encode(PositionUpdate(Quantity=1.0), Encoding.BINARY))
    frame[96:104] = bytes.fromhex(raw)
    assert Decoder(Encoding.BINARY).feed(bytes(frame)) == [PositionUpdate()]
