"""``python -m sync.collector.local.portraits FILE ...``: small pictures of people, as JSON lines.

Runs in its own short-lived process, because a picture from anywhere may ask for any amount of
memory or time. The limits end this process; which picture it was is known by the lines before.
"""

import base64
import io
import json
import resource
import signal
import sys
from pathlib import Path

from PIL import Image, ImageOps

from sync.collector.local.plain import Refused
from sync.wards import LARGEST_PICTURE

WIDE, HIGH = 180, 225
"""Pixels at most: as large as a kiosk shows it."""
QUALITY = 72
LARGEST = 20 << 20
"""Bytes of a file."""
MOST_PIXELS = {"JPEG": 60_000_000, "PNG": 12_000_000, "WEBP": 12_000_000}
"""A JPEG is made small while it is read, the others are held whole."""
MEMORY = 140 << 20
"""Bytes besides those of the program itself."""
PROCESSOR_SECONDS = 1.5


def main() -> int:
    """Print ``{"picture": ...}`` or ``{"error": ...}`` for each file, in their order."""
    most = MEMORY + resource.getpagesize() * int(Path("/proc/self/statm").read_text().split()[0])
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for path in sys.argv[1:]:
        signal.setitimer(signal.ITIMER_PROF, PROCESSOR_SECONDS)  # its signal ends the process
        print(json.dumps(told(Path(path))), flush=True)
    return 0


def told(path: Path) -> dict[str, str]:
    """What became of one file."""
    try:
        return {"picture": base64.b64encode(small(path)).decode()}
    except Refused as error:
        return {"error": str(error)}
    except MemoryError:
        return {"error": "it needs too much memory; make it smaller."}


def small(path: Path) -> bytes:
    """A small JPEG with nothing but its pixels; raises Refused."""
    if path.stat().st_size > LARGEST:
        raise Refused(f"it is larger than {LARGEST >> 20} MB; make it smaller.")
    try:
        with Image.open(path, formats=list(MOST_PIXELS)) as opened:
            return _drawn(opened)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Refused("it is no picture (JPEG, PNG or WebP), or damaged, or too large.") from error


def _drawn(opened: Image.Image) -> bytes:
    """Drawn anew, so that no place or time of the camera goes with it."""
    if opened.width * opened.height > MOST_PIXELS[opened.format or ""]:
        raise Refused("it has far more pixels than a picture of somebody; make it smaller.")
    opened.draft("RGB", (2 * WIDE, 2 * HIGH))
    opened.thumbnail((4 * WIDE, 4 * HIGH))
    turned = (ImageOps.exif_transpose(opened) or opened).convert("RGBA")
    whole = Image.new("RGBA", turned.size, "white")
    whole.alpha_composite(turned)
    made = whole.convert("RGB")
    made.thumbnail((WIDE, HIGH), Image.Resampling.LANCZOS)
    for quality in (QUALITY, QUALITY // 2, QUALITY // 4):
        out = io.BytesIO()
        made.save(out, "JPEG", quality=quality, optimize=True)
        if out.tell() <= LARGEST_PICTURE:
            return out.getvalue()
    raise Refused("it cannot be made small enough.")


if __name__ == "__main__":
    sys.exit(main())
