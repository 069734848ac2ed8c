"""The command line of the stress runs."""

import pytest

from app.arguments import parse
from app.stress.command import Stress


def test_every_kind_has_its_options_and_defaults() -> None:
    """What is not given is what the bounds are stated for."""
    command = parse(["stress", "modes", "--rate=1000", "--seconds=10", "--seed=7", "--json"]).command
    assert command == Stress(
        kind="modes",
        rate=1_000,
        seconds=10,
        prices_per_s=200,
        fills_per_s=10,
        cycles=0,
        seed=7,
        offscreen=False,
        as_json=True,
    )
    modes = parse(["stress", "modes", "--offscreen"]).command
    assert isinstance(modes, Stress)
    assert (modes.rate, modes.seconds, modes.offscreen) == (100, 60, True)
    ends = parse(["stress", "exit"]).command
    assert isinstance(ends, Stress)
    assert (ends.cycles, ends.as_json) == (200, False)


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("stress", "modes|swap|flood|exit"),
        ("stress mode", "'mode'"),
        ("stress modes --rate 0", "'0' is not a number above 0"),
        ("stress modes --rate inf", "'inf' is not a number above 0"),
        ("stress exit --cycles 0", "from 1 up"),
        ("stress exit --rate 5", "--rate"),
        ("stress flood --seed -1", "'-1' is not a whole number"),
    ],
)
def test_wrong_option_is_one_line_and_code_2(
    line: str, word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is refused is named."""
    with pytest.raises(SystemExit) as ended:
        parse(line.split())
    message = capsys.readouterr().err
    assert (ended.value.code, message.count("\n")) == (2, 1)
    assert word in message
