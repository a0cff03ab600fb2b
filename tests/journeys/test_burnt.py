"""The council's machine is gone: three pages and a copy of the database, and all is read."""

import re
import shutil
from pathlib import Path

from tests.journeys.parts import CollectorProcess, Kiosk
from tests.journeys.test_renewal import held


def test_three_holders_bring_back_what_reads_and_what_renews(
    collector: CollectorProcess, kiosk: Kiosk, tmp_path: Path
) -> None:
    pages = tmp_path / "pages.html"
    collector.said("keys", "split", "--shares", "5", "--need", "3", "--into", str(pages))
    kiosk.report_light("said before the fire")
    kiosk.sync()
    collector.said("backup")
    collector.kill()
    new = CollectorProcess(tmp_path / "new", collector.port)
    new.data.mkdir()
    for kept in ("keys", "backups", "collector.db"):
        copy = shutil.copytree if (collector.data / kept).is_dir() else shutil.copy
        copy(collector.data / kept, new.data / kept)
    shutil.rmtree(collector.data)
    assert new.command("read", "--once").returncode == 1, "without the key it touches nothing"
    words = [re.findall("<li>(.*?)</li>", each) for each in pages.read_text().split("<section>")]
    lines = [" ".join(each[at : at + 33]) for each in words[2:5] for at in (0, 33)]
    said = new.said("keys", "join", input="\n\n".join(lines))
    assert said.count("is right") == 2
    new.said("read", "--once")
    assert held(new) == 1
    new.said("keys", "--renew", "all")
    new.start()
    try:
        kiosk.sync()
        kiosk.report_light("said after it")
        kiosk.sync()
        assert (kiosk.parts.outbox.waiting, held(new)) == (0, 2)
    finally:
        new.kill()
