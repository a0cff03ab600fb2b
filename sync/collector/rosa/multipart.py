"""The parts of a submission in memory alone: nothing that is not sealed yet touches the disk."""

import io
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

MOST = 12_000_000
"""Bytes of one request."""


class InMemory(FileUploadHandler):
    """Keeps each file as bytes, and stops when all are more than ``MOST``."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.total, self.made = 0, io.BytesIO()

    def new_file(self, *given: Any, **named: Any) -> None:
        super().new_file(*given, **named)
        self.made = io.BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.total += len(raw_data)
        if self.total > MOST:
            raise StopUpload(connection_reset=True)
        self.made.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self.made.seek(0)
        return InMemoryUploadedFile(
            self.made, self.field_name, self.file_name or "", self.content_type, file_size,
            self.charset, self.content_type_extra,
        )  # fmt: skip
