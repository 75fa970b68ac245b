"""Check, film, plan and exports where there is only a loopback: it works, nothing tries more."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journals import fast_folder

ALONE = Path(__file__).with_name("alone.py")
INSIDE = "ip link set lo up && exec {} {} {}"


def namespaces_work() -> bool:
    tried = subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False)
    return tried.returncode == 0


@pytest.mark.timeout(180)
@pytest.mark.needs("av", install="pip install 'backspotter[film]'")
@pytest.mark.needs("unshare", install="apt-get install util-linux")
@pytest.mark.needs("ip", install="apt-get install iproute2")
def test_nothing_is_sent_anywhere():
    if not namespaces_work():
        pytest.skip("this machine allows no network namespaces")
    with fast_folder() as folder:
        inside = INSIDE.format(sys.executable, ALONE, folder)
        told = subprocess.run(
            ["unshare", "-rn", "sh", "-c", inside],
            capture_output=True,
            text=True,
            check=False,
            timeout=175,
            env={**os.environ, "XDG_DATA_HOME": str(folder)},
        )
        assert told.returncode == 0, told.stderr[-2000:]
        done = json.loads(told.stdout.splitlines()[-1])
        assert {"sheets.zip", "kept.backup"} <= {each.name for each in folder.iterdir()}
    assert done["level"] in ("normal_soreness", "self_care")
    assert done["state"] in ("go", "unloaded", "ask", "stop")
    assert done["reps"] >= 1
    assert done["tried_by_us"] > 0
    assert done["tried"] == 0
