"""Fits the two gains of the spine model again, and writes them into its table of parameters.

    python training/fit_spine_gains.py           fit, and print what was found
    python training/fit_spine_gains.py --write   write the gains into parameters.toml too

Fitted to the standing rows of Wilke et al. alone (``fitted = true`` in published.toml); the
postures of those rows are written there with their reasons. Takes about a second.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from statistics import mean

from backspotter.spine.fit import Gains, fit, fitted_rows, left_out_errors

TABLE = Path(__file__).parents[1] / "src" / "backspotter" / "spine" / "parameters.toml"


def main() -> None:
    """Fit, print, and write where asked."""
    options = argparse.ArgumentParser(description="Fit the two gains of the spine model.")
    options.add_argument("--write", action="store_true", help="write parameters.toml")
    chosen = options.parse_args()
    gains, left_out = fit(), left_out_errors()
    print(f"extensor_arm_gain       {gains.extensor_arm:.4g}")
    print(f"abdominal_coactivation  {gains.coactivation:.4g}")
    for row, error in zip(fitted_rows(), gains.errors, strict=True):
        print(f"{row.id:22} {error:+5.1f} %   left out of the fit {left_out[row.id]:+5.1f} %")
    fitted = mean(abs(error) for error in gains.errors)
    apart = mean(abs(error) for error in left_out.values())
    print(f"mean absolute error    {fitted:5.1f} %   left out of the fit {apart:5.1f} %")
    if chosen.write:
        TABLE.write_text(_with(gains, TABLE.read_text(encoding="utf-8")), encoding="utf-8")


def _with(gains: Gains, table: str) -> str:
    table = _replaced(table, "extensor_arm_gain", gains.extensor_arm)
    return _replaced(table, "abdominal_coactivation", gains.coactivation)


def _replaced(table: str, id_: str, value: float) -> str:
    return re.sub(rf'(id = "{id_}"\nvalue = )\S+', rf"\g<1>{value:.4g}", table)


if __name__ == "__main__":
    main()
