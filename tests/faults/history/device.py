"""A kiosk without its window: its real store, in a folder that may be copied."""

import contextlib
import os
import shutil
from pathlib import Path

from kiosk.config import Settings
from kiosk.enrolled import device_file
from kiosk.parts import Parts
from kiosk.store import Device as Known
from sync import attachments, codec, engine, sealing
from sync.carriers.stick import BATCH, Stick
from sync.errors import SyncError
from sync.protocol import Batch
from tests.faults.history.line import Line
from tests.faults.history.world import World

INSTANCE = '<data id="report_problem" version="{}"><kind>light</kind><where>{}</where></data>'


class Device:
    """One kiosk."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world, self.folder, self.line = world, folder, Line(world)
        self.settings = Settings(data=folder)
        self.parts: Parts | None = None

    def enrol(self) -> None:
        """With a fresh code, for the first time or anew."""
        self.close()
        signing = sealing.Signing.new()
        signed, _ = engine.enrol(self.line, self.world.code(), signing)
        device_file(self.settings).write(Known(signing, signed))
        self.start()

    def start(self) -> None:
        self.close()
        self.parts = Parts.make(self.settings)

    def close(self) -> None:
        if self.parts is not None:
            self.parts.database.close()
        self.parts = None

    @property
    def here(self) -> Parts:
        assert self.parts is not None
        return self.parts

    @property
    def id(self) -> bytes:
        return self.here.identity.enrolled.device

    def copied(self, folder: Path) -> "Device":
        """Another kiosk from the same card."""
        self.close()
        shutil.copytree(self.folder, folder)
        self.start()
        twin = Device(self.world, folder)
        twin.start()
        return twin

    def submit(self, text: str, said: bytes, size: int = 0) -> None:
        """Returns once it is saved; raises StoreError when it is not."""
        form = self.world.form
        cut = attachments.cut({"voice.ogg": os.urandom(size)} if size else {})
        instance = INSTANCE.format(form.version, text).encode()
        record = codec.Record(said, 1_700_000_000, "en", False, instance, cut.files)
        plain = codec.encode(self.world.item, form.xml.encode(), form.words, record)
        self.here.outbox.post(plain, cut.parts)

    def sync(self, outcome: str = "good") -> None:
        self.line.outcome = outcome
        with contextlib.suppress(SyncError):
            for _ in range(20):
                if self.here.sync(self.line).complete:
                    break

    def carry(self, lost: int | None = None) -> None:
        """Out on a stick, and what the council answers onto it; one batch may get lost."""
        stick = Stick(self.folder)
        self.here.carry_out(stick)
        self.line.outcome = "good"
        brought = sorted(stick.batches(), key=lambda each: Batch.decode(each[1][64:]).first)
        for number, (name, batch) in enumerate(brought):
            if number == lost:
                (stick.folder / (name + BATCH)).unlink()
                continue
            with contextlib.suppress(SyncError):
                stick.put_reply(name, self.line.sync(batch))

    def carry_back(self) -> None:
        self.here.carry_in(Stick(self.folder))
