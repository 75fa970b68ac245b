"""The machine in words: what a reader needs to judge a speed, and nothing that names it."""

from __future__ import annotations

import os
import platform

from backspotter.app.many import cores_here


def machine() -> str:
    """``2 cores (x86_64), 8 GB of memory, Linux, CPython 3.11.7``."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    parts = [f"{cores_here()} cores ({platform.machine()})", *_memory(), platform.system(), python]
    return ", ".join(parts)


def _memory() -> list[str]:
    try:
        held = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return []
    return [f"{held / 1e9:.0f} GB of memory"]
