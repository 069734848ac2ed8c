"""Planted faults in the DTC server, all of them real servers."""

import contextlib
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import partial
from pathlib import Path

import pytest

from actors.link_settings import LinkSettings
from app.doctor.finding import Finding
from app.doctor.probe import Answer, Limits, ask
from demo.conversation import ServerRules
from dtc.codec import encode
from dtc.enums import Encoding
from dtc.messages import (
    AccountBalanceUpdate,
    EncodingResponse,
    LogonResponse,
    PositionUpdate,
    SecurityDefinitionResponse,
    TradeAccountResponse,
)
from models.book import Symbol
from tests.app.doctor.patients import a_home, around, causes, look_over, one
from tests.app.doctor.servers import (
    a_free_port,
    a_peer,
    a_web_server,
    say,
    say_nothing,
    shake_hands_by_tls,
)
from tests.demo.running_server import RunningServer

PATIENT = Limits(connect_s=5.0, answer_s=5.0, beat_s=0.05, pace_s=0.001)
"""For servers that answer: nobody waits so long, however busy the computer is."""
DEAF = PATIENT._replace(answer_s=0.2)
"""For servers of which no word of DTC will ever come."""
HALF = PATIENT._replace(answer_s=1.0)
"""For servers that fall silent half way."""
IN_JSON = encode(EncodingResponse(Encoding=Encoding.JSON), Encoding.BINARY)
NOTHING = (
    encode(TradeAccountResponse(RequestID=1, TotalNumberMessages=1, MessageNumber=1), Encoding.JSON),
    encode(PositionUpdate(RequestID=2, NoPositions=1), Encoding.JSON),
    encode(AccountBalanceUpdate(RequestID=3, NoAccountBalances=1), Encoding.JSON),
    encode(SecurityDefinitionResponse(RequestID=4, IsFinalMessage=1), Encoding.JSON),
)
"""Answers to the first four requests of a server that has nothing to tell."""
AGAINST_THE_CLOCK = {"dtc-no-heartbeat"}
"""Nobody waits a second for the first beat here; `test_probe.py` does."""


def found_at(
    folder: Path,
    port: int,
    limits: Limits = PATIENT,
    *,
    others: tuple[int, ...] = (),
    host: str = "127.0.0.1",
    **environ: str,
) -> list[Finding]:
    """Return what is found with a server on a port."""
    settings = {"SIERRA_DTC_HOST": host, "SIERRA_DTC_PORT": str(port)} | environ

    def quickly(link: LinkSettings, symbols: tuple[Symbol, ...]) -> Answer:
        return ask(link, symbols, limits, others)

    return look_over(a_home(folder), around(ask=quickly, environ=settings))


@contextmanager
def a_server(rules: ServerRules) -> Iterator[int]:
    """Give the port of the demo's server."""
    server = RunningServer(rules, started_at=time.time(), poll_s=0.1)
    try:
        yield server.server.port
    finally:
        server.stop()


def of_the_server(findings: list[Finding]) -> set[str]:
    """Return what is wrong with the server itself."""
    return {cause for cause in causes(findings) if cause.startswith("dtc-")} - AGAINST_THE_CLOCK


def test_nothing_listens(tmp_path: Path) -> None:
    """Sierra Chart or its server is off."""
    found = found_at(tmp_path, a_free_port())
    assert of_the_server(found) == {"dtc-not-listening"}
    assert "Enable DTC Protocol Server to Yes" in one(found, "dtc-not-listening").do


def test_another_port_listens(tmp_path: Path) -> None:
    """It is named as the one to set."""
    with a_server(ServerRules()) as port:
        found = found_at(tmp_path, a_free_port(), others=(port,))
    assert of_the_server(found) == {"dtc-wrong-port"}
    assert f"port = {port}" in one(found, "dtc-wrong-port").do


@pytest.mark.skipif(sys.platform != "linux", reason="others answer although nobody can be served")
def test_computer_that_does_not_answer(tmp_path: Path) -> None:
    """As behind a firewall: the packets are dropped."""
    with socket.socket() as listener, ExitStack() as stack:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        port = listener.getsockname()[1]
        with contextlib.suppress(TimeoutError):
            while True:
                stack.enter_context(socket.create_connection(("127.0.0.1", port), 0.1))
        found = found_at(tmp_path, port, PATIENT._replace(connect_s=0.2))
    assert of_the_server(found) == {"dtc-unreached"}


