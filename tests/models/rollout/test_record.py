"""Where the rollout is."""

import pytest

from models.rollout.gates import SignOff
from models.rollout.record import Record, content_of, record_of
from models.seal import sealed
from tests.models.rollout.builders import BEGIN

RECORD = Record(stage="4.2", since=BEGIN, signatures=(SignOff(name="Ada", stage="3", at=BEGIN),))
CONTENT = content_of(RECORD)


def test_a_record_comes_back() -> None:
    """Stage, beginning and signatures."""
    assert record_of(CONTENT) == RECORD
    assert RECORD.place.name == "phase 4, week 2"
    assert Record().place.key == "1"


@pytest.mark.parametrize(
    "content",
    [b"", b"{}\n", CONTENT[:-1], CONTENT.replace(b"4.2", b"5.2"), CONTENT.replace(b"4.2", b"7"), b"\xff\n"],
)
def test_what_was_not_sealed_is_no_record(content: bytes) -> None:
    """Nobody writes a phase by hand."""
    assert record_of(content) is None


@pytest.mark.parametrize("body", [b'{"stage":"9"', b'{"stage":9', b'{"stage"'])
def test_a_sealed_file_that_means_nothing_is_no_record(body: bytes) -> None:
    """A phase that is not there is not guessed."""
    assert record_of(sealed(body) + b"\n") is None
