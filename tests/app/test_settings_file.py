"""The settings file of a running monitor."""

from decimal import Decimal
from pathlib import Path

import pytest

from actors.messages import ConnectTo, SetHeatRules, SwapPanels
from app.arguments import parse
from app.audit_trail import AuditTrail
from app.checkout import CHECKOUT
from app.home import prepare
from app.plan import make_plan
from app.settings import load
from app.settings_file import SettingsFile
from models.setting import SettingPath

SHIPPED = (CHECKOUT / "settings.toml").read_bytes()


@pytest.fixture
def store(tmp_path: Path) -> SettingsFile:
    """Return the settings of a home folder without a file of its own."""
    return SettingsFile(make_plan(parse([]), prepare(tmp_path), {}))


def test_first_change_copies_the_shipped_file_with_its_comments(store: SettingsFile, tmp_path: Path) -> None:
    """One value differs from the shipped file, which itself is left alone."""
    changed = store.change(("dtc", "port"), "12000")
    assert changed.refusal == ""
    (told,) = changed.told
    assert isinstance(told, ConnectTo)
    assert (told.host, told.port) == ("127.0.0.1", 12000)
    assert (tmp_path / "settings.toml").read_bytes() == SHIPPED.replace(b"port = 11099", b"port = 12000")
    assert (CHECKOUT / "settings.toml").read_bytes() == SHIPPED


@pytest.mark.parametrize(
    ("path", "text", "words"),
    [
        (("dtc", "port"), "70000", ["dtc.port = 70000", "1 to 65535"]),
        (("dtc", "port"), "", []),
        (("dtc", "heartbeat_interval_s"), "61", ["1 to 60"]),
        (("dtc", "username"), "u" * 32, ["at most 31 bytes"]),
        (("dtc", "port"), "eleven", ['"eleven"', "1 to 65535"]),
        (("heat", "warning_s"), "301", ["warning_s <= flash_s <= critical_s"]),
        (("contracts", "es", "tick"), "1", ["in capitals"]),
        (("accounts", "X"), "PAPER", ["SIM, LIVE, DEBUG"]),
    ],
)
def test_wrong_value_is_refused_with_the_reason(
    store: SettingsFile, tmp_path: Path, path: SettingPath, text: str, words: list[str]
) -> None:
    """The reason names what may be; the file is not written. An empty number is the default."""
    changed = store.change(path, text)
    assert [word for word in words if word not in changed.refusal] == []
    assert bool(changed.refusal) == bool(words)
    assert (tmp_path / "settings.toml").exists() == (not words)
    assert changed.told == ()


def test_defaults_of_a_list_stay_when_the_first_name_is_changed(store: SettingsFile, tmp_path: Path) -> None:
    """Whoever gives MES another distance does not lose that of ES."""
    (tmp_path / "settings.toml").write_text("[sim]\n", encoding="utf-8")
    (rules,) = store.change(("stop", "proximity_points", "MES"), "2").told
    assert isinstance(rules, SetHeatRules)
    distances = load(tmp_path / "settings.toml", {}).settings.stop.proximity_points
    assert distances == {"ES": 1, "MES": 2, "NQ": 1, "MNQ": 1}
    assert dict(rules.limits.stop_distances) == distances


def test_names_come_and_go(store: SettingsFile, tmp_path: Path) -> None:
    """An account and a contract can be added, and taken out again."""
    for path, text in (("accounts", "B.1"), "SIM"), (("contracts", "GC", "tick"), "0.1"):
        assert store.change(path, text).refusal == ""
    settings = load(tmp_path / "settings.toml", {}).settings
    assert settings.accounts["B.1"] == "SIM"
    assert settings.contracts["GC"].tick == Decimal("0.1")
    for name in ("accounts", "B.1"), ("contracts", "GC"):
        assert store.change(name, None).refusal == ""
    assert (tmp_path / "settings.toml").read_bytes().rstrip() == SHIPPED.rstrip()


def test_flag_is_written_down(store: SettingsFile, tmp_path: Path) -> None:
    """A flag changes through the audit trail, as everywhere, and the panel is asked to swap at once."""
    changed = store.change(("flags", "USE_NEW_PANEL1"), "false")
    swap = SwapPanels(
        panels=("panel1",), generation="legacy", who="user", why="chosen in the settings dialog"
    )
    assert (changed.refusal, changed.told) == ("", (swap,))
    assert load(tmp_path / "settings.toml", {}).flags["USE_NEW_PANEL1"].text == "false"
    assert b"chosen in the settings dialog" in AuditTrail(tmp_path / "data").read()


def test_broken_file_is_told_and_not_touched(store: SettingsFile, tmp_path: Path) -> None:
    """Whoever broke it by hand mends it by hand."""
    (tmp_path / "settings.toml").write_text("[dtc]\nport = 0\n", encoding="utf-8")
    assert "line 2" in store.read().problem
    assert "line 2" in store.change(("dtc", "host"), "box").refusal
    assert (tmp_path / "settings.toml").read_text(encoding="utf-8") == "[dtc]\nport = 0\n"


def test_what_was_changed_is_read_back(store: SettingsFile, tmp_path: Path) -> None:
    """The next listing shows the value of the file, and where that is."""
    store.change(("dtc", "host"), "box")
    read = store.read()
    hosts = [each.text for group in read.groups for each in group.settings if each.path == ("dtc", "host")]
    assert (hosts, read.file, read.problem) == (["box"], str(tmp_path / "settings.toml"), "")


def test_values_that_fit_only_together_are_saved_together(store: SettingsFile, tmp_path: Path) -> None:
    """The first is refused and waits; with the other it is written, and both count."""
    refused = store.change(("heat", "warning_s"), "600")
    assert "warning_s <= flash_s" in refused.refusal
    assert "as soon as the others fit" in refused.refusal
    assert "as soon as the others fit" in store.change(("heat", "flash_s"), "700").refusal
    (rules,) = store.change(("heat", "critical_s"), "800").told
    assert isinstance(rules, SetHeatRules)
    heat = load(tmp_path / "settings.toml", {}).settings.heat
    assert (heat.warning_s, heat.flash_s, heat.critical_s) == (600, 700, 800)
    assert (rules.limits.heat.warning_s, rules.limits.heat.critical_s) == (600, 800)


def test_waiting_value_is_saved_when_it_fits(store: SettingsFile, tmp_path: Path) -> None:
    """A change that is fine alone makes room for one that waited; one that was typed anew waits no more."""
    store.change(("heat", "warning_s"), "290")
    store.change(("heat", "warning_s"), "280")
    assert store.change(("heat", "flash_s"), "300").refusal == ""
    assert load(tmp_path / "settings.toml", {}).settings.heat.warning_s == 280
