"""The collector of a history, in this process, over SQLite or PostgreSQL."""

import argparse
import contextlib
import io
import os
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sync.enrolment import Code

FORM = "report_problem"


class World:
    """The folders every history begins from, made once; Django is set up on the live one."""

    def __init__(self, folder: Path, database: str = "") -> None:
        """``database`` is the address of an empty PostgreSQL database; without it, SQLite."""
        from tests.journeys.parts import PACK, CollectorProcess

        self.folder, self.database = folder, database
        environment = {"COLLECTOR_DATABASE": database} if database else {}
        collector = CollectorProcess(folder / "template", environment=environment)
        collector.init()
        collector.said("publish", str(next(path for path in PACK if "report" in path.name)))
        self.live = folder / "live"
        os.environ |= {"COLLECTOR_DATA": str(self.live), **environment}
        os.environ["DJANGO_SETTINGS_MODULE"] = "sync.collector.settings"
        shutil.copytree(folder / "template", self.live)
        import django

        django.setup()
        from sync.collector.place import Place

        self.place = Place(self.live)
        self._find_form()
        if database:
            self._sql(f"create database {self._name}_template template {self._name}")
        else:
            shutil.copy(self.live / "collector.db", folder / "template" / "collector.db")

    def _find_form(self) -> None:
        from sync.collector.models import FeedItem, Form

        self.form = Form.objects.get(form_id=FORM)
        self.item = bytes.fromhex(FeedItem.objects.get(key=self.form.key).key)
        self.close()

    @property
    def _name(self) -> str:
        return urlsplit(self.database).path.strip("/")

    def _sql(self, *statements: str) -> None:
        import psycopg

        self.close()
        address = self.database.replace(f"/{self._name}", "/postgres")
        with psycopg.connect(address, autocommit=True) as server:
            for statement in statements:
                server.execute(statement.encode())

    def begin(self) -> None:
        """A fresh collector."""
        self.close()
        shutil.rmtree(self.live)
        shutil.copytree(self.folder / "template", self.live)
        if self.database:
            name = self._name
            drop = f"drop database {name} with (force)"
            self._sql(drop, f"create database {name} template {name}_template")

    def code(self) -> Code:
        """A one-time code of the council's."""
        from django.utils import timezone

        from sync.collector import keys
        from sync.collector.models import EnrolmentCode, Hub

        hub = Hub.objects.get()
        made = Code.new(keys.current(self.place).root)
        EnrolmentCode.objects.create(
            council=hub.council, hub=hub, lookup=made.lookup.hex(), secret=made.secret,
            expires_at=timezone.now() + timedelta(days=1),
        )  # fmt: skip
        return made

    def read(self) -> None:
        """One pass of the reading worker."""
        worker = self.worker()
        worker.erase(self.place)
        worker.run_once()

    def worker(self) -> Any:
        from sync.collector import keys
        from sync.collector.reading.worker import Worker

        return Worker(keys.private_keys(self.place), keys.current(self.place).council)

    def erase(self, reference: bytes) -> bool:
        """As a resident asked; False when it is not here yet."""
        from sync.collector.models import Council
        from sync.collector.reading import erasing

        self.read()
        if not erasing.ask(Council.objects.get().pk, reference):
            return False
        self.worker().erase(self.place)
        return True

    def backup(self) -> None:
        from sync.collector.commands import backups

        with quiet():
            backups.backup(self.place, argparse.Namespace())

    def restore(self, which: int) -> None:
        """Set back to one of the last three copies, when there is one."""
        from sync.collector.commands import backups

        copies = sorted((self.live / "backups").glob("*.d*"))[-3:]
        if copies:
            chosen = copies[min(which, len(copies) - 1)].name
            with quiet():
                backups.restore(self.place, argparse.Namespace(copy=chosen))

    def revoke(self, device: bytes, at: Any) -> None:
        from sync.collector.models import Device

        Device.objects.filter(pk=device.hex()).update(revoked_at=at)

    def revoked(self, device: bytes) -> bool:
        """Revoked, or not known any more because the collector was set back."""
        from sync.collector.models import Device

        return not Device.objects.filter(pk=device.hex(), revoked_at=None).exists()

    def arrived(self) -> list[str]:
        """What every submission says, as an officer would read it."""
        from sync.collector.models import Submission

        texts = Submission.objects.values_list("instance", flat=True)
        return [text.partition("<where>")[2].partition("</where>")[0] for text in texts]

    def set_aside(self) -> int:
        from sync.collector.models import SetAside

        return SetAside.objects.count()

    @staticmethod
    def close() -> None:
        from django.db import connections

        connections.close_all()


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Commands print for people; here nobody reads it."""
    with contextlib.redirect_stdout(io.StringIO()):
        yield
