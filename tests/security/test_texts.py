"""Texts of a server on the real window: never mark-up, in no label, table or tooltip, and nothing moves."""

import gc
import json
from collections.abc import Iterator
from random import Random

import pytest
from pytestqt.qtbot import QtBot

from tests.fuzz.engine import play
from tests.fuzz.meter import Meter
from tests.fuzz.strings import Strings

_MARKUP = ("<b>bold</b>", "<img src='x:/y.png'>", "<a href='http://x'>here</a>", "<!DOCTYPE html><h1>x")


@pytest.fixture
def strings(qapp: object) -> Iterator[Strings]:
    """Return the window with its dialogs."""
    del qapp
    subject = Strings()
    yield subject
    subject.close()
    gc.collect()


@pytest.mark.slow
@pytest.mark.parametrize("text", _MARKUP)
def test_mark_up_is_shown_as_it_is_written(strings: Strings, text: str, qtbot: QtBot) -> None:
    """As a message, as an account and as a symbol, in both generations, under the mouse too."""
    del qtbot
    for said in ([text, "Sim1", "ES"], ["x", text, "ES"], ["x", "Sim1", text], [text, text, f"{text} "]):
        assert play(strings, json.dumps(said).encode(), Meter()) == ""


@pytest.mark.slow
def test_no_text_does_harm(strings: Strings, qtbot: QtBot) -> None:
    """Control characters, other directions, emoji, and words that never end."""
    del qtbot
    for seed in range(25):
        assert play(strings, strings.make(Random(seed)), Meter()) == "", seed
