"""Events of a session."""

from typing import get_args

import pytest
from msgspec import Struct

from dtc.events import Closed, Event


def test_events_cannot_be_changed_and_are_named_in_full() -> None:
    """Events travel between threads: they are immutable, compared by value and built by keyword."""
    closed = Closed(reason="gone", hint="", may_reconnect=True)
    with pytest.raises(AttributeError):
        closed.reason = "x"  # type: ignore[misc]  # that is what is tested
    with pytest.raises(TypeError):
        Closed("gone", "", True)  # type: ignore[call-arg]  # noqa: FBT003 - that is what is tested
    assert closed == Closed(reason="gone", hint="", may_reconnect=True)


def test_every_event_is_a_frozen_value() -> None:
    """No kind of event is left mutable."""
    kinds = get_args(Event)
    assert len(kinds) == 12
    for kind in kinds:
        assert issubclass(kind, Struct)
        assert kind.__struct_config__.frozen
