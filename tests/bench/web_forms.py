"""One XForm in Chromium's kiosk mode with npm's ``@getodk/web-forms``, served on loopback.

What serves the page is a thread of the measurement and counts for nothing; the page is bundled and
minified, and the browser keeps its profile, so it starts from a warm cache as a kiosk would.
"""

import functools
import http.server
import json
import os
import shutil
import subprocess
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests.bench.window import ended

PACKAGES = ("@getodk/web-forms@0.22.0", "vue@3.5.45", "esbuild@0.28.2")
CHROMIUM = "chromium"
FLAGS = (
    "--kiosk", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--window-position=0,0", "--window-size=1280,800",
)  # fmt: skip
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>A form</title>
<div id="form"></div><script type="module" src="made/page.js"></script></html>"""
SCRIPT = """
import { createApp, h } from 'vue';
import { OdkWebForm, webFormsPlugin } from '@getodk/web-forms';
const formXml = await (await fetch('form.xml')).text();
const fetchFormAttachment = () => Promise.reject(new Error('there is none'));
const props = { formXml, fetchFormAttachment, missingResourceBehavior: 'BLANK' };
createApp({ render: () => h(OdkWebForm, props) }).use(webFormsPlugin).mount('#form');
let before = '';
const looking = setInterval(() => {
  const labels = [...document.querySelectorAll('label')].map((label) => {
    const { x, y, width, height } = label.getBoundingClientRect();
    return { text: label.textContent.trim(), x: x + width / 2, y: y + height / 2, height };
  });
  const now = JSON.stringify(labels);
  if (labels.length && now === before) {
    clearInterval(looking);
    requestAnimationFrame(() => fetch('shown', { method: 'POST', body: now }));
  }
  before = now;
}, 300);
"""


def install(folder: Path) -> str:
    """Make the page in a folder, which keeps what npm gave; why it cannot be, or nothing."""
    if missing := [name for name in (CHROMIUM, "npm", "node") if not shutil.which(name)]:
        return f"{missing[0]} is not installed here"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text(PAGE)
    (folder / "page.js").write_text(SCRIPT)
    (folder / "package.json").write_text("{}")
    commands = [["npx", "--no-install", "esbuild", "page.js", "--bundle", "--minify",
                 "--splitting", "--format=esm", "--target=esnext", "--outdir=made"]]  # fmt: skip
    if not (folder / "node_modules" / "@getodk" / "web-forms").exists():
        given = ["npm", "install", "--no-audit", "--no-fund", "--loglevel=error", *PACKAGES]
        commands.insert(0, given)
    for command in commands:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=400, check=False
        )
        if done.returncode:
            return f"{command[0]} failed: {done.stderr.strip()[-300:]}"
    return ""


class Pages(http.server.SimpleHTTPRequestHandler):
    """Serves the folder, and hears where the labels are once they stay there."""

    def do_POST(self) -> None:
        length = int(self.headers["content-length"])
        self.server.shown = json.loads(self.rfile.read(length))  # type: ignore[attr-defined]
        self.send_response(204)
        self.end_headers()

    def log_message(self, *ignored: Any) -> None:
        """Nothing."""


class Browser:
    """Chromium on a display; started as often as wanted with one profile."""

    def __init__(self, stack: ExitStack, folder: Path, display: str, profile: Path) -> None:
        self._environment = {**os.environ, "DISPLAY": display}
        self._profile = profile
        handler = functools.partial(Pages, directory=str(folder))
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        stack.callback(self._server.server_close)
        stack.callback(self._server.shutdown)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def start(self, stack: ExitStack) -> int:
        """Its first process."""
        self._server.shown = None  # type: ignore[attr-defined]
        address = f"http://127.0.0.1:{self._server.server_port}/index.html"
        command = [CHROMIUM, *FLAGS, f"--user-data-dir={self._profile}", address]
        process = subprocess.Popen(
            command, env=self._environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        return stack.enter_context(ended(process)).pid

    def shown(self) -> Any:
        """Where the labels of the form are once it shows; else nothing."""
        return self._server.shown  # type: ignore[attr-defined]

    def label(self, text: str) -> dict[str, float]:
        """Where the middle of a label is."""
        return next(dict(each) for each in self.shown() if each["text"] == text)
