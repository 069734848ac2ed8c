"""Asking a server what a monitor would ask it, over real sockets."""

import time
from collections.abc import Iterator
from decimal import Decimal

import pytest

from actors.link_settings import LinkSettings
from app.doctor.probe import Limits, ask
from demo.conversation import ServerRules
from dtc.enums import Encoding
from dtc.session_config import SessionConfig
from models.book import Symbol, TradeMode
from tests.app.doctor.servers import a_peer, say_nothing
from tests.demo.running_server import RunningServer

PATIENT = Limits(connect_s=5.0, answer_s=5.0, beat_s=0.0, pace_s=0.001)


def a_link(port: int, encoding: Encoding = Encoding.JSON) -> LinkSettings:
    """Return how to reach a server on this computer."""
    config = SessionConfig(encoding=encoding)
    return LinkSettings("127.0.0.1", port, config, {"Debug1": TradeMode.DEBUG}, {})


@pytest.fixture
def server() -> Iterator[RunningServer]:
    """Serve as Sierra Chart does."""
    running = RunningServer(ServerRules(), started_at=time.time(), poll_s=0.1)
    yield running
    running.stop()


@pytest.mark.slow
def test_healthy_server_tells_everything(server: RunningServer) -> None:
    """Accounts with their modes, balances, contract, clock and a heartbeat."""
    symbol = Symbol(server.world.instrument.symbol)
    answer = ask(a_link(server.server.port), (symbol,), PATIENT._replace(beat_s=10.0))
    assert answer.logon is not None
    assert answer.closed is None
    assert {str(book) for book in answer.accounts or ()} == {"SIM Sim1", "LIVE 120005", "DEBUG Debug1"}
    assert {book.mode for book in answer.balances} >= {TradeMode.LIVE}
    assert answer.no_prices == {symbol: "Market data request not allowed"}
    assert answer.definitions[symbol].value_per_tick == Decimal("1.25")
    assert answer.beat
    assert answer.clock is not None
    assert abs((answer.clock[0] - answer.clock[1]).total_seconds()) < 5


@pytest.mark.parametrize("encoding", list(Encoding))
def test_every_encoding_is_spoken(server: RunningServer, encoding: Encoding) -> None:
    """The one that is asked for is the one in force."""
    answer = ask(a_link(server.server.port, encoding), (), PATIENT)
    assert answer.encoding is encoding
    assert answer.positions
    assert not any(report.quantity for report in answer.positions)


@pytest.mark.slow
def test_two_silences_end() -> None:
    """A peer that says nothing is left, whatever it is asked."""
    with a_peer(say_nothing) as port:
        answer = ask(a_link(port), (), Limits(connect_s=0.1, answer_s=0.1))
    assert answer.logon is None
    assert answer.closed is not None
