"""A real browser for tests of pages: Chromium without a window, told what to do through a pipe."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
from pathlib import Path

FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--mute-audio"),
    *("--disable-background-networking", "--no-first-run", "--remote-debugging-pipe"),
)


class Browser:
    """One page. ``errors`` collects what its console complained of."""

    def __init__(self, page: Path, *, width: int = 390, height: int = 800):
        self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        theirs, self.write = os.pipe()
        self.read, ours = os.pipe()
        command = f"exec chromium {' '.join(FLAGS)} --user-data-dir={self.folder.name} about:blank"
        self.process = subprocess.Popen(
            ["bash", "-c", f"{command} 3<&{theirs} 4>&{ours}"],
            pass_fds=(theirs, ours),
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs)
        os.close(ours)
        self.asked, self.rest, self.session = 0, b"", None
        self.errors: list[dict] = []
        self._open(page, width, height)

    def _open(self, page, width, height):
        target = self.tell("Target.createTarget", url="about:blank")["targetId"]
        found = self.tell("Target.attachToTarget", targetId=target, flatten=True)
        self.session = found["sessionId"]
        for part in ("Page", "Runtime", "Log"):
            self.tell(f"{part}.enable")
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": True}
        self.tell("Emulation.setDeviceMetricsOverride", **size)
        self.tell("Page.navigate", url=page.resolve().as_uri())
        self.until("document.readyState === 'complete'")

    def tell(self, method, **params):
        """Sends a command and gives its result."""
        self.asked += 1
        message = {"id": self.asked, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.write, json.dumps(message).encode() + b"\0")
        while True:
            heard = self._heard()
            if heard.get("id") == self.asked:
                assert "error" not in heard, heard
                return heard["result"]
            if heard.get("method") in {"Log.entryAdded", "Runtime.exceptionThrown"}:
                self.errors.append(heard["params"])

    def _heard(self):
        while b"\0" not in self.rest:
            part = os.read(self.read, 65536)
            assert part, "the browser has gone"
            self.rest += part
        message, _, self.rest = self.rest.partition(b"\0")
        return json.loads(message)

    def value(self, expression):
        """What an expression of the page is."""
        found = self.tell("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def until(self, expression, within_s=20.0):
        """Waits until an expression of the page holds."""
        end = time.monotonic() + within_s
        while not self.value(expression):
            assert time.monotonic() < end, f"never: {expression}"
            time.sleep(0.05)

    def press(self, key):
        for kind in ("keyDown", "keyUp"):
            self.tell("Input.dispatchKeyEvent", type=kind, key=key, code=key)

    def click(self, x, y):
        for kind in ("mousePressed", "mouseReleased"):
            at = {"x": x, "y": y, "button": "left", "clickCount": 1}
            self.tell("Input.dispatchMouseEvent", type=kind, buttons=1, **at)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(10)
        os.close(self.write)
        os.close(self.read)
        self.folder.cleanup()
