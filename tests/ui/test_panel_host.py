"""One place in the window, and the swap of what is in it."""

from collections.abc import Callable
from random import Random

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from actors.dict_form import to_dict
from actors.messages import Shown
from models.timeframe import Timeframe
from tests.ui.builders import NOW, a_curve, a_position, a_quote, a_scope, a_tick, holding
from tests.ui.legacy.tape import Tape
from tests.ui.planted import PlantedError, PlantedPanel, planted
from ui.generations import BUILDERS, LEGACY, NEW, Builder, other
from ui.legacy.panel1 import LegacyPanel1
from ui.panel import Choices, PanelName, Payload
from ui.panel1.widget import Panel1Widget
from ui.panel_host import PanelHost
from ui.swap import Failure, Outcome

PANEL1 = PanelName.PANEL1
AllowLog = Callable[[str], None]


class Clock:
    """Monotonic seconds that rise only when a test says so."""

    def __init__(self) -> None:
        """Start at zero."""
        self.now = 0.0

    def __call__(self) -> float:
        """Return the seconds."""
        return self.now


class Place:
    """A host of planted panels, with all panels that it ever built and all that it told."""

    def __init__(self, qtbot: QtBot, generation: str = NEW, **fails: str) -> None:
        """Open the host.

        Args:
            qtbot: Closes it at the end.
            generation: What to show first.
            fails: What `new` and `legacy` fail at.
        """
        self.made: list[PlantedPanel] = []
        self.failures: list[Failure] = []
        self.clock = Clock()
        builders = planted({(PANEL1, key): value for key, value in fails.items()}, self.made.append)
        self.host = PanelHost(PANEL1, builders[PANEL1], generation, elapsed=self.clock)
        qtbot.addWidget(self.host)
        self.host.failed.connect(self.failures.append)
        self.host.resize(300, 200)
        self.host.show()

    def tell(self, *facts: Shown) -> None:
        """Hand over facts."""
        for fact in facts:
            self.host.receive(fact, fact)

    def shown(self) -> PlantedPanel:
        """Return the one panel that is visible."""
        (panel,) = [panel for panel in self.host.findChildren(PlantedPanel) if panel.isVisible()]
        return panel

    def roll_back(self) -> None:
        """Show the other generation whenever a panel on the screen fails."""
        self.host.failed.connect(
            lambda failure: (
                self.host.swap(other(failure.generation), force=True) if failure.was_shown else None
            )
        )


FACTS = (a_scope(), a_tick(1), a_quote("1"))


def test_a_swap_shows_the_other_generation_at_once(qtbot: QtBot) -> None:
    """After the call the other panel is visible with all facts, the first one hidden; no event is needed."""
    place = Place(qtbot)
    place.tell(*FACTS)
    swap = place.host.swap(LEGACY, force=False)
    assert (swap.outcome, swap.old, swap.differing) == (Outcome.DONE, NEW, ())
    assert place.shown().generation == place.host.generation == LEGACY
    assert place.shown().taken == list(FACTS)


def test_the_same_generation_again_is_no_swap(qtbot: QtBot) -> None:
    """What is asked for is there already."""
    place = Place(qtbot)
    assert place.host.swap(NEW, force=True).outcome is Outcome.ALREADY
    assert len(place.made) == 1


def test_the_outgoing_panel_stays_warm(qtbot: QtBot) -> None:
    """It goes on hearing every fact, so that the way back shows it as it is, without building or telling."""
    place = Place(qtbot)
    place.tell(*FACTS)
    place.host.swap(LEGACY, force=False)
    place.tell(a_tick(2))
    place.host.swap(NEW, force=False)
    assert len(place.made) == 2
    assert place.shown() is place.made[0]
    assert place.shown().taken == [*FACTS, a_tick(2)]


def test_a_prebuilt_spare_is_told_nothing_before_its_swap(qtbot: QtBot) -> None:
    """It costs no time until it is wanted; then it hears the current facts."""
    place = Place(qtbot)
    assert place.host.prebuild()
    assert not place.host.prebuild()
    place.tell(*FACTS)
    assert place.made[1].taken == []
    place.host.swap(LEGACY, force=False)
    assert place.made[1].taken == list(FACTS)
    assert len(place.made) == 2


