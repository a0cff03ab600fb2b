"""An engine of speech for tests: writes what it was told to say into a file, one line each."""

import json
import os
import sys
import time


def main() -> None:
    """``recorder.py FILE LANGUAGE RATE VOLUME [--punct]``; the text is on standard input.

    It takes as long as speaking would, at the pace in ``PACE`` seconds for each letter.
    """
    file, language, rate, volume, *spell = sys.argv[1:]
    text = sys.stdin.read()
    said = {"text": text, "language": language, "rate": rate, "volume": volume,
            "spelt": bool(spell), "command": sys.argv}  # fmt: skip
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.write(handle, (json.dumps(said, ensure_ascii=False) + "\n").encode())
    time.sleep(float(os.environ.get("PACE", "0")) * len(text))


if __name__ == "__main__":
    main()
