"""The program in the process of a stress run."""

import os
import subprocess
import sys

import pytest

from tests.security.wire import PYTHON_PATH

_CODE = """
from app.errors import UnavailableError
from app.stress.stage import stage
heard = []
def listen(arrival):
    heard.append(arrival)
    staged.give_up("enough")
with stage(1, offscreen=True, listen=listen) as staged:
    try:
        staged.run()
    except UnavailableError as error:
        print(error, staged.home.root.exists(), bool(heard))
print(staged.home.root.exists(), staged.load._process.poll())
"""


@pytest.mark.slow
@pytest.mark.timeout(60)
def test_giving_up_is_told_and_leaves_nothing_behind() -> None:
    """The run ends in order, its reason is raised, the home folder and the load server are gone."""
    done = subprocess.run(
        [sys.executable, "-c", _CODE],
        env=os.environ | {"PYTHONPATH": PYTHON_PATH},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.splitlines() == ["enough True True", "False 0"], done.stderr
