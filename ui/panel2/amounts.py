"""A figure of an open position in the unit that the trader chose; pure."""

from decimal import Decimal
from typing import NamedTuple

from models import figures
from models.contract import Contract
from models.trade import Position
from ui.appearance import Appearance, Unit
from ui.wording import (
    UNKNOWN,
    dollars_text,
    multiple_text,
    plain_multiple_text,
    plain_points_text,
    plain_ticks_text,
    points_text,
    rounded,
    signed_dollars_text,
    ticks_text,
)

_CENTS = 2
_TICK_DECIMALS = 1
_RISK_DECIMALS = 2


class Amount(NamedTuple):
    """A figure in every way it can be counted.

    Attributes:
        points: Per contract, without fees; ticks and R follow from it.
        dollars: Of all contracts; None where no dollar figure may be shown.
        own: The unit that the figure has unless another one is chosen.
        has_plus: Whether a gain carries a plus.
    """

    points: Decimal
    dollars: Decimal | None
    own: Unit
    has_plus: bool


class Reading(NamedTuple):
    """A figure as it is shown.

    Attributes:
        value: As printed; its sign gives the colour.
    """

    text: str
    value: Decimal


def reading(amount: Amount, position: Position, contract: Contract, appearance: Appearance) -> Reading | None:
    """Return how a figure reads; None where it is not defined in the unit."""
    unit = amount.own if appearance.unit is Unit.OWN else appearance.unit
    match unit:
        case Unit.DOLLARS:
            return _in_dollars(amount, is_private=appearance.is_private)
        case Unit.TICKS:
            return _in_ticks(amount, contract)
        case Unit.RISK:
            return _in_risk(amount, position)
        case _:
            worded = points_text if amount.has_plus else plain_points_text
            decimals = contract.decimals
            return Reading(worded(amount.points, decimals), rounded(amount.points, decimals))


def money_text(amount: Decimal | None, appearance: Appearance) -> str:
    """Return dollars in a sentence, hidden where the trader wants it so."""
    return UNKNOWN if amount is None else dollars_text(amount, is_private=appearance.is_private)


def _in_dollars(amount: Amount, *, is_private: bool) -> Reading | None:
    if amount.dollars is None:
        return None
    worded = signed_dollars_text if amount.has_plus else dollars_text
    return Reading(worded(amount.dollars, is_private=is_private), rounded(amount.dollars, _CENTS))


def _in_ticks(amount: Amount, contract: Contract) -> Reading | None:
    if contract.tick is None:
        return None
    ticks = amount.points / contract.tick
    worded = ticks_text if amount.has_plus else plain_ticks_text
    return Reading(worded(ticks), rounded(ticks, _TICK_DECIMALS))


def _in_risk(amount: Amount, position: Position) -> Reading | None:
    multiple = figures.in_initial_risk(position, amount.points)
    if multiple is None:
        return None
    worded = multiple_text if amount.has_plus else plain_multiple_text
    return Reading(worded(multiple), rounded(multiple, _RISK_DECIMALS))
