"""Reading the market snapshot from a real file."""

import os
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from actors.csv_poller import CsvPollerActor
from actors.messages import (
    Announce,
    ClockStepped,
    Message,
    NoticeCleared,
    NoticeRaised,
    PollCsv,
    QuoteMissed,
    QuoteRead,
    ReadSnapshot,
)
from actors.seams.snapshot_file import DiskSnapshotFile
from tests.actors.builders import all_of, last_of
from tests.actors.conftest import Played, Stage
from tests.fakes import START

HEADER = "last,high,low,vwap,poc,cum_delta\n"
STALE_AFTER = 4
INTERVAL_S = 0.5


class Study:
    """Writes the snapshot file as a chart study does."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def replace(self, text: str) -> None:
        """Write a new file, and put it in the place of the old one."""
        new = self.path.with_suffix(".new")
        new.write_text(text)
        new.replace(self.path)

    def rewrite(self, text: str) -> None:
        """Write over the file in place."""
        self.path.write_text(text)

    def row(self, last: str) -> str:
        """Return a file with one valid row."""
        return f"{HEADER}{last},6800,6700,6750,6750,-12\n"


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """Give a study that has not written yet."""
    return Study(tmp_path / "snapshot.csv")


@pytest.fixture
def poller(stage: Stage, study: Study) -> Played:
    """Give the actor."""
    return stage.start(
        CsvPollerActor, file=DiskSnapshotFile(study.path), interval_s=INTERVAL_S, stale_after=STALE_AFTER
    )


def polls(poller: Played, count: int) -> list[Message]:
    """Let so many polls happen."""
    return poller.wait(count * INTERVAL_S)


def prices(posted: list[Message]) -> list[Decimal]:
    """Return the last prices that were read."""
    return [fact.quote.last for fact in all_of(posted, QuoteRead)]


def test_first_poll_is_not_delayed(poller: Played) -> None:
    """The file is read as soon as the actor begins."""
    poller.tell()
    assert poller.posted == [PollCsv()]


@pytest.mark.parametrize("in_place", [True, False])
def test_each_new_row_is_told_once(poller: Played, study: Study, *, in_place: bool) -> None:
    """A row is told when it is new, whether the file was replaced or written over."""
    write = study.rewrite if in_place else study.replace
    seen = []
    for last in ("6750.25", "6750.50", "6751.5"):
        write(study.row(last))
        seen += prices(polls(poller, 2))
    assert seen == [Decimal("6750.25"), Decimal("6750.50"), Decimal("6751.5")]


def test_row_carries_when_it_was_read(poller: Played, study: Study) -> None:
    """The age of a price counts from the poll that read it."""
    study.rewrite(study.row("6750"))
    quote = last_of(polls(poller, 1), QuoteRead).quote
    assert (quote.read_at - START).total_seconds() == INTERVAL_S


def test_half_written_row_is_left_out(poller: Played, study: Study) -> None:
    """A row without its line end may be a part of a longer number."""
    study.rewrite(f"{HEADER}6750,6800,6700,6750,6750,-1")
    assert prices(polls(poller, 1)) == []
    study.rewrite(study.row("6750"))
    assert prices(polls(poller, 1)) == [Decimal(6750)]


def test_unchanged_file_is_stale_after_some_polls_and_said_once(poller: Played, study: Study) -> None:
    """Prices are stale when the row has not changed for so many polls, and that is told once."""
    study.rewrite(study.row("6750"))
    polls(poller, 1)
    assert polls(poller, STALE_AFTER - 1) == []
    (missed,) = all_of(polls(poller, 10), QuoteMissed)
    assert missed.last_read_at is not None
    assert (missed.last_read_at - START).total_seconds() == INTERVAL_S
    assert "study" in missed.reason


def test_fresh_row_ends_staleness(poller: Played, study: Study) -> None:
    """After a fresh row the count begins anew."""
    polls(poller, STALE_AFTER)
    study.rewrite(study.row("6750"))
    assert prices(polls(poller, 1)) == [Decimal(6750)]
    assert polls(poller, STALE_AFTER - 1) == []
    assert len(all_of(polls(poller, 1), QuoteMissed)) == 1


def test_missing_file_is_named(poller: Played, study: Study) -> None:
    """Who looks for the reason finds the path in it."""
    missed = last_of(polls(poller, STALE_AFTER), QuoteMissed)
    assert str(study.path) in missed.reason
    assert missed.last_read_at is None


def test_wrong_file_keeps_its_reason(poller: Played, study: Study) -> None:
    """A file of the wrong form is reported as such, also when it never changes again."""
    study.rewrite("time,price\n1,2\n")
    assert "header lacks last" in last_of(polls(poller, STALE_AFTER), QuoteMissed).reason


def test_new_reason_is_told(poller: Played, study: Study) -> None:
    """While prices are stale, another cause is another message."""
    polls(poller, STALE_AFTER)
    study.rewrite("time,price\n1,2\n")
    assert "header lacks last" in last_of(polls(poller, 1), QuoteMissed).reason


def test_folder_in_the_place_of_the_file_hurts_nobody(poller: Played, study: Study) -> None:
    """What cannot be read is a reason, not a failure."""
    study.path.mkdir()
    assert str(study.path) in last_of(polls(poller, STALE_AFTER), QuoteMissed).reason
    study.path.rmdir()
    study.rewrite(study.row("6750"))
    assert prices(polls(poller, 1)) == [Decimal(6750)]


def test_file_that_vanished_and_came_back_is_read_again(poller: Played, study: Study) -> None:
    """A file that was away is news, even if it holds what it held before."""
    study.rewrite(study.row("6750"))
    polls(poller, 1)
    status = study.path.stat()
    away = study.path.rename(study.path.with_suffix(".away"))
    polls(poller, 1)
    away.rename(study.path)
    os.utime(study.path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert prices(polls(poller, 1)) == [Decimal(6750)]


def test_new_screen_gets_the_last_row_and_its_staleness(poller: Played, study: Study) -> None:
    """A screen that was built anew learns the last price, and that it is old."""
    study.rewrite(study.row("6750"))
    polls(poller, 1)
    assert [type(fact) for fact in poller.tell(Announce())] == [QuoteRead]
    polls(poller, STALE_AFTER)
    assert [type(fact) for fact in poller.tell(Announce())] == [QuoteRead, QuoteMissed]


def test_stopped_poller_leaves_no_timer(stage: Stage, poller: Played) -> None:
    """An actor that ends polls no more."""
    poller.tell()
    stage.stop()
    assert stage.clock.scheduled == {}


def test_row_from_before_the_start_is_no_price(stage: Stage, study: Study) -> None:
    """A file that the study stopped writing long ago is no market; its next row is."""
    study.replace(study.row("6750"))
    os.utime(study.path, (1_700_000_000, 1_700_000_000))
    poller = stage.start(
        CsvPollerActor, file=DiskSnapshotFile(study.path), interval_s=INTERVAL_S, stale_after=STALE_AFTER
    )
    posted = poller.posted + polls(poller, STALE_AFTER)
    assert all_of(posted, QuoteRead) == []
    assert last_of(posted, QuoteMissed).last_read_at is None
    study.replace(study.row("6751"))
    assert last_of(polls(poller, 1), QuoteRead).quote.last == 6751


def test_sleep_of_the_computer_makes_the_last_row_stale_at_once(
    stage: Stage, poller: Played, study: Study
) -> None:
    """After a sleep nobody has watched the file: without a new row its price is old at the first poll."""
    study.rewrite(study.row("6750"))
    polls(poller, 1)
    stage.clock.sleep(600)
    missed = last_of(polls(poller, 1), QuoteMissed)
    assert missed.last_read_at == START + timedelta(seconds=INTERVAL_S)


def test_row_from_before_a_sleep_is_no_price(stage: Stage, poller: Played, study: Study) -> None:
    """A row that was written before the computer slept says nothing about now; the next one does."""
    study.rewrite(study.row("6750"))
    polls(poller, 1)
    study.rewrite(study.row("6751"))
    os.utime(study.path, (1_700_000_000, 1_700_000_000))
    stage.clock.sleep(600)
    posted = polls(poller, 1)
    assert prices(posted) == []
    assert len(all_of(posted, QuoteMissed)) == 1
    study.rewrite(study.row("6752"))
    assert prices(polls(poller, 1)) == [Decimal(6752)]


def test_age_of_the_last_row_does_not_follow_a_clock_that_is_set(
    stage: Stage, poller: Played, study: Study
) -> None:
    """A stale price is as old as it is, whatever somebody makes of the clock."""
    study.rewrite(study.row("6750"))
    polls(poller, 1 + STALE_AFTER)
    stage.clock.set_by(-3600)
    missed = last_of(poller.tell(ClockStepped(by_s=-3600)), QuoteMissed)
    assert missed.last_read_at == START + timedelta(seconds=INTERVAL_S - 3600)


def test_another_file_is_read_at_once(poller: Played, study: Study, tmp_path: Path) -> None:
    """Path, pace and patience change while it runs; the old file is not read any more."""
    study.replace(study.row("6750.00"))
    polls(poller, 1)
    other = Study(tmp_path / "other.csv")
    other.replace(other.row("6790.00"))
    poller.tell(ReadSnapshot(path=str(other.path), interval_s=5.0, stale_after=1))
    study.replace(study.row("6751.00"))
    assert prices(poller.wait(5.0)) == [Decimal("6790.00")]
    assert len(all_of(poller.wait(5.0), QuoteMissed)) == 1


def test_what_was_said_of_the_old_file_is_taken_back(poller: Played, tmp_path: Path) -> None:
    """The notice about a missing file goes with the file."""
    assert all_of(polls(poller, STALE_AFTER), NoticeRaised)
    other = Study(tmp_path / "other.csv")
    other.replace(other.row("6790.00"))
    told = poller.tell(ReadSnapshot(path=str(other.path), interval_s=INTERVAL_S, stale_after=STALE_AFTER))
    assert all_of(told, NoticeCleared)
    assert prices(polls(poller, 1)) == [Decimal("6790.00")]
