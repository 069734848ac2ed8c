"""What goes wrong with a valid frame: fields, then bytes."""

import struct
from random import Random
from typing import Final

from dtc.binary import HEADER
from dtc.enums import Encoding
from dtc.fields import Wire
from dtc.layout import Slot
from tests.fuzz.material import BINARY, Frame, Text

_NAN: Final = float("nan")
_INFINITE: Final = float("inf")
_REALS: Final = (
    *(_NAN, _INFINITE, -_INFINITE, 0.0, -0.0, 1.7976931348623157e308, -1.7976931348623157e308),
    *(1e300, 9.99e299, -9.99e299, 5e-324, 1e-300, 1e22, -1e15, 1e9, 0.1, -1.0, 6750.2500001),
)
_SINGLES: Final = (
    *(_NAN, _INFINITE, -_INFINITE, 0.0, -0.0, 3.4028234663852886e38, -3.4028234663852886e38),
    *(3.39e38, 1e-45, 1e30, -1e15, 0.1, -1.0, 6750.25),
)
_LITERALS: Final = (
    *(b"null", b"true", b"false", b"[]", b"{}", b'""', b"0", b"-0", b"-0.0", b"1.5", b"1e5", b"-1"),
    *(b"NaN", b"Infinity", b"-Infinity", b"1e999", b"-1e999", b"1e308", b"1.7976931348623157e308"),
    *(b"2147483647", b"2147483648", b"-2147483649", b"4294967295", b"9223372036854775808", b"1" * 30),
    *(b"1" * 4300, b"9" * 5000, b'"' + b"7" * 5000 + b'"', b"0" * 10, b"1_000", b'"1_000"', b'"12"'),
    *(b'"nan"', b'"inf"', b'" 7 "', b'"1e400"', b'"0x10"', b'"\'"', b'"\\u0000"', b'"\\ud800"'),
    *(b'"<b>x</b>"', b'"\\u202eabc"', b'"' + b"x" * 3000 + b'"', b'"\xff\xfe"', b'"\xc3\xbc"', b'"\\'),
    *(b'{"a":1}', b"[1,2,3]", b"[" * 50, b"[" * 3000 + b"]" * 3000, b'"\n"', b'"\\u2028"', b"1.0", b"3.0"),
)
_SPLICES: Final = (
    b"\0",
    b"\0\0",
    b"{",
    b"}",
    b'"',
    b"\\",
    b",",
    b":",
    b'"F":[',
    b"\xef\xbb\xbf",
    b"\xff",
    b" ",
)
_SIZES: Final = (0, 1, 3, 4, 5, 6, 7, 8, 255, 65535)


def damaged_frame(frame: Frame, chance: Random, *, keeps_size: bool) -> bytes:
    """Return a binary message with some fields that no honest server sends, or a wrong size."""
    data = bytearray(frame.data)
    slots = frame.layout.slots
    for _ in range(chance.randrange(4) if slots else 0):
        _spoil(data, slots[chance.randrange(len(slots))], chance)
    if not keeps_size and chance.random() < 0.06:
        _resize(data, chance)
    return bytes(data)


def _spoil(data: bytearray, slot: Slot, chance: Random) -> None:
    code, choice = slot.code, chance.random()
    if code.endswith("s") or choice < 0.1:
        raw = chance.randbytes(slot.size)
    elif code == "d":
        raw = struct.pack("<d", chance.choice(_REALS))
    elif code == "f":
        raw = struct.pack("<f", chance.choice(_SINGLES))
    else:
        low, high = Wire(code).integer_range
        near = (low, high, low + 1, high - 1, 0, 1, 2, chance.randint(0, 12), chance.randint(low, high))
        raw = struct.pack("<" + code, min(high, max(low, chance.choice(near))))
    data[slot.offset : slot.end] = raw


def _resize(data: bytearray, chance: Random) -> None:
    """Let the message be shorter, longer, or another size than it says."""
    what = chance.randrange(4)
    if what == 0:
        del data[chance.randrange(4, len(data) + 1) :]
    elif what == 1:
        data += chance.randbytes(chance.randrange(1, 200))
    else:
        data[0:2] = chance.choice((*_SIZES, len(data) + 1, max(0, len(data) - 1))).to_bytes(2, "little")
        return
    if what == 0 and chance.random() < 0.3:
        # The end is missing, and the header does not say so.
        return
    data[0:2] = len(data).to_bytes(2, "little")


def damaged_text(text: Text, chance: Random) -> bytes:
    """Return a JSON message with fields missing, doubled, of another type, or without their end."""
    keys, values = list(text.keys), list(text.values)
    for _ in range(chance.randrange(4)):
        place, what = chance.randrange(len(keys)), chance.random()
        if what < 0.75:
            values[place] = chance.choice(_LITERALS)
        elif what < 0.85:
            keys.append(keys[place])
            values.append(chance.choice(_LITERALS))
        elif what < 0.95 and len(keys) > 1:
            del keys[place], values[place]
        else:
            keys[place] = chance.choice(_LITERALS)
    return Text(tuple(keys), tuple(values)).whole


def damaged_bytes(data: bytes, chance: Random) -> bytes:
    """Return bytes with some of them flipped, cut out, doubled or put in."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 3)):
        if not changed:
            break
        place, what = chance.randrange(len(changed)), chance.randrange(5)
        if what <= 1:
            changed[place] ^= 1 << chance.randrange(8)
        elif what == 2:
            del changed[place : place + chance.randint(1, 8)]
        elif what == 3:
            changed[place:place] = chance.choice(_SPLICES)
        else:
            end = place + chance.randint(1, 40)
            changed[place:place] = changed[place:end]
    return bytes(changed)


def rubbish(encoding: Encoding, chance: Random) -> bytes:
    """Return bytes that mean nothing, now and then behind the header of a message."""
    size = chance.choice((0, 1, 3, 4, 5, 17, 80, 300, 2_000)) + chance.randrange(8)
    data = chance.randbytes(size)
    if encoding in BINARY:
        if chance.random() < 0.8:
            header = HEADER.pack(
                min(65535, size + 4), chance.choice((2, 3, 5, 7, 107, 301, 306, 401, 600, 9999))
            )
            return header + data
        return data
    return data + b"\0"
