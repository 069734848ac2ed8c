"""The whole program against the whole demo, as a trader runs them."""

import itertools
import socket
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.running import Monitor, a_monitor, an_exchange

pytestmark = [pytest.mark.slow, pytest.mark.timeout(90)]

CELLS = (
    "Price Heat Time Target Stop|Planned Risk|R-Multiple|Range|MAE|MFE|VWAP|Delta|POC|Efficiency|Pts".replace(
        " ", "|", 4
    ).split("|")
)
BADGES = {"SIM": "SIM", "LIVE": "LIVE · REAL MONEY", "DEBUG": "DEBUG"}


def rows(home: Path, query: str) -> list[tuple[object, ...]]:
    """Return what a reader of the database finds."""
    with closing(sqlite3.connect(home / "data" / "appsierra.db")) as connection:
        return connection.execute(query).fetchall()


def is_populated(monitor: Monitor) -> bool:
    """Return whether every cell of an open position shows a value."""
    cells = monitor.cells()
    return all(cells.get(name, "--") != "--" for name in CELLS)


def texts(monitor: Monitor, cell: str) -> set[str]:
    """Return every text that a cell has shown."""
    return {line["text"] for line in monitor.lines() if line["cell"] == cell}


def test_demo_shows_an_account_and_a_position_live(tmp_path: Path) -> None:
    """A first start shows everything within seconds, complains of nothing and ends in order."""
    picture = tmp_path / "window.png"
    with a_monitor(tmp_path / "home", "--demo", "--screenshot", str(picture)) as monitor:
        monitor.wait_for(lambda _line: is_populated(monitor), "all cells")
        for cell in ("Balance", "Points"):
            monitor.wait_for(
                lambda _line, cell=cell: len(texts(monitor, cell)) > 2, f"several texts of {cell}"
            )
        assert monitor.end() == (0, "")
        lines = list(monitor.lines())
        assert monitor.complaints() == []
    assert picture.read_bytes().startswith(b"\x89PNG")
    for epoch, group in itertools.groupby(lines, lambda line: line["epoch"]):
        shown = list(group)
        assert len({line["mode"] for line in shown}) == 1, epoch
        badges = {line["text"] for line in shown if line["cell"] == "Mode"}
        assert badges <= {BADGES[shown[0]["mode"]]}


@pytest.mark.parametrize("encoding", ["binary", "vls", "json", "compact"])
def test_every_encoding_shows_the_same_screen(tmp_path: Path, encoding: str) -> None:
    """Whatever the server is set to speak, the monitor finds out and shows everything."""
    with (
        an_exchange(tmp_path / "snapshot.csv", "--encoding", encoding) as exchange,
        a_monitor(
            tmp_path / "home", "--dtc", f"127.0.0.1:{exchange.port}", "--csv", str(exchange.csv)
        ) as monitor,
    ):
        monitor.wait_for(lambda _line: is_populated(monitor), "all cells")
        assert monitor.complaints() == []


def test_kill_in_the_middle_of_a_position_loses_nothing(tmp_path: Path) -> None:
    """After kill -9 the next start shows the same position and says what it restored."""
    home = tmp_path / "home"
    with a_monitor(home, "--demo") as monitor:
        monitor.wait_until("Price", "2 @ 6758.00")
        monitor.wait_for(lambda line: line["cell"] == "MAE" and line["text"] not in {"--", "0.00 pt"}, "MAE")
        before = monitor.cells()
    stored = rows(home, "SELECT account, quantity, entry_time, trade_id FROM open_positions ORDER BY account")
    fills = rows(home, "SELECT execution_id FROM executions ORDER BY rowid")
    assert stored
    assert fills
    with a_monitor(home, "--demo") as monitor:
        monitor.wait_for(
            lambda line: line["cell"] == "Banner" and line["text"].endswith("the server agrees."), "agreement"
        )
        after = monitor.cells()
        assert "monitor was away for" in after["Banner"]
        for cell in ("Account", "Price", "Target", "Stop", "VWAP", "Delta", "POC", "Points", "Balance"):
            assert after[cell] == before[cell], cell
        assert float(after["MAE"].split()[0]) <= float(before["MAE"].split()[0])
        assert float(after["MFE"].split()[0]) >= float(before["MFE"].split()[0])
    query = "SELECT account, quantity, entry_time, trade_id FROM open_positions ORDER BY account"
    assert set(stored) <= set(rows(home, query))
    assert rows(home, "SELECT execution_id FROM executions ORDER BY rowid")[: len(fills)] == fills


def test_server_that_dies_and_returns_costs_nothing(tmp_path: Path) -> None:
    """The link comes back by itself, no trade is doubled, and an open position is never called flat."""
    home = tmp_path / "home"
    with (
        an_exchange(tmp_path / "snapshot.csv") as exchange,
        a_monitor(home, "--dtc", f"127.0.0.1:{exchange.port}", "--csv", str(exchange.csv)) as monitor,
    ):
        monitor.wait_until("Price", "2 @ 6758.00")
        open_since = len(list(monitor.lines()))
        exchange.kill()
        monitor.wait_for(
            lambda line: line["cell"] == "Connection" and line["text"].startswith("Disconnected"), "loss"
        )
        exchange.start()
        lost = len(list(monitor.lines()))
        monitor.wait_for(
            lambda _line: any(
                line["cell"] == "Connection" and line["text"] == "Connected"
                for line in list(monitor.lines())[lost:]
            ),
            "return",
        )
        shown = list(monitor.lines())[open_since:]
        assert not [line for line in shown if line["text"] == "FLAT"]
        assert monitor.cells()["Price"] == "2 @ 6758.00"
    ids = [identity for (identity,) in rows(home, "SELECT execution_id FROM executions")]
    assert len(ids) == len(set(ids))
    # How many there are depends on how early the monitor was there.
    trades = rows(home, "SELECT account, entry_time, exit_time FROM trades")
    assert len(trades) == len(set(trades))


