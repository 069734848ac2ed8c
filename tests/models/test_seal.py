"""Sealed JSON objects."""

import json

import pytest

from models.seal import digest, is_as_sealed, sealed

CONTENT = sealed(b'{"a":1,"b":"x"')


def test_a_sealed_object_is_json_with_the_hash_of_what_stands_before() -> None:
    """Anybody can check it with SHA-256 alone."""
    assert json.loads(CONTENT) == {"a": 1, "b": "x", "seal": digest(b'{"a":1,"b":"x"')}
    assert is_as_sealed(CONTENT)


@pytest.mark.parametrize("place", range(len(CONTENT)))
def test_any_changed_byte_is_found(place: int) -> None:
    """Of the content as of the seal."""
    changed = CONTENT[:place] + bytes([CONTENT[place] ^ 1]) + CONTENT[place + 1 :]
    assert not is_as_sealed(changed)


@pytest.mark.parametrize("content", [b"", b"{}", CONTENT[:-1], CONTENT + b" "])
def test_what_was_never_sealed_is_not_as_sealed(content: bytes) -> None:
    """Less or more is as wrong as something else."""
    assert not is_as_sealed(content)
