"""The rollback file becomes a command within a tenth of a second, and once."""

from pathlib import Path

import pytest

from actors.messages import NoticeRaised, SwapPanels
from actors.rollback_watch import INTERVAL_S, RollbackWatchActor
from actors.seams.rollback_file import DiskRollbackFile
from models.rollback import RollbackWish, content_of
from tests.actors.builders import all_of
from tests.actors.conftest import Played, Stage


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the file."""
    return tmp_path / "ROLLBACK"


@pytest.fixture
def watch(stage: Stage, path: Path) -> Played:
    """Return the running watch."""
    return stage.start(RollbackWatchActor, file=DiskRollbackFile(path))


def test_touched_file_brings_both_legacy_panels_within_100_ms(watch: Played, path: Path) -> None:
    """An empty file is enough; its wish is passed on in half of the time allowed, and it is gone."""
    assert not all_of(watch.wait(1), SwapPanels)
    path.touch()
    (command,) = all_of(watch.wait(0.05), SwapPanels)
    assert (command.panels, command.generation, command.who) == (("panel1", "panel2"), "legacy", "sentinel")
    assert not path.exists()
    assert INTERVAL_S <= 0.05


def test_content_names_panel_and_reason(watch: Played, path: Path) -> None:
    """What the command line asked for is passed on as it was asked."""
    path.write_bytes(content_of(RollbackWish(panels=("panel2",), who="command line", why="wrong heat")))
    (command,) = all_of(watch.wait(0.05), SwapPanels)
    assert (command.panels, command.who, command.why) == (("panel2",), "command line", "wrong heat")


def test_each_file_is_one_wish(watch: Played, path: Path) -> None:
    """A second file asks again; one file asks once."""
    path.touch()
    assert len(all_of(watch.wait(1), SwapPanels)) == 1
    path.touch()
    assert len(all_of(watch.wait(1), SwapPanels)) == 1


def test_same_file_put_there_again_asks_again(watch: Played, path: Path) -> None:
    """A script may link one wish into place as often as it likes."""
    wish = path.with_name("wish")
    wish.touch()
    for _ in range(2):
        path.hardlink_to(wish)
        assert len(all_of(watch.wait(0.1), SwapPanels)) == 1


def test_file_that_stays_asks_once_and_is_named(watch: Played, path: Path) -> None:
    """What cannot be removed brings one command and one notice, not one each time it is seen."""
    path.mkdir()
    posted = watch.wait(1)
    assert len(all_of(posted, SwapPanels)) == 1
    (notice,) = all_of(posted, NoticeRaised)
    assert str(path) in notice.text


def test_stopped_watch_looks_no_more(stage: Stage, watch: Played) -> None:
    """After the end no timer is left."""
    assert stage.clock.scheduled
    watch.ref.stop(block=True, timeout=2)
    assert not stage.clock.scheduled
