"""Flags: strict values, environment over settings over default, and a reason for each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flags import DEFAULTS, VALID_VALUES, FlagError, FlagName, FlagText, Source, resolve

_SPELLINGS = {"0": False, "1": True, "true": True, "false": False, "True": True, "False": False}


def test_defaults_are_legacy_panels_with_logs_and_tracking() -> None:
    """Nothing set anywhere gives the historic defaults."""
    flags = resolve({}, {}, "settings.toml")
    on = {name for name in FlagName if flags.is_on(name)}
    assert on == {FlagName.ENABLE_MIGRATION_LOGS, FlagName.ENABLE_PERF_TRACKING}
    assert {evaluation.source for evaluation in flags.evaluations.values()} == {Source.DEFAULT}
    assert flags.problems == ()


@pytest.mark.parametrize("name", list(FlagName))
@pytest.mark.parametrize(("text", "value"), _SPELLINGS.items())
def test_every_spelling_works_in_environment_and_settings(name: FlagName, text: str, *, value: bool) -> None:
    """The six spellings mean the same in both places, and the place is named."""
    from_environment = resolve({name: text}, {}, "f").evaluations[name]
    from_settings = resolve({}, {name: FlagText(text, 3)}, "f.toml").evaluations[name]
    assert (from_environment.value, from_environment.source) == (value, Source.ENVIRONMENT)
    assert (from_settings.value, from_settings.source) == (value, Source.SETTINGS)
    assert from_environment.reason == f"environment variable {name}={text}"
    assert from_settings.reason == "f.toml, line 3"


def test_environment_wins_over_settings() -> None:
    """`USE_NEW_PANEL1=0` is an instant way back from the shipped settings."""
    entries = {"USE_NEW_PANEL1": FlagText("true"), "USE_NEW_PANEL2": FlagText("true")}
    flags = resolve({"USE_NEW_PANEL1": "0"}, entries, "settings.toml")
    assert not flags.is_on(FlagName.USE_NEW_PANEL1)
    assert flags.is_on(FlagName.USE_NEW_PANEL2)


@given(st.text().filter(lambda text: text not in _SPELLINGS))
def test_wrong_environment_value_is_refused_in_one_line(text: str) -> None:
    """Any other text, the empty one too, is an error that names flag, value and valid values."""
    with pytest.raises(FlagError) as raised:
        resolve({"USE_TYPED_EVENTS": text}, {}, "f")
    message = str(raised.value)
    assert "USE_TYPED_EVENTS" in message
    assert repr(text) in message
    assert VALID_VALUES in message
    assert len(message.splitlines()) == 1
    assert raised.value.exit_code == 2


def test_wrong_settings_value_gives_defaults_and_a_problem() -> None:
    """A trader with a broken [flags] table gets the legacy panels, and is told file, line and value."""
    entries = {"USE_NEW_PANEL1": FlagText("true", 2), "USE_NEW_PANEL2": FlagText("yes", 3)}
    flags = resolve({}, entries, "/h/settings.toml")
    assert {name: flags.is_on(name) for name in FlagName} == DEFAULTS
    assert len(flags.problems) == 1
    assert "/h/settings.toml, line 3: USE_NEW_PANEL2 = yes" in flags.problems[0]
    assert flags.evaluations[FlagName.USE_NEW_PANEL1].reason == flags.problems[0]


def test_environment_still_counts_when_settings_are_wrong() -> None:
    """A wrong settings file does not take the environment's say away."""
    flags = resolve({"USE_NEW_PANEL1": "1"}, {"USE_NEW_PANEL2": FlagText("yes")}, "f")
    assert flags.is_on(FlagName.USE_NEW_PANEL1)
    assert not flags.is_on(FlagName.USE_NEW_PANEL2)


def test_unknown_flag_is_a_problem_that_lists_the_flags() -> None:
    """A misspelt flag is reported, not ignored."""
    flags = resolve({}, {"USE_NEW_PANEL3": FlagText("true", 9)}, "f")
    assert "f, line 9: no flag is named USE_NEW_PANEL3" in flags.problems[0]
    assert "USE_NEW_PANEL2" in flags.problems[0]


def test_a_session_override_stands_above_every_other_source() -> None:
    """Its source is the session, its reason says who and why; the flags before it are as they were."""
    before = resolve({"USE_NEW_PANEL1": "1"}, {}, "f")
    after = before.with_override(FlagName.USE_NEW_PANEL1, value=False, who="user", why="F8")
    evaluation = after.evaluations[FlagName.USE_NEW_PANEL1]
    assert (evaluation.value, evaluation.source, evaluation.reason) == (False, Source.SESSION, "user: F8")
    assert before.is_on(FlagName.USE_NEW_PANEL1)
    others = set(FlagName) - {FlagName.USE_NEW_PANEL1}
    assert all(before.evaluations[name] is after.evaluations[name] for name in others)


def test_the_last_override_counts() -> None:
    """A person may change their mind."""
    flags = resolve({}, {}, "f")
    for value in (True, False, True):
        flags = flags.with_override(FlagName.USE_NEW_PANEL2, value=value, who="user", why="menu")
    assert flags.is_on(FlagName.USE_NEW_PANEL2)


def test_a_burned_flag_is_off_and_says_what_failed() -> None:
    """It is off whatever the environment says, and is known as burned."""
    flags = resolve({"USE_NEW_PANEL1": "1"}, {}, "f").with_burned(FlagName.USE_NEW_PANEL1, "raised")
    assert not flags.is_on(FlagName.USE_NEW_PANEL1)
    assert flags.evaluations[FlagName.USE_NEW_PANEL1].reason == "burned: raised"
    assert flags.burned == {FlagName.USE_NEW_PANEL1: "raised"}
    later = flags.with_override(FlagName.USE_NEW_PANEL2, value=True, who="user", why="menu")
    assert later.burned == flags.burned
