"""Hints for the trader."""

import inspect

import pytest

from dtc import hints, session

TEXTS = {name: text for name, text in vars(hints).items() if name.isupper() and not name.startswith("_")}


@pytest.mark.parametrize("name", TEXTS)
def test_a_hint_is_a_sentence_somebody_gets_to_see(name: str) -> None:
    """Every hint is one line that ends like a sentence, and the session uses it."""
    assert TEXTS[name].endswith(".")
    assert "\n" not in TEXTS[name]
    assert f"hints.{name}" in inspect.getsource(session)
