"""Hypothesis strategies: any message of any type, with any value its fields can carry."""

from typing import Any

from hypothesis import strategies as st

from dtc.fields import Kind, Wire
from dtc.layout import Default, message_fields
from dtc.messages import Message

_ASCII = st.characters(min_codepoint=32, max_codepoint=126)
_LETTERS = st.characters(exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp"))
_LONGEST_LETTER = 4  # bytes of UTF-8


def _numbers(wire: Wire, default: Default) -> st.SearchStrategy[Any]:
    if wire.kind is Kind.INTEGER:
        smallest, largest = wire.integer_range
        values: st.SearchStrategy[Any] = st.integers(smallest, largest).filter(lambda v: v != wire.unset)
    else:
        values = st.floats(-1e299, 1e299) if wire.code == "d" else st.floats(-(2.0**127), 2.0**127, width=32)
    return st.none() | values if default is None else values


def _texts(wire: Wire) -> st.SearchStrategy[str]:
    room = wire.text_limit // 4 - 1
    return st.text(_ASCII, max_size=room) | st.text(_LETTERS, max_size=room // _LONGEST_LETTER)


def messages_of(message_class: type[Message], *, fixed_binary: bool = False) -> st.SearchStrategy[Message]:
    """Return a strategy for one message class; `fixed_binary` leaves out what only VLS and JSON carry."""
    fields = {
        name: _texts(wire) if wire.kind is Kind.TEXT else _numbers(wire, default)
        for name, wire, default in message_fields(message_class)
        if not (fixed_binary and wire.vls_only)
    }
    return st.builds(message_class, **fields)
