"""Kinto, a store that programs sync with, filled by its own client: both from PyPI, in a virtual
environment outside the repository. The client raises what the server refuses.

It keeps in memory, which is less work than any of its databases; ``batch_max_requests`` is 25, as
shipped.
"""

import subprocess
import sys
from pathlib import Path

NAME = "Kinto, batches of 25"
PACKAGES = ["kinto==26.5.0", "kinto-http==11.11.0"]
SETTINGS = """
[server:main]
use = egg:waitress#main
host = 127.0.0.1
port = %(http_port)s

[app:main]
use = egg:kinto
kinto.storage_backend = kinto.core.storage.memory
kinto.cache_backend = kinto.core.cache.memory
kinto.permission_backend = kinto.core.permission.memory
kinto.userid_hmac_secret = of-a-measurement
kinto.includes = kinto.plugins.default_bucket
multiauth.policies = basicauth
"""
CLIENT = """
import json, sys, time
import kinto_http
address, file, run = sys.argv[1:]
with open(file, encoding="utf-8") as lines:
    said = [json.loads(line) for line in lines]
client = kinto_http.Client(server_url=address + "/v1", auth=("kiosk", "word"))
began, used = time.perf_counter(), time.process_time()
with client.batch(bucket="default", collection=run) as batch:
    for each in said:
        batch.create_record(id=each.pop("id").partition(":")[2], data=each)
took = time.process_time() - used, time.perf_counter() - began
print(json.dumps(dict(zip(("processor", "seconds"), took))))
"""


def install(folder: Path) -> str:
    """Get both ready; gives why it cannot be, or nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "kinto.ini").write_text(SETTINGS)
    (folder / "client.py").write_text(CLIENT)
    if (folder / "bin" / "kinto").exists():
        return ""
    for command in ([sys.executable, "-m", "venv", "."],
                    ["bin/python", "-m", "pip", "install", "--quiet", *PACKAGES]):  # fmt: skip
        done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
        if done.returncode:
            return "PyPI could not give it"
    return ""


def server(port: int) -> list[str]:
    """What answers, run in the folder."""
    return ["bin/kinto", "start", "--ini", "kinto.ini", "--port", str(port)]


def client(address: str, said: Path, run: str) -> list[str]:
    """What sends, run in the folder."""
    return ["bin/python", "client.py", address, str(said), run]
