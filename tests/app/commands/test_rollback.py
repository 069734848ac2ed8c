"""The way back from outside of the window."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import home
from app.audit_trail import AuditTrail
from app.commands.rollback import roll_back
from app.errors import UnavailableError
from app.home import Home
from app.subcommands import RollBack
from models.audit import entries_of
from models.rollback import RollbackWish, wish_of

BOTH = RollBack(panels=("panel1", "panel2"), why="wrong heat", save=False, as_json=False)
SAVED = RollBack(panels=("panel2",), why="wrong heat", save=True, as_json=False)


@pytest.fixture
def place(tmp_path: Path) -> Home:
    """Return a home folder."""
    return home.prepare(tmp_path)


@pytest.fixture
def running(place: Home) -> Iterator[None]:
    """Hold the lock of the home folder, as a running monitor does."""
    lock = home.lock(place)
    yield
    lock.release()


@pytest.mark.usefixtures("running")
def test_running_monitor_confirms_by_taking_the_file(place: Home) -> None:
    """The file says what is wanted; once it is gone the wish is confirmed, and no setting changed."""
    path = place.data / "ROLLBACK"
    wishes = []
    done = threading.Event()

    def take() -> None:
        while not done.wait(0.005):
            if path.exists():
                wishes.append(wish_of(path.read_bytes()))
                path.unlink()
                return

    thread = threading.Thread(target=take)
    thread.start()
    try:
        result = roll_back(place, BOTH)
    finally:
        done.set()
        thread.join()
    assert (result.confirmed, result.saved) == (True, None)
    assert wishes == [RollbackWish(panels=("panel1", "panel2"), who="command line", why="wrong heat")]
    assert not (place.root / "settings.toml").exists()


@pytest.mark.usefixtures("running")
def test_silent_monitor_is_unavailable_and_finds_the_file_later(place: Home) -> None:
    """A monitor that hangs does not confirm; the wish waits for it."""
    with pytest.raises(UnavailableError, match="did not answer within"):
        roll_back(place, BOTH, confirm_s=0.02)
    assert wish_of((place.data / "ROLLBACK").read_bytes()).who == "command line"


def test_nothing_running_changes_nothing(place: Home) -> None:
    """Without a monitor there is nothing to roll back, and no file is left for the next start."""
    with pytest.raises(UnavailableError, match="--save") as raised:
        roll_back(place, BOTH)
    assert raised.value.exit_code == 69
    assert not (place.data / "ROLLBACK").exists()
    assert not (place.root / "settings.toml").exists()


def test_missing_home_is_not_made(tmp_path: Path) -> None:
    """Asking about a folder that does not exist does not create it."""
    with pytest.raises(UnavailableError):
        roll_back(Home(tmp_path / "none"), BOTH)
    assert not (tmp_path / "none").exists()


def test_save_turns_the_flags_off_without_a_monitor(place: Home) -> None:
    """Only the named panel's flag is turned off, and the trail has the reason."""
    result = roll_back(place, SAVED)
    assert (result.confirmed, result.saved) == (False, str(place.root / "settings.toml"))
    text = (place.root / "settings.toml").read_text()
    assert "USE_NEW_PANEL1 = true" in text
    assert "USE_NEW_PANEL2 = false" in text
    (entry,) = entries_of(AuditTrail(place.data).read())
    assert (entry.who, entry.flag, entry.new, entry.why) == (
        "command line",
        "USE_NEW_PANEL2",
        False,
        "wrong heat",
    )
