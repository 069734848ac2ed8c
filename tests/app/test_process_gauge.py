"""What this process has used, and how many errors it has logged."""

import logging
import sys

import psutil
import pytest

from app.process_gauge import ProcessGauge, memory_mb
from tests.actors.conftest import AllowLog

log = logging.getLogger(__name__)


def test_memory_is_what_the_operating_system_says() -> None:
    """The same figure as another library reads, within what is used meanwhile."""
    memory_mb = ProcessGauge().read().memory_mb
    if sys.platform == "darwin":
        assert memory_mb is None
    else:
        assert memory_mb == pytest.approx(psutil.Process().memory_info().rss / 1e6, rel=0.05)


@pytest.mark.skipif(sys.platform != "linux", reason="the system tells it in another way")
def test_memory_of_this_process_is_known() -> None:
    """A Python with Qt holds more than ten megabytes."""
    size = memory_mb()
    assert size is not None
    assert size > 10


def test_processor_time_only_rises() -> None:
    """It is that of all threads together, since the start of the process."""
    gauge = ProcessGauge()
    first = gauge.read().cpu_s
    assert first > 0
    assert gauge.read().cpu_s >= first


def test_errors_are_counted_while_it_is_open(allow_log: AllowLog) -> None:
    """Warnings do not count, critical lines do; opening it twice counts nothing twice."""
    allow_log("planted")
    gauge = ProcessGauge()
    log.error("planted before")
    gauge.open()
    gauge.open()
    log.warning("planted warning")
    log.error("planted")
    log.critical("planted")
    assert gauge.read().errors == 2
    gauge.close()
    gauge.close()
    log.error("planted after")
    assert gauge.read().errors == 2
