"""How amounts, colours and alarms appear: what the trader chose for all panels at once."""

from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from actors.messages import DisplaySet


class Unit(Enum):
    """What the figures of an open position are counted in; in this order the key goes through them."""

    OWN = "own"
    """Each cell in its own unit: risk in dollars, distances in points."""
    DOLLARS = "dollars"
    POINTS = "points"
    TICKS = "ticks"
    RISK = "risk"
    """Multiples of the initial risk, R."""


class Palette(Enum):
    """Which colours stand for profit, loss and alarms."""

    SAFE = "safe"
    """Blue and orange: apart for every kind of colour vision."""
    CLASSIC = "classic"
    """Green and red."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appearance:
    """What is chosen.

    Attributes:
        is_private: Dollars and numbers of contracts are hidden; prices, R and percent stay.
        is_still: Nothing moves by itself; what would flash looks unlike all the rest without it.
    """

    unit: Unit = Unit.OWN
    is_private: bool = False
    palette: Palette = Palette.SAFE
    is_still: bool = False


AS_USUAL: Final = Appearance()


def with_next_unit(appearance: Appearance) -> Appearance:
    """Return the appearance with the unit after this one; after the last comes the first."""
    units = list(Unit)
    return replace(appearance, unit=units[(units.index(appearance.unit) + 1) % len(units)])


def with_privacy_toggled(appearance: Appearance) -> Appearance:
    """Return the appearance that hides amounts where this one shows them, and the other way round."""
    return replace(appearance, is_private=not appearance.is_private)


def with_display(appearance: Appearance, display: DisplaySet) -> Appearance:
    """Return the appearance as the settings want it; unit and privacy are no settings, and stay."""
    palette = Palette.CLASSIC if display.green_and_red else Palette.SAFE
    return replace(appearance, palette=palette, is_still=display.reduced_motion)