def test_after_the_rollback_window_the_old_panel_is_let_go(qtbot: QtBot) -> None:
    """Then a fresh cold one takes its place."""
    place = Place(qtbot)
    place.host.swap(LEGACY, force=False)
    place.host._window.setInterval(1)
    place.host._window.start()
    qtbot.waitUntil(lambda: len(place.made) == 3)
    place.tell(*FACTS)
    assert place.made[2].generation == NEW
    assert place.made[2].taken == []
    qtbot.waitUntil(lambda: len(place.host.findChildren(PlantedPanel)) == 2)


@pytest.mark.parametrize("form", [to_dict, lambda fact: fact])
def test_a_new_panel_is_told_in_the_form_that_facts_came_in(
    qtbot: QtBot, form: Callable[[Shown], Shown]
) -> None:
    """Dicts stay dicts, typed facts stay typed; they are the same objects."""
    place = Place(qtbot)
    payloads = [form(fact) for fact in FACTS]
    for fact, payload in zip(FACTS, payloads, strict=True):
        place.host.receive(fact, payload)
    place.host.swap(LEGACY, force=False)
    taken = place.shown().taken
    assert all(one is two for one, two in zip(taken, payloads, strict=True))


def test_a_cold_panel_renders_what_it_missed_as_a_whole(qtbot: QtBot) -> None:
    """All facts are one batch for it, however many there are; once warm it goes along with the others."""
    place = Place(qtbot)
    place.tell(*FACTS)
    place.host.swap(LEGACY, force=True)
    assert place.shown().released == [len(FACTS)]
    place.host.swap(NEW, force=True)
    assert place.shown().released == []


def test_what_the_trader_chose_moves_along(qtbot: QtBot) -> None:
    """The incoming panel takes over the choices, and a warm spare follows later ones."""
    place = Place(qtbot)
    place.shown().chosen = Choices(hovered=7.0)
    place.host.swap(LEGACY, force=False)
    assert place.shown().chosen == Choices(hovered=7.0)
    place.shown().chosen = Choices(hovered=8.0)
    place.shown().cells_changed.emit()
    assert place.made[0].chosen == Choices(hovered=8.0)


@pytest.mark.parametrize(("cell", "outcome"), [("Balance", Outcome.DIFFERS), ("Points", Outcome.DONE)])
def test_a_wrong_money_cell_is_not_shown_unless_forced(qtbot: QtBot, cell: str, outcome: Outcome) -> None:
    """Other cells are named and shown; money, alarm and mode cells need a person who forces them."""
    place = Place(qtbot, legacy=cell)
    swap = place.host.swap(LEGACY, force=False)
    assert (swap.outcome, swap.differing) == (outcome, (cell,))
    assert place.host.swap(LEGACY, force=True).outcome is not Outcome.DIFFERS
    assert place.shown().generation == LEGACY


@pytest.mark.parametrize("moment", ["building", "updating", "telling", "adopting"])
def test_an_incoming_panel_that_raises_is_not_shown(qtbot: QtBot, allow_log: AllowLog, moment: str) -> None:
    """The panel on the screen stays, is told everything, and the other is gone."""
    allow_log("panel not shown panel=panel1 generation=legacy")
    place = Place(qtbot, legacy=moment)
    place.tell(*FACTS)
    swap = place.host.swap(LEGACY, force=True)
    assert swap.outcome is Outcome.FAILED
    assert "PlantedError: planted in the legacy panel1" in swap.why
    place.tell(a_tick(2))
    assert place.shown().taken == [*FACTS, a_tick(2)]
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert not [panel for panel in place.host.findChildren(PlantedPanel) if panel.generation == LEGACY]


@pytest.mark.parametrize("moment", ["updating", "telling"])
def test_a_shown_panel_that_raises_is_replaced_within_the_call(
    qtbot: QtBot, allow_log: AllowLog, moment: str
) -> None:
    """The other generation is on the screen before the call returns, and knows the fact that was fatal."""
    allow_log("panel failed panel=panel1 generation=new why=raised while updating")
    allow_log("panel without cells panel=panel1")
    place = Place(qtbot)
    place.roll_back()
    place.tell(*FACTS[:2])
    place.made[0].fails = moment
    place.tell(FACTS[2])
    assert place.host.cells()["Mode"].text == "SIM"
    assert place.shown().generation == LEGACY
    assert place.shown().taken == list(FACTS)
    assert [(failure.generation, failure.was_shown) for failure in place.failures] == [(NEW, True)]


def test_heavy_parts_that_raise_are_a_failure(qtbot: QtBot, allow_log: AllowLog) -> None:
    """Building the chart after the first paint counts as building."""
    allow_log("panel failed panel=panel1 generation=new why=raised while being built")
    place = Place(qtbot, new="heavy")
    place.roll_back()
    place.host.build_heavy_parts()
    assert place.shown().generation == LEGACY


