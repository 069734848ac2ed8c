"""`python3 -m dtc decode`: show recorded bytes of a DTC stream as JSON Lines."""

import argparse
import json
import os
import sys
from collections import deque
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO, Final, TextIO

import msgspec

from dtc import binary, json_text
from dtc.codec import Decoder
from dtc.enums import Encoding
from dtc.errors import RemoteProtocolError
from dtc.json_text import Unrecognised
from dtc.layout import FIXED_LAYOUTS, VARIABLE_LAYOUTS
from dtc.messages import LogonRequest, Message
from dtc.messages.base import message_name

_ENCODINGS: Final = {
    "binary": Encoding.BINARY,
    "vls": Encoding.BINARY_VLS,
    "json": Encoding.JSON,
    "compact": Encoding.JSON_COMPACT,
}
_CHUNK: Final = 64 * 1024
_OK: Final = 0
_BAD_FRAME: Final = 1
_CANNOT_READ: Final = 2
_CREDENTIALS: Final = ("Username", "Password")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code.

    Returns:
        0 when everything was shown, 1 at a bad frame (without `--strict` only where nothing after it can be
        read), 2 when the file cannot be read.
    """
    options = _parser().parse_args(arguments)
    with ExitStack() as stack:
        try:
            source = _source(options.file, stack)
        except OSError as error:
            sys.stderr.write(f"cannot read {options.file}: {error.strerror}\n")
            return _CANNOT_READ
        try:
            return _decode(source, _ENCODINGS[options.encoding], strict=options.strict, out=sys.stdout)
        except BrokenPipeError:  # the reader has seen enough, for example `| head`
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return _OK


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 -m dtc", description="Look into a DTC stream.")
    commands = parser.add_subparsers(dest="command", required=True)
    decode = commands.add_parser("decode", help="print one JSON object per message")
    decode.add_argument("--encoding", required=True, choices=tuple(_ENCODINGS))
    decode.add_argument("--strict", action="store_true", help="exit 1 at the first bad frame")
    decode.add_argument("file", metavar="FILE", help="recorded bytes, - for standard input")
    return parser


def _source(file: str, stack: ExitStack) -> BinaryIO:
    return sys.stdin.buffer if file == "-" else stack.enter_context(Path(file).open("rb"))


def _decode(source: BinaryIO, encoding: Encoding, *, strict: bool, out: TextIO) -> int:
    frames: deque[bytes] = deque()
    decoder = Decoder(encoding, observe=frames.append)
    while data := source.read(_CHUNK):
        for item in decoder.feed(data):
            if isinstance(item, RemoteProtocolError):
                _report(item)
                if strict or item.fatal:
                    return _BAD_FRAME
                frames.popleft()
            else:
                out.write(_line(item, frames.popleft(), encoding) + "\n")
    rest = decoder.finish()
    if rest is None:
        return _OK
    _report(rest)
    return _BAD_FRAME if strict else _OK


def _report(error: RemoteProtocolError) -> None:
    sys.stdout.flush()
    sys.stderr.write(f"offset {error.offset}: {error}\n")


def _line(item: Message | Unrecognised, frame: bytes, encoding: Encoding) -> str:
    if isinstance(item, Unrecognised):
        number = item.Type
        fields = json_text.object_of(item.payload) if item.payload else {}
        fields.pop("Type", None)
    else:
        number = item.type_number
        fields = _set_fields(item, frame, encoding)
    line = {"type": number, "name": message_name(number), "fields": fields}
    # Through msgspec, which writes infinities as null, then escaped for terminals that know no UTF-8.
    return json.dumps(msgspec.json.decode(msgspec.json.encode(line)))


def _set_fields(message: Message, frame: bytes, encoding: Encoding) -> dict[str, Any]:
    """Return what the frame itself sets, not the defaults; credentials are never shown."""
    if encoding is Encoding.BINARY:
        names = binary.names_in(FIXED_LAYOUTS[message.type_number], frame)
    elif encoding is Encoding.BINARY_VLS:
        names = binary.names_in(VARIABLE_LAYOUTS[message.type_number], frame)
    else:
        names = json_text.names_in(frame)
    values = {name: getattr(message, name) for name in names}
    fields = {name: value for name, value in values.items() if value is not None}
    if isinstance(message, LogonRequest):
        fields |= {name: "***" for name in _CREDENTIALS if fields.get(name)}
    return fields


if __name__ == "__main__":
    sys.exit(main())
