"""The command that shows recorded streams."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dtc.codec import encode
from dtc.command import main
from dtc.enums import Encoding
from dtc.messages import Heartbeat, LogonRequest, OrderUpdate, PositionUpdate

NAMES = {
    Encoding.BINARY: "binary",
    Encoding.BINARY_VLS: "vls",
    Encoding.JSON: "json",
    Encoding.JSON_COMPACT: "compact",
}
FLAT = PositionUpdate(Symbol="ESZ26-CME", Quantity=0.0)


def lines(text: str) -> list[dict[str, Any]]:
    """Return the printed objects."""
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("encoding", NAMES, ids=NAMES.get)
def test_one_object_per_message(
    encoding: Encoding, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Type, name and the set fields are printed; an unset price is absent, a quantity of 0 is not."""
    file = tmp_path / "stream"
    file.write_bytes(encode(FLAT, encoding) + encode(Heartbeat(CurrentDateTime=5), encoding))
    assert main(["decode", "--encoding", NAMES[encoding], "--strict", str(file)]) == 0
    position, heartbeat = lines(capsys.readouterr().out)
    assert (position["type"], position["name"]) == (306, "POSITION_UPDATE")
    assert position["fields"]["Symbol"] == "ESZ26-CME"
    assert position["fields"]["Quantity"] == 0
    assert "AveragePrice" not in position["fields"]
    assert heartbeat == {
        "type": 3,
        "name": "HEARTBEAT",
        "fields": {"NumDroppedMessages": 0, "CurrentDateTime": 5},
    }


def test_only_what_the_frame_sets_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Keys that are missing from JSON, and fields that a short struct cannot hold, are not invented."""
    file = tmp_path / "stream"
    file.write_bytes(b'{"Type":306,"TradeAccount":"Sim1","RequestID":null,"packed":1}\0{"Type":3,"F":[7]}\0')
    assert main(["decode", "--encoding", "json", str(file)]) == 0
    assert [line["fields"] for line in lines(capsys.readouterr().out)] == [
        {"TradeAccount": "Sim1"},
        {"NumDroppedMessages": 7},
    ]
    file.write_bytes(bytes.fromhex("08000300 07000000"))
    assert main(["decode", "--encoding", "binary", str(file)]) == 0
    assert lines(capsys.readouterr().out)[0]["fields"] == {"NumDroppedMessages": 7}


def test_unknown_types_are_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Unknown types keep their number, and in JSON their keys; order types are known by name."""
    file = tmp_path / "stream"
    file.write_bytes(b'{"Type":12345,"A":[1,NaN]}\0{"Type":208,"Symbol":"X"}\0')
    assert main(["decode", "--encoding", "compact", str(file)]) == 0
    assert lines(capsys.readouterr().out) == [
        {"type": 12345, "name": "UNKNOWN", "fields": {"A": [1, None]}},
        {"type": 208, "name": "SUBMIT_NEW_SINGLE_ORDER", "fields": {"Symbol": "X"}},
    ]
    file.write_bytes(bytes.fromhex("0600 3930 ffff"))
    assert main(["decode", "--encoding", "binary", str(file)]) == 0
    assert lines(capsys.readouterr().out) == [{"type": 12345, "name": "UNKNOWN", "fields": {}}]


@pytest.mark.parametrize(("strict", "code", "shown"), [(True, 1, 1), (False, 0, 2)])
def test_bad_frames_are_reported_with_their_offset(
    *, strict: bool, code: int, shown: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A bad frame ends the strict form and is skipped by the other."""
    good = encode(Heartbeat(), Encoding.JSON)
    file = tmp_path / "stream"
    file.write_bytes(good + b"{nonsense}\0" + good)
    options = ["--strict"] if strict else []
    assert main(["decode", "--encoding", "json", *options, str(file)]) == code
    printed = capsys.readouterr()
    assert len(lines(printed.out)) == shown
    assert printed.err.startswith(f"offset {len(good)}: ")


def test_lost_framing_ends_with_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where nothing can be skipped, the command says so even without --strict."""
    file = tmp_path / "stream"
    file.write_bytes(encode(Heartbeat(), Encoding.BINARY) + bytes(8))
    assert main(["decode", "--encoding", "binary", str(file)]) == 1
    assert capsys.readouterr().err.startswith("offset 16: frame with Size 0")


@pytest.mark.parametrize(("options", "code"), [([], 0), (["--strict"], 1)])
def test_a_truncated_end_is_reported(
    options: list[str], code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A stream that ends inside a frame shows the offset of that frame."""
    file = tmp_path / "stream"
    whole = encode(OrderUpdate(), Encoding.BINARY)
    file.write_bytes(whole + whole[:100])
    assert main(["decode", "--encoding", "binary", *options, str(file)]) == code
    printed = capsys.readouterr()
    assert len(lines(printed.out)) == 1
    assert printed.err.startswith(f"offset {len(whole)}: ")


@pytest.mark.slow
def test_a_reader_that_has_seen_enough_is_no_error(tmp_path: Path) -> None:
    """Piping into a program that ends early leaves no traceback."""
    file = tmp_path / "stream"
    file.write_bytes(encode(FLAT, Encoding.JSON) * 5000)
    command = [sys.executable, "-m", "dtc", "decode", "--encoding", "json", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A dash reads the stream from standard input."""
    data = encode(Heartbeat(), Encoding.JSON)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert main(["decode", "--encoding", "json", "-"]) == 0
    assert len(lines(capsys.readouterr().out)) == 1


def test_a_missing_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that cannot be read is named, with the exit code of a wrong use."""
    assert main(["decode", "--encoding", "json", str(tmp_path / "none")]) == 2
    assert "none" in capsys.readouterr().err


@pytest.mark.parametrize("encoding", NAMES, ids=NAMES.get)
def test_credentials_are_masked(
    encoding: Encoding, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A recorded logon shows neither name nor password."""
    file = tmp_path / "stream"
    file.write_bytes(encode(LogonRequest(Username="jane", Password="hunter2"), encoding))
    assert main(["decode", "--encoding", NAMES[encoding], str(file)]) == 0
    (logon,) = lines(capsys.readouterr().out)
    assert logon["fields"]["Username"] == logon["fields"]["Password"] == "***"
