"""What each symbol is worth, and whether the server was asked for it."""

from collections.abc import Mapping

from actors.base import Post
from actors.messages import ContractDefined, ContractRequested
from models.book import Symbol
from models.contract import Contract, ContractOverride, Definition, contract_of


class Contracts:
    """Facts of contracts from table, settings and server; its owner is the positions actor.

    Args:
        overrides: The user's own facts, by root.
        post: The way to who asks the server.
    """

    def __init__(self, overrides: Mapping[str, ContractOverride], post: Post) -> None:
        self._overrides = overrides
        self._post = post
        self._definitions: dict[Symbol, Definition] = {}
        self._asked_for: set[Symbol] = set()

    def of(self, symbol: Symbol) -> Contract:
        """Return what is known of a symbol's contract."""
        return contract_of(symbol, self._overrides, self._definitions.get(symbol))

    def define(self, fact: ContractDefined) -> None:
        """Take the server's word."""
        self._definitions[fact.symbol] = fact.definition

    def request(self, symbol: Symbol) -> None:
        """Ask the server for what it has not said, once per link."""
        if symbol not in self._definitions and symbol not in self._asked_for:
            self._asked_for.add(symbol)
            self._post(ContractRequested(symbol=symbol))

    def lose_link(self) -> None:
        """Ask the next server again for what this one has not said."""
        self._asked_for.clear()
