"""What runs where there is no network: server, check, film, plan, exports; then what it tried.

Started by ``test_nothing_leaves`` inside a network namespace that has a loopback and nothing else.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import httpx

OUTSIDE = ("192.0.2.1", 9)
FILM = Path(__file__).parents[1] / "data" / "films" / "neutral.mp4"
PATIENCE_S = 150.0
COUNTERS = {"/proc/net/snmp": "OutNoRoutes", "/proc/net/snmp6": "Ip6OutNoRoutes"}


def main(folder: Path) -> None:
    journal = ["--journal", str(folder / "j.db")]
    ours = [sys.executable, "-m", "backspotter", *journal]
    with subprocess.Popen([*ours, "serve", "--port", "0"], stdout=subprocess.PIPE, text=True) as on:
        assert on.stdout is not None
        address = on.stdout.readline().split(" at ")[1].split(" ")[0]
        try:
            done = used(address)
        finally:
            on.terminate()
    for made in ("sheets.zip", "kept.backup"):
        kind = "csv" if made.endswith("zip") else "backup"
        subprocess.run([*ours, "export", kind, "--out", str(folder / made)], check=True)
    tried = unreached()
    reach_out()
    print(json.dumps({**done, "tried": tried, "tried_by_us": unreached() - tried}))


def used(address: str) -> dict[str, object]:
    """What a person does on the page and a program over the API."""
    with httpx.Client(base_url=address, timeout=60) as client:
        for path in ("/", "/check", "/offline", "/manifest.webmanifest"):
            client.get(path).raise_for_status()
        client.post("/api/v1/sets", json={"words": "conventional 3x5 @ 140 kg"}).raise_for_status()
        text = {"text": "Pulled yesterday, today my lower back is sore on both sides, dull."}
        check = client.post("/api/v1/check-ins", json=text).raise_for_status().json()
        plan = client.get("/api/v1/plan").raise_for_status().json()
        found = filmed(client)
    return {"level": check["level"], "state": plan["state"], "reps": found}


def filmed(client: httpx.Client) -> int:
    """How many repetitions are found in a film that is uploaded, read by a worker and kept."""
    body = {"height_m": 1.81, "mass_kg": 84.0}
    client.patch("/api/v1/profile", json=body).raise_for_status()
    with FILM.open("rb") as stream:
        sent = client.post("/film", data={"load": "140"}, files={"film": stream})
    assert sent.status_code == 303, sent.text[-500:]
    end = time.monotonic() + PATIENCE_S
    while not (kept := client.get("/api/v1/films").raise_for_status().json()["films"]):
        assert time.monotonic() < end, client.get(sent.headers["location"]).text[-2000:]
        client.get(sent.headers["location"])
        time.sleep(0.5)
    summary = client.get(f"/api/v1/films/{kept[0]['id']}").raise_for_status().json()
    return len(summary["summary"]["reps"])


def unreached() -> int:
    """How often anything here wanted to send where no way leads, as the kernel counts it."""
    return sum(_counter(Path(file).read_text(), name) for file, name in COUNTERS.items())


def _counter(table: str, name: str) -> int:
    lines = [line.split() for line in table.splitlines()]
    for names, values in pairwise(lines):
        if names[0] == name:
            return int(names[1])
        if name in names and names[0] == values[0]:
            return int(values[names.index(name)])
    return 0


def reach_out() -> None:
    """The control: it is counted, and it fails."""
    import socket

    try:
        socket.create_connection(OUTSIDE, timeout=1)
    except OSError:
        return
    raise AssertionError("there is a network here")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
