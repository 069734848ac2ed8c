"""Rules by which a difference between the generations is known and let pass; pure."""

from collections.abc import Collection
from datetime import date
from typing import Final, NamedTuple


class IgnoreRule(NamedTuple):
    """A difference in one cell that is no mismatch.

    Attributes:
        name: Under which it is counted.
        since: When it was made.
        cell: The cell that it covers.
        why: The reason, in words.
    """

    name: str
    since: date
    cell: str
    why: str


ALIVE: Final[tuple[IgnoreRule, ...]] = ()
"""The rules in force: the generations agree without any."""


def checked(rules: tuple[IgnoreRule, ...], critical: Collection[str]) -> tuple[IgnoreRule, ...]:
    """Return the rules.

    Raises:
        ValueError: One of them covers a cell of money, alarms or mode.
    """
    for rule in rules:
        if rule.cell in critical:
            raise ValueError(f"ignore rule {rule.name}: {rule.cell} is a cell of money, alarms or mode")
    return rules
