"""``python -m backspotter``, the same as ``backspotter``."""

from __future__ import annotations

import sys

from backspotter.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
