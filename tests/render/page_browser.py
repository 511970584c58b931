"""Chromium over a pipe: open a page, ask it questions, move its mouse, press its keys."""

import fcntl
import json
import os
import shutil
import subprocess
import tempfile
import time

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --hide-scrollbars "
    "--disable-background-networking --disable-component-update --disable-sync "
    "--default-tile-width=4096 --default-tile-height=4096 --remote-debugging-pipe"
)
COMPLAINTS = ("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded")


class Browser:
    """One Chromium; ``complaints`` are the console messages and errors of all its pages."""

    def __init__(self):
        self.folder = tempfile.mkdtemp()
        theirs_in, self.ours_out = map(_high, os.pipe())
        self.ours_in, theirs_out = map(_high, os.pipe())

        def connect():  # the browser reads from descriptor 3 and writes to 4
            os.dup2(theirs_in, 3)
            os.dup2(theirs_out, 4)

        self.process = subprocess.Popen(
            [CHROMIUM, *FLAGS.split(), f"--user-data-dir={self.folder}"],
            pass_fds=(3, 4), preexec_fn=connect,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(theirs_in)
        os.close(theirs_out)
        self.rest, self.count, self.session, self.complaints = b"", 0, None, []

    def close(self):
        self.process.terminate()
        self.process.wait(10)
        os.close(self.ours_in)
        os.close(self.ours_out)
        shutil.rmtree(self.folder, ignore_errors=True)

    def send(self, method, **parameters):
        """Return the answer to one command; events that come before it are looked through."""
        self.count += 1
        message = {"id": self.count, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.ours_out, json.dumps(message).encode() + b"\0")
        while (answer := self._next()).get("id") != self.count:
            if answer.get("method") in COMPLAINTS:
                self.complaints.append(answer["params"])
        assert "error" not in answer, answer
        return answer["result"]

    def open(self, file, width=1000, height=900, dark=False, medium="screen"):
        """Open a page in a window of this size; a network is not there."""
        self.session = None
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        attached = self.send("Target.attachToTarget", targetId=target, flatten=True)
        self.session, self.complaints = attached["sessionId"], []
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(f"{domain}.enable")
        self.send(
            "Network.emulateNetworkConditions",
            offline=True, latency=0, downloadThroughput=0, uploadThroughput=0,
        )  # fmt: skip
        self.resize(width, height)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.send("Emulation.setEmulatedMedia", media=medium, features=[scheme])
        self.send("Page.navigate", url=f"file://{file}")
        self.ask("new Promise(r => document.readyState == 'complete' ? r() : onload = r)")
        self.ask("document.fonts.ready.then(() => 0)")

    def resize(self, width, height):
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=1, mobile=False,
        )  # fmt: skip

    def ask(self, expression):
        """Return the value of a JavaScript expression."""
        found = self.send(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def wait(self, expression):
        """Ask until the answer is yes."""
        for _ in range(200):
            if self.ask(expression):
                return
            time.sleep(0.05)
        raise AssertionError(f"never: {expression}")

    def hover(self, selector):
        """Move the mouse onto the first element that a selector finds."""
        x, y = self.ask(
            f"(() => {{const e = document.querySelector({json.dumps(selector)});"
            "e.scrollIntoView({block: 'center'}); const b = e.getBoundingClientRect();"
            "return [b.x + b.width / 2, b.y + b.height / 2]})()"
        )
        self.send("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        return x, y

    def click(self, selector):
        x, y = self.hover(selector)
        for kind in ("mousePressed", "mouseReleased"):
            self.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def press(self, key):
        for kind in ("keyDown", "keyUp"):
            self.send(
                "Input.dispatchKeyEvent", type=kind, key=key, code=key, text=TYPED.get(key, "")
            )

    def _next(self):
        while b"\0" not in self.rest:
            piece = os.read(self.ours_in, 1 << 20)
            assert piece, "the browser went away"
            self.rest += piece
        message, _, self.rest = self.rest.partition(b"\0")
        return json.loads(message)


def _high(descriptor):
    """Move a descriptor out of the way of 3 and 4."""
    moved = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 10)
    os.close(descriptor)
    return moved


TYPED = {"Enter": "\r", " ": " "}
