"""Copies of a PostgreSQL database, by its own pg_dump and pg_restore."""

import glob
import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from sync.collector.copies.checks import HELD, MARKS, lacking
from sync.collector.errors import CollectorError
from sync.flushing import flush


class PostgreSQLCopy:
    """Copies in pg_dump's custom format."""

    SUFFIX = ".dump"

    def __init__(self, address: str) -> None:
        """``address`` is ``postgresql://user:password@host/name``."""
        parts = urlsplit(address)
        whole = parts.netloc.rpartition("@")
        name = whole[0].partition(":")[0]
        self.address = urlunsplit(parts._replace(netloc=f"{name}{whole[1]}{whole[2]}"))
        self._secret = {"PGPASSWORD": unquote(parts.password)} if parts.password else {}
        """Handed on in the environment, for others can see what a command is called with."""

    def make(self, path: Path) -> None:
        """One consistent snapshot, while everything goes on."""
        path.touch(mode=0o600)
        self._run("pg_dump", "--format=custom", f"--file={path}", self.address)
        flush(path)

    def verified(self, path: Path) -> dict[str, int]:
        """Restore it into a database of its own and walk that."""
        import psycopg

        with self._aside() as address:
            self._run("pg_restore", "--exit-on-error", "--no-owner", f"--dbname={address}", path)
            with psycopg.connect(address, password=self._secret.get("PGPASSWORD")) as copy:
                marks = {str(row[0]): int(row[1]) for row in copy.execute(MARKS)}
                held = {str(row[0]): int(row[1]) for row in copy.execute(HELD)}
        if lacking(marks, held):
            raise CollectorError(f"The copy {path} lacks submissions; try again.")
        return marks

    def restore(self, path: Path) -> None:
        """Replace every table in one transaction."""
        from django.db import connections

        connections.close_all()
        self._run(
            "pg_restore", "--exit-on-error", "--no-owner", "--clean", "--if-exists",
            "--single-transaction", f"--dbname={self.address}", path,
        )  # fmt: skip

    @contextmanager
    def _aside(self) -> Iterator[str]:
        """A fresh database beside this one, for as long as it is looked at."""
        import psycopg
        from psycopg import sql

        password = self._secret.get("PGPASSWORD")
        name = f"connected_check_{secrets.token_hex(6)}"
        with psycopg.connect(self.address, password=password, autocommit=True) as server:
            server.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
            try:
                yield urlunsplit(urlsplit(self.address)._replace(path=f"/{name}"))
            finally:
                drop = sql.SQL("drop database {} with (force)")
                server.execute(drop.format(sql.Identifier(name)))

    def _run(self, tool: str, *arguments: object) -> None:
        """The newest of PostgreSQL's own tools here."""
        found = shutil.which(tool) or next(
            iter(sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{tool}"), reverse=True)), None
        )
        if found is None:
            raise CollectorError(f"{tool} is not here; install PostgreSQL's client programs.")
        done = subprocess.run(
            [found, *map(str, arguments)], capture_output=True, text=True, check=False,
            env={**os.environ, **self._secret},
        )  # fmt: skip
        if done.returncode:
            reason = done.stderr.strip().splitlines()[:1] or ["no reason given"]
            raise CollectorError(f"{tool} could not do it: {reason[0]}")
