"""Who listens, when it is not the DTC server."""

from app.doctor.peer import identify, listening
from dtc import hints
from tests.app.doctor.servers import a_free_port, a_peer, a_web_server, say_nothing, shake_hands_by_tls


def test_ports_that_listen_are_found() -> None:
    """Others are left out."""
    with a_peer(say_nothing) as port:
        assert listening("127.0.0.1", (a_free_port(), port)) == (port,)


def test_web_server_tls_and_silence_are_told_apart() -> None:
    """Each gives the hint that says what to change."""
    with a_web_server() as port:
        assert identify("127.0.0.1", port, 5.0) == hints.HTTP
    with a_peer(shake_hands_by_tls) as port:
        assert identify("127.0.0.1", port, 5.0) == hints.TLS
    with a_peer(say_nothing) as port:
        assert identify("127.0.0.1", port, 0.1) == ""
    assert identify("127.0.0.1", a_free_port(), 0.1) == ""