def test_a_panel_that_raises_while_it_paints_is_replaced_in_the_next_turn(
    qtbot: QtBot, allow_log: AllowLog
) -> None:
    """Not within the paint event, and not later than one turn of the event loop."""
    allow_log("panel failed panel=panel1 generation=new why=raised while painting")
    place = Place(qtbot)
    place.roll_back()
    child = QWidget(place.shown())
    assert place.host.accuse(child, "painting", PlantedError("x"))
    assert place.host.accuse(child, "painting", PlantedError("x"))
    assert place.host.generation == NEW
    QApplication.processEvents()
    assert place.shown().generation == LEGACY
    assert len(place.failures) == 1


def test_a_stranger_is_not_accused(qtbot: QtBot) -> None:
    """A widget outside of both panels is none of this place's."""
    place = Place(qtbot)
    stranger = QWidget()
    qtbot.addWidget(stranger)
    assert not place.host.accuse(stranger, "painting", PlantedError("x"))


def test_a_spare_that_raises_is_dropped_and_told(qtbot: QtBot, allow_log: AllowLog) -> None:
    """The trader's panel goes on as if nothing had been."""
    allow_log("panel failed panel=panel1 generation=legacy")
    place = Place(qtbot)
    place.host.compare_generations(on=True)
    place.made[1].fails = "updating"
    place.tell(*FACTS)
    assert place.shown().taken == list(FACTS)
    assert [(failure.generation, failure.was_shown) for failure in place.failures] == [(LEGACY, False)]
    assert place.host.comparison is not None
    assert place.host.comparison.agreement.raised == 1


def test_when_both_fail_the_last_one_stays_and_the_log_is_not_flooded(
    qtbot: QtBot, allow_log: AllowLog
) -> None:
    """Nothing can take its place; it is told once, and later facts are still handed over."""
    allow_log("panel1 generation=(new|legacy)")
    place = Place(qtbot, legacy="building")
    place.roll_back()
    place.made[0].fails = "updating"
    place.tell(*FACTS)
    assert place.shown().generation == NEW
    assert len(place.failures) == 1
    assert place.shown().taken == list(FACTS)


def test_a_generation_that_cannot_be_built_at_the_start_is_replaced(
    qtbot: QtBot, allow_log: AllowLog
) -> None:
    """The window opens with the other one and says why."""
    allow_log("panel not built panel=panel1 generation=new")
    place = Place(qtbot, new="building")
    assert place.shown().generation == LEGACY
    assert place.host.start_failure is not None
    assert "raised while being built" in place.host.start_failure.why
    assert not place.host.prebuild()


def test_a_panel_that_holds_the_window_three_times_is_replaced(qtbot: QtBot, allow_log: AllowLog) -> None:
    """More than half a second for one fact, three times in a minute."""
    allow_log("held the window for more than 500 ms three times in a minute")
    place = Place(qtbot)
    place.roll_back()

    class Slow(list[Payload]):
        def append(self, payload: Payload) -> None:
            place.clock.now += 0.6
            super().append(payload)

    place.made[0].taken = Slow()
    place.tell(a_scope(), a_tick(1))
    assert place.host.generation == NEW
    place.tell(a_tick(2))
    assert place.shown().generation == LEGACY
    assert place.shown().taken == [a_scope(), a_tick(2)]


def test_a_slow_frame_is_blamed_on_the_panel_that_is_slow_to_paint(qtbot: QtBot) -> None:
    """A slow frame of the window says nothing about a panel that paints quickly."""
    place = Place(qtbot)
    for _ in range(4):
        place.host.note_frame(0.8)
    assert place.failures == []


def test_a_new_panel_that_lies_beside_legacy_is_replaced(qtbot: QtBot, allow_log: AllowLog) -> None:
    """A wrong money cell is enough; a wrong other cell is counted."""
    allow_log("differed from the legacy panel in Balance")
    place = Place(qtbot)
    place.roll_back()
    place.host.compare_generations(on=True)
    place.tell(*FACTS)
    place.made[0].fails = "Points"
    place.host.after_drain(NOW)
    assert place.failures == []
    assert place.host.comparison is not None
    assert (place.host.comparison.agreement.compared, place.host.comparison.agreement.matched) == (4, 3)
    place.made[0].fails = "Balance"
    place.host.after_drain(NOW)
    assert place.shown().generation == LEGACY