def answering(data: bytes) -> Callable[[socket.socket], None]:
    """Return a server that answers everyone with the same bytes."""

    def serve(listener: socket.socket) -> None:
        while True:
            try:
                peer, _ = listener.accept()
            except OSError:
                return
            with peer:
                peer.recv(100)
                peer.sendall(data)

    return serve


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"HTTP/1.1 400 Bad Request\r\n\r\n", "web server"), (b"\x15\x03\x01\x00\x02\x02\x46", "TLS")],
    ids=["http", "tls"],
)
def test_wrong_server_on_the_port_is_named(tmp_path: Path, data: bytes, words: str) -> None:
    """What answers in place of a DTC server is said on the screen, with what to do."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=answering(data), args=(listener,), daemon=True).start()
        port = listener.getsockname()[1]
        with a_monitor(tmp_path / "home", "--dtc", f"127.0.0.1:{port}") as monitor:
            monitor.wait_for(lambda line: line["cell"] == "Banner" and words in line["text"], words)
        listener.shutdown(socket.SHUT_RDWR)


def test_nothing_listening_is_said(tmp_path: Path) -> None:
    """A Sierra Chart that does not run is the first thing that a trader reads."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with a_monitor(tmp_path / "home", "--dtc", f"127.0.0.1:{port}") as monitor:
        monitor.wait_for(
            lambda line: line["cell"] == "Banner" and "nothing is listening" in line["text"], "the reason"
        )


def test_wrong_password_is_said_and_never_shown(tmp_path: Path) -> None:
    """A refused logon stops the attempts, tells the server's reason, and leaks no secret."""
    secret = {"SIERRA_DTC_USER": "trader", "SIERRA_DTC_PASS": "canary-7213"}
    with (
        an_exchange(tmp_path / "snapshot.csv", "--user", "trader", "--password", "right") as exchange,
        a_monitor(tmp_path / "home", "--dtc", f"127.0.0.1:{exchange.port}", environ=secret) as monitor,
    ):
        monitor.wait_until("Connection", "Refused")
        monitor.wait_for(
            lambda line: line["cell"] == "Banner" and "Invalid username or password" in line["text"],
            "the reason",
        )
        assert monitor.end()[0] == 0
    for file in tmp_path.rglob("*"):
        assert not file.is_file() or b"canary-7213" not in file.read_bytes(), file


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "cannot be read"),
        (b"", "empty"),
        (b"last,high,low,vwap,poc,cum_delta\n67", "row"),
        (b"price;foo\nabc;1\n", "header lacks"),
    ],
    ids=["missing", "empty", "torn", "malformed"],
)
def test_bad_snapshot_leaves_prices_out_and_says_why(
    tmp_path: Path, content: bytes | None, words: str
) -> None:
    """Without a usable snapshot the position is shown, and no price-derived figure."""
    bad = tmp_path / "bad.csv"
    if content is not None:
        bad.write_bytes(content)
    with (
        an_exchange(tmp_path / "snapshot.csv") as exchange,
        a_monitor(tmp_path / "home", "--dtc", f"127.0.0.1:{exchange.port}", "--csv", str(bad)) as monitor,
    ):
        monitor.wait_until("Price", "2 @ 6758.00", "3 @ 6758.00")
        monitor.wait_for(lambda line: line["cell"] == "Banner" and words in line["text"], words)
        cells = monitor.cells()
        assert {cells[name] for name in ("Pts", "Range", "R-Multiple", "Efficiency")} == {"--"}


def test_damaged_database_is_set_aside(tmp_path: Path) -> None:
    """A database that cannot be read is kept, replaced and reported; the monitor runs."""
    home = tmp_path / "home"
    (home / "data").mkdir(parents=True)
    (home / "data" / "appsierra.db").write_bytes(b"not a database" * 500)
    with a_monitor(home, "--demo") as monitor:
        monitor.wait_for(lambda line: line["cell"] == "Banner" and "kept as" in line["text"], "the report")
        monitor.wait_until("Live", "FLAT")
    assert list((home / "data").glob("appsierra.db.damaged-*"))


def test_second_instance_is_refused(tmp_path: Path) -> None:
    """Two monitors never write the same home."""
    home = tmp_path / "home"
    with a_monitor(home, "--demo") as first:
        first.wait_until("Connection", "Connected")
        with a_monitor(home, "--demo") as second:
            code, said = second.wait()
        assert code == 75
        assert f"process {first.process.pid}" in said
        assert said.count("\n") == 1


def test_home_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """Nothing starts without a place to keep state."""
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with a_monitor(tmp_path / "file" / "home", "--demo") as monitor:
        code, said = monitor.wait()
    assert code == 73
    assert str(tmp_path / "file") in said
