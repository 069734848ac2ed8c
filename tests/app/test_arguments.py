"""The command line is a contract; what it refuses, it refuses in one line."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.arguments import Endpoint, parse


def test_nothing_given_leaves_everything_to_the_settings() -> None:
    """An empty command line asks for nothing special."""
    arguments = parse([])
    assert not arguments.demo
    assert parse(["--demo"]).demo
    assert not arguments.offscreen
    assert not arguments.shadow
    assert arguments.demo_time_scale == 1.0
    optional = ("dtc", "csv", "home", "mode", "account", "encoding", "run_for_s", "screenshot", "screen_log")
    assert [getattr(arguments, name) for name in optional] == [None] * len(optional)


def test_every_option_arrives_in_its_field() -> None:
    """Each option of the contract is understood, and typed."""
    line = (
        "--dtc 10.0.0.1:11099 --csv s.csv --home h --mode LIVE --account 120005 --encoding vls "
        "--shadow "
        "--offscreen --run-for 2.5 --screenshot w.PNG --screen-log l.jsonl --demo-seed 7 --demo-time-scale 60"
    )
    arguments = parse(line.split())
    assert arguments.offscreen
    assert arguments.shadow
    assert arguments.dtc == Endpoint("10.0.0.1", 11099)
    assert (arguments.csv, arguments.home) == (Path("s.csv"), Path("h"))
    assert (arguments.mode, arguments.account, arguments.encoding) == ("LIVE", "120005", "vls")
    assert (arguments.run_for_s, arguments.demo_seed, arguments.demo_time_scale) == (2.5, 7, 60.0)
    assert (arguments.screenshot, arguments.screen_log) == (Path("w.PNG"), Path("l.jsonl"))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("--mode sim", ["--mode", "'sim'", "SIM", "LIVE", "DEBUG"]),
        ("--encoding xml", ["--encoding", "'xml'", "auto", "binary", "vls", "json", "compact"]),
        ("--dtc localhost", ["--dtc", "'localhost'", "HOST:PORT"]),
        ("--dtc :11099", ["--dtc", "':11099'", "HOST:PORT"]),
        ("--dtc h:0", ["--dtc", "'h:0'", "1 to 65535"]),
        ("--dtc h:65536", ["--dtc", "'h:65536'", "1 to 65535"]),
        ("--run-for 0", ["--run-for", "'0'", "above 0"]),
        ("--run-for nan", ["--run-for", "'nan'", "above 0"]),
        ("--run-for inf", ["--run-for", "'inf'", "above 0"]),
        ("--demo-time-scale x", ["--demo-time-scale", "'x'", "above 0"]),
        ("--demo-seed -1", ["--demo-seed", "'-1'", "whole number"]),
        ("--screenshot w.jpg", ["--screenshot", "'w.jpg'", ".png"]),
        ("--account=", ["--account", "''", "Sim1"]),
        ("--home=", ["--home", "''", "path"]),
        ("--csv", ["--csv", "expected one argument"]),
        ("--scren-log f", ["--scren-log"]),
        ("--off", ["--off"]),
        ("later", ["later"]),
        ("--demo --dtc h:1", ["--demo", "--dtc h:1"]),
    ],
)
def test_usage_error_is_one_line_and_code_2(
    line: str, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong command line ends with code 2 and one line naming option, value and valid values."""
    with pytest.raises(SystemExit) as ended:
        parse(line.split())
    assert ended.value.code == 2
    message = capsys.readouterr().err
    assert message.count("\n") == 1
    assert [word for word in words if word not in message] == []


@given(
    host=st.sampled_from(["localhost", "10.1.2.3", "::1", "fe80::1", "sierra.example"]),
    port=st.integers(1, 65535),
)
def test_endpoint_reads_back_what_it_writes(host: str, port: int) -> None:
    """HOST:PORT survives being written and read, IPv6 included."""
    endpoint = Endpoint(host, port)
    assert parse(["--dtc", str(endpoint)]).dtc == endpoint
