"""Whose money: trade modes, accounts and the books that belong to them."""

from collections.abc import Mapping
from enum import Enum
from typing import Final, NewType

import msgspec

TradeAccount = NewType("TradeAccount", str)
Symbol = NewType("Symbol", str)

LONGEST_NAME: Final = 32
"""Letters of an account name on the wire; of the contract that a symbol is for, far more than there are."""


class TradeMode(Enum):
    """What an account trades with; a property of the account, never of the program."""

    DEBUG = "DEBUG"
    SIM = "SIM"
    LIVE = "LIVE"


class Book(msgspec.Struct, frozen=True, gc=False, cache_hash=True):
    """The key of everything that belongs to one account in one mode."""

    mode: TradeMode
    account: TradeAccount

    def __str__(self) -> str:
        """Return the book as logs and notices name it."""
        return f"{self.mode.value} {self.account}"


def mode_of(account: TradeAccount, table: Mapping[str, TradeMode]) -> TradeMode:
    """Return the mode of an account name.

    Args:
        account: The name as the server sends it.
        table: The user's own assignments; they win over every rule.

    Returns:
        The table's mode; else SIM for names that start with "sim" in any case; else LIVE, because
        treating unknown money as real is the safe error.
    """
    name = account.strip()
    if name in table:
        return table[name]
    return TradeMode.SIM if name.lower().startswith("sim") else TradeMode.LIVE


def short_name(name: str) -> str:
    """Return a name as it is shown: cut off where it is longer than any real one."""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
