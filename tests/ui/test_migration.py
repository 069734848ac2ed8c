"""Which generation each place shows, and what is told of it."""

import logging
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from time import perf_counter
from types import TracebackType

import msgspec
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from actors.messages import (
    Command,
    Fact,
    FlagBurned,
    IntervalMeasured,
    NoticeRaised,
    PanelFailed,
    PanelSwapped,
    Shown,
    SwapPanels,
    SwapRefused,
    TrackingSet,
)
from flags import FlagName, Flags, Source
from models.book import TradeMode
from tests.ui.builders import NEW_PANELS, a_position, a_scope, a_tick, holding, shown
from tests.ui.planted import PlantedPanel, planted
from ui.generations import LEGACY, NEW
from ui.migration import Migration
from ui.panel import PanelName

PANEL1, PANEL2 = PanelName
NOW = datetime(2026, 11, 17, 15, 30, tzinfo=UTC)
OPEN = (a_scope(), holding(a_position()), a_tick())
AllowLog = Callable[[str], None]


class Desk:
    """A migration of planted panels with everything that it told."""

    def __init__(self, qtbot: QtBot, flags: Flags = NEW_PANELS, **fails: str) -> None:
        """Open it.

        Args:
            qtbot: Closes it at the end.
            flags: The flags at the start.
            fails: What `new1`, `legacy1`, `new2` and `legacy2` fail at.
        """
        self.posted: list[Command | Fact] = []
        self.notices: list[NoticeRaised] = []
        self.made: list[PlantedPanel] = []
        self.frame = QWidget()
        qtbot.addWidget(self.frame)
        places = {
            (name, f"{generation}"): f"{generation}{name.value[-1]}"
            for name in PanelName
            for generation in (NEW, LEGACY)
        }
        plan = {place: fails[key] for place, key in places.items() if key in fails}
        self.migration = Migration(
            flags=flags,
            version="1.2.3",
            builders=planted(plan, self.made.append),
            post=self.posted.append,
            now=lambda: NOW,
            elapsed=perf_counter,
            parent=self.frame,
        )
        self.migration.notice.connect(self.notices.append)

    def tell(self, *facts: Shown) -> None:
        """Hand over facts in their typed form."""
        for fact in facts:
            self.migration.receive(fact, fact)

    def shows(self) -> tuple[str, str]:
        """Return the generations on the screen."""
        return self.migration.hosts[PANEL1].generation, self.migration.hosts[PANEL2].generation

    def ask(self, *panels: str, generation: str = LEGACY, who: str = "sentinel") -> None:
        """Ask for a swap from outside."""
        self.migration.ask(SwapPanels(panels=panels, generation=generation, who=who, why="drill"))


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Callable[[], list[str]]:
    """Return a function that returns the lines of the migration log."""
    caplog.set_level(logging.INFO, logger="migration")
    return lambda: [record.message for record in caplog.records if record.name == "migration"]


def test_flags_decide_what_is_built_and_the_log_says_so(qtbot: QtBot, lines: Callable[[], list[str]]) -> None:
    """One line for each panel, with the exact words, source and reason."""
    flags = NEW_PANELS.with_override(FlagName.USE_NEW_PANEL2, value=False, who="x", why="y")
    assert Desk(qtbot, flags).shows() == (NEW, LEGACY)
    assert lines() == [
        "[Migration] Using NEW Panel1 (decomposed architecture) source=settings reason=settings.toml",
        "[Migration] Using OLD Panel2 (monolithic) source=session reason=x: y",
    ]


def test_without_its_flag_the_log_is_silent(qtbot: QtBot, lines: Callable[[], list[str]]) -> None:
    """`ENABLE_MIGRATION_LOGS` off means no line, at the start and at a swap."""
    desk = Desk(
        qtbot, NEW_PANELS.with_override(FlagName.ENABLE_MIGRATION_LOGS, value=False, who="x", why="y")
    )
    desk.ask("panel1")
    assert lines() == []


