"""Stands in for the renderer where a test is about the suite around it."""

from __future__ import annotations

import json

from backspotter.errors import InputError


def fake(spec, folder, told):
    """A film of a few bytes, in place of a rendered one."""
    if spec["name"].endswith("2"):
        raise InputError("film", given="a lift", expected="another height")
    stem = folder / spec["name"]
    stem.with_suffix(".mp4").write_bytes(b"film")
    truth = {"film": {"frames": 1}, "frames": [{}]}
    stem.with_suffix(".truth.json").write_text(json.dumps(truth))
    told(spec["name"], 1, 1)
    names = {"film": f"{spec['name']}.mp4", "truth": f"{spec['name']}.truth.json"}
    return {**names, "frames": 1, "seconds": 0.1, "bytes": 4}
