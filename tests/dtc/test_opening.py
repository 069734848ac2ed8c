"""What the first bytes of a connection say."""

import pytest

from dtc.codec import encode
from dtc.enums import Encoding
from dtc.messages import MESSAGE_CLASSES, Message
from dtc.opening import NEEDED, Opening, judge


@pytest.mark.parametrize("message_class", MESSAGE_CLASSES, ids=lambda cls: cls.__name__)
def test_every_message_is_told_by_its_first_bytes(message_class: type[Message]) -> None:
    """The first four bytes of any message tell JSON from binary."""
    message = message_class()
    for encoding in (Encoding.BINARY, Encoding.BINARY_VLS):
        assert judge(encode(message, encoding)[:NEEDED]) is Opening.BINARY
    for encoding in (Encoding.JSON, Encoding.JSON_COMPACT):
        assert judge(encode(message, encoding)[:NEEDED]) is Opening.JSON


@pytest.mark.parametrize(
    ("data", "opening"),
    [
        (b'\xef\xbb\xbf{"Type":3}', Opening.JSON),
        (b'\r\n {"Type":3}', Opening.JSON),
        (b"{\n", Opening.JSON),
        (b"{\0\x2d\x01", Opening.BINARY),  # a frame of 123 bytes
        (bytes.fromhex("15030300"), Opening.TLS),
        (bytes.fromhex("16030100"), Opening.TLS),
        (b"HTTP/1.1 400", Opening.HTTP),
        (b"GET / HTTP/1.1", Opening.HTTP),
        (b"SSH-2.0", Opening.UNKNOWN),
        (bytes(4), Opening.UNKNOWN),
        (b"\x03\0\x03\0", Opening.UNKNOWN),
    ],
)
def test_other_peers_are_told_apart(data: bytes, opening: Opening) -> None:
    """TLS, HTTP and unknown peers are recognised; a Size of 123 is not taken for a brace."""
    assert judge(data) is opening
