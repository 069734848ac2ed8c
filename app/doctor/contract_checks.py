"""Contracts: what is held, and whether everybody agrees on what it is worth."""

from collections.abc import Iterator
from functools import partial
from typing import Final

from app.doctor.examination import Examination
from app.doctor.finding import Finding, Kind, Level, well
from models.book import Symbol
from models.contract import Contract, contract_of, root_of
from models.contract_month import is_expired
from models.contract_table import SPECIFICATIONS

_kind = partial(Kind, subject="contracts")

UNKNOWN: Final = _kind(
    id="contract-unknown",
    level=Level.ACTION,
    why="No dollar figure of the position can be shown, and its trades count in no statistics.",
    do="Add a table [contracts.ROOT] with tick and point_value to settings.toml.",
)
CONTRADICTED: Final = _kind(
    id="contract-contradicted",
    level=Level.ACTION,
    why="One of the two is wrong, and with it every dollar figure; the server's word is the one that counts.",
    do="Look at the symbol settings in Sierra Chart (Global Settings, Symbol Settings) and at [contracts].",
)
NO_FEE: Final = _kind(
    id="contract-no-fee",
    level=Level.NOTE,
    why="Its trades are counted without fees, and marked so.",
    do="Set fee_per_side in [contracts.ROOT].",
)
EXPIRED: Final = _kind(
    id="contract-expired",
    level=Level.NOTE,
    why="Sierra Chart reports such rows for months; the monitor leaves them out.",
    do="Nothing; to get rid of the row, clear the position in Sierra Chart's trade account.",
)


def check_contracts(exam: Examination) -> Iterator[Finding]:
    """Look at the contract of everything that is held."""
    reported = {report.symbol for report in exam.answer.positions or () if report.quantity}
    stored = {position.symbol for position in exam.contents.positions} if exam.contents else set()
    expired = {symbol for symbol in reported | stored if is_expired(symbol, exam.now)}
    for symbol in sorted(expired):
        yield EXPIRED.found(f"{symbol} has expired, and is still reported as held.")
    held = sorted((reported | stored) - expired)
    for symbol in held:
        yield from _worth(exam, symbol)
    names = ", ".join(held)
    yield well(
        "contracts", f"{names} looked at." if names else f"Nothing is held; {len(SPECIFICATIONS)} known."
    )


def _worth(exam: Examination, symbol: Symbol) -> Iterator[Finding]:
    overrides = exam.plan.contracts
    definition = exam.answer.definitions.get(symbol)
    ours = contract_of(symbol, overrides, None)
    used = contract_of(symbol, overrides, definition)
    if used.point_value is None:
        who = (
            "neither the server nor settings and built-in table"
            if definition is None
            else "the server does not"
        )
        yield UNKNOWN.found(f"{symbol} is held, and {who} know what a point of it is worth in dollars.")
        return
    if definition is not None and _worth_of(ours) not in {_worth_of(used), (None, None)}:
        place = f"[contracts.{ours.root}]" if root_of(symbol) in overrides else "the built-in table"
        yield CONTRADICTED.found(
            f"{symbol}: the server says tick {used.tick:f}, {used.point_value:f} dollars a point; "
            f"{place} says tick {ours.tick or 0:f}, {ours.point_value or 0:f} dollars a point."
        )
    if used.fee_per_side is None:
        yield NO_FEE.found(f"{symbol} has no fee.")


def _worth_of(contract: Contract) -> tuple[object, object]:
    return contract.tick, contract.point_value