@pytest.mark.parametrize("host", ["no host", "a..b"])
def test_host_that_nobody_knows(tmp_path: Path, host: str) -> None:
    """Names that cannot be one."""
    assert of_the_server(found_at(tmp_path, 11099, host=host)) == {"dtc-unknown-host"}


@pytest.mark.parametrize(
    ("server", "limits", "cause"),
    [
        (a_web_server, DEAF, "dtc-http"),
        (partial(a_peer, shake_hands_by_tls), PATIENT, "dtc-tls"),
        (partial(a_peer, say(b"\x15\x03\x03\x00\x02\x02\x28")), PATIENT, "dtc-tls"),
        (partial(a_peer, say_nothing), DEAF._replace(connect_s=0.2), "dtc-silent"),
        (partial(a_peer, lambda _client: None), PATIENT, "dtc-closed"),
        (partial(a_peer, say(IN_JSON)), HALF, "dtc-no-logon"),
        (
            partial(a_peer, say(encode(EncodingResponse(Encoding=4), Encoding.BINARY))),
            PATIENT,
            "dtc-encoding",
        ),
        (partial(a_server, ServerRules(refusal="Not today")), PATIENT, "dtc-logon-refused"),
        (partial(a_server, ServerRules(username="me", password="word")), PATIENT, "dtc-logon-refused"),
        (partial(a_server, ServerRules(encoding=Encoding.BINARY)), PATIENT, "dtc-other-encoding"),
        (partial(a_server, ServerRules(encoding=Encoding.JSON)), HALF, "dtc-other-encoding"),
    ],
)
@pytest.mark.slow
def test_server_that_is_not_as_it_should_be_is_named(
    tmp_path: Path, server: Callable[[], AbstractContextManager[int]], limits: Limits, cause: str
) -> None:
    """Each with what to change in Sierra Chart."""
    with server() as port:
        found = found_at(tmp_path, port, limits)
    assert of_the_server(found) == {cause}
    assert one(found, cause).do


def logon(**fields: object) -> bytes:
    """Return an answer to a logon."""
    return encode(LogonResponse(Result=1, **fields), Encoding.JSON)  # type: ignore[arg-type]  # fields of any type


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (logon(ProtocolVersion=7), "dtc-version"),
        (logon() + b'{"Type":5,"Reason":"bye"}\0', "dtc-ended"),
        (encode(LogonResponse(Result=4, ReconnectAddress="10.0.0.1:1"), Encoding.JSON), "dtc-other-address"),
    ],
)
@pytest.mark.slow
def test_answer_to_the_logon_that_is_not_as_it_should_be_is_named(
    tmp_path: Path, answer: bytes, cause: str
) -> None:
    """Another version, a goodbye at once, another address."""
    with a_peer(say(IN_JSON, answer, *NOTHING)) as port:
        found = found_at(tmp_path, port)
    assert of_the_server(found) == {cause}


@pytest.mark.slow
def test_refused_password_is_never_shown(tmp_path: Path) -> None:
    """Not even where the server repeats it; that one was given is told."""
    refusal = LogonResponse(Result=3, ResultText="Wrong password hunter2")
    with a_peer(say(IN_JSON, encode(refusal, Encoding.JSON))) as port:
        found = found_at(tmp_path, port, SIERRA_DTC_PASS="hunter2")
    assert of_the_server(found) == {"dtc-logon-refused"}
    assert "a password" in one(found, "dtc-logon-refused").what
    assert "hunter2" not in repr(found)


@pytest.mark.slow
def test_server_without_heartbeats_is_named(tmp_path: Path) -> None:
    """It answers, and does not beat."""
    with a_server(ServerRules()) as port:
        found = found_at(tmp_path, port)
    assert "dtc-no-heartbeat" in causes(found)
    assert "SC DTC Server in JSON" in one(found, "Sierra-Chart-ok").what
