"""The files of the rollout in the data folder: where it is, and what every decision rested on."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from app.errors import UnwritableError
from app.file_lock import FileLock
from models import atomic_file
from models.rollout import evidence as sealed_evidence
from models.rollout import record as sealed_record
from models.rollout.evidence import Evidence, EvidenceLine, evidence_of, line_of, number_of, reference
from models.rollout.record import Record

_MISSING: Final = "the audit trail names it, and it is not there"


class RolloutFiles:
    """`data/rollout.json` and `data/evidence/`.

    Args:
        folder: The data folder.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / sealed_record.FILE
        self._evidence = folder / sealed_evidence.FOLDER
        self._lock_path = folder / "rollout.lock"

    def lock(self) -> FileLock:
        """Claim the files; the monitor and the command line change them one at a time.

        Raises:
            UnwritableError: The folder cannot be written.
        """
        lock = FileLock(self._lock_path)
        try:
            lock.acquire()
        except OSError as error:
            raise _unwritable(self._lock_path, error) from error
        return lock

    def load(self) -> Record | None:
        """Return where the rollout is: at its beginning without a file; None where that is not as sealed."""
        try:
            return sealed_record.record_of(self.path.read_bytes())
        except FileNotFoundError:
            return Record()
        except OSError:
            return None

    def save(self, record: Record) -> None:
        """Keep where the rollout is.

        Raises:
            UnwritableError: It cannot be written, and is as it was.
        """
        _replace(self.path, sealed_record.content_of(record))

    def write(self, evidence: Evidence) -> str:
        """Write an evidence file under the next number.

        Returns:
            What the audit trail says of it.

        Raises:
            UnwritableError: It cannot be written.
        """
        numbers = [number for path in self._paths() if (number := number_of(path.name)) is not None]
        name = sealed_evidence.name_of(max(numbers, default=0) + 1, evidence)
        content = sealed_evidence.content_of(evidence)
        try:
            self._evidence.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise _unwritable(self._evidence, error) from error
        _replace(self._evidence / name, content)
        return reference(name, content)

    def lines(self, referred: Mapping[str, str]) -> tuple[EvidenceLine, ...]:
        """Return every evidence file, and whether it is as it was written, oldest first.

        Args:
            referred: The SHA-256 of each that the audit trail names, by name.
        """
        found = {path.name: path for path in self._paths() if number_of(path.name) is not None}
        return tuple(_line(name, found.get(name), referred) for name in sorted({*found, *referred}))

    def newest(self, lines: tuple[EvidenceLine, ...], stage: str) -> Evidence | None:
        """Return the newest sound evidence about a stage; None where there is none.

        Args:
            lines: Every evidence file.
            stage: Key of the stage.
        """
        for line in reversed(lines):
            found = evidence_of(_read(self._evidence / line.name)) if not line.problem else None
            if found is not None and found.stage == stage:
                return found
        return None

    def _paths(self) -> list[Path]:
        return list(self._evidence.glob("*.json"))


def _line(name: str, path: Path | None, referred: Mapping[str, str]) -> EvidenceLine:
    if path is None:
        return EvidenceLine(name=name, problem=_MISSING)
    return line_of(name, _read(path), referred)


def _read(path: Path) -> bytes:
    """Return a file; one that cannot be read is not what was sealed."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _replace(path: Path, content: bytes) -> None:
    try:
        atomic_file.replace(path, content)
    except OSError as error:
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> UnwritableError:
    return UnwritableError(
        f"{path} cannot be written: {error.strerror or error}. Free space, or make it writable."
    )
