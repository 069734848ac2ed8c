"""What holds for all messages."""

import pytest

from dtc.fields import Kind
from dtc.layout import message_fields
from dtc.messages import CLASS_BY_TYPE, MESSAGE_CLASSES
from dtc.messages.base import Message, message_name


@pytest.mark.parametrize("message_class", MESSAGE_CLASSES, ids=lambda cls: cls.__name__)
def test_measures_are_none_until_they_are_set(message_class: type[Message]) -> None:
    """Prices, quantities and money start as None, never as zero; multipliers are the named exception."""
    for name, wire, default in message_fields(message_class):
        if wire.kind is Kind.REAL and not wire.is_date:
            assert default == (1.0 if wire.unset is None else None), name


@pytest.mark.parametrize("message_class", MESSAGE_CLASSES, ids=lambda cls: cls.__name__)
def test_messages_cannot_be_changed(message_class: type[Message]) -> None:
    """A message that travels between threads is immutable."""
    name = message_fields(message_class)[0][0]
    with pytest.raises(AttributeError):
        setattr(message_class(), name, 1)


def test_types_are_unique() -> None:
    """Every struct has its own type number."""
    assert len(CLASS_BY_TYPE) == len(MESSAGE_CLASSES)


def test_a_message_without_a_number_is_a_mistake() -> None:
    """The base itself has no type number."""
    with pytest.raises(TypeError, match="no type number"):
        Message.type_of()


def test_types_are_named_where_they_are_known() -> None:
    """Order types have a name without having a struct; other numbers are unknown."""
    assert message_name(301) == "ORDER_UPDATE"
    assert message_name(208) == "SUBMIT_NEW_SINGLE_ORDER"
    assert message_name(9999) == "UNKNOWN"
