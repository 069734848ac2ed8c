"""Kinds of findings."""

from app.doctor.finding import Kind, Level, well


def test_finding_takes_what_it_does_not_know_better_from_its_kind() -> None:
    """Why and what to do are said once for each cause."""
    kind = Kind(id="x", level=Level.ACTION, subject="s", why="because", do="this")
    assert (kind.found("it is").do, kind.found("it is", "that").do) == ("this", "that")
    assert kind.found("it is").why == "because"


def test_what_is_well_asks_for_nothing() -> None:
    """Its id names the subject."""
    assert well("state files", "fine").id == "state-files-ok"
    assert well("state files", "fine").do == ""
