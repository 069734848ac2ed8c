"""Every message is immutable through and through, and travels by name."""

import inspect
import types
import typing
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum

import msgspec
import pytest

from actors import messages
from actors.messages import Cell, CellPainted, Command, Fact, Message, NoticeRaised, Severity
from models.equity import Curve

MESSAGES = [
    kind
    for _, kind in inspect.getmembers(messages, inspect.isclass)
    if issubclass(kind, Message) and kind not in {Message, Command, Fact}
]
PLAIN = {str, int, float, bool, bytes, type(None), Decimal, date, time, datetime, timedelta}
BY_NAME = pytest.mark.parametrize("kind", MESSAGES, ids=lambda kind: kind.__name__)


def parts_of(hint: object) -> set[object]:
    """Return the plain types that a type hint is made of."""
    if isinstance(hint, typing.NewType):
        return parts_of(hint.__supertype__)
    if typing.get_origin(hint) in {typing.Union, types.UnionType, tuple, frozenset}:
        inner = [part for part in typing.get_args(hint) if part is not Ellipsis]
        return set().union(*(parts_of(part) for part in inner))
    return {hint}


def is_immutable(part: object, seen: frozenset[object] = frozenset()) -> bool:
    """Return whether a type can hold nothing that changes."""
    if part in PLAIN or part in seen or part is Curve:
        return True
    if not isinstance(part, type):
        return False
    if issubclass(part, Enum):
        return True
    if not issubclass(part, msgspec.Struct) or not part.__struct_config__.frozen:
        return False
    hints = typing.get_type_hints(part).values()
    return all(is_immutable(inner, seen | {part}) for hint in hints for inner in parts_of(hint))


@BY_NAME
def test_message_is_a_command_or_a_fact(kind: type[Message]) -> None:
    """There is no third kind of message."""
    assert issubclass(kind, Command) != issubclass(kind, Fact)


@BY_NAME
def test_message_is_frozen_keyword_only_and_untracked(kind: type[Message]) -> None:
    """No message can be changed, mixed up in its arguments, or kept alive for the garbage collector."""
    config = kind.__struct_config__
    assert (config.frozen, config.gc) == (True, False)
    signature = inspect.signature(kind)
    assert all(each.kind is inspect.Parameter.KEYWORD_ONLY for each in signature.parameters.values())


@BY_NAME
def test_message_holds_only_what_never_changes(kind: type[Message]) -> None:
    """Messages are handed over by reference, so nothing in them may be a list, a dict or a live object."""
    for hint in typing.get_type_hints(kind).values():
        for part in parts_of(hint):
            assert is_immutable(part) or part is Fact, f"{kind.__name__}: {part}"


@BY_NAME
def test_message_says_what_it_is(kind: type[Message]) -> None:
    """Each message explains itself, and none is called an event, an update or a message."""
    assert kind.__doc__
    assert not kind.__name__.endswith(("Event", "Msg", "Message"))
    assert not kind.__name__.startswith("Update")


def test_cells_are_frozen_too() -> None:
    """What is painted cannot be painted over."""
    assert Cell.__struct_config__.frozen
    assert CellPainted.__struct_config__.frozen


def test_message_cannot_be_changed() -> None:
    """Writing to a message is an error."""
    notice = NoticeRaised(key="k", severity=Severity.INFO, text="t")
    with pytest.raises(AttributeError):
        notice.text = "other"  # type: ignore[misc]  # that is the point
