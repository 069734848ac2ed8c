"""The command line. Needs nothing but the standard library, so that it answers on a bare machine."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn

from app.checkout import version
from app.subcommands import Subcommand, add_subcommands, subcommand_of
from app.typed_numbers import above_zero, whole

MODES: Final = ("SIM", "LIVE", "DEBUG")
ENCODINGS: Final = ("auto", "binary", "vls", "json", "compact")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A TCP server."""

    host: str
    port: int

    def __str__(self) -> str:
        """Return `HOST:PORT` as it is written on the command line."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arguments:
    """What the command line asked for; None means: as the settings say.

    Attributes:
        run_for_s: Orderly exit after so many seconds; None runs until closed.
        demo_time_scale: Demo seconds per real second.
        shadow: Let the other generations run hidden, and compare them.
        command: What to do instead of running the monitor; None runs it.
    """

    demo: bool
    dtc: Endpoint | None
    csv: Path | None
    home: Path | None
    mode: str | None
    account: str | None
    encoding: str | None
    offscreen: bool
    run_for_s: float | None
    screenshot: Path | None
    screen_log: Path | None
    demo_seed: int | None
    demo_time_scale: float
    shadow: bool
    command: Subcommand | None


class _Parser(argparse.ArgumentParser):
    """An argument parser that refuses in one line."""

    def error(self, message: str) -> NoReturn:
        """Exit with code 2 and one line naming the option, the value and the valid values."""
        self.exit(2, f"{self.prog}: {message} (--help lists all options)\n")


def _endpoint(text: str) -> Endpoint:
    host, separator, port = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    usable = separator and host and port.isascii() and port.isdigit() and 1 <= int(port) <= 65535  # noqa: PLR2004 (the last TCP port)
    if not usable:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not HOST:PORT with a port from 1 to 65535, such as 127.0.0.1:11099"
        )
    return Endpoint(host, int(port))


def _name(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError(f"{text!r} is not an account name, such as Sim1")
    return text.strip()


def _path(text: str) -> Path:
    if not text.strip():
        raise argparse.ArgumentTypeError(f"{text!r} is not a path")
    return Path(text).expanduser()


def _png(text: str) -> Path:
    path = _path(text)
    if path.suffix.lower() != ".png":
        raise argparse.ArgumentTypeError(f"{text!r} is not the name of a .png file, such as window.png")
    return path


def _add_connection_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("where to connect, read and write")
    group.add_argument("--demo", action="store_true", help="built-in exchange, DTC server, snapshot writer")
    group.add_argument("--dtc", type=_endpoint, metavar="HOST:PORT", help="the DTC server of Sierra Chart")
    group.add_argument("--encoding", choices=ENCODINGS, help="what to ask the DTC server for")
    group.add_argument("--csv", type=_path, metavar="FILE", help="the snapshot file the chart study writes")
    group.add_argument("--home", type=_path, metavar="DIR", help="folder for data, logs and settings.toml")


def _add_screen_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("what to show")
    group.add_argument("--mode", choices=MODES, help="the mode to show first")
    group.add_argument("--account", type=_name, metavar="NAME", help="the account to show first")
    group.add_argument("--shadow", action="store_true", help="compare both generations of the panels")
    group.add_argument("--offscreen", action="store_true", help="no window system: render offscreen")
    group.add_argument("--screenshot", type=_png, metavar="FILE.png", help="the window, just before the exit")
    group.add_argument("--screen-log", type=_path, metavar="FILE", help="JSON Lines of everything shown")


def _add_run_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("how to run")
    group.add_argument("--run-for", type=above_zero, metavar="SECONDS", help="orderly exit after that time")
    group.add_argument(
        "--demo-seed", type=whole, metavar="N", help="the same seed gives the same demo market"
    )
    group.add_argument(
        "--demo-time-scale", type=above_zero, metavar="X", default=1.0, help="demo time runs X times faster"
    )
    group.add_argument("--version", action="version", version=f"APPSIERRA {version()}")


def _add_options(parser: argparse.ArgumentParser) -> None:
    _add_connection_options(parser)
    _add_screen_options(parser)
    _add_run_options(parser)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="launcher.py",
        description="APPSIERRA: live trading monitor for people who trade futures in Sierra Chart.",
        epilog="Exit codes: 0 ok, 1 unexpected error, 2 usage, 69 something needed is unavailable, "
        "73 cannot write, 75 already running, 78 bad configuration, 130 Ctrl-C.",
        allow_abbrev=False,
    )
    _add_options(parser)
    parsers = parser.add_subparsers(dest="command", title="instead of running", metavar="COMMAND")
    add_subcommands(parsers, _path)
    return parser


def parse(argv: Sequence[str]) -> Arguments:
    """Return what the command line asks for.

    Args:
        argv: The arguments without the program name.

    Raises:
        SystemExit: Code 0 after `--help` and `--version`; code 2 after one line on stderr that names
            the option, the value and the valid values.
    """
    parser = _parser()
    _refuse_unknown_options(argv, parser)
    given = parser.parse_args(list(argv))
    if given.demo and given.dtc is not None:
        parser.error(f"--demo brings its own DTC server; leave out --dtc {given.dtc}, or --demo")
    command = subcommand_of(given, parser.error)
    if command is not None:
        _refuse_run_options(given, parser)
    return Arguments(
        demo=given.demo,
        dtc=given.dtc,
        csv=given.csv,
        home=given.home,
        mode=given.mode,
        account=given.account,
        encoding=given.encoding,
        offscreen=given.offscreen,
        run_for_s=given.run_for,
        screenshot=given.screenshot,
        screen_log=given.screen_log,
        demo_seed=given.demo_seed,
        demo_time_scale=given.demo_time_scale,
        shadow=given.shadow,
        command=command,
    )


def _refuse_unknown_options(argv: Sequence[str], parser: argparse.ArgumentParser) -> None:
    """Refuse `--demmo 7` for its option: argparse would take the 7 for a wrong subcommand."""
    options = _Parser(prog=parser.prog, add_help=False, allow_abbrev=False)
    _add_options(options)
    _, unknown = options.parse_known_args(list(argv))
    if unknown and unknown[0].startswith("-") and unknown[0] not in {"-h", "--help"}:
        parser.error(f"unrecognized arguments: {' '.join(unknown)}")


def _refuse_run_options(given: argparse.Namespace, parser: argparse.ArgumentParser) -> None:
    """Refuse options that the subcommand would silently ignore."""
    idle = parser.parse_args([])
    for name, value in vars(idle).items():
        if name not in {"home", "command"} and getattr(given, name) != value:
            option = f"--{name.replace('_', '-')}"
            parser.error(f"{option} is for running the monitor; leave it out with `{given.command}`")
