"""Nothing but the read-only messages can be sent, and a test in which it is would fail."""

import ast
import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import ClassVar

import pytest

from dtc.codec import encode
from dtc.enums import Encoding
from dtc.errors import LocalProtocolError
from dtc.messages import (
    CLASS_BY_TYPE,
    EncodingRequest,
    Heartbeat,
    LogonRequest,
    Message,
    TradeAccountsRequest,
)
from dtc.session import Session, SessionConfig
from tests.dtc.conversation import Conversation
from tests.security import wire
from tests.security.wire import KNOCK, READ_ONLY, Recorder, Stream

_PROGRAM = ("actors", "app", "dtc", "models", "ui")
_SENDING = {"send", "sendall", "sendto", "sendmsg", "sendfile", "send_bytes", "makefile"}
# The doctor asks a server as the monitor does, and knocks at one that is none.
_SENDERS = {"actors/seams/net.py", "app/doctor/peer.py", "app/doctor/probe.py"}
_OTHER_WAYS = {
    *("aiohttp", "asyncio", "ftplib", "http", "httpx", "imaplib", "poplib", "requests", "smtplib"),
    *("socketserver", "telnetlib", "urllib.request", "xmlrpc"),
    *("PySide6.QtNetwork", "PySide6.QtWebSockets", "PySide6.QtWebEngineCore"),
}


class _Numbered(Message, frozen=True, tag=65_536):
    """A message that says to be of any type."""

    number: ClassVar[int] = 0

    @property
    def type_number(self) -> int:
        """Return the type that it is taken for."""
        return type(self).number


@cache
def modules() -> dict[str, ast.Module]:
    """Return every module of the program, parsed."""
    paths = [path for name in _PROGRAM for path in (wire.ROOT / name).rglob("*.py")]
    paths += [wire.ROOT / "flags.py", wire.ROOT / "launcher.py"]
    return {path.relative_to(wire.ROOT).as_posix(): ast.parse(path.read_bytes()) for path in paths}


def test_of_all_type_numbers_only_the_read_only_ones_leave_a_session() -> None:
    """Each of 65,536 goes to the one place that makes bytes; what comes out is read by another reader."""
    passed = set()
    talk = Conversation(SessionConfig(encoding=Encoding.BINARY)).log_on()
    for number in range(65_536):
        _Numbered.number = number
        message = CLASS_BY_TYPE[number]() if number in CLASS_BY_TYPE else _Numbered()
        try:
            talk.session._queue(message)
        except LocalProtocolError:
            assert not talk.session.take_outgoing()
            continue
        assert Stream().take(talk.session.take_outgoing()) == [number]
        passed.add(number)
    # Depth of market is allowed, and nobody has written its message.
    assert passed == READ_ONLY & CLASS_BY_TYPE.keys()


def test_there_is_one_way_out_and_the_doctors_two() -> None:
    """No other module gives anything to a socket, or knows another way to talk to a network."""
    sending, others = set(), set()
    for name, tree in modules().items():
        imported = {
            f"{node.module}.{alias.name}" if isinstance(node, ast.ImportFrom) else alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        }
        calls = {
            node.func.attr
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        }
        if any(each.split(".")[0] in {"socket", "_socket", "ssl"} for each in imported) and calls & _SENDING:
            sending.add(name)
        others |= {
            f"{name}: {each}" for each in imported for way in _OTHER_WAYS if f"{each}.".startswith(f"{way}.")
        }
    assert sending == _SENDERS
    assert others == set()


@pytest.mark.parametrize("name", ["actors/dtc_connection.py", "app/doctor/probe.py"])
def test_what_is_sent_comes_from_a_session(name: str) -> None:
    """The argument of every call that sends is what `take_outgoing` returned, and nothing else."""
    tree = modules()[name]
    taken = {
        node.target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.NamedExpr) and ast.unparse(node.value).endswith(".take_outgoing()")
    }
    sent = [
        ast.unparse(node.args[0])
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _SENDING
    ]
    assert sent
    assert all(each in taken or each.endswith(".take_outgoing()") for each in sent), sent


