"""What a changed setting means to the running actors."""

from datetime import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from actors.messages import ConnectTo, ReadSnapshot, SwapPanels, TrackingSet
from app.arguments import parse
from app.home import Home
from app.plan import Plan, make_plan
from app.settings import Settings
from app.settings_effects import (
    AT_ONCE,
    LATER,
    above,
    alarm_rules,
    effects,
    flag_effects,
    heat_rules,
    sounds,
    tracking,
)
from app.settings_fields import Circumstances, groups_of
from flags import FlagName
from models.quiet_hours import QuietHours
from models.setting import SettingPath

FILE = """
[alarms]
quiet_from = "22:00"
quiet_to = "06:30"
[accounts]
X = "SIM"
[limits.Sim1]
daily_loss = 500
[contracts.ES]
tick = 1
[calendar]
2026-11-27 = "closed"
"""
"""A file that says something of everything that is empty as it ships."""


def a_plan(home: Path, *options: str, environ: dict[str, str] | None = None) -> Plan:
    """Return the plan of a start."""
    return make_plan(parse(options), Home(home), environ or {})


def paths(plan: Plan) -> dict[SettingPath, tuple[str, ...]]:
    """Return every setting with its choices, a list of names as one."""
    made = groups_of(plan.settings, {}, Circumstances())
    settings = {each.path: each.choices for group in made for each in group.settings}
    lists: dict[SettingPath, tuple[str, ...]] = {group.path: () for group in made if group.blank is not None}
    return {path: choices for path, choices in (settings | lists).items() if path[0] != "flags"}


def with_other(plan: Plan, path: SettingPath) -> Plan:
    """Return the plan with another value at a path."""
    if len(path) == 1:
        return plan.with_settings(msgspec.structs.replace(plan.settings, **{path[0]: {}}))
    table = getattr(plan.settings, path[0])
    value: Any = getattr(table, path[1])
    choices = paths(plan)[path]
    if isinstance(value, bool):
        value = not value
    elif choices:
        # The first of the encodings is another name of the usual one.
        value = next(choice for choice in reversed(choices) if choice != value)
    elif isinstance(value, int | Decimal):
        value += 1
    elif isinstance(value, str):
        value = "21:00" if value[2:3] == ":" else value + "x"
    else:
        value = {"GC": Decimal(3)}
    table = msgspec.structs.replace(table, **{path[1]: value})
    return plan.with_settings(msgspec.structs.replace(plan.settings, **{path[0]: table}))


def test_what_counts_at_once_is_told_and_nothing_else_is(tmp_path: Path) -> None:
    """The dialog promises for each setting what the actors are really told."""
    (tmp_path / "settings.toml").write_text(FILE, encoding="utf-8")
    plan = a_plan(tmp_path)
    told = {path for path in paths(plan) if effects(with_other(plan, path)) != effects(plan)}
    assert told == {path for path in AT_ONCE if path[0] != "flags"}


def test_every_setting_counts_at_once_or_says_why_not(tmp_path: Path) -> None:
    """Nothing waits for the next start without somebody having decided so."""
    flags = {("flags", name.value) for name in FlagName}
    assert not AT_ONCE & LATER.keys()
    assert AT_ONCE | LATER.keys() == paths(a_plan(tmp_path)).keys() | flags


@pytest.mark.parametrize("name", list(FlagName))
def test_flag_of_a_panel_swaps_it_and_the_others_wait(tmp_path: Path, name: FlagName) -> None:
    """On is the new generation, off the old one; what the environment decides stays."""
    plan = a_plan(tmp_path)
    told = [flag_effects(plan, name, value=value) for value in (True, False)]
    assert all(told) == (("flags", name) in AT_ONCE)
    if name is FlagName.ENABLE_PERF_TRACKING:
        assert told == [(TrackingSet(on=True),), (TrackingSet(on=False),)]
    generations = [each.generation for (each,) in told if isinstance(each, SwapPanels)] if all(told) else []
    assert generations in ([], ["new", "legacy"])
    assert flag_effects(a_plan(tmp_path, environ={name.value: "1"}), name, value=False) == ()


def test_a_demo_at_another_pace_than_life_is_not_measured(tmp_path: Path) -> None:
    """What twenty seconds cost in one second says nothing of the program's costs."""
    for scale, on in (("1", True), ("20", False)):
        plan = a_plan(tmp_path, "--demo", "--demo-time-scale", scale)
        assert tracking(plan, on=True) == TrackingSet(on=on)
        assert tracking(plan, on=False) == TrackingSet(on=False)


def test_the_demo_is_never_left(tmp_path: Path) -> None:
    """In a run of the demo neither its server nor its file is exchanged for the real ones."""
    plan = a_plan(tmp_path, "--demo")
    other = with_other(with_other(plan, ("dtc", "encoding")), ("snapshot", "path"))
    assert ("dtc", "encoding") in above(plan)
    assert effects(other) == effects(plan)
    assert not [told for told in effects(plan) if isinstance(told, ConnectTo)]


def test_command_line_stands_above_the_file(tmp_path: Path) -> None:
    """What was asked for at the start goes on to hold, and is named."""
    plan = a_plan(tmp_path, "--dtc", "box:1234", "--csv", str(tmp_path / "x.csv"))
    told = effects(with_other(with_other(plan, ("dtc", "host")), ("snapshot", "path")))
    assert [(each.host, each.port) for each in told if isinstance(each, ConnectTo)] == [("box", 1234)]
    assert [each.path for each in told if isinstance(each, ReadSnapshot)] == [str(tmp_path / "x.csv")]
    assert above(plan) == {("dtc", "host"): "--dtc", ("dtc", "port"): "--dtc", ("snapshot", "path"): "--csv"}


@pytest.mark.parametrize(
    ("variable", "value", "path"),
    [
        ("SIERRA_DTC_PORT", "1", ("dtc", "port")),
        ("USE_NEW_PANEL1", "1", ("flags", "USE_NEW_PANEL1")),
    ],
)
def test_environment_stands_above_the_file(
    tmp_path: Path, variable: str, value: str, path: SettingPath
) -> None:
    """The variable is named."""
    assert above(a_plan(tmp_path, environ={variable: value})) == {path: variable}


def test_heat_rules_are_those_of_the_settings(tmp_path: Path) -> None:
    """Limits and dead band are what the heat is told."""
    rules = heat_rules(a_plan(tmp_path).settings)
    assert (rules.dead_band_ticks, rules.limits.heat.warning_s) == (0, 180)


def test_sounds_and_limits_are_those_of_the_settings(tmp_path: Path) -> None:
    """Quiet hours and what an account may lose reach those who need them."""
    (tmp_path / "settings.toml").write_text(FILE, encoding="utf-8")
    settings = a_plan(tmp_path).settings
    assert sounds(settings).quiet == QuietHours(start=time(22), end=time(6, 30))
    assert alarm_rules(settings).daily_losses == (("Sim1", Decimal(500)),)
    assert sounds(Settings()).quiet is None
