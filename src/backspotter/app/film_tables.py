"""Frames and repetitions of a film as tables: CSV for a spreadsheet, Parquet for a notebook."""

from __future__ import annotations

import csv
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import numpy as np

from backspotter.errors import InputError
from backspotter.lift.analysis import (
    CannotJudge,
    FlexionSeen,
    LiftAnalysis,
    LoadsSeen,
    RepSeen,
    Said,
)
from backspotter.lift.arrays import Floats
from backspotter.lift.band import Band

DIGITS: Final = 4
ENDS: Final = ("", "_low", "_high")


def frames_table(found: LiftAnalysis) -> dict[str, Any]:
    """Columns (n,) by name; NaN where withheld."""
    frames = found.frames
    table: dict[str, Any] = {
        "t_s": np.round(frames.times_s, 5),
        "rep": frames.rep,
        "phase": list(frames.phase),
    }
    for name in ("trunk", "hip", "knee"):
        table[f"{name}_deg"] = _rounded(getattr(frames, name)[:, 0])
    for place, end in enumerate(ENDS):
        table[f"lumbar_flexion_deg{end}"] = _rounded(frames.lumbar[:, place])
    table["thoracic_flexion_deg"] = _rounded(frames.thoracic[:, 0])
    table["bar_x_m"], table["bar_y_m"] = _rounded(frames.bar_x_m), _rounded(frames.bar_y_m)
    for name, unit in (("moment", "N_m"), ("compression", "N"), ("shear", "N")):
        for place, end in enumerate(ENDS):
            column = f"l5s1_{name}_{unit}{end}"
            table[column] = np.round(getattr(frames, name)[:, place], 1)
    return table


def _rounded(values: Floats) -> Floats:
    return np.round(values, DIGITS)


def write_frames(found: LiftAnalysis, folder: Path) -> None:
    """``frames.csv``, and the same as ``frames.parquet``: null where withheld."""
    import polars

    table = frames_table(found)
    with (folder / "frames.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(table)
        for cells in zip(*table.values(), strict=True):
            rows.writerow([_cell(cell) for cell in cells])
    polars.DataFrame(table).fill_nan(None).write_parquet(folder / "frames.parquet")


def check_tables() -> None:
    """Raises where tables cannot be written.

    Raises
    ------
    InputError : polars is not installed
    """
    if find_spec("polars") is None:
        do = "install it: pip install 'backspotter[film]'"
        raise InputError("film", given="no polars", expected="the package polars", do=do)


def write_reps(found: LiftAnalysis, folder: Path) -> None:
    """``reps.csv``: one row a repetition, an empty cell where something is withheld."""
    rows = [_rep(rep) for rep in found.reps]
    with (folder / "reps.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(_rep_names())
        table.writerows([_cell(row[name]) for name in _rep_names()] for row in rows)


MOMENTS: Final = ("start_s", "lift_off_s", "knee_pass_s", "lockout_s", "lowering_s", "end_s")
SIZES: Final = {
    "rom_m": "rom_m",
    "mean_concentric_velocity_m_s": "mean_speed",
    "peak_velocity_m_s": "peak_speed",
}
FLEXION: Final = {
    "lumbar_from_upright_at_lift_off_deg": "from_upright_at_lift_off",
    "lumbar_change_from_set_up_deg": "change_from_set_up",
}
LOADS: Final = {
    "l5s1_moment_N_m": "moment",
    "l5s1_compression_N": "compression",
    "l5s1_shear_N": "shear",
}


def _rep_names() -> list[str]:
    banded = [f"{name}{end}" for name in (*SIZES, *FLEXION, *LOADS) for end in ENDS]
    return ["index", "completed", *MOMENTS, *banded, "faults"]


def _rep(rep: RepSeen) -> dict[str, Any]:
    row: dict[str, Any] = {"index": rep.index, "completed": "yes" if rep.completed else "no"}
    row |= {name: _ends(getattr(rep, name))[0] for name in MOMENTS}
    given: dict[str, Said] = {name: getattr(rep, field) for name, field in SIZES.items()}
    for names, source, kind in ((FLEXION, rep.flexion, FlexionSeen), (LOADS, rep.loads, LoadsSeen)):
        for name, field in names.items():
            given[name] = getattr(source, field) if isinstance(source, kind) else None
    for name, said in given.items():
        row |= {f"{name}{end}": part for end, part in zip(ENDS, _ends(said), strict=True)}
    return row | {"faults": "; ".join(f"{each.code} {each.onset}" for each in rep.faults)}


def _ends(said: Said) -> tuple[Any, Any, Any]:
    if not isinstance(said, Band):
        return None, None, None
    return round(said.value, DIGITS), round(said.low, DIGITS), round(said.high, DIGITS)


def _cell(given: Any) -> Any:
    """NaN and nothing are an empty cell."""
    if given is None or isinstance(given, CannotJudge):
        return ""
    if isinstance(given, float) and not np.isfinite(given):
        return ""
    return given
