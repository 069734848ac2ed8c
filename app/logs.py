"""Logging: everything to `<home>/logs/app.log`, warnings to stderr too, nobody waits for the disk.

Callers only put records into a queue; one listener thread formats and writes them.
"""

import logging
import re
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from logging.handlers import QueueHandler, QueueListener, RotatingFileHandler
from queue import SimpleQueue
from types import TracebackType
from typing import Final

from app.errors import UnwritableError
from app.home import Home

_log: Final = logging.getLogger(__name__)
_FILE_BYTES: Final = 5_000_000
_KEPT_FILES: Final = 5
_FORMAT: Final = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"
_MASK: Final = "***"


class _LineFormatter(logging.Formatter):
    """Formats with UTC milliseconds."""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: ARG002, N802 (the name and arguments of logging.Formatter)
        at = datetime.fromtimestamp(record.created, UTC)
        return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


class _MaskingFormatter(logging.Formatter):
    """Masks secrets wherever they turn up, tracebacks included.

    Works before the record is queued: a handler that fails later prints the record as it got it.
    """

    def __init__(self, secrets: Sequence[str]) -> None:
        super().__init__()
        self._secrets = tuple(secret for secret in secrets if secret)

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        for secret in self._secrets:
            text = text.replace(secret, _MASK)
        return text


class _MessageDumpFilter(logging.Filter):
    """Cuts what Pykka prints of messages it does not know: a Connect command carries a password."""

    _dump: Final = re.compile(r"(Unexpected message received by .*?: [\w.<]*)", re.DOTALL)

    def filter(self, record: logging.LogRecord) -> bool:
        dump = self._dump.match(record.getMessage())
        if dump:
            record.msg, record.args = f"{dump.group(1)}(...)", ()
        return True


class _LogFile(RotatingFileHandler):
    """The log file; what a full disk does not take is dropped, and the terminal is spared a trace a line."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 (the name of logging.Handler)
        """Report what is not the disk's fault."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handleError(record)

    def close(self) -> None:
        """Close the file, whatever of it is not on the disk."""
        with suppress(OSError):
            super().close()


def start(home: Home, secrets: Sequence[str] = (), level: int = logging.INFO) -> Callable[[], None]:
    """Begin to log; uncaught exceptions of any thread are logged too.

    Args:
        home: Where `logs/app.log` lies; its folders exist.
        secrets: Texts that are masked in every line.
        level: The lowest level that is kept.

    Returns:
        A function that writes what is pending, and puts logging back as it was; calling it again does
        nothing.

    Raises:
        UnwritableError: The log file cannot be opened.
    """
    file_handler = _file_handler(home)
    terminal_handler = logging.StreamHandler(sys.stderr)
    terminal_handler.setLevel(logging.WARNING)
    terminal_handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    records: SimpleQueue[logging.LogRecord] = SimpleQueue()
    listener = QueueListener(records, file_handler, terminal_handler, respect_handler_level=True)
    queue_handler = QueueHandler(records)
    queue_handler.setFormatter(_MaskingFormatter(secrets))

    undo = ExitStack()
    undo.callback(file_handler.close)
    listener.start()
    undo.callback(listener.stop)
    _attach(queue_handler, level, undo)
    _install_hooks(undo)
    return undo.close


def _attach(handler: logging.Handler, level: int, undo: ExitStack) -> None:
    root, pykka = logging.getLogger(), logging.getLogger("pykka")
    undo.callback(root.setLevel, root.level)
    root.setLevel(level)
    root.addHandler(handler)
    undo.callback(root.removeHandler, handler)
    dump_filter = _MessageDumpFilter()
    pykka.addFilter(dump_filter)
    undo.callback(pykka.removeFilter, dump_filter)


def _install_hooks(undo: ExitStack) -> None:
    def restore(main: Callable[..., object], thread: Callable[..., object]) -> None:
        sys.excepthook, threading.excepthook = main, thread

    undo.callback(restore, sys.excepthook, threading.excepthook)
    sys.excepthook, threading.excepthook = _log_uncaught, _log_uncaught_in_thread


def _file_handler(home: Home) -> _LogFile:
    path = home.logs / "app.log"
    try:
        handler = _LogFile(path, maxBytes=_FILE_BYTES, backupCount=_KEPT_FILES, encoding="utf-8")
    except OSError as error:
        raise UnwritableError(
            f"Cannot write {path}: {error.strerror or error}. Make it writable, or choose another home "
            "folder with --home DIR."
        ) from error
    handler.setFormatter(_LineFormatter(_FORMAT))
    return handler


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    _log.critical("uncaught exception", exc_info=(kind, error, trace))


def _log_uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        name = args.thread.name if args.thread else "a thread that is gone"
        _log.critical(
            "uncaught exception in %s", name, exc_info=(args.exc_type, args.exc_value, args.exc_traceback)
        )
