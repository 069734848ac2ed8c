"""Planted faults in flags and settings."""

from pathlib import Path

import pytest

from app import home as homes
from app.audit_trail import AuditTrail
from app.beacon import Beacon
from app.burned_flags import BurnedFlags
from app.checkout import CHECKOUT, version
from flags import FlagName
from models.audit import AuditEntry, moment
from tests.app.doctor.patients import a_home, around, causes, look_over, one
from tests.models.builders import NOW

ON = {FlagName.USE_NEW_PANEL1: True}


@pytest.mark.parametrize(
    ("environ", "cause", "words"),
    [
        ({"USE_NEW_PANEL1": "yes"}, "flag-environment", "USE_NEW_PANEL1='yes'"),
        ({"SIERRA_DTC_PORT": "sierra"}, "settings-environment", "SIERRA_DTC_PORT='sierra'"),
        ({"TRADING_MODE": "PAPER"}, "settings-environment", "TRADING_MODE='PAPER'"),
        ({"SIERRA_DTC_PASS": "p" * 40}, "settings-environment", "SIERRA_DTC_PASS"),
    ],
)
def test_wrong_variable_is_named(tmp_path: Path, environ: dict[str, str], cause: str, words: str) -> None:
    """Name and value are told, that of the password is not; the rest is looked at all the same."""
    findings = look_over(a_home(tmp_path), around(environ=environ))
    assert causes(findings) == {cause}
    assert words in one(findings, cause).what
    assert "p" * 40 not in repr(findings)


@pytest.mark.parametrize(
    ("settings", "cause", "words"),
    [
        ("a = = 3\n", "settings-syntax", "line {first}:"),
        ("[sound]\nvolume = 3\n", "settings-unknown-key", "sound is not a setting"),
        ('[limits.Sim1]\ndaily_loss = "much"\n', "settings-wrong-value", "line {second}:"),
    ],
)
def test_wrong_line_of_the_settings_is_named(tmp_path: Path, settings: str, cause: str, words: str) -> None:
    """File and line are told."""
    home = a_home(tmp_path, settings=settings)
    findings = look_over(home)
    assert causes(findings) == {cause}
    first = len((CHECKOUT / "settings.toml").read_text(encoding="utf-8").splitlines()) + 2
    assert words.format(first=first, second=first + 1) in one(findings, cause).what
    assert str(home.root / "settings.toml") in one(findings, cause).what


def test_settings_that_are_no_text_are_named(tmp_path: Path) -> None:
    """Another encoding is told apart from a wrong line."""
    home = a_home(tmp_path)
    (home.root / "settings.toml").write_bytes(b'[dtc]\nhost = "\xff\xfe"\n')
    assert causes(look_over(home)) == {"settings-unreadable"}


def test_wrong_flag_in_the_settings_is_named(tmp_path: Path) -> None:
    """With its line."""
    home = a_home(tmp_path)
    path = home.root / "settings.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("PANEL2 = true", "PANEL2 = on"), encoding="utf-8"
    )
    findings = look_over(home)
    assert causes(findings) == {"flag-settings"}
    assert "line 7" in one(findings, "flag-settings").what


def test_burned_flag_is_named_while_it_is_wanted(tmp_path: Path) -> None:
    """The failure is told; a flag that is off anyway is no finding."""
    home = a_home(tmp_path)
    BurnedFlags(home.data).burn("USE_NEW_PANEL1", version(), "Panel 1 raised")
    findings = look_over(home)
    assert causes(findings) == {"flag-burned"}
    assert "Panel 1 raised" in one(findings, "flag-burned").what
    assert not causes(look_over(home, around(environ={"USE_NEW_PANEL1": "0"})))


@pytest.mark.parametrize(("ends", "cause"), [(1, "unclean-exit"), (3, "crash-streak")])
def test_unclean_ends_are_counted(tmp_path: Path, ends: int, cause: str) -> None:
    """One is a note, three change the next start."""
    home = a_home(tmp_path)
    for _ in range(ends):
        Beacon(home.data, version()).begin(ON)
    assert causes(look_over(home)) == {cause}


def test_flag_of_the_running_monitor_is_named(tmp_path: Path) -> None:
    """What is on the screen until the exit is known from the audit trail."""
    home = a_home(tmp_path)
    entry = AuditEntry(t=moment(NOW), who="user", flag="USE_NEW_PANEL1", old=True, new=False, why="F8")
    AuditTrail(home.data).append(entry)
    assert not causes(look_over(home))
    lock = homes.lock(home)
    try:
        assert causes(look_over(home)) == {"flag-session"}
    finally:
        lock.release()
