"""All symbols of all books, and how the others hear of each."""

from collections.abc import Iterator

from actors.base import Ports
from actors.contracts import Contracts
from actors.messages import PositionChanged
from actors.symbol_state import Key, SymbolState


class SymbolTable:
    """What is known of every symbol; its owner is the positions actor.

    Args:
        ports: The way to the others, and time.
        contracts: What symbols are worth.
    """

    def __init__(self, ports: Ports, contracts: Contracts) -> None:
        self._ports = ports
        self._contracts = contracts
        self._states: dict[Key, SymbolState] = {}

    def __getitem__(self, key: Key) -> SymbolState:
        """Return what is known of a symbol; one that was never heard of is flat."""
        state = self._states.get(key)
        if state is None:
            state = self._states[key] = SymbolState()
        return state

    def __iter__(self) -> Iterator[Key]:
        """Go through the symbols that were heard of until now."""
        return iter(tuple(self._states))

    def items(self) -> Iterator[tuple[Key, SymbolState]]:
        """Go through what is known until now."""
        return iter(tuple(self._states.items()))

    def get(self, key: Key) -> SymbolState | None:
        """Return what is known of a symbol; None where it was never heard of."""
        return self._states.get(key)

    def forget_orders(self) -> None:
        """Forget the orders of all symbols, before a complete list of them."""
        for state in self._states.values():
            state.forget_orders()

    def protect(self, key: Key, *, always: bool = False) -> None:
        """See which stop and target work for a symbol now, and tell what has changed.

        Args:
            key: The symbol and its book.
            always: Tell it in any case.
        """
        if self[key].protect(self._ports.clock.utc()) or always:
            self.tell(key)

    def tell(self, key: Key) -> None:
        """Tell what is held of a symbol, and ask what it is worth if nobody has."""
        state, (book, symbol) = self[key], key
        contract = self._contracts.of(symbol)
        if state.position is not None:
            self._contracts.request(symbol)
        state.note_opening(self._ports.clock.utc())
        self._ports.post(
            PositionChanged(
                book=book,
                symbol=symbol,
                contract=contract,
                position=state.position,
                protection=state.protection,
                opened_at=state.opened_at,
            )
        )
