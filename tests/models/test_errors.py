from models.errors import ModelError, SnapshotError, StorageError


def test_a_storage_error_says_what_where_and_what_to_do() -> None:
    """The text of the error is fit for the banner."""
    error = StorageError("disk is full", "/data/appsierra.db", "Free space.")
    assert str(error) == "disk is full: /data/appsierra.db. Free space."


def test_all_errors_of_the_package_have_one_base() -> None:
    """One except clause catches them all."""
    assert issubclass(SnapshotError, ModelError)
    assert issubclass(StorageError, ModelError)