def test_a_swap_is_told_to_the_audit_trail_and_the_flags(
    qtbot: QtBot, lines: Callable[[], list[str]]
) -> None:
    """Who, why, mode and whether a position was open; from now on the flag says so, too."""
    desk = Desk(qtbot)
    desk.tell(*OPEN)
    desk.ask("panel2")
    assert desk.shows() == (NEW, LEGACY)
    (swapped,) = desk.posted
    assert isinstance(swapped, PanelSwapped)
    assert swapped.handover is not None
    assert (swapped.handover.alarms_lost, swapped.handover.alarms_doubled) == (0, 0)
    assert swapped.handover.heat_kept
    assert msgspec.structs.replace(swapped, handover=None) == (
        PanelSwapped(
            panel="panel2",
            old=NEW,
            new=LEGACY,
            who="sentinel",
            why="drill",
            mode=TradeMode.SIM,
            position_open=True,
            at=NOW,
        )
    )
    evaluation = desk.migration.flags.evaluations[FlagName.USE_NEW_PANEL2]
    assert (evaluation.value, evaluation.source, evaluation.reason) == (
        False,
        Source.SESSION,
        "sentinel: drill",
    )
    assert lines()[-1] == "[Migration] Using OLD Panel2 (monolithic) source=session reason=sentinel: drill"


def test_both_panels_at_once(qtbot: QtBot) -> None:
    """A command that names both swaps both, and a second one changes and tells nothing."""
    desk = Desk(qtbot)
    desk.tell(*OPEN)
    for _ in range(2):
        desk.ask("panel1", "panel2")
    assert desk.shows() == (LEGACY, LEGACY)
    assert len(desk.posted) == 2


@pytest.mark.parametrize(("panel", "generation"), [("panel3", LEGACY), ("panel1", "newest")])
def test_a_wrong_name_is_logged_and_changes_nothing(
    qtbot: QtBot, allow_log: AllowLog, panel: str, generation: str
) -> None:
    """A command may come from a file that a hand has written."""
    allow_log("ERROR migration: no (panel|generation) is named '(panel3|newest)'")
    desk = Desk(qtbot)
    desk.ask(panel, generation=generation)
    assert desk.shows() == (NEW, NEW)


def test_what_happens_before_the_first_fact_is_told_with_it(qtbot: QtBot) -> None:
    """The actors start after the window; nothing that the audit trail needs is lost."""
    desk = Desk(qtbot)
    desk.ask("panel1")
    assert desk.posted == []
    desk.tell(a_scope())
    assert [type(fact) for fact in desk.posted] == [PanelSwapped]


def test_a_panel_that_cannot_be_built_at_the_start(qtbot: QtBot, allow_log: AllowLog) -> None:
    """Legacy is shown, the flag burned, the trail and the banner told; the other panel is as wanted."""
    allow_log("panel not built")
    desk = Desk(qtbot, new1="building")
    assert desk.shows() == (LEGACY, NEW)
    (notice,) = desk.migration.take_early_notices()
    assert notice.text.startswith("Panel 1 (new) raised while being built (PlantedError: planted in the new")
    desk.tell(a_scope())
    assert [type(fact) for fact in desk.posted] == [PanelFailed, FlagBurned, PanelSwapped]


@pytest.mark.parametrize("moment", ["updating", "telling"])
def test_a_failing_panel_goes_back_by_itself(qtbot: QtBot, allow_log: AllowLog, moment: str) -> None:
    """Legacy is there within the call with every fact, the flag is burned, the other panel untouched."""
    allow_log("panel failed panel=panel1 generation=new|panel without cells")
    desk = Desk(qtbot)
    desk.tell(*OPEN[:2])
    new1, new2 = desk.made
    new1.fails = moment
    desk.tell(OPEN[2])
    desk.migration.hosts[PANEL1].cells()
    assert desk.shows() == (LEGACY, NEW)
    assert desk.made[-1].taken == new2.taken == list(OPEN)
    failed, burned, swapped = desk.posted
    assert isinstance(failed, PanelFailed)
    assert (failed.panel, failed.generation) == ("panel1", NEW)
    assert isinstance(burned, FlagBurned)
    assert (burned.flag, burned.version) == ("USE_NEW_PANEL1", "1.2.3")
    assert isinstance(swapped, PanelSwapped)
    assert (swapped.who, swapped.new, swapped.position_open) == ("automatic", LEGACY, True)
    assert "was replaced by the legacy one" in desk.notices[-1].text


