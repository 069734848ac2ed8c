"""The rollback file: whatever is in it, being there is a wish."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rollback import PANELS, PanelWord, RollbackWish, content_of, wish_of

BOTH = RollbackWish()


@given(st.binary())
def test_any_content_is_a_wish(content: bytes) -> None:
    """Nothing that anybody writes into the file can keep the legacy panels away."""
    assert wish_of(content).panels


@pytest.mark.parametrize(
    "content", [b"", b"panel1", b"{}", b'{"panels":[]}', b'{"panels":["panel3"]}', b"[" * 9999]
)
def test_content_that_says_nothing_means_both_panels(content: bytes) -> None:
    """An empty or broken file takes both panels back."""
    assert wish_of(content) == BOTH
    assert set(BOTH.panels) == set(PANELS)


@given(
    st.lists(st.sampled_from(PANELS), min_size=1, max_size=2, unique=True).map(tuple[PanelWord, ...]),
    st.text(),
)
def test_wish_reads_back_as_it_was_written(panels: tuple[PanelWord, ...], why: str) -> None:
    """Panels and reason arrive as they were given."""
    wish = RollbackWish(panels=panels, who="command line", why=why)
    assert wish_of(content_of(wish)) == wish
