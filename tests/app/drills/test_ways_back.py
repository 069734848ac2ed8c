"""The ways back prove themselves."""

import pytest

from app.drills.ways_back import ways_back

pytestmark = pytest.mark.slow


@pytest.mark.usefixtures("qapp")
def test_every_way_is_gone() -> None:
    """Two keys, menu, command line, sentinel file, automatic; how fast they are is for who uses it."""
    _, have = ways_back()
    assert have.startswith("6 ways, the slowest ")
    slowest_ms = float(have.split(" ms")[0].rpartition(" ")[2])
    # One that is not gone at all is given up after two seconds.
    assert slowest_ms < 1_900
