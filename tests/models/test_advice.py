"""Sentences about Sierra Chart that several places say."""

from models import advice
from models.quote import COLUMNS


def test_snapshot_advice_names_the_columns_that_are_read() -> None:
    """A study that is written after the advice writes a file that is understood."""
    assert ", ".join(COLUMNS) in advice.WRITE_SNAPSHOT
