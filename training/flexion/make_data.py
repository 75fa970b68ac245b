"""Draws the bodies that the flexion network learns from, and keeps what the pose network sees.

    python training/flexion/make_data.py --set train --bodies 0:500 OUT/

One file a body, so that it may be stopped and gone on with. ``train``, ``tuning`` and ``test`` have
bodies of their own; ``pulls`` are films as a suite has them, of bodies kept for training.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from films import Eye, Sampled, sampled
from pulls import pull

SETS = {"train": 1, "tuning": 2, "test": 3}
PULLS = "pulls"
FILMS = 2
"""Of each body."""


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--set", choices=sorted((*SETS, PULLS)), required=True)
    asked.add_argument("--bodies", default="0:10", help="from:to")
    asked.add_argument("--model", default="heavy")
    asked.add_argument("out", type=Path)
    given = asked.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    eye = Eye(given.model)
    first, last = (int(n) for n in given.bodies.split(":"))
    for body in range(first, last):
        file = given.out / f"{given.set}-{body:05d}.npz"
        if file.exists():
            continue
        films = seen(given.set, body, eye)
        keep(file, [film for film in films if film is not None])
        print(file.name, sum(len(film.truth) for film in films if film), flush=True)


def seen(set_: str, body: int, eye: Eye) -> list[Sampled | None]:
    """Every film of a body as the network sees it."""
    if set_ == PULLS:
        return [pull(body, eye)]
    return [sampled((SETS[set_], body, film), eye) for film in range(FILMS)]


def keep(file: Path, films: list[Sampled]) -> None:
    """All films of a body in one file, whole or not at all."""
    kept: dict[str, np.ndarray] = {}
    for place, film in enumerate(films):
        arrays = ("landmarks", "back", "truth")
        kept |= {f"{name}_{place}": getattr(film, name) for name in arrays}
        about = film.about | {"facing": film.facing, "phase": list(film.phase)}
        kept[f"about_{place}"] = np.array(json.dumps(about))
    part = file.with_suffix(".part.npz")
    np.savez_compressed(part, **kept)
    part.replace(file)


if __name__ == "__main__":
    main()
