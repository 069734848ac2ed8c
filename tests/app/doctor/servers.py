"""Servers that are not what a monitor looks for; real sockets in threads."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@contextmanager
def a_peer(talk: Callable[[socket.socket], object]) -> Iterator[int]:
    """Give the port of a server that treats every client as a function does, then closes."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threads: list[threading.Thread] = []

        def treat(client: socket.socket) -> None:
            with client, suppress(OSError):
                client.settimeout(5)
                talk(client)

        def serve() -> None:
            with suppress(OSError):
                while True:
                    client, _ = listener.accept()
                    threads.append(threading.Thread(target=treat, args=(client,)))
                    threads[-1].start()

        server = threading.Thread(target=serve)
        server.start()
        try:
            yield listener.getsockname()[1]
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            for thread in (server, *threads):
                thread.join()


def say_nothing(client: socket.socket) -> None:
    """Read until the client has gone."""
    while client.recv(4096):
        pass


def say(*answers: bytes) -> Callable[[socket.socket], None]:
    """Return a way to answer each piece that is read with the next of these, then nothing."""

    def talk(client: socket.socket) -> None:
        for answer in answers:
            client.recv(4096)
            client.sendall(answer)
        say_nothing(client)

    return talk


def shake_hands_by_tls(client: socket.socket) -> None:
    """Serve as one that requires TLS; without a certificate of its own, which nobody may trust anyway."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("ADH:@SECLEVEL=0")
    with context.wrap_socket(client, server_side=True) as secured:
        say_nothing(secured)


class _Quiet(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        """Say nothing."""


@contextmanager
def a_web_server() -> Iterator[int]:
    """Give the port of a web server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Quiet)
    server.daemon_threads = False
    _Quiet.timeout = 5
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def a_free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port
