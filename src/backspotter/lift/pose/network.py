"""One network of the pose package, run by LiteRT."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from backspotter.errors import InputError
from backspotter.lift.arrays import Floats


class Network:
    """Numbers in, numbers out; not to be shared between threads."""

    def __init__(self, file: Path, *, threads: int) -> None:
        self._runner: Any = _interpreter()(model_path=str(file), num_threads=threads)
        self._runner.allocate_tensors()
        self._input: int = self._runner.get_input_details()[0]["index"]
        outputs = sorted(self._runner.get_output_details(), key=_number)
        self._outputs: list[int] = [output["index"] for output in outputs]

    def __call__(self, numbers: Floats) -> list[Floats]:
        """All outputs in the order of their names, without the batch of one."""
        self._runner.set_tensor(self._input, numbers[None].astype(np.float32, copy=False))
        self._runner.invoke()
        return [self._runner.get_tensor(index)[0] for index in self._outputs]


def _number(output: dict[str, Any]) -> int:
    """``Identity``, ``Identity_1``, … in turn."""
    last = str(output["name"]).rpartition("_")[2]
    return int(last) if last.isdigit() else 0


def _interpreter() -> Any:
    try:
        from ai_edge_litert.interpreter import Interpreter
    except ImportError:
        do = "install it: pip install 'backspotter[film]'"
        expected = "the package ai-edge-litert"
        raise InputError("film", given="no runtime", expected=expected, do=do) from None
    return Interpreter
