"""Frames of both generations on the same facts."""

import gc

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.builders import a_balance, a_curve, a_link, a_quote, a_scope, a_tick
from tests.ui.event_count import EventCount
from tests.ui.planted import PlantedPanel, planted
from ui.frames import MOMENTS, SIZES, Frames, Stage
from ui.generations import BUILDERS, LEGACY, NEW
from ui.panel import PanelName
from ui.panel1.chart import EquityChart

OPENING = (a_scope(), a_link(), a_curve((60.0, "10000"), (30.0, "10010.50")), a_balance("10010.50"))
BATCHES = [OPENING, *((a_tick(float(second)), a_quote("6750.25")) for second in range(1, 10)), ()]


def test_every_frame_counts_for_both_generations(qtbot: QtBot) -> None:
    """The same batches are timed in both, and a batch that paints nowhere in neither."""
    assert qtbot is not None
    frames = Frames(BUILDERS, BATCHES)
    frames.warm_up()
    took = frames.measure()
    assert set(took) == set(PanelName)
    for by_generation in took.values():
        assert len(by_generation[LEGACY]) == len(by_generation[NEW]) > 0
        assert len(by_generation[NEW]) < len(BATCHES)
        assert min(*by_generation[LEGACY], *by_generation[NEW]) > 0
    assert gc.isenabled()


def test_what_a_panel_paints_by_itself_is_no_frame(qtbot: QtBot) -> None:
    """A panel that moves with time paints between the batches; an empty one is none of its frames."""
    assert qtbot is not None

    def enliven(panel: PlantedPanel) -> None:
        timer = QTimer(panel)
        timer.timeout.connect(panel.update)
        timer.start(0)

    frames = Frames(planted(made=enliven), [OPENING, *[()] * 20])
    frames.warm_up()
    for by_generation in frames.measure().values():
        assert len(by_generation[LEGACY]) == len(by_generation[NEW]) <= 1


def test_what_is_painted_after_the_cells_is_part_of_the_frame(qtbot: QtBot) -> None:
    """The curve comes last, and nothing of it is left when the time is taken."""
    stage = Stage(BUILDERS[PanelName.PANEL1][NEW], SIZES[PanelName.PANEL1])
    qtbot.addWidget(stage)
    stage.show_batch(OPENING)
    QApplication.processEvents()
    chart = stage.findChild(EquityChart)
    assert isinstance(chart, EquityChart)
    paints = EventCount(chart._plot.viewport(), QEvent.Type.Paint)
    stage.show_batch([a_tick(5.0)])
    assert paints.count == 1


def test_both_generations_are_pictured_at_the_same_moments(qtbot: QtBot) -> None:
    """Each picture holds both panels of a generation below each other, and something is on it."""
    assert qtbot is not None
    frames = Frames(BUILDERS, BATCHES)
    frames.warm_up()
    assert [moment.share for moment in frames.moments] == [
        number / MOMENTS for number in range(1, MOMENTS + 1)
    ]
    for moment in frames.moments:
        for generation in (LEGACY, NEW):
            image = moment.pictures[generation]
            assert image.width() == max(size.width() for size in SIZES.values())
            assert image.height() == sum(size.height() for size in SIZES.values())
            assert len({image.pixelColor(x, 60).name() for x in range(0, image.width(), 3)}) > 3


def test_no_window_stays(qtbot: QtBot) -> None:
    """What was opened to be measured is closed and deleted."""
    assert qtbot is not None
    frames = Frames(BUILDERS, BATCHES[:2])
    frames.warm_up()
    frames.measure()
    assert not [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, Stage)]


def test_facts_are_handed_over_once_in_their_order(qtbot: QtBot) -> None:
    """A round shows every panel the whole tape, no fact twice."""
    assert qtbot is not None
    made: list[PlantedPanel] = []
    frames = Frames(planted(made=made.append), BATCHES)
    frames.warm_up()
    assert len(made) == 4
    whole = [fact for batch in BATCHES for fact in batch]
    assert all(panel.taken == whole for panel in made)