def test_a_legacy_panel_is_never_replaced_by_what_it_is_compared_with(qtbot: QtBot) -> None:
    """Where the new generation runs hidden, its differences are counted and nothing more."""
    place = Place(qtbot, LEGACY, new="Balance")
    place.host.compare_generations(on=True)
    place.tell(*FACTS)
    place.host.after_drain(NOW)
    assert place.failures == []
    assert place.host.comparison is not None
    assert [mismatch.payloads for mismatch in place.host.comparison.mismatches] == [FACTS]


def test_comparing_ends_with_the_spare_cold(qtbot: QtBot) -> None:
    """A spare that nobody needs hears nothing any more."""
    place = Place(qtbot)
    place.host.compare_generations(on=True)
    place.host.compare_generations(on=False)
    assert place.host.comparison is None
    qtbot.waitUntil(lambda: len(place.made) == 3)
    place.tell(*FACTS)
    assert place.made[2].taken == []


def test_comparing_that_costs_frames_sheds_itself(qtbot: QtBot) -> None:
    """A spare that needs more than a frame ten times in a minute is not compared any longer."""
    place = Place(qtbot)
    place.host.compare_generations(on=True)

    class Slow(list[Payload]):
        def append(self, payload: Payload) -> None:
            place.clock.now += 0.02
            super().append(payload)

    place.made[1].taken = Slow()
    with qtbot.waitSignal(place.host.shed, timeout=1000):
        for number in range(10):
            place.tell(a_tick(number))
            place.host.after_drain(NOW)
    assert place.host.comparison is None


@pytest.fixture
def real(qtbot: QtBot) -> Callable[[PanelName], tuple[PanelHost, PanelHost]]:
    """Return a function that opens two hosts of the real panels for the same place."""

    def open_hosts(name: PanelName) -> tuple[PanelHost, PanelHost]:
        builders: dict[str, Builder] = dict(BUILDERS[name])
        hosts = PanelHost(name, builders, NEW), PanelHost(name, builders, LEGACY)
        for host in hosts:
            qtbot.addWidget(host)
            host.resize(700, 300)
            host.build_heavy_parts()
        return hosts

    return open_hosts


@pytest.mark.slow
@pytest.mark.parametrize("name", list(PanelName))
def test_swaps_at_random_moments_change_nothing_on_the_screen(
    real: Callable[[PanelName], tuple[PanelHost, PanelHost]], name: PanelName
) -> None:
    """However often and whenever generations are swapped, each cell is what it is without swaps."""
    swapped, still = real(name)
    chance = Random(11)
    swaps = 0
    for number, step in enumerate(Tape(20 + len(name.value)).steps(800)):
        for host in (swapped, still):
            if isinstance(step, Shown):
                host.receive(step, to_dict(step) if number % 2 else step)
            elif isinstance(step, Timeframe):
                host.choose_timeframe(step)
        if chance.random() < 0.15:
            swap = swapped.swap(other(swapped.generation), force=False)
            assert (swap.outcome, swap.differing) == (Outcome.DONE, ())
            swaps += 1
        if chance.random() < 0.03:
            # The old panel is gone, the next swap needs a fresh one with the current facts alone.
            swapped._drop_spare()
        assert swapped.cells() == still.cells(), number
    assert swaps > 90


@pytest.mark.slow
@pytest.mark.parametrize("name", list(PanelName))
def test_swapping_leaks_nothing(
    real: Callable[[PanelName], tuple[PanelHost, PanelHost]], name: PanelName
) -> None:
    """Two hundred swaps, each tenth with a fresh panel, leave no Qt object behind."""
    host, _ = real(name)
    for fact in (a_scope(), a_curve((60, "1"), (10, "2")), holding(a_position())):
        host.receive(fact, fact)

    def swap(times: int) -> int:
        for number in range(times):
            if number % 10 == 0:
                host._drop_spare()
            host.swap(other(host.generation), force=False)
            QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        return len(host.findChildren(QObject))

    before = swap(20)
    assert swap(200) == before


def test_panels_of_the_host_are_of_its_place(
    real: Callable[[PanelName], tuple[PanelHost, PanelHost]],
) -> None:
    """Both real generations can stand in the place at once, one of them hidden."""
    host, _ = real(PANEL1)
    host.prebuild()
    hidden = {
        type(panel): panel.isHidden()
        for panel in host.findChildren(QWidget)
        if type(panel) in {Panel1Widget, LegacyPanel1}
    }
    assert hidden == {Panel1Widget: False, LegacyPanel1: True}
