"""Serve the demo alone: `python3 -m demo --port 11099 --csv snapshot.csv`."""

import errno
import logging
import os
import signal
import sys
import threading
from types import FrameType
from typing import Final

from demo.arguments import Arguments, parse_arguments
from demo.server import LOOPBACK, Server
from demo.service import Service
from demo.snapshot_writer import TEMPORARY

EXIT_UNAVAILABLE: Final = 69
EXIT_CANNOT_WRITE: Final = 73
EXIT_INTERRUPTED: Final = 130
_STDIN: Final = 0
_READ_SIZE: Final = 4096


def main() -> int:
    """Serve until told to stop; return the exit code."""
    arguments = parse_arguments()
    logging.basicConfig(
        level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    try:
        server = Server(arguments.port)
    except OSError as error:
        return _fail(EXIT_UNAVAILABLE, _port_trouble(arguments.port, error))
    try:
        service = Service(arguments.setup, server)
    except OSError as error:
        server.close("")
        file = str(error.filename or arguments.setup.csv).removesuffix(TEMPORARY)
        text = f"cannot write {file}: {error.strerror}; choose another --csv or --state"
        return _fail(EXIT_CANNOT_WRITE, text)
    return _serve(arguments, server, service)


def _serve(arguments: Arguments, server: Server, service: Service) -> int:
    interrupted = threading.Event()

    def on_signal(number: int, _frame: FrameType | None) -> None:
        if number == signal.SIGINT:
            interrupted.set()
        service.stop()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, on_signal)
    # A signal must end a wait for bytes at once, also where the wait is simply restarted after it.
    signal.set_wakeup_fd(server.waker.fileno(), warn_on_full_buffer=False)
    if arguments.until_stdin_closes:
        threading.Thread(target=_stop_at_end_of_stdin, args=(service,), daemon=True).start()
    sys.stdout.write(f"listening on {LOOPBACK}:{server.port}\n")
    sys.stdout.flush()
    try:
        service.run()
    finally:
        signal.set_wakeup_fd(-1)
    return EXIT_INTERRUPTED if interrupted.is_set() else 0


def _stop_at_end_of_stdin(service: Service) -> None:
    # os.read and not sys.stdin: a thread that waits inside a buffered reader breaks the end of the process.
    try:
        while os.read(_STDIN, _READ_SIZE):
            pass
    except OSError:
        logging.getLogger(__name__).info("standard input cannot be read: stopping")
    service.stop()


def _port_trouble(port: int, error: OSError) -> str:
    if error.errno in {errno.EADDRINUSE, errno.EACCES} and port:
        return f"port {port} is taken or not allowed: stop the program that uses it, or choose another --port"
    return f"cannot listen on port {port}: {error.strerror}"


def _fail(code: int, text: str) -> int:
    sys.stderr.write(f"demo: {text}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
