"""Small bytes that open to large ones: refused in little memory, at both ends."""

import subprocess
import sys

import pytest

CODE = """
import resource, sys, time
import msgpack, zstandard
from sync import codec, feed, wire
from sync.protocol import Batch, Reply
from sync.errors import SyncError
plain = zstandard.ZstdCompressionParameters(
    format=zstandard.FORMAT_ZSTD1_MAGICLESS, window_log={window}, write_content_size={declared}
)
compressor = zstandard.ZstdCompressor(compression_params=plain)
if {declared}:
    bomb = compressor.compress(bytes(300_000_000))
else:
    maker = compressor.compressobj()
    bomb = b"".join(maker.compress(bytes(1_000_000)) for _ in range(300)) + maker.flush()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
resource.setrlimit(resource.RLIMIT_AS, (512 << 20, 512 << 20))
began = time.monotonic()
inner = wire.dump(["form", bomb])
for attempt in (
    lambda: codec.decompress(bomb, b"", codec.LARGEST),
    lambda: feed.FormItem.decode(inner),
    lambda: feed.FormItem.decode(wire.dump(["form", bomb[: len(bomb) // 2]])),
    lambda: Batch.decode(b"\\x91" * 100_000),
    lambda: Batch.decode(b"\\xdd\\xff\\xff\\xff\\xff" * 1000),
    lambda: Reply.decode(b"\\xc6\\xff\\xff\\xff\\xff" + bytes(1000)),
    lambda: Reply.decode(b"\\xdf\\xff\\xff\\xff\\xff" + bytes(1000)),
):
    try:
        attempt()
    except SyncError as error:
        print("refused", type(error).__name__)
grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
assert time.monotonic() - began < 20
print("grew", grown)
assert grown < 200_000, grown
"""


@pytest.mark.parametrize("window", [20, 27])
@pytest.mark.parametrize("declared", [True, False], ids=["declared", "lying"])
def test_a_bomb_is_refused_in_little_memory(window: int, declared: bool) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CODE.format(window=window, declared=declared)],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("refused") == 7, done.stdout
