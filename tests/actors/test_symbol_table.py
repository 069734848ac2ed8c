"""All symbols of all books."""

from actors.base import Ports
from actors.contracts import Contracts
from actors.messages import ContractRequested, Message, PositionChanged
from actors.symbol_table import SymbolTable
from tests.actors.builders import LIVE, SIM, SYMBOL, later
from tests.fakes import FakeClock
from tests.models.builders import a_position


def table() -> tuple[SymbolTable, list[Message]]:
    """Return a table, and what it tells."""
    posted: list[Message] = []
    return SymbolTable(Ports(posted.append, FakeClock()), Contracts({}, posted.append)), posted


def test_a_symbol_is_one_in_each_book() -> None:
    """What was never heard of is flat, and is then heard of."""
    symbols, _ = table()
    assert symbols.get((SIM, SYMBOL)) is None
    symbols[SIM, SYMBOL].position = a_position(1)
    assert symbols[LIVE, SYMBOL].position is None
    assert list(symbols) == [(SIM, SYMBOL), (LIVE, SYMBOL)]
    assert [state.quantity for _, state in symbols.items()] == [1, 0]


def test_what_is_held_is_told_and_its_contract_asked_for() -> None:
    """Flat needs no contract; the server is asked once."""
    symbols, posted = table()
    symbols.tell((SIM, SYMBOL))
    symbols[SIM, SYMBOL].position = a_position(1, at=later(-60))
    symbols.tell((SIM, SYMBOL))
    symbols.tell((SIM, SYMBOL))
    assert [type(message) for message in posted] == [
        PositionChanged,
        ContractRequested,
        PositionChanged,
        PositionChanged,
    ]
    told = posted[-1]
    assert isinstance(told, PositionChanged)
    assert (told.position, told.opened_at) == (a_position(1, at=later(-60)), later(-60))


def test_protection_is_told_where_it_changed() -> None:
    """Or always, where something else has changed as well."""
    symbols, posted = table()
    symbols.protect((SIM, SYMBOL))
    assert posted == []
    symbols.protect((SIM, SYMBOL), always=True)
    assert len(posted) == 1
