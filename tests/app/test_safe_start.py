"""What earlier runs learnt stands above environment and settings."""

from app.beacon import Decision
from app.safe_start import FLAG_OF, at_start, with_experience
from flags import DEFAULTS, FlagName, FlagText, Source, resolve
from ui import generations
from ui.panel import PanelName

BOTH_NEW = resolve({"USE_NEW_PANEL1": "1"}, {"USE_NEW_PANEL2": FlagText("1", 7)}, "s.toml")


def test_without_experience_flags_stay_as_they_are() -> None:
    """Clean exits and no failure leave everything alone."""
    assert with_experience(BOTH_NEW, Decision(), {}) == (BOTH_NEW, ())


def test_crash_streak_stands_above_the_environment() -> None:
    """The legacy panels come whatever is set, with the sentence for the banner."""
    flags, notices = with_experience(BOTH_NEW, Decision(DEFAULTS, "crashed 4 times"), {})
    assert {name: flags.is_on(name) for name in FlagName} == DEFAULTS
    assert notices == ("crashed 4 times",)
    assert flags.evaluations[FlagName.USE_NEW_PANEL1].source is Source.SESSION
    assert "crashed 4 times" in flags.evaluations[FlagName.USE_NEW_PANEL1].reason


def test_burned_flag_is_off_and_says_why() -> None:
    """A flag that failed in this version is off, named in the banner, and the other flag stays on."""
    flags, notices = with_experience(BOTH_NEW, Decision(), {FlagName.USE_NEW_PANEL1: "raised"})
    assert not flags.is_on(FlagName.USE_NEW_PANEL1)
    assert flags.is_on(FlagName.USE_NEW_PANEL2)
    assert flags.evaluations[FlagName.USE_NEW_PANEL1].reason == "burned: raised"
    assert len(notices) == 1
    assert "USE_NEW_PANEL1 stays off" in notices[0]


def test_burned_flag_that_nobody_turned_on_needs_no_banner() -> None:
    """Nothing changes for a trader who does not use it."""
    flags, notices = with_experience(BOTH_NEW, Decision(), {FlagName.USE_TYPED_EVENTS: "raised"})
    assert notices == ()
    assert FlagName.USE_TYPED_EVENTS in flags.burned


def test_flags_that_worked_last_do_not_bring_a_burned_one_back() -> None:
    """A failure in this version counts more than that it once worked."""
    worked = {**DEFAULTS, FlagName.USE_NEW_PANEL1: True}
    flags, _ = with_experience(BOTH_NEW, Decision(worked, "crashed"), {FlagName.USE_NEW_PANEL1: "raised"})
    assert not flags.is_on(FlagName.USE_NEW_PANEL1)


def test_audit_trail_is_told_who_decided_each_flag() -> None:
    """Environment, settings, default, a crash and a failure are told apart."""
    whos = {start.flag: start.who for start in at_start(BOTH_NEW)}
    assert (whos["USE_NEW_PANEL1"], whos["USE_NEW_PANEL2"]) == ("environment", "settings")
    assert whos["USE_TYPED_EVENTS"] == "default"
    crashed, _ = with_experience(BOTH_NEW, Decision(DEFAULTS, "x"), {FlagName.USE_NEW_PANEL2: "raised"})
    whos = {start.flag: start.who for start in at_start(crashed)}
    assert (whos["USE_NEW_PANEL1"], whos["USE_NEW_PANEL2"]) == ("crash", "automatic")


def test_every_panel_with_two_generations_has_its_flag() -> None:
    """The command line and the audit trail mean the same flags as the window."""
    assert {PanelName(panel): flag for panel, flag in FLAG_OF.items()} == generations.FLAG_OF
