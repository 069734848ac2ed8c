"""Command line of the demo."""

from pathlib import Path

import pytest

from demo.arguments import parse_arguments
from dtc.enums import Encoding


def test_defaults_are_those_of_sierra_chart() -> None:
    """Port 11099, automatic encoding, real time, no password, and the state beside the snapshot."""
    arguments = parse_arguments(["--csv", "data/snapshot.csv"])
    setup = arguments.setup
    assert (arguments.port, arguments.until_stdin_closes) == (11099, False)
    assert (setup.seed, setup.time_scale, setup.fresh) == (1, 1.0, False)
    assert setup.state == Path("data/snapshot.csv.demo.json")
    assert (setup.rules.encoding, setup.rules.username, setup.rules.refusal) == (None, "", "")
    assert not setup.rules.serves_prices
    assert parse_arguments(["--csv", "s.csv", "--market-data"]).setup.rules.serves_prices


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("automatic", None),
        ("binary", Encoding.BINARY),
        ("vls", Encoding.BINARY_VLS),
        ("json", Encoding.JSON),
        ("compact", Encoding.JSON_COMPACT),
    ],
)
def test_the_encoding_can_be_preset(name: str, encoding: Encoding | None) -> None:
    """Every name of an encoding chooses it."""
    assert parse_arguments(["--csv", "s.csv", "--encoding", name]).setup.rules.encoding is encoding


@pytest.mark.parametrize(
    ("given", "named"),
    [
        (["--port", "1"], "--csv"),
        (["--csv", "s.csv", "--port", "65536"], "'65536' is no port"),
        (["--csv", "s.csv", "--port", "x"], "'x' is no port"),
        (["--csv", "s.csv", "--time-scale", "0"], "'0' is no time scale"),
        (["--csv", "s.csv", "--time-scale", "nan"], "'nan' is no time scale"),
        (["--csv", "s.csv", "--user", "me"], "belong together"),
        (["--csv", "s.csv", "--encoding", "xml"], "xml"),
    ],
)
def test_wrong_usage_is_named(given: list[str], named: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The exit code is 2 and the message names what is wrong."""
    with pytest.raises(SystemExit) as caught:
        parse_arguments(given)
    assert caught.value.code == 2
    assert named in capsys.readouterr().err
