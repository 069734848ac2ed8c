"""Where each field lies in the two binary encodings, computed from the field types.

DTCProtocol.h is compiled with `#pragma pack(8)`: every field sits at a multiple of its own size, and the
struct size is a multiple of its largest member. Messages marked `packed` have no padding. In the
variable-length encoding a text is a reference of two u16 (offset, length) behind a `BaseSize` header field.
"""

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, TypeAlias, get_args

from msgspec import structs

from dtc.fields import Kind, Wire
from dtc.messages import MESSAGE_CLASSES
from dtc.messages.base import Message

_HEADER_SIZE: Final = 4
_VLS_HEADER_SIZE: Final = 6
_REFERENCE_CODE: Final = "I"  # offset in the low, length in the high 16 bits: one value to unpack
_REFERENCE_ALIGNMENT: Final = 2

Default: TypeAlias = float | int | str | None


@dataclass(frozen=True, slots=True)
class Slot:
    """One field at its place.

    Attributes:
        name: DTC name.
        wire: How it is stored.
        code: Code of the `struct` module in this encoding.
        offset: Bytes from the start of the message.
        size: Bytes.
        default: Value when the field is absent.
    """

    name: str
    wire: Wire
    code: str
    offset: int
    size: int
    default: Default

    @property
    def end(self) -> int:
        """First byte after the field."""
        return self.offset + self.size


@dataclass(frozen=True, slots=True)
class Layout:
    """One message in one of the binary encodings.

    Attributes:
        message_class: The struct.
        slots: Fields by offset.
        size: Bytes of the whole struct (VLS: of its fixed part), with padding.
        packer: Packs and unpacks all of it.
        has_references: Whether texts lie behind the fixed part (VLS).
        names: Field names, by slot.
        reals: Index, magnitude that means "not set", and default of every real field.
        markers: Index and marker of every integer field that may be not set.
        texts: Index and longest text of every text field.
    """

    message_class: type[Message]
    slots: tuple[Slot, ...]
    size: int
    packer: struct.Struct
    has_references: bool
    names: tuple[str, ...]
    reals: tuple[tuple[int, float, Default], ...]
    markers: tuple[tuple[int, int], ...]
    texts: tuple[tuple[int, int], ...]


def message_fields(message_class: type[Message]) -> list[tuple[str, Wire, Default]]:
    """Return name, storage and default of every field, in the order of the header."""
    return [(field.name, _wire_of(field.type), field.default) for field in structs.fields(message_class)]


def _wire_of(annotation: object) -> Wire:
    for part in get_args(annotation):
        if isinstance(part, Wire):
            return part
    raise TypeError(f"{annotation} is not a field type of dtc.fields")


def _align(offset: int, alignment: int) -> int:
    return -(-offset // alignment) * alignment


def _place(message_class: type[Message], *, variable: bool) -> tuple[list[Slot], int]:
    """Return the slots and the size of the struct."""
    fields = [field for field in message_fields(message_class) if variable or not field[1].vls_only]
    references = variable and _has_references(wire for _, wire, _ in fields)
    offset = _VLS_HEADER_SIZE if references else _HEADER_SIZE
    slots = []
    widest = 2
    for name, wire, default in fields:
        is_reference = references and wire.kind is Kind.TEXT
        code = _REFERENCE_CODE if is_reference else wire.code
        size = struct.calcsize("<" + code)
        natural = 1 if wire.kind is Kind.TEXT else size
        alignment = _REFERENCE_ALIGNMENT if is_reference else natural
        if message_class.packed:
            alignment = 1
        widest = max(widest, alignment)
        offset = _align(offset, alignment)
        slots.append(Slot(name=name, wire=wire, code=code, offset=offset, size=size, default=default))
        offset += size
    return slots, offset if message_class.packed else _align(offset, widest)


def _has_references(wires: Iterable[Wire]) -> bool:
    return any(wire.kind is Kind.TEXT and not wire.fixed for wire in wires)


def build_layout(message_class: type[Message], *, variable: bool) -> Layout:
    """Return the layout of one message.

    Args:
        message_class: The struct.
        variable: Whether texts have variable length (encoding 1) or are fixed (encoding 0).
    """
    slots, size = _place(message_class, variable=variable)
    has_references = variable and _has_references(slot.wire for slot in slots)
    code = "<"
    position = 0
    for slot in slots:
        code += f"{slot.offset - position}x{slot.code}"
        position = slot.end
    code += f"{size - position}x"
    indexed = list(enumerate(slots))
    return Layout(
        message_class=message_class,
        slots=tuple(slots),
        size=size,
        packer=struct.Struct(code),
        has_references=has_references,
        names=tuple(slot.name for slot in slots),
        reals=tuple((i, s.wire.real_limit, s.default) for i, s in indexed if s.wire.kind is Kind.REAL),
        markers=tuple(
            (i, int(s.wire.unset))
            for i, s in indexed
            if s.wire.kind is Kind.INTEGER and s.wire.unset is not None
        ),
        texts=tuple((i, s.wire.text_limit) for i, s in indexed if s.wire.kind is Kind.TEXT),
    )


FIXED_LAYOUTS: Final = {cls.type_of(): build_layout(cls, variable=False) for cls in MESSAGE_CLASSES}
VARIABLE_LAYOUTS: Final = {cls.type_of(): build_layout(cls, variable=True) for cls in MESSAGE_CLASSES}
