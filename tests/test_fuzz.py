"""What comes from outside, damaged: a slice of each kind, and planted faults that must be found."""

import gc
import json
import logging
from collections.abc import Iterator
from random import Random

import pytest

from dtc import codec
from dtc.binary import decode_fields
from dtc.enums import Encoding
from dtc.layout import Layout
from dtc.messages import Message, OrderUpdate
from models import quote
from tests.fuzz import __main__ as command
from tests.fuzz import frames
from tests.fuzz.engine import Result, play, run
from tests.fuzz.frames import Frames
from tests.fuzz.meter import Meter
from tests.fuzz.report import merged, of_result, words
from tests.fuzz.settings import SettingsFiles
from tests.fuzz.shrink import shrink
from tests.fuzz.snapshots import Snapshots
from tests.fuzz.tapes import Tapes

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]

_FRAMES = 6_000


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Log nothing: what is wrong is what this is about, and there are thousands of it."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
    gc.collect()


@pytest.fixture
def _first_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """End a run with its first finding."""
    monkeypatch.setattr("tests.fuzz.engine._MOST_FINDINGS", 1)


@pytest.fixture(scope="module")
def subject() -> Frames:
    """Return what makes frames; building it takes a second."""
    return Frames()


def problems(result: Result) -> list[str]:
    """Return what was found; how long a frame takes is no question of this machine."""
    return [each.problem for each in result.findings if "too long" not in each.problem]


@pytest.mark.usefixtures("qapp")
def test_no_frame_does_harm(subject: Frames) -> None:
    """In every encoding, damaged in every way, through decoder, facts and all actors."""
    result = run(subject, _FRAMES, 0)
    assert problems(result) == []
    assert result.taken >= _FRAMES
    cases = [subject.make(Random(seed))[0] for seed in range(result.cases)]
    assert {case & 3 for case in cases} == {0, 1, 2, 3}
    assert any(case & 4 for case in cases), "some went through all actors"


@pytest.mark.parametrize(("kind", "count"), [(Snapshots, 3_000), (SettingsFiles, 60), (Tapes, 150)])
def test_no_file_does_harm(kind: type[Snapshots | SettingsFiles | Tapes], count: int) -> None:
    """Each is taken, or refused with the error that its reader declares."""
    result = run(kind(), count, 0)
    assert problems(result) == []
    assert result.taken >= count


def test_a_seed_is_the_same_case_each_time(subject: Frames) -> None:
    """Nothing but the number decides."""
    other = Frames()
    assert all(subject.make(Random(seed)) == other.make(Random(seed)) for seed in range(30))


@pytest.mark.usefixtures("_first_alone")
def test_an_exception_of_the_decoder_is_found_and_made_small(
    subject: Frames, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader that trusts a length: the smallest case is printed, with the command that repeats it."""

    def trusting(layout: Layout, frame: bytes) -> Message:
        if layout.message_class is OrderUpdate and len(frame) < layout.size:
            raise IndexError("index out of range")
        return decode_fields(layout, frame)

    monkeypatch.setattr(codec, "decode_fields", trusting)
    finding = run(subject, 20_000, 0).findings[0]
    assert "IndexError in test_fuzz.py trusting" in finding.problem
    assert len(finding.data) < 150
    assert run(subject, 1, finding.seed).findings[0].problem == finding.problem
    assert command._again("frames", finding.data) == 1


@pytest.mark.usefixtures("_first_alone")
def test_a_value_that_the_bytes_do_not_say_is_found(subject: Frames, monkeypatch: pytest.MonkeyPatch) -> None:
    """A quantity that is shown as zero where the frame ends before it: accepted, and wrong."""

    def filled(layout: Layout, frame: bytes) -> Message:
        message = decode_fields(layout, frame)
        if isinstance(message, OrderUpdate) and message.FilledQuantity is None:
            return OrderUpdate(FilledQuantity=0.0)
        return message

    monkeypatch.setattr(codec, "decode_fields", filled)
    assert run(subject, 20_000, 0).findings


@pytest.mark.usefixtures("qapp")
def test_what_breaks_behind_the_decoder_is_found(subject: Frames, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a balance is believed that nobody has, one of the panels refuses it."""
    stream = b'{"Type":600,"TradeAccount":"120005","CashBalance":1e82}\0'
    case = bytes([Encoding.JSON | frames._WHOLE]) + stream
    assert not play(subject, case, Meter())
    monkeypatch.setattr("actors.dtc_facts.is_plausible", lambda _value: True)
    assert "tell_legacy" in play(subject, case, Meter())


@pytest.mark.usefixtures("_first_alone")
def test_a_torn_row_that_is_believed_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows count from their line end on; without that rule half a number is a price."""
    monkeypatch.setattr(quote, "_header_and_row", _forgiving)
    assert "not whole" in run(Snapshots(), 3_000, 0).findings[0].problem


def _forgiving(text: str) -> tuple[list[str], list[str]]:
    lines = f"{text}\n".split("\n")
    return [name.strip() for name in lines[0].split(",")], (lines[1:] or [""])[0].split(",")


@pytest.mark.usefixtures("_first_alone")
def test_a_slow_piece_and_growth_are_found(subject: Frames, monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes longer than it may is a finding only where it does so each time."""
    monkeypatch.setattr("tests.fuzz.engine.MOST_S", 0.0)
    monkeypatch.setattr("tests.fuzz.shrink._MOST_S", 0.1)
    result = run(subject, 10, 0)
    assert result.findings[0].problem.endswith("ms is too long")
    assert not result._replace(findings=(), grown_mb=10.5).holds


def test_garbage_is_counted_apart() -> None:
    """The longest piece is told with the collection that fell into it, and without."""
    watch = Meter()
    watch.open()
    with watch:
        gc.collect()
    watch.close()
    assert watch.longest_alone_s < watch.longest_s


def test_a_case_is_made_small() -> None:
    """What does not matter goes, and what stays becomes plain."""
    assert shrink(b"abcXdef" * 20, lambda data: b"X" in data) == b"X"
    assert len(shrink(b"abcdef" * 20, lambda data: len(data) > 3)) == 4


def test_the_answer_is_one_for_machines_too(capsys: pytest.CaptureFixture[str]) -> None:
    """Each process that shares the work answers so."""
    assert command.main(["snapshots", "--count", "400", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["taken"] >= 400, answer["holds"], answer["findings"]) == (True, True, [])
    assert command._shared("snapshots", 300, 0, 1).taken >= 300


def test_the_answer_says_what_was_proved() -> None:
    """And where something was found, the command that plays it again."""
    result = run(Snapshots(), 300, 0)
    assert "fewer than one in 100 of this kind does harm" in words(of_result(result))
    assert "everything holds" in words(of_result(result))
    both = merged([of_result(result), of_result(result)])
    assert both.taken == 600
