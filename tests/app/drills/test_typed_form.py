"""Both forms of every fact prove themselves."""

import pytest

from actors.dict_form import to_dict
from actors.messages import Shown
from app.drills.typed_form import typed_form

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("qapp")]


def test_both_forms_are_equal_and_broken_ones_raise_nowhere() -> None:
    """Of every event type that the window is handed."""
    holds, have = typed_form(each=4)
    assert holds, have
    assert "4 of each" in have


def test_a_field_that_gets_lost_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The drill names the event."""

    def forgetful(shown: Shown) -> dict[str, object]:
        form = to_dict(shown)
        return form | {"confirmed": True} if form["event"] == "BookConfirmed" else form

    monkeypatch.setattr("app.drills.typed_form.to_dict", forgetful)
    assert typed_form(each=8) == (False, "BookConfirmed")


def test_a_panel_that_raises_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """With its name and the event."""
    from ui.panel1.widget import Panel1Widget  # noqa: PLC0415 - only this test plants a fault in it

    def fail(_panel: Panel1Widget, _payload: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Panel1Widget, "receive", fail)
    holds, have = typed_form(each=4)
    assert not holds
    assert "new panel1 raised ZeroDivisionError on" in have
