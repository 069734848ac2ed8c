"""Time, world, server and files together."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from demo.conversation import ServerRules
from demo.server import Server
from demo.service import Service, Setup
from demo.world import SIM
from demo.world_state import load_state, save_state
from dtc.messages import (
    CurrentPositionsRequest,
    HistoricalOrderFillResponse,
    HistoricalOrderFillsRequest,
    LogonRequest,
    LogonResponse,
    MarketDataReject,
    MarketDataRequest,
    MarketDataSnapshot,
    MarketDataUpdateTradeCompact,
    OrderUpdate,
    PositionUpdate,
)
from tests.demo.tcp_client import TcpClient

LOGON = LogonRequest(HeartbeatIntervalInSeconds=10, ClientName="test")


def a_setup(folder: Path, time_scale: float = 1.0, seed: int = 1) -> Setup:
    """Return a setup with both files in a folder."""
    return Setup(
        csv=folder / "snapshot.csv",
        state=folder / "state.json",
        seed=seed,
        time_scale=time_scale,
        fresh=False,
        rules=ServerRules(),
    )


@contextmanager
def running(setup: Setup) -> Iterator[tuple[Service, int]]:
    """Serve in a thread; give the service and its port."""
    server = Server(0)
    service = Service(setup, server)
    thread = threading.Thread(target=service.run)
    thread.start()
    try:
        yield service, server.port
    finally:
        service.stop()
        thread.join()


def visited(setup: Setup) -> Service:
    """Return a service that has only looked at the files of the last one."""
    server = Server(0)
    service = Service(setup, server)
    server.close("")
    return service


def test_fills_arrive_while_the_world_goes_on(tmp_path: Path) -> None:
    """A client that only listens hears of orders and positions without having asked."""
    with running(a_setup(tmp_path, time_scale=100.0)) as (_, port), TcpClient(port) as client:
        client.send(LOGON)
        told = client.wait_for_type(PositionUpdate, 2)
    fill = next(each for each in told if isinstance(each, OrderUpdate) and each.LastFillExecutionID)
    assert fill.RequestID == 0


def test_both_files_are_there_before_the_first_client(tmp_path: Path) -> None:
    """A reader finds a complete snapshot, and a next process finds the world, from the start."""
    service = visited(a_setup(tmp_path))
    assert (tmp_path / "snapshot.csv").read_bytes().count(b"\n") == 2
    state = load_state(tmp_path / "state.json")
    assert state is not None
    assert state.started_at == service.world.started_at


def test_a_world_goes_on_where_it_was_left(tmp_path: Path) -> None:
    """After half an hour away the same world has traded on, and all its fills can be asked for."""
    setup = a_setup(tmp_path)
    first = visited(setup)
    state = load_state(setup.state)
    assert state is not None
    away_s = 1800
    save_state(
        setup.state, replace(state, started_at=state.started_at - away_s, alive_at=state.alive_at - away_s)
    )
    with running(setup) as (service, port), TcpClient(port) as client:
        client.send(LOGON, HistoricalOrderFillsRequest(RequestID=1, TradeAccount=SIM, NumberOfDays=1))
        told = client.wait_for_type(HistoricalOrderFillResponse, 20)
        world = service.world
    rows = [row for row in told if isinstance(row, HistoricalOrderFillResponse)]
    assert rows[0].TotalNumberMessages > 20
    assert world.step >= away_s * 2
    assert world.started_at == pytest.approx(first.world.started_at - away_s)


@pytest.mark.parametrize(
    "change",
    [
        lambda setup: replace(setup, fresh=True),
        lambda setup: replace(setup, seed=2),
        lambda setup: replace(setup, time_scale=3.0),
    ],
    ids=["fresh", "seed", "speed"],
)
def test_a_new_world_begins_where_the_old_one_does_not_fit(
    tmp_path: Path, change: Callable[[Setup], Setup]
) -> None:
    """When it is asked for, for another seed and for another speed the world is fresh."""
    setup = a_setup(tmp_path)
    visited(setup)
    state = load_state(setup.state)
    assert state is not None
    save_state(setup.state, replace(state, started_at=state.started_at - 600))
    assert visited(change(setup)).world.step < 10


def test_demo_time_runs_faster_by_the_scale(tmp_path: Path) -> None:
    """After a moment at 1000 times the speed minutes have passed in the world."""
    before = time.time()
    with running(a_setup(tmp_path, time_scale=1000.0)) as (service, port), TcpClient(port) as client:
        client.send(LOGON, CurrentPositionsRequest(RequestID=1))
        client.wait_for_type(LogonResponse)
        client.wait_for_type(PositionUpdate, 9)
    passed = service.world.time_of(service.world.step) - before
    assert passed > 2 * (time.time() - before)


def test_the_last_sign_of_life_is_the_end(tmp_path: Path) -> None:
    """The gap until the next start counts from the moment at which the service was stopped."""
    setup = a_setup(tmp_path)
    with running(setup) as (_, port), TcpClient(port) as client:
        client.send(LOGON)
        client.wait_for_type(LogonResponse)
        stopped_at = time.time()
    state = load_state(setup.state)
    assert state is not None
    assert state.alive_at >= stopped_at


@pytest.mark.slow
def test_the_snapshot_follows_the_world(tmp_path: Path) -> None:
    """The file at the end shows the market as it was within the last half second of real time."""
    setup = a_setup(tmp_path, time_scale=500.0)
    with running(setup) as (_, port), TcpClient(port) as client:
        before = setup.csv.read_bytes()
        client.send(LOGON)
        client.wait_for(lambda _received: setup.csv.read_bytes() != before)
    assert load_state(setup.state) is not None


def test_files_that_cannot_be_written_are_an_error(tmp_path: Path) -> None:
    """The error names the file before anything is served."""
    server = Server(0)
    with pytest.raises(FileNotFoundError) as caught:
        Service(replace(a_setup(tmp_path), csv=tmp_path / "missing" / "s.csv"), server)
    assert "s.csv" in str(caught.value.filename)
    server.close("")


def test_prices_are_served_where_the_demo_is_told_to(tmp_path: Path) -> None:
    """A subscription is answered with the last trade and then with every one; else it is refused."""
    setup = a_setup(tmp_path, time_scale=20.0)
    with running(replace(setup, rules=ServerRules(serves_prices=True))) as (service, port):
        with TcpClient(port) as client:
            client.send(LOGON, MarketDataRequest(SymbolID=3, Symbol=service.world.instrument.symbol))
            received = client.wait_for_type(MarketDataUpdateTradeCompact, 10)
        (snapshot,) = (each for each in received if isinstance(each, MarketDataSnapshot))
        trades = [each for each in received if isinstance(each, MarketDataUpdateTradeCompact)]
        assert {snapshot.SymbolID, *(each.SymbolID for each in trades)} == {3}
        assert snapshot.LastTradePrice is not None
        assert all(abs((each.Price or 0) - snapshot.LastTradePrice) < 100 for each in trades)
    with running(setup) as (service, port), TcpClient(port) as client:
        client.send(LOGON, MarketDataRequest(SymbolID=3, Symbol=service.world.instrument.symbol))
        client.wait_for_type(MarketDataReject)
