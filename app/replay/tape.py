"""All that was recorded of one run: its files in their order, as one row of blocks."""

from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from app.errors import UnavailableError
from app.recordings import Header, header_of
from models.recording import Block, Reader, RecordingError


class _File(NamedTuple):
    path: Path
    reader: Reader
    header: Header


class Tape:
    """A recording from the beginning of its run to the end of one file.

    Args:
        path: The file; those that it continues lie beside it.

    Attributes:
        header: Of the file.
        notices: What is wrong with it, in words.
        fingerprint: Differs for every other tape.
        first: Index of the file's first block; those before it are in the files that it continues.
        ended: Whether the file ends as an orderly run does, or goes on in another.

    Raises:
        UnavailableError: It cannot be read, or is no recording that can be played.
    """

    def __init__(self, path: Path) -> None:
        with ExitStack() as opened:
            files = [_open(path, path, opened)]
            while files[0].header.continues:
                files.insert(0, _before(files[0], path, opened))
            if not any(file.reader.places for file in files):
                raise UnavailableError(f"{path}: nothing is recorded in it")
            self._opened = opened.pop_all()
        self.header = files[-1].header
        self.ended = files[-1].reader.ended
        self.notices = [f"{file.path}: {file.reader.damage}" for file in files if file.reader.damage]
        self._places = [(file, index) for file in files for index in range(len(file.reader.places))]
        self._times = [place.utc_us for file in files for place in file.reader.places]
        self.first = len(self._places) - len(files[-1].reader.places)
        self.fingerprint = b"".join(file.reader.fingerprint for file in files)

    def close(self) -> None:
        """Close the files."""
        self._opened.close()

    def __len__(self) -> int:
        """Return the number of blocks."""
        return len(self._places)

    def block(self, index: int) -> Block:
        """Return a block.

        Raises:
            UnavailableError: It is damaged.
        """
        file, place = self._places[index]
        try:
            return file.reader.block(place)
        except RecordingError as error:
            raise UnavailableError(f"{file.path}: {error}") from error

    def time_of(self, index: int) -> int:
        """Return when a block begins, wall clock, microseconds."""
        return self._times[index]


def _open(path: Path, wanted: Path, opened: ExitStack) -> _File:
    try:
        reader = Reader(opened.enter_context(path.open("rb")))
        return _File(path, reader, header_of(reader.header))
    except FileNotFoundError as error:
        needed = "" if path == wanted else f", which {wanted.name} continues"
        raise UnavailableError(f"{path}{needed}: there is no such file") from error
    except OSError as error:
        raise UnavailableError(f"{path}: {error.strerror or error}") from error
    except RecordingError as error:
        raise UnavailableError(f"{path}: {error}") from error


def _before(later: _File, wanted: Path, opened: ExitStack) -> _File:
    name, part = later.header.continues, later.header.part - 1
    if Path(name).name != name:
        raise UnavailableError(f"{later.path}: it continues {name!r}, which is no name of a file beside it")
    file = _open(later.path.with_name(name), wanted, opened)
    if part < 1 or file.header.part != part or file.header.start != later.header.start:
        raise UnavailableError(f"{later.path}: it does not continue {name}")
    return file