def test_a_burned_flag_is_refused_with_its_reason(qtbot: QtBot) -> None:
    """Even a person cannot turn it on in this version."""
    flags = NEW_PANELS.with_burned(FlagName.USE_NEW_PANEL1, "raised while painting")
    desk = Desk(qtbot, flags)
    desk.tell(a_scope())
    desk.ask("panel1", generation=NEW, who="user")
    assert desk.shows() == (LEGACY, NEW)
    (refused,) = desk.posted
    assert isinstance(refused, SwapRefused)
    assert "USE_NEW_PANEL1 failed in version 1.2.3 (raised while painting)" in refused.why
    assert "needs a newer one" in desk.notices[-1].text


def test_a_failing_legacy_panel_gives_way_to_the_new_one(qtbot: QtBot, allow_log: AllowLog) -> None:
    """Whichever generation came in and fails, the other one is put back; legacy burns no flag."""
    allow_log("panel failed panel=panel1 generation=legacy")
    desk = Desk(qtbot)
    desk.tell(*OPEN)
    desk.ask("panel1")
    desk.made[-1].fails = "updating"
    desk.tell(a_tick(1))
    assert desk.shows() == (NEW, NEW)
    assert not [fact for fact in desk.posted if isinstance(fact, FlagBurned)]


def test_an_incoming_panel_that_fails_is_refused_and_burned(qtbot: QtBot, allow_log: AllowLog) -> None:
    """The trader keeps the panel on the screen."""
    allow_log("panel not shown panel=panel2 generation=new")
    flags = NEW_PANELS.with_override(FlagName.USE_NEW_PANEL2, value=False, who="x", why="y")
    desk = Desk(qtbot, flags, new2="updating")
    desk.tell(*OPEN)
    desk.ask("panel2", generation=NEW, who="user")
    assert desk.shows() == (NEW, LEGACY)
    assert [type(fact) for fact in desk.posted] == [FlagBurned, SwapRefused]
    assert FlagName.USE_NEW_PANEL2 in desk.migration.flags.burned


def test_a_swap_to_wrong_money_is_refused_until_forced(qtbot: QtBot) -> None:
    """The banner names the cell; a person may insist."""
    flags = NEW_PANELS.with_override(FlagName.USE_NEW_PANEL1, value=False, who="x", why="y")
    desk = Desk(qtbot, flags, new1="Balance")
    desk.tell(*OPEN)
    desk.ask("panel1", generation=NEW, who="user")
    assert desk.shows() == (LEGACY, NEW)
    assert (
        "Panel 1 stays legacy: the new one is refused because it differs in Balance." in desk.notices[-1].text
    )
    assert desk.migration.refused_for_cells(PANEL1)
    desk.migration.force(PANEL1)
    assert desk.shows() == (NEW, NEW)
    assert not desk.migration.refused_for_cells(PANEL1)
    assert [type(change) for change in desk.migration.changes] == [SwapRefused, PanelSwapped]


def test_the_way_back_to_legacy_is_never_refused(qtbot: QtBot) -> None:
    """Whatever differs: a person who wants legacy gets it."""
    desk = Desk(qtbot, legacy1="Balance")
    desk.tell(*OPEN)
    desk.ask("panel1")
    assert desk.shows() == (LEGACY, NEW)


@pytest.mark.parametrize(("who", "swaps"), [("gate", False), ("user", True)])
def test_a_promotion_waits_for_the_position_to_end_a_person_does_not(
    qtbot: QtBot, who: str, *, swaps: bool
) -> None:
    """An automatic promotion comes while nothing is at stake."""
    flags = NEW_PANELS.with_override(FlagName.USE_NEW_PANEL1, value=False, who="x", why="y")
    desk = Desk(qtbot, flags)
    desk.tell(*OPEN)
    desk.ask("panel1", generation=NEW, who=who)
    assert desk.shows() == (NEW if swaps else LEGACY, NEW)
    desk.tell(holding(None))
    desk.ask("panel1", generation=NEW, who=who)
    assert desk.shows() == (NEW, NEW)


