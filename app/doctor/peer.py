"""Who listens where, when it is not the DTC server that was looked for."""

import socket
import ssl
from collections.abc import Iterable
from contextlib import suppress
from typing import Final

from dtc import hints
from dtc.opening import NEEDED, Opening, judge

USUAL_PORTS: Final = (11099, 11098, 11100)
"""Of trading, of historical prices, and the next one, which a second Sierra Chart usually gets."""
_KNOCK_S: Final = 0.3


def listening(host: str, ports: Iterable[int]) -> tuple[int, ...]:
    """Return the ports of a machine on which something listens."""
    found = []
    for port in ports:
        with suppress(OSError), socket.create_connection((host, port), _KNOCK_S):
            found.append(port)
    return tuple(found)


def identify(host: str, port: int, timeout_s: float) -> str:
    """Return the hint for a peer that said nothing to a DTC client; empty where it stays unknown."""
    if _speaks_tls(host, port, timeout_s):
        return hints.TLS
    with suppress(OSError), socket.create_connection((host, port), timeout_s) as peer:
        peer.settimeout(timeout_s)
        peer.sendall(b"GET / HTTP/1.0\r\n\r\n")
        said = peer.recv(NEEDED)
        if len(said) == NEEDED and judge(said) is Opening.HTTP:
            return hints.HTTP
    return ""


def _speaks_tls(host: str, port: int, timeout_s: float) -> bool:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    # Nothing is sent through it: only whether it can be made counts.
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        with (
            socket.create_connection((host, port), timeout_s) as peer,
            context.wrap_socket(peer, server_hostname=host),
        ):
            return True
    except ssl.SSLError as error:
        # It understood enough to refuse: it may want a certificate of ours.
        return "ALERT" in (error.reason or "")
    except (OSError, ValueError):
        return False
