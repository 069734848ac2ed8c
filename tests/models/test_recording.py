"""The file format of a recording."""

import io
import random

import pytest

from models.recording import (
    MAGIC,
    Block,
    Content,
    Reader,
    RecordingError,
    Row,
    end,
    pack,
    prelude,
    unpack,
)


def a_block(first: int = 0, rows: int = 5) -> Block:
    """Return a block whose numbers jump in both directions."""
    numbers = random.Random(first)
    return Block.of(
        [
            Row(
                code=numbers.randrange(256),
                source=numbers.randrange(256),
                number=numbers.randrange(-1, 2**40),
                utc_us=1_795_000_000_000_000 + numbers.randrange(-(10**9), 10**9),
                real_us=numbers.randrange(10**12),
            )
            for _ in range(rows)
        ],
        [Content("Kind", b"body"), Content("", b"")],
    )


def a_file(*blocks: Block, ends: bool = True) -> bytes:
    """Return a whole file."""
    return prelude(b"header") + b"".join(map(pack, blocks)) + (end(7) if ends else b"")


def reader_of(data: bytes) -> Reader:
    """Return a reader of bytes."""
    return Reader(io.BytesIO(data))


def test_what_is_written_is_read() -> None:
    """Rows of any size come back as they were, in order, with header, times and end."""
    blocks = [a_block(number) for number in range(4)]
    reader = reader_of(a_file(*blocks))
    read = [reader.block(index) for index in range(4)]
    assert [(block.rows, block.contents) for block in read] == [
        (block.rows, block.contents) for block in blocks
    ]
    assert (reader.header, reader.ended, reader.damage) == (b"header", True, "")
    assert [place.utc_us for place in reader.places] == [block.rows[0].utc_us for block in blocks]


def test_a_file_without_end_is_played_to_its_last_block() -> None:
    """A killed process writes no end; what it wrote is whole."""
    reader = reader_of(a_file(a_block(), ends=False))
    assert (len(reader.places), reader.ended, reader.damage) == (1, False, "")


def test_a_torn_end_is_left_out_with_a_word() -> None:
    """Wherever the file is cut, all blocks before are read, and what is missing is said."""
    whole = a_file(a_block(1), a_block(2), ends=False)
    first = len(a_file(a_block(1), ends=False))
    for length in range(first, len(whole)):
        reader = reader_of(whole[:length])
        assert len(reader.places) == 1
        assert bool(reader.damage) == (length > first)


def test_a_changed_byte_is_found() -> None:
    """In the last block it costs this block, in an earlier one it is found when that is read."""
    first, second = a_file(a_block(1), ends=False), pack(a_block(2))
    last = bytearray(first + second)
    last[-1] ^= 1
    assert len(reader_of(bytes(last)).places) == 1
    earlier = bytearray(first + second)
    earlier[len(first) - 1] ^= 1
    with pytest.raises(RecordingError, match="it is damaged at byte"):
        reader_of(bytes(earlier)).block(0)


@pytest.mark.parametrize("data", [b"", b"PK\3\4", MAGIC, b"x" * 100, b"\0" * 100])
def test_another_file_is_refused(data: bytes) -> None:
    """What does not begin as a recording does is none."""
    with pytest.raises(RecordingError, match="no recording of APPSIERRA"):
        reader_of(data)


def test_a_newer_format_is_named() -> None:
    """A file of a later version says which one it needs."""
    data = bytearray(a_file(a_block()))
    data[len(MAGIC)] = 9
    with pytest.raises(RecordingError, match="it has format 9, and this version of APPSIERRA reads format 1"):
        reader_of(bytes(data))


def test_a_damaged_header_is_refused() -> None:
    """Without its header nothing of a file can be understood."""
    data = bytearray(a_file(a_block()))
    data[len(MAGIC) + 2 + 17] ^= 1
    with pytest.raises(RecordingError):
        reader_of(bytes(data))


def test_rubbish_never_raises_anything_else() -> None:
    """A thousand damaged files end as a refusal or as fewer blocks."""
    whole = a_file(a_block(1), a_block(2), a_block(3))
    chance = random.Random(1)
    for _ in range(1_000):
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 5)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            reader = reader_of(bytes(data))
            for index in range(len(reader.places)):
                reader.block(index)
        except RecordingError:
            pass


@pytest.mark.parametrize("body", [b"", b"\x90", b"\xc0", b"\x96\xc4\1a\xc4\0\xc4\0\xc4\0\xc4\0\x90"])
def test_a_wrong_block_is_refused(body: bytes) -> None:
    """Bytes that are no block, or one whose columns do not fit, are refused."""
    with pytest.raises(RecordingError, match="a block is not what it should be"):
        unpack(body)


def test_files_can_be_told_apart() -> None:
    """The fingerprint changes with header and blocks, and only with them."""
    prints = [
        reader_of(data).fingerprint
        for data in (
            a_file(a_block(1)),
            a_file(a_block(1)),
            a_file(a_block(2)),
            a_file(a_block(1), a_block(2)),
        )
    ]
    assert prints[0] == prints[1]
    assert len(set(prints)) == 3
