"""The recorded actors at play."""

import io
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from actors.messages import ActorRestarted, FillBooked, Message, TradeClosed
from actors.seams.track import ANSWER, FRAME
from app.errors import UnavailableError
from app.replay.checkpoints import Checkpoint, Shared
from app.replay.memory import ScreenMemory
from app.replay.performance import Performance
from app.replay.tape import Tape
from models.recording import Block, Reader, pack, prelude
from ui.payload import Arrival
from ui.view_state import ViewState


def text_of(*arrivals: Arrival) -> str:
    """Return what facts say, but for the calendar: a set has no order."""
    return repr([each for each in arrivals if isinstance(each, Mapping) and each["event"] != "CalendarSet"])


class Notebook(ScreenMemory):
    """Keeps everything that it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[object] = []

    def view(self, view: ViewState) -> None:
        """Keep what was chosen."""
        super().view(view)
        self.told.append(view)

    def frame(self, arrivals: list[tuple[Arrival, str | None]]) -> None:
        """Keep a batch."""
        super().frame(arrivals)
        self.told.append(text_of(*(arrival for arrival, _ in arrivals)))

    def shot(self, at: float) -> None:
        """Keep a moment."""
        self.told.append(at)


@pytest.fixture
def tape(recording: Path) -> Iterator[Tape]:
    """Return a tape."""
    with closing(Tape(recording)) as tape:
        yield tape


def blocks_of(recording: Path) -> list[Block]:
    """Return the blocks of a recording."""
    reader = Reader(io.BytesIO(recording.read_bytes()))
    return [reader.block(index) for index in range(len(reader.places))]


def written(recording: Path, blocks: Iterable[Block], folder: Path) -> Path:
    """Return a recording like another one, with other blocks."""
    header = Reader(io.BytesIO(recording.read_bytes())).header
    path = folder / "changed.recording"
    path.write_bytes(prelude(header) + b"".join(map(pack, blocks)))
    return path


def refusal_of(recording: Path, folder: Path, change: Callable[[Block], Block]) -> str:
    """Return why a recording cannot be played whose blocks went through a function."""
    path = written(recording, map(change, blocks_of(recording)), folder)
    with closing(Tape(path)) as tape, pytest.raises(UnavailableError) as refused:
        Performance(tape, ScreenMemory()).play(2**62)
    return str(refused.value)


def test_the_same_tape_gives_the_same_play(tape: Tape) -> None:
    """Two performances tell a screen the same, in the same batches at the same moments."""
    books = []
    for _ in range(2):
        book = Notebook()
        performance = Performance(tape, book)
        assert not performance.play(2**62)
        books.append(book.told)
    assert books[0] == books[1]
    assert len(books[0]) > 300


def test_actors_do_their_work_again(tape: Tape) -> None:
    """Fills are booked and trades closed by the same actors, from the bytes of the server."""
    heard: list[Message] = []
    Performance(tape, ScreenMemory(), lambda _, message: heard.append(message)).play(2**62)
    assert len([each for each in heard if isinstance(each, FillBooked)]) > 5
    assert [each for each in heard if isinstance(each, TradeClosed)]


def test_it_plays_to_a_moment(tape: Tape) -> None:
    """What happened until then is played, and nothing that came later."""
    performance = Performance(tape, ScreenMemory())
    moment = tape.time_of(50) + 1
    assert performance.play(moment)
    assert performance.utc_us <= moment
    row = performance.upcoming()
    assert row is not None
    assert row.utc_us > moment


def test_it_goes_on_from_a_checkpoint(tape: Tape) -> None:
    """What is told after a checkpoint is what is told without one, wherever it is."""
    for blocks in (0, 1, 60, 120):
        book, shared = Notebook(), Shared()
        performance = Performance(tape, book)
        for _ in range(blocks):
            performance.play_block()
        assert performance.next_block == blocks
        checkpoint = Checkpoint(blocks, performance.utc_us, performance.freeze(shared))
        told = len(book.told)
        performance.play(2**62)
        other = Performance(tape, ScreenMemory())
        other.thaw(shared, checkpoint)
        other.play(2**62)
        again = other.screen
        assert isinstance(again, Notebook)
        assert again.told == book.told
        assert len(again.told) > told
        assert text_of(*again.payloads()) == text_of(*book.payloads())
        assert other.rows == performance.rows


def test_a_message_that_nobody_sent_is_refused(recording: Path, tmp_path: Path) -> None:
    """A program that does something else than the one that recorded is not made to fit."""

    def swapped(block: Block) -> Block:
        rows = [row._replace(source=3) if row.source < 3 else row for row in block.rows]
        return Block.of(rows, block.contents)

    said = refusal_of(recording, tmp_path, swapped)
    assert "the recording does not play on from 2026-11-23 15:00:00 UTC" in said
    assert "has nothing for" in said


def test_facts_that_are_missing_are_refused(recording: Path, tmp_path: Path) -> None:
    """A screen never shows less than was shown."""

    def grown(block: Block) -> Block:
        rows = [row._replace(number=row.number + 1) if row.code == FRAME else row for row in block.rows]
        return Block.of(rows, block.contents)

    assert "the screen got" in refusal_of(recording, tmp_path, grown)


def test_a_missing_answer_is_refused(
    recording: Path, tmp_path: Path, allow_log: Callable[[str], None]
) -> None:
    """An actor that asks for more than was answered is another program."""

    def silent(block: Block) -> Block:
        return Block.of([row for row in block.rows if row.code != ANSWER], block.contents)

    allow_log("ERROR actors.base: actor failed")
    assert "an answer is missing" in refusal_of(recording, tmp_path, silent)


def test_a_session_that_was_killed_in_the_middle_of_a_message_ends_before_it(
    tape: Tape, recording: Path, tmp_path: Path
) -> None:
    """The last block has a question, and nobody wrote its answer: what came before is shown."""
    whole = Notebook()
    Performance(tape, whole).play(2**62)
    blocks = blocks_of(recording)
    asked = [number for number, block in enumerate(blocks) if any(row.code == ANSWER for row in block.rows)]
    last = asked[len(asked) // 2]
    cut = Block.of([row for row in blocks[last].rows if row.code != ANSWER], blocks[last].contents)
    book, heard = Notebook(), list[Message]()
    with closing(Tape(written(recording, [*blocks[:last], cut], tmp_path))) as killed:
        performance = Performance(killed, book, lambda _, message: heard.append(message))
        assert not performance.play(2**62)
        assert performance.step() is None
    assert len(book.told) > 100
    assert book.told == whole.told[: len(book.told)]
    assert not [message for message in heard if isinstance(message, ActorRestarted)]
    assert logging.getLogger("actors.base").isEnabledFor(logging.ERROR)


def test_an_answer_that_nobody_can_have_got_is_refused(recording: Path, tmp_path: Path) -> None:
    """To an actor that there is not, with a content that there is not, or that says nothing."""

    def changed(block: Block, **fields: int) -> Block:
        rows = [row._replace(**fields) if row.code == ANSWER else row for row in block.rows]
        return Block.of(rows, block.contents)

    def foreign(block: Block) -> Block:
        return changed(block, source=250)

    def missing(block: Block) -> Block:
        return changed(block, number=2**40)

    def broken(block: Block) -> Block:
        return Block(block.columns, [content._replace(body=b"\xc1") for content in block.contents])

    for change in (foreign, missing, broken):
        assert "the recording does not play on" in refusal_of(recording, tmp_path, change)
