"""`python3 -m dtc decode`: show recorded bytes of a DTC stream as JSON Lines."""

import argparse
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO, Final, TextIO

import msgspec
from msgspec import structs

from dtc.codec import Decoder
from dtc.enums import Encoding
from dtc.errors import RemoteProtocolError
from dtc.json_text import Unrecognised, object_of
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
    """Run the command; return its exit code: 0 done, 1 bad frame, 2 the file cannot be read."""
    options = _parser().parse_args(arguments)
    with ExitStack() as stack:
        try:
            source = (
                sys.stdin.buffer
                if options.file == "-"
                else stack.enter_context(Path(options.file).open("rb"))
            )
        except OSError as error:
            sys.stderr.write(f"cannot read {options.file}: {error.strerror}\n")
            return _CANNOT_READ
        return _decode(source, _ENCODINGS[options.encoding], strict=options.strict, out=sys.stdout)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 -m dtc", description="Look into a DTC stream.")
    commands = parser.add_subparsers(dest="command", required=True)
    decode = commands.add_parser("decode", help="print one JSON object per message")
    decode.add_argument("--encoding", required=True, choices=tuple(_ENCODINGS))
    decode.add_argument("--strict", action="store_true", help="exit 1 at the first bad frame")
    decode.add_argument("file", metavar="FILE", help="recorded bytes, - for standard input")
    return parser


def _decode(source: BinaryIO, encoding: Encoding, *, strict: bool, out: TextIO) -> int:
    decoder = Decoder(encoding)
    while data := source.read(_CHUNK):
        for item in decoder.feed(data):
            if not isinstance(item, RemoteProtocolError):
                out.write(_line(item) + "\n")
                continue
            _report(item)
            if strict or item.fatal:
                return _BAD_FRAME
    rest = decoder.finish()
    if rest is None:
        return _OK
    _report(rest)
    return _BAD_FRAME if strict else _OK


def _report(error: RemoteProtocolError) -> None:
    sys.stdout.flush()
    sys.stderr.write(f"offset {error.offset}: {error}\n")


def _line(item: Message | Unrecognised) -> str:
    if isinstance(item, Unrecognised):
        number = item.Type
        fields = object_of(item.payload) if item.payload else {}
        fields.pop("Type", None)
    else:
        number = item.type_number
        fields = _set_fields(item)
    line = {"type": number, "name": message_name(number), "fields": fields}
    return msgspec.json.encode(line).decode()


def _set_fields(message: Message) -> dict[str, Any]:
    """Return the fields that are set; credentials are never shown."""
    fields = {name: value for name, value in structs.asdict(message).items() if value is not None}
    if isinstance(message, LogonRequest):
        fields |= {name: "***" for name in _CREDENTIALS if fields[name]}
    return fields


if __name__ == "__main__":
    sys.exit(main())
