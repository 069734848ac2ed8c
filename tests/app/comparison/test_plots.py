"""Plots of a report."""

import msgspec
from pytestqt.qtbot import QtBot

from app.comparison.plots import course, distribution, plots_of
from tests.app.comparison.builders import a_course, the_courses, the_findings


def test_distribution_ends_with_all_samples() -> None:
    """Sorted values over the share that does not exceed them."""
    assert distribution({"new": [3.0, 1.0, 2.0, 9.0]}) == {
        "new": [(25, 1.0), (50, 2.0), (75, 3.0), (100, 9.0)]
    }


def test_course_is_a_value_at_the_end_of_each_interval() -> None:
    """Seconds since the first began."""
    assert course({"legacy": [6.5, 7.0]}) == {"legacy": [(5.0, 6.5), (10.0, 7.0)]}


def test_everything_measured_has_its_plot(qtbot: QtBot) -> None:
    """Both generations are on each, in their own colours."""
    assert qtbot is not None
    plots = list(plots_of(the_findings()))
    names = ["frames-panel1.png", "frames-panel2.png", "cpu.png", "memory.png", "refresh.png"]
    assert [one.name for one in plots] == names
    for one in plots:
        colours = {
            one.image.pixelColor(x, y).name()
            for x in range(0, one.image.width(), 2)
            for y in range(0, one.image.height(), 2)
        }
        assert {"#b34700", "#0060a0"} <= colours, one.name


def test_nothing_is_plotted_of_what_one_generation_lacks(qtbot: QtBot) -> None:
    """Half a comparison is none."""
    assert qtbot is not None
    blind = msgspec.structs.replace(a_course(), refresh_ms=())
    names = [one.name for one in plots_of(the_findings(courses=the_courses(new=blind)))]
    assert "refresh.png" not in names
    assert "cpu.png" in names
    assert not list(plots_of(msgspec.structs.replace(the_findings(), courses={}, frames_ms=())))
