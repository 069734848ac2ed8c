"""Dict payloads that are no facts any more."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

RUBBISH: tuple[object, ...] = (
    None,
    0,
    5,
    -1.5,
    True,
    "",
    "rubbish",
    "NaN",
    "2026-11-17T15:30:00",
    [],
    {},
    b"",
)
NO_FACTS: tuple[Any, ...] = (
    {},
    {"event": "Nothing", "epoch": 1},
    {"event": "Fact2", "epoch": 1},
    {"event": "Decimal", "epoch": 1},
    {"event": "Ticked"},
    {"event": ["Ticked"], "epoch": 1},
    {"event": None, "epoch": 1},
    {"epoch": 1, "at": "2026-11-17T15:30:00Z"},
    {"event": "Ticked", "epoch": "1", "at": "2026-11-17T15:30:00Z"},
    {"event": "Ticked", "epoch": 1, "at": "2026-11-17T15:30:00"},
    None,
    7,
    [],
    "Ticked",
)


def damaged(form: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield copies of a payload with one part, at any depth, left out or replaced by rubbish."""
    for path in _paths(form):
        for replacement in (_LEFT_OUT, *RUBBISH):
            broken = deepcopy(dict(form))
            holder: Any = broken
            for key in path[:-1]:
                holder = holder[key]
            if replacement is _LEFT_OUT:
                del holder[path[-1]]
            else:
                holder[path[-1]] = replacement
            yield broken


_LEFT_OUT = object()


def _paths(form: Mapping[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for key, value in form.items():
        yield (*above, key)
        if isinstance(value, Mapping):
            yield from _paths(value, (*above, key))
