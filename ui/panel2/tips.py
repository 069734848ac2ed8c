"""What the cells of Panel 2 say under the mouse; pure."""

from collections.abc import Mapping
from decimal import Decimal

from models.quote import Quote
from ui.panel2.amounts import money_text
from ui.panel2.cells import OpenPosition
from ui.panel2.remarks import stop_lines
from ui.wording import contracts_text, least_text

_REPORTED = ("Price", "Target", "Stop", "Planned Risk")
_PRICE_DERIVED = ("Heat", "R-Multiple", "Range", "MAE", "MFE", "Efficiency", "Pts")


def tips_of(
    shown: OpenPosition, quote: Quote | None, price_words: str, link_words: str = ""
) -> Mapping[str, str]:
    """Return the tooltips of an open position by label.

    Args:
        shown: The position on the screen.
        quote: The newest snapshot that can belong to it; None before the first.
        price_words: Source and age of the last price; empty while nothing is known of it.
        link_words: Why what the server said may not hold any more; empty while it does.
    """
    position = shown.position
    tips = {
        "Symbol": position.symbol,
        "Live": price_words or "No price yet",
        "Price": _price(shown),
        "Heat": "Time since the price went to the losing side of the entry",
        "Time": "Time since the entry",
        "Target": _cover("target", shown.protection.target, shown.protection.target_quantity, shown),
        "Stop": "\n".join(
            [
                _cover("stop", shown.protection.stop, shown.protection.stop_quantity, shown),
                *stop_lines(shown),
            ]
        ),
        "Planned Risk": _planned_risk(shown),
        "R-Multiple": _initial_stop(shown),
        "Range": "Points left to the target",
        "MAE": f"Worst open P&L {money_text(position.worst_open, shown.appearance)}",
        "MFE": f"Best open P&L {money_text(position.best_open, shown.appearance)}",
        "VWAP": _entry("VWAP", shown, quote.vwap if quote else None),
        "Delta": _entry("Cumulative delta", shown, quote.cum_delta if quote else None),
        "POC": _entry("Point of control", shown, quote.poc if quote else None),
        "Efficiency": "Open P&L as a share of the best open P&L",
        "Pts": "Points per contract since the average entry",
    }
    for labels, words in ((_PRICE_DERIVED, price_words), ((*_REPORTED, *_PRICE_DERIVED), link_words)):
        if words:
            tips |= {label: f"{tips[label]}\n{words}" for label in labels}
    return tips


def _price(shown: OpenPosition) -> str:
    position = shown.position
    side = "Long" if position.direction > 0 else "Short"
    contracts = contracts_text(abs(position.quantity), is_private=shown.appearance.is_private)
    lines = [f"{side} {contracts} {position.symbol}"]
    fees = least_text(money_text(position.fees, shown.appearance), is_all=position.all_seen)
    lines.append(f"Fees so far {fees}")
    if shown.contract.fee_per_side is None:
        lines.append(f"No fee is set for {shown.contract.root}")
    if position.notes:
        lines.append(", ".join(position.notes))
    return "\n".join(lines)


def _cover(what: str, price: Decimal | None, covered: Decimal, shown: OpenPosition) -> str:
    if price is None:
        return f"No working {what} order"
    hidden = shown.appearance.is_private
    held = contracts_text(abs(shown.position.quantity), is_private=hidden)
    return f"Working {what} orders cover {contracts_text(covered, is_private=hidden)} of {held} contracts"


def _planned_risk(shown: OpenPosition) -> str:
    if shown.contract.point_value is None:
        return f"The dollars per point of {shown.contract.root} are not known"
    if shown.contract.fee_per_side is None:
        return "Loss at the current stop; no fee is set"
    return "Loss at the current stop, with the fees of both sides"


def _initial_stop(shown: OpenPosition) -> str:
    stop = shown.position.initial_stop
    return "No initial stop, no risk to compare with" if stop is None else f"Initial stop {stop}"


def _entry(name: str, shown: OpenPosition, current: Decimal | None) -> str:
    context = shown.position.entry_context
    if context is None:
        text = f"{name} at the entry was not captured"
    else:
        text = f"{name} at the entry{', captured late' if context.late else ''}"
    return text if current is None else f"{text}; now {current}"
