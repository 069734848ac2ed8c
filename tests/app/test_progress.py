"""The set-up says what it is doing."""

import io

from app.progress import Progress


def test_each_step_is_one_line_with_seconds_since_the_first() -> None:
    """The clock starts with the first step, not when the object is made."""
    stream = io.StringIO()
    progress = Progress(stream, iter((100.0, 112.4)).__next__)
    progress.step("first")
    progress.step("second")
    assert stream.getvalue() == "[   0 s] first\n[  12 s] second\n"
