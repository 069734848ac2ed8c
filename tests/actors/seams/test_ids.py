"""Identities and chance."""

from actors.seams.ids import SystemIds


def test_trade_ids_differ_and_are_plain() -> None:
    """An identity never comes twice, and can stand in a file name or a column."""
    ids = SystemIds()
    made = [ids.trade_id() for _ in range(1000)]
    assert len(set(made)) == 1000
    assert all(len(each) == 32 and int(each, 16) >= 0 for each in made)


def test_two_sources_never_agree() -> None:
    """Two starts of the monitor make different identities."""
    assert SystemIds().trade_id() != SystemIds().trade_id()


def test_jitter_is_a_share() -> None:
    """Jitter lies in [0, 1), and is not always the same."""
    values = {SystemIds().jitter() for _ in range(100)}
    assert len(values) > 1
    assert all(0 <= value < 1 for value in values)
