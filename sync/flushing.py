"""What has to be there after a power cut: only what was flushed to the disk is."""

import os
from pathlib import Path


def flush(path: Path) -> None:
    """Flush a file that is closed, or a folder: a new name in it is there only then.

    Raises:
        OSError: the disk failed.
    """
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
