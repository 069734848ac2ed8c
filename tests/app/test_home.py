"""Files go to one home folder that is private, writable and claimed by one process."""

import stat
from pathlib import Path

import pytest
from platformdirs import user_data_path

from app import home
from app.bootstrap import user_environment
from app.errors import AlreadyRunningError, UnwritableError


def test_option_wins_over_environment_over_checkout(tmp_path: Path) -> None:
    """`--home`, else APPSIERRA_HOME, else the checkout."""
    environ = {"APPSIERRA_HOME": str(tmp_path / "variable")}
    assert home.choose(tmp_path / "option", environ, tmp_path) == tmp_path / "option"
    assert home.choose(None, environ, tmp_path) == tmp_path / "variable"
    assert home.choose(None, {}, tmp_path) == tmp_path
    assert home.choose(None, {"APPSIERRA_HOME": ""}, tmp_path) == tmp_path


def test_checkout_that_cannot_be_written_gives_the_user_data_folder(tmp_path: Path) -> None:
    """A read-only checkout sends the files to the user's data folder."""
    (tmp_path / "file").touch()
    chosen = home.choose(None, {}, tmp_path / "file")
    assert chosen == user_data_path("appsierra", appauthor=False)


def test_environment_of_a_read_only_checkout_lies_beside_its_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The set-up, which has no platformdirs yet, finds the same folder as the application."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    expected = user_data_path("appsierra", appauthor=False)
    assert user_environment(tmp_path, {"XDG_DATA_HOME": str(tmp_path)}).parent == expected


def test_relative_home_does_not_move_with_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A relative home folder becomes absolute when it is chosen."""
    monkeypatch.chdir(tmp_path)
    assert home.choose(Path("h"), {}) == tmp_path / "h"


def test_folders_are_created_for_their_owner_only(tmp_path: Path) -> None:
    """data/ and logs/ are made, also twice, and nobody else may look into them."""
    made = home.prepare(tmp_path / "new" / "home")
    assert home.prepare(made.root) == made
    for folder in (made.data, made.logs):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert list(made.data.iterdir()) == []


@pytest.mark.parametrize("blocked", ["home", "home/data", "home/logs"])
def test_unwritable_home_is_named_with_what_to_do(tmp_path: Path, blocked: str) -> None:
    """Where the folders cannot be made, the message has the path and the way out."""
    (tmp_path / blocked).parent.mkdir(exist_ok=True)
    (tmp_path / blocked).touch()
    with pytest.raises(UnwritableError, match="--home DIR or APPSIERRA_HOME") as raised:
        home.prepare(tmp_path / "home")
    assert str(tmp_path / "home") in str(raised.value)


def test_pseudo_file_system_cannot_be_a_home() -> None:
    """A folder that refuses files even for root is unwritable, not a crash."""
    with pytest.raises(UnwritableError, match="/proc/data"):
        home.prepare(Path("/proc"))


def test_second_instance_is_refused_until_the_first_ends(tmp_path: Path) -> None:
    """One data folder has one owner; the message names the folder and the process."""
    made = home.prepare(tmp_path)
    first = home.lock(made)
    with pytest.raises(AlreadyRunningError, match=r"process \d+") as raised:
        home.lock(made)
    assert str(tmp_path) in str(raised.value)
    first.release()
    home.lock(made).release()


def test_lock_that_cannot_be_written_is_an_unwritable_home(tmp_path: Path) -> None:
    """A lock file that is a folder is reported as unwritable."""
    made = home.prepare(tmp_path)
    (made.data / "appsierra.lock").mkdir()
    with pytest.raises(UnwritableError, match="Cannot lock"):
        home.lock(made)
