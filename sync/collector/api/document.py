"""The description of the API, written by hand in ``openapi.json`` beside this file."""

import functools
from pathlib import Path

FILE = Path(__file__).with_name("openapi.json")


@functools.cache
def content() -> bytes:
    """The bytes of it; OpenAPI 3.1."""
    return FILE.read_bytes()
