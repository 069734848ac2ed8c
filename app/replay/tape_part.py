"""The beginning of a run up to a moment, as one file that plays by itself and can be handed on.

What happened later is not in it, nor is any folder of the computer that recorded: of a path the name of the
file is left.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec

from actors.recorder import FROM_OUTSIDE
from actors.seams.track import ANSWER, VIEW
from app.recordings import Header
from app.replay.tape import Tape
from models.recording import Block, Content, Row, pack, prelude

_FOLDERS: Final = re.compile(
    r"""(?<![\w/\\:.<])(?:[A-Za-z]:[\\/]|~[\\/]|[\\/]{1,2})(?:[^\\/\s"'<>|:*?][^\\/"'<>|:*?\r\n]*[\\/])+"""
)
_FROM_THE_SERVER: Final = "BytesReceived"
_NOTHING: Final = Content("", b"")

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder().decode
_header = msgspec.msgpack.Decoder(Header).decode


def part_of(tape: Tape, until_us: int) -> Iterator[bytes]:
    """Yield the bytes of a file with all that happened until a moment, wall clock, microseconds.

    Raises:
        UnavailableError: The tape is damaged.
    """
    header = msgspec.structs.replace(tape.header, continues="", part=1)
    yield prelude(_encode(_header(_without_folders(_encode(header)))))
    for index in range(len(tape)):
        block = tape.block(index)
        end = next((place for place, row in enumerate(block.rows) if row.utc_us > until_us), None)
        if end is None:
            yield pack(_cleaned(block))
            continue
        part = _Part(until_us, list(block.rows[:end]), list(block.contents))
        # An answer may be recorded later than its question.
        part.add_answers(block.rows[end:], block)
        if index + 1 < len(tape):
            following = tape.block(index + 1)
            part.add_answers(following.rows, following)
        if part.rows:
            yield pack(_cleaned(Block.of(part.rows, part.contents)))
        return


@dataclass
class _Part:
    """The last block, as far as it is wanted."""

    until_us: int
    rows: list[Row]
    contents: list[Content] = field(default_factory=list)

    def add_answers(self, rows: Sequence[Row], block: Block) -> None:
        """Add the answers among later rows."""
        for row in rows:
            if row.code == ANSWER:
                here = row._replace(number=len(self.contents), utc_us=min(row.utc_us, self.until_us))
                self.rows.append(here)
                self.contents.append(block.contents[row.number])


def _cleaned(block: Block) -> Block:
    used = {row.number for row in block.rows if row.source == FROM_OUTSIDE or row.code in {ANSWER, VIEW}}
    contents = [
        _clean(content) if place in used else _NOTHING for place, content in enumerate(block.contents)
    ]
    return Block(block.columns, contents)


def _clean(content: Content) -> Content:
    if content.kind == _FROM_THE_SERVER or not (b"/" in content.body or b"\\" in content.body):
        return content
    return Content(content.kind, _without_folders(content.body))


def _without_folders(body: bytes) -> bytes:
    return _encode(_named(_decode(body)))


def _named(value: Any) -> Any:  # noqa: ANN401 - whatever MessagePack holds
    """Return a value without the folders in its texts."""
    match value:
        case str():
            return _FOLDERS.sub("", value)
        case list() | tuple():
            return type(value)(_named(each) for each in value)
        case dict():
            return {_named(key): _named(each) for key, each in value.items()}
    return value
