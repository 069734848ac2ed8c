"""What the system lacks is installed where we may, and named with the command where we may not."""

import io
from pathlib import Path

import pytest

from app import system_packages
from app.errors import UnavailableError
from app.progress import Progress

_APT_GET = """#!/bin/sh
shift 3
echo "$DEBIAN_FRONTEND $*" >> "{log}"
[ "$1" = "{failing}" ] && echo "E: Unable to fetch some archives" && exit 100
exit 0
"""


@pytest.fixture
def stream() -> io.StringIO:
    """Return what receives the progress."""
    return io.StringIO()


@pytest.fixture
def progress(stream: io.StringIO) -> Progress:
    """Return a progress that can be read."""
    return Progress(stream)


@pytest.fixture
def fonts(tmp_path: Path) -> str:
    """Return a folder with a font."""
    (tmp_path / "DejaVuSans.ttf").touch()
    return str(tmp_path)


def _put_apt_get(folder: Path, monkeypatch: pytest.MonkeyPatch, *, user: int, failing: str = "") -> Path:
    log = folder / "calls"
    program = folder / "apt-get"
    program.write_text(_APT_GET.format(log=log, failing=failing))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    monkeypatch.setattr("os.geteuid", lambda: user)
    return log


def test_loadable_library_is_not_missing() -> None:
    """The linker itself is asked."""
    assert system_packages.missing_libraries(["libc.so.6", "libnone.so.9"]) == ["libnone.so.9"]


def test_font_is_found_in_any_depth(tmp_path: Path) -> None:
    """A folder without a font file has no font, whatever else lies there."""
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "README").touch()
    assert not system_packages.has_font([str(tmp_path), str(tmp_path / "none")])
    (tmp_path / "a" / "b" / "DejaVuSans.ttf").touch()
    assert system_packages.has_font([str(tmp_path)])


def test_root_on_debian_installs_what_is_missing(
    tmp_path: Path, fonts: str, monkeypatch: pytest.MonkeyPatch, progress: Progress, stream: io.StringIO
) -> None:
    """One update, one install of the missing packages, no question asked, one line of progress."""
    log = _put_apt_get(tmp_path, monkeypatch, user=0)
    system_packages.ensure(
        progress,
        window=False,
        venv=False,
        libraries={"libnone.so.9": "libnone9", "libc.so.6": "libc6"},
        font_folders=[fonts],
    )
    assert log.read_text().splitlines() == [
        "noninteractive update",
        "noninteractive install -y --no-install-recommends libnone9",
    ]
    assert stream.getvalue() == "[   0 s] system packages: libnone9\n"


def test_nothing_is_done_where_nothing_is_missing(
    tmp_path: Path, fonts: str, monkeypatch: pytest.MonkeyPatch, progress: Progress, stream: io.StringIO
) -> None:
    """A complete system sees neither apt-get nor a line."""
    log = _put_apt_get(tmp_path, monkeypatch, user=0)
    system_packages.ensure(
        progress, window=False, venv=False, libraries={"libc.so.6": "libc6"}, font_folders=[fonts]
    )
    assert not log.exists()
    assert stream.getvalue() == ""


def test_user_is_told_the_command(
    tmp_path: Path, fonts: str, monkeypatch: pytest.MonkeyPatch, progress: Progress
) -> None:
    """Without root the message has the library and the command to run, and nothing is run."""
    log = _put_apt_get(tmp_path, monkeypatch, user=1000)
    with pytest.raises(UnavailableError, match="sudo apt-get install -y libnone9") as raised:
        system_packages.ensure(
            progress, window=False, venv=False, libraries={"libnone.so.9": "libnone9"}, font_folders=[fonts]
        )
    assert "libnone.so.9" in str(raised.value)
    assert not log.exists()


def test_user_without_a_font_can_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, progress: Progress, stream: io.StringIO
) -> None:
    """A missing font is said, not enforced, where it cannot be installed."""
    log = _put_apt_get(tmp_path, monkeypatch, user=1000)
    system_packages.ensure(progress, window=False, venv=False, libraries={}, font_folders=[])
    assert "No font is installed" in stream.getvalue()
    assert not log.exists()


@pytest.mark.parametrize("failing", ["update", "install"])
def test_failing_apt_get_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, progress: Progress, failing: str
) -> None:
    """What apt-get said last is part of the message, with what to do."""
    _put_apt_get(tmp_path, monkeypatch, user=0, failing=failing)
    with pytest.raises(UnavailableError, match="Unable to fetch some archives") as raised:
        system_packages.install(["p"], "This lacks x", progress)
    assert f"`apt-get {failing}` failed" in str(raised.value)
    assert len(str(raised.value).splitlines()) == 1


def test_system_without_apt_get_is_told_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, progress: Progress
) -> None:
    """Elsewhere than on Debian the reason is all that can be said."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnavailableError, match=r"This lacks x\. Install it with the package manager"):
        system_packages.install(["p"], "This lacks x", progress)


def test_this_python_can_create_environments(fonts: str, progress: Progress, stream: io.StringIO) -> None:
    """A complete Python needs no package."""
    system_packages.ensure(progress, window=False, venv=True, libraries={}, font_folders=[fonts])
    assert stream.getvalue() == ""
