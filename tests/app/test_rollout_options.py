"""`rollout` on the command line."""

import pytest

from app.arguments import parse
from app.rollout_options import RolloutWish


def wish(action: str, **others: object) -> RolloutWish:
    """Return a wish; what a test does not care about is as it is without an option."""
    plain = {"why": "", "force": False, "to": None, "name": "", "as_json": False}
    return RolloutWish(action=action, **(plain | others))  # type: ignore[arg-type]  # as the test says


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (["status"], wish("status")),
        (["status", "--json"], wish("status", as_json=True)),
        (["check"], wish("check")),
        (["promote", "--force", "--why", "x y"], wish("promote", force=True, why="x y")),
        (["rollback", "--to", "3"], wish("rollback", to=3)),
        (["sign", " Ada  Lovelace "], wish("sign", name="Ada Lovelace")),
    ],
)
def test_each_action_is_understood(line: list[str], expected: RolloutWish) -> None:
    """With the home folder before it or after it."""
    assert parse(["rollout", *line]).command == expected
    assert parse(["rollout", *line, "--home", "/x"]).command == expected


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ([], "ACTION"),
        (["promote", "--force"], "needs --why"),
        (["promote", "--force", "--why", "  "], "needs --why"),
        (["rollback", "--to", "8"], "is no phase"),
        (["rollback", "--to", "0"], "is no phase"),
        (["sign", " "], "name of a person"),
    ],
)
def test_what_is_wrong_is_refused(line: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2 and a sentence."""
    with pytest.raises(SystemExit) as exit_info:
        parse(["rollout", *line])
    assert exit_info.value.code == 2
    assert words in capsys.readouterr().err
