"""All faults, by their names."""

from collections.abc import Mapping
from typing import Final

from tests.faults.delivery import DELIVERY
from tests.faults.fault import Fault
from tests.faults.garbage import GARBAGE
from tests.faults.logons import LOGONS
from tests.faults.losses import LOSSES
from tests.faults.reports import REPORTS

GROUPS: Final = (LOSSES, DELIVERY, REPORTS, GARBAGE, LOGONS)
FAULTS: Final[Mapping[str, Fault]] = {fault.name: fault for group in GROUPS for fault in group.faults}
