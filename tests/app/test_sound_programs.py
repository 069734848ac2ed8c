"""What an operating system has to play sounds."""

from app.sound_programs import player


def test_first_installed_program_is_taken_with_its_arguments() -> None:
    """The order decides, and nothing is not a program."""
    assert player(lambda name: f"/bin/{name}" if name in {"aplay", "afplay"} else None) == (
        "/bin/aplay",
        "-q",
    )
    assert player(lambda _name: None) is None