def test_the_knock_is_a_constant() -> None:
    """What the doctor says to a peer that is no DTC server is in no way made of anything."""
    tree = modules()["app/doctor/peer.py"]
    (call,) = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "sendall"
    ]
    assert ast.literal_eval(call.args[0]) == KNOCK


@pytest.mark.parametrize("step", [1, 7, 10_000])
def test_the_other_reader_reads_what_a_session_sends(step: int) -> None:
    """Binary, then the encoding that was agreed, in any pieces; rubbish is a breach."""
    session = Session(SessionConfig(encoding=Encoding.JSON))
    session.connected(0.0)
    said = session.take_outgoing() + encode(LogonRequest(Username="me"), Encoding.JSON_COMPACT)
    said += encode(Heartbeat(), Encoding.JSON_COMPACT) + encode(TradeAccountsRequest(), Encoding.BINARY_VLS)
    stream = Stream()
    types = [
        number for first in range(0, len(said), step) for number in stream.take(said[first : first + step])
    ]
    assert types == [6, 1, 3, 400]
    assert Stream().take(KNOCK) == []
    assert Stream().take(encode(EncodingRequest(), Encoding.BINARY) + bytes(8)) == [6, -1]
    recorder = Recorder()
    recorder.take(Stream(), json.dumps({"Type": 208}).encode() + b"\0", "a test")
    assert recorder.breaches == ["type 208 was sent by a test"]


_PLANTED = """
import queue, subprocess, sys
import pytest
from actors.seams.net import TcpNet
from dtc import client_types
from dtc.codec import encode
from dtc.enums import Encoding
from dtc.messages import LogonResponse, OrderUpdate, TradeAccountsRequest
from dtc.session import Session, SessionConfig
from tests.actors.dtc_server import DtcServer

def send(message):
    server, posted = DtcServer(), queue.SimpleQueue()
    link = TcpNet(posted.put).open(1, "127.0.0.1", server.port)
    peer = server.accept()
    posted.get(timeout=5)
    session = Session(SessionConfig(encoding=Encoding.JSON, negotiate=False))
    session.connected(0.0)
    session.receive(encode(LogonResponse(Result=1), Encoding.JSON), 0.0)
    session.send(message, 0.0)
    link.send(session.take_outgoing())
    wanted = b'"Type":%d,' % message.type_number
    heard = b""
    while wanted not in heard:
        heard += peer._socket.recv(65536)
    link.close()
    server.close()

def test_reading():
    send(TradeAccountsRequest(RequestID=1))

def test_mutated_list(monkeypatch):
    monkeypatch.setattr(client_types, "CLIENT_TYPES", client_types.CLIENT_TYPES | {301})
    send(OrderUpdate())

def test_mutated_list_in_another_process():
    code = ("from test_it import *; client_types.CLIENT_TYPES = client_types.CLIENT_TYPES | {301};"
            "send(OrderUpdate())")
    subprocess.run([sys.executable, "-c", code], check=True)

def test_reading_again():
    send(TradeAccountsRequest(RequestID=1))
"""


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_a_longer_list_fails_the_tests_that_use_it(tmp_path: Path) -> None:
    """The mutant of the list, in a worker and in a process of it; the tests before and after it pass."""
    shutil.copy(wire.ROOT / "tests" / "conftest.py", tmp_path)
    (tmp_path / "test_it.py").write_text(_PLANTED)
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-rA", "-n", "1", "test_it.py"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": f"{wire.PYTHON_PATH}{os.pathsep}{tmp_path}"},
        capture_output=True,
        text=True,
        check=False,
    )
    bad = {line.split("::")[1].split(" ")[0] for line in run.stdout.splitlines() if line.startswith("ERROR ")}
    assert bad == {"test_mutated_list", "test_mutated_list_in_another_process"}, run.stdout
    assert "the program only reads: type 301 was sent by actors/seams/net.py" in run.stdout
    assert "wire: " in run.stdout
