"""What is said plainly about the protection of an open position; pure."""

from decimal import Decimal

from models import figures, stop
from models.contract import price_text
from ui.panel2.amounts import money_text
from ui.panel2.cells import OpenPosition, stop_alarm
from ui.wording import contracts_text, multiple_text, plain_points_text


def remarks_of(shown: OpenPosition) -> tuple[str, ...]:
    """Return remarks on the stop, most important first."""
    remarks = []
    if stop_alarm(shown) and shown.last is not None:
        remarks.append(_near(shown, shown.last))
    if shown.protection.stop is None:
        remarks.append("No stop")
    elif partly_protected(shown):
        remarks.append(_partly(shown))
    moved = stop.moved_away(shown.position, shown.protection)
    if moved is not None:
        remarks.append(f"Stop moved {_distance(shown, moved)} away from its first place")
    return tuple(remarks)


def partly_protected(shown: OpenPosition) -> bool:
    """Tell whether working stops cover some of the contracts, but not all."""
    covered = shown.protection.stop_quantity
    return shown.protection.stop is not None and covered < abs(shown.position.quantity)


def stop_lines(shown: OpenPosition) -> list[str]:
    """Return what is behind the stop, a line each: its result if it fills, its distance, its first place."""
    filled = stop.if_stop_fills(shown.position, shown.contract, shown.protection)
    if filled is None:
        return []
    multiple = "--" if filled.multiple is None else multiple_text(filled.multiple)
    lines = [f"If it fills at its price: {money_text(filled.dollars, shown.appearance)}, {multiple}"]
    if shown.contract.point_value is not None:
        fees = "no fee is set" if shown.contract.fee_per_side is None else "fees of both sides included"
        lines[0] += f", {fees}"
    if filled.left:
        lines.append(f"{_contracts(shown, filled.left)} would stay open without a stop")
    if shown.last is not None:
        distance = figures.stop_distance(shown.position, shown.protection, shown.last)
        lines.append(f"Distance from the price {_distance(shown, distance or Decimal(0))}")
    first = shown.position.initial_stop
    if first is not None and first != shown.protection.stop:
        lines.append(f"It was at {price_text(first, shown.contract)} first")
    return lines


def _near(shown: OpenPosition, last: Decimal) -> str:
    distance = figures.stop_distance(shown.position, shown.protection, last) or Decimal(0)
    if distance < 0:
        return f"Price is {_distance(shown, -distance)} beyond the stop"
    return "Price is at the stop" if distance == 0 else f"Stop is near: {_distance(shown, distance)} away"


def _partly(shown: OpenPosition) -> str:
    covered = shown.protection.stop_quantity
    held = abs(shown.position.quantity)
    if shown.appearance.is_private:
        return "Partly protected: the stop covers fewer contracts than are held"
    return f"Partly protected: the stop covers {contracts_text(covered)} of {_contracts(shown, held)}"


def _contracts(shown: OpenPosition, count: Decimal) -> str:
    text = contracts_text(count, is_private=shown.appearance.is_private)
    return f"{text} contract{'' if text == '1' else 's'}"


def _distance(shown: OpenPosition, points: Decimal) -> str:
    return plain_points_text(points, shown.contract.decimals)
