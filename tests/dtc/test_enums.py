"""Enumerations."""

from dtc.enums import MessageType, OrderStatus
from dtc.messages import CLASS_BY_TYPE
from dtc.messages.base import message_name


def test_statuses_are_working_terminal_or_unknown() -> None:
    """Filled, canceled and rejected are final; unspecified is neither; all others are working."""
    assert {s.value for s in OrderStatus if s.is_terminal} == {7, 8, 9}
    assert {s.value for s in OrderStatus if s.is_working} == {1, 2, 3, 4, 5, 6, 10}


def test_every_struct_is_called_after_its_type() -> None:
    """A struct and its type number carry the same name."""
    for number, message_class in CLASS_BY_TYPE.items():
        assert MessageType(number).name.replace("_", "") == message_class.__name__.upper()
    assert message_name(9999) == "UNKNOWN"
