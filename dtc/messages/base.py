"""What all messages have in common."""

from typing import ClassVar

from msgspec import Struct

from dtc.enums import MessageType


class Message(Struct, frozen=True, kw_only=True, gc=False, tag_field="Type"):
    """One DTC message; attributes carry the names of DTCProtocol.h, which are also the JSON keys."""

    # Declared with #pragma pack(1): no padding between fields.
    packed: ClassVar[bool] = False

    @classmethod
    def type_of(cls) -> int:
        """Return the type number of this message class."""
        tag = cls.__struct_config__.tag
        if not isinstance(tag, int):
            raise TypeError(f"{cls.__name__} has no type number")
        return tag

    @property
    def type_number(self) -> int:
        """The DTC type number, for example 301."""
        return self.type_of()


def message_name(type_number: int) -> str:
    """Return the DTC name of a type, for example ORDER_UPDATE, or UNKNOWN."""
    try:
        return MessageType(type_number).name
    except ValueError:
        return "UNKNOWN"
