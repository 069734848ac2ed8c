"""The view of Panel 1."""

from ui.panel1.presenter import EMPTY_VIEW


def test_cells_are_the_fields_that_the_widget_shows() -> None:
    """Each canonical cell is the very object that the widget is given."""
    cells = EMPTY_VIEW.cells()
    assert cells["Balance"] is EMPTY_VIEW.balance
    assert cells["Connection"] is EMPTY_VIEW.link.cell
    assert len(cells) == 9
