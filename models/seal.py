"""A JSON object whose last field, `seal`, is the SHA-256 of all bytes before it; pure."""

import hashlib
from typing import Final

_SEAL: Final = b',"seal":"'


def sealed(body: bytes) -> bytes:
    """Return an object with its seal.

    Args:
        body: The JSON object without its closing brace.
    """
    return body + _SEAL + digest(body).encode() + b'"}'


def is_as_sealed(content: bytes) -> bool:
    """Tell whether no byte differs from what was sealed."""
    return content == sealed(content.rpartition(_SEAL)[0])


def digest(data: bytes) -> str:
    """Return the SHA-256 of bytes, in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()
