"""Tables for people."""

from app.commands.table import aligned


def test_columns_are_aligned_and_lines_end_without_blanks() -> None:
    """Each column is as wide as its longest text; the last one is as long as it is."""
    table = aligned(("a", "long name", "z"), [("xyz", "1", "the rest"), ("", "", "")])
    assert table == "a    long name  z\nxyz  1          the rest\n\n"


def test_table_without_rows_is_its_header() -> None:
    """Nothing to show still says what would be shown."""
    assert aligned(("a", "b"), []) == "a  b\n"
