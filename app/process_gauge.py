"""What this process has used, and how many errors it has logged, with the standard library alone."""

import logging
import os
import sys
from typing import Final

from actors.performance import Reading

_MEGA: Final = 1e6

if sys.platform == "linux":
    _STATM: Final = "/proc/self/statm"
    _PAGE_BYTES: Final = os.sysconf("SC_PAGE_SIZE")

    def memory_mb() -> float | None:
        """Return the resident memory of this process; None where the system does not tell."""
        try:
            with open(_STATM, encoding="ascii") as file:  # noqa: PTH123 - a file of the kernel, not of a disk
                return int(file.read().split()[1]) * _PAGE_BYTES / _MEGA
        except OSError:
            return None
elif sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    class _Counters(ctypes.Structure):
        """PROCESS_MEMORY_COUNTERS of psapi.h."""

        _fields_ = (
            ("cb", wintypes.DWORD),
            ("PageFaultCount", wintypes.DWORD),
            ("PeakWorkingSetSize", ctypes.c_size_t),
            ("WorkingSetSize", ctypes.c_size_t),
            ("QuotaPeakPagedPoolUsage", ctypes.c_size_t),
            ("QuotaPagedPoolUsage", ctypes.c_size_t),
            ("QuotaPeakNonPagedPoolUsage", ctypes.c_size_t),
            ("QuotaNonPagedPoolUsage", ctypes.c_size_t),
            ("PagefileUsage", ctypes.c_size_t),
            ("PeakPagefileUsage", ctypes.c_size_t),
        )

    def memory_mb() -> float | None:
        """Return the resident memory of this process; None where the system does not tell."""
        kernel = ctypes.WinDLL("kernel32")
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        ask = kernel.K32GetProcessMemoryInfo
        ask.argtypes = (wintypes.HANDLE, ctypes.POINTER(_Counters), wintypes.DWORD)
        counters = _Counters(cb=ctypes.sizeof(_Counters))
        if not ask(kernel.GetCurrentProcess(), ctypes.byref(counters), counters.cb):
            return None
        return counters.WorkingSetSize / _MEGA
else:

    def memory_mb() -> float | None:
        """Return None."""
        # The standard library knows the largest size so far, which is another figure.
        return None


class _ErrorCount(logging.Handler):
    """Counts what is logged as an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.count = 0

    def emit(self, _record: logging.LogRecord) -> None:
        # Called under the handler's lock.
        self.count += 1


class ProcessGauge:
    """This process, for the actor that keeps what it costs."""

    def __init__(self) -> None:
        self._errors = _ErrorCount()

    def open(self) -> None:
        """Begin to count errors; a second time does nothing."""
        logging.getLogger().addHandler(self._errors)

    def read(self) -> Reading:
        """Return what was used until now."""
        times = os.times()
        return Reading(cpu_s=times.user + times.system, memory_mb=memory_mb(), errors=self._errors.count)

    def close(self) -> None:
        """Count no more; a second time does nothing."""
        logging.getLogger().removeHandler(self._errors)
