"""Command line of the demo when it is served alone."""

import argparse
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from demo.conversation import ServerRules
from demo.service import Setup
from demo.world_state import default_state
from dtc.enums import Encoding

DEFAULT_PORT: Final = 11099
DEFAULT_SEED: Final = 1
_LAST_PORT: Final = 65_535
_ENCODINGS: Final = {
    "automatic": None,
    "binary": Encoding.BINARY,
    "vls": Encoding.BINARY_VLS,
    "json": Encoding.JSON,
    "compact": Encoding.JSON_COMPACT,
}


@dataclass(frozen=True, slots=True)
class Arguments:
    """What the command line asks for.

    Attributes:
        port: Port to listen on; 0 for any free one.
        until_stdin_closes: End when standard input ends, so that no orphan outlives its parent.
    """

    port: int
    until_stdin_closes: bool
    setup: Setup


def parse_arguments(given: list[str] | None = None) -> Arguments:
    """Return the arguments of the command line.

    Raises:
        SystemExit: Wrong usage (2), or `--help` (0).
    """
    parser = _parser()
    options = parser.parse_args(given)
    if bool(options.user) != bool(options.password):
        parser.error("--user and --password belong together")
    csv: Path = options.csv
    rules = ServerRules(
        encoding=_ENCODINGS[options.encoding],
        username=options.user,
        password=options.password,
        refusal=options.refuse,
        serves_prices=options.market_data,
    )
    setup = Setup(
        csv=csv,
        state=options.state or default_state(csv),
        seed=options.seed,
        time_scale=options.time_scale,
        fresh=options.fresh,
        rules=rules,
    )
    return Arguments(options.port, options.until_stdin_closes, setup)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python3 -m demo",
        description="A simulated exchange that behaves like Sierra Chart's DTC server, on this machine only.",
    )
    add = parser.add_argument
    add("--port", type=_port, default=DEFAULT_PORT, help=f"port, 0 for any free one (default {DEFAULT_PORT})")
    add("--csv", type=Path, required=True, metavar="FILE", help="snapshot file, written every half second")
    add("--seed", type=int, default=DEFAULT_SEED, metavar="N", help="the same seed gives the same market")
    add("--time-scale", type=_scale, default=1.0, metavar="X", help="demo time runs X times faster")
    add("--state", type=Path, metavar="FILE", help="where the world is remembered (default CSV.demo.json)")
    add("--fresh", action="store_true", help="begin a new world")
    add("--encoding", choices=tuple(_ENCODINGS), default="automatic", help="what the server speaks")
    add("--user", default="", metavar="NAME", help="wanted at logon, with --password")
    add("--password", default="", metavar="TEXT", help="wanted at logon, with --user")
    add("--refuse", default="", metavar="TEXT", help="refuse every logon with this text")
    add("--market-data", action="store_true", help="serve prices too; Sierra Chart does not for CME futures")
    add("--until-stdin-closes", action="store_true", help="end when standard input ends")
    return parser


def _port(text: str) -> int:
    port = int(text) if text.isascii() and text.isdigit() else -1
    if not 0 <= port <= _LAST_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: use 0 to {_LAST_PORT}")
    return port


def _scale(text: str) -> float:
    try:
        scale = float(text)
    except ValueError:
        scale = math.nan
    if not 0 < scale < math.inf:
        raise argparse.ArgumentTypeError(f"{text!r} is no time scale: use a number above 0, for example 10")
    return scale
