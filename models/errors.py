"""What can go wrong with stored and received values.

ModelError
├── SnapshotError    the snapshot file holds no valid row: the writer's fault, the row is ignored
│   └── SnapshotHeaderError   its first line does not name the columns: another file, or another study
└── StorageError     disk or database: the trader must be told
    └── RowError     the database refuses this one value, and would again: leave it out, go on with others
"""


class ModelError(Exception):
    """Base of everything that this package raises on purpose."""


class SnapshotError(ModelError):
    """The snapshot file holds no valid row; the text says what is wrong and what to do."""


class SnapshotHeaderError(SnapshotError):
    """The first line of the snapshot file does not name the columns."""


class StorageError(ModelError):
    """The disk or the database refused.

    Attributes:
        what: What failed.
        where: The file or the row.
        advice: What to do about it.
    """

    def __init__(self, what: str, where: str, advice: str) -> None:
        super().__init__(f"{what}: {where}. {advice}")
        self.what = what
        self.where = where
        self.advice = advice


class RowError(StorageError):
    """The database refuses a value that breaks its rules; another attempt would end the same way."""