def test_a_panel_that_raises_while_painting_is_blamed(
    qtbot: QtBot, allow_log: AllowLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its exception reaches only the hook of last resort, which is enough to replace it in the next turn."""
    allow_log("panel failed panel=panel1 generation=new why=raised while painting")
    desk = Desk(qtbot)
    desk.tell(*OPEN)
    blamed: list[bool] = []

    def hook(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        blamed.append(desk.migration.blame(error))

    monkeypatch.setattr(sys, "excepthook", hook)
    desk.frame.show()
    qtbot.waitExposed(desk.frame)
    for host in desk.migration.hosts.values():
        host.resize(100, 100)
    desk.made[0].fails = "painting"
    desk.made[0].update()
    qtbot.waitUntil(lambda: desk.shows() == (LEGACY, NEW))
    assert blamed == [True]
    assert desk.made[-1].taken == list(OPEN)


def test_an_exception_of_no_panel_changes_nothing(qtbot: QtBot) -> None:
    """Whoever else raises is none of the panels' business."""
    desk = Desk(qtbot)
    assert not desk.migration.blame(ValueError("x"))
    assert desk.shows() == (NEW, NEW)


def test_comparing_counts_and_lists_what_differs(qtbot: QtBot) -> None:
    """Both places are compared; the newest difference comes first."""
    desk = Desk(qtbot, legacy1="Points", legacy2="Points")
    desk.migration.compare_generations(on=True)
    desk.tell(*OPEN)
    desk.migration.after_drain()
    assert desk.migration.compares
    assert [(name, mismatch.cell) for name, mismatch in desk.migration.mismatches()] == [
        (PANEL1, "Points"),
        (PANEL2, "Points"),
    ]
    desk.migration.compare_generations(on=False)
    assert not desk.migration.compares


def test_the_last_twenty_changes_are_kept(qtbot: QtBot) -> None:
    """The drawer lists no more."""
    desk = Desk(qtbot)
    for number in range(25):
        desk.ask("panel1", generation=NEW if number % 2 else LEGACY)
    assert len(desk.migration.changes) == 20


def test_spares_are_built_ahead_one_after_the_other(qtbot: QtBot) -> None:
    """Some time after the first fact both places have a cold spare, so that a swap needs one turn."""
    desk = Desk(qtbot)
    desk.tell(a_scope())
    assert len(desk.made) == 2
    desk.migration._idle.setInterval(1)
    desk.migration._idle.start()
    qtbot.waitUntil(lambda: len(desk.made) == 4)
    assert [panel.taken for panel in desk.made[2:]] == [[], []]


def test_costs_are_measured_from_the_fact_that_turns_it_on(qtbot: QtBot, allow_log: AllowLog) -> None:
    """A panel that fails is counted in the interval of its generation, which its swap ends."""
    allow_log("panel failed")
    desk = Desk(qtbot, new2="updating")
    assert not desk.migration.meter.is_on
    desk.tell(shown(TrackingSet(on=True)))
    (measured,) = (fact for fact in desk.posted if isinstance(fact, IntervalMeasured))
    assert [(each.panel, each.generation, each.failures) for each in measured.panels] == [
        ("panel1", NEW, 0),
        ("panel2", NEW, 1),
    ]
    assert desk.shows() == (NEW, LEGACY)
    desk.migration.compare_generations(on=True)
    desk.tell(a_tick())
    desk.migration.after_drain()
    desk.migration.meter.finish()
    last = desk.posted[-1]
    assert isinstance(last, IntervalMeasured)
    assert last.panels[0].is_accompanied
    assert [(each.generation, each.failures) for each in last.panels] == [(NEW, 0), (LEGACY, 0)]
