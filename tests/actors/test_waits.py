"""Waits between attempts to connect."""

from actors.waits import LONGEST_S, Waits


def test_a_server_that_comes_back_is_found_soon_and_one_that_refuses_is_left_alone() -> None:
    """Each of the two waits grows by itself; after a logon both are short again."""
    waits = Waits(lambda: 1.0)
    assert [waits.next_s(refused=False) for _ in range(5)] == [1, 2, LONGEST_S, LONGEST_S, LONGEST_S]
    assert [waits.next_s(refused=True) for _ in range(6)] == [1, 2, 4, 8, 16, 30]
    waits.reset()
    assert (waits.next_s(refused=False), waits.next_s(refused=True)) == (1, 1)
