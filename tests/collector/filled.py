"""Puts submissions into a collector without kiosks: ``python -m tests.collector.filled``.

Reads lines of JSON: the answers by path within the form, with ``_hub``, ``_language``, ``_at`` (in
Unix seconds) and ``_assisted`` beside them; or with ``--repeat N`` the same lines over and over.
"""

import argparse
import datetime
import hashlib
import itertools
import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from typing import Any

from tests.journeys.parts import ROOT, CollectorProcess

AT_ONCE = 5000


def fill(
    collector: CollectorProcess, form: str, said: Iterable[Mapping[str, Any]],
    council: str = "", repeat: int = 0,
) -> None:  # fmt: skip
    """Put these answers into a collector; ``repeat`` is how many to make of them in all."""
    line = [sys.executable, "-m", "tests.collector.filled", form]
    line += ["--council", council] if council else []
    line += ["--repeat", str(repeat)] if repeat else []
    environment = {**os.environ, **collector.environment, "COLLECTOR_DATA": str(collector.data)}
    environment["DJANGO_SETTINGS_MODULE"] = "sync.collector.settings"
    given = "".join(json.dumps(each) + "\n" for each in said)
    done = subprocess.run(
        line, input=given, text=True, env=environment, cwd=ROOT, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]


def instance(form: str, version: str, said: Mapping[str, Any]) -> str:
    """The XML of answers."""
    root = ET.Element("data", {"id": form, "version": version})
    for name, value in said.items():
        if not name.startswith("_"):
            place = root
            for step in name.split("/"):
                found = place.find(step)
                place = ET.SubElement(place, step) if found is None else found
            place.text = str(value)
    return ET.tostring(root, encoding="unicode")


def main() -> None:
    """Fill the database of ``COLLECTOR_DATA``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("form")
    parser.add_argument("--council")
    parser.add_argument("--repeat", type=int, default=0)
    given = parser.parse_args()
    import django

    django.setup()
    from sync.collector.commands.common import council
    from sync.collector.models import Device, Form, Submission

    owner = council(given.council)
    form = Form.objects.filter(council=owner, form_id=given.form).latest("pk")
    seed = f"filler {owner.pk}".encode()
    hubs = {each.name: each for each in owner.hubs.all()}
    device, _ = Device.objects.get_or_create(
        id=hashlib.blake2b(seed, digest_size=16).hexdigest(), council=owner,
        defaults={"hub": next(iter(hubs.values())), "signing_key": bytes(32), "have_head": ""},
    )  # fmt: skip
    start = Submission.objects.filter(council=owner).count()

    def made(number: int, said: dict[str, Any]) -> Submission:
        head = hashlib.sha256(b"%d %d" % (owner.pk, number)).hexdigest()
        moment = said.get("_at", 1_760_000_000 + number)
        at = datetime.datetime.fromtimestamp(moment, datetime.UTC)
        hub = hubs.setdefault(said["_hub"], owner.hubs.get_or_create(name=said["_hub"])[0]) \
            if "_hub" in said else device.hub  # fmt: skip
        return Submission(
            council=owner, device=device, head=head, hub=hub, form=form,
            instance=instance(form.form_id, form.version, said), record=head, reference=head[:14],
            language=said.get("_language", "en"), assisted=said.get("_assisted", False),
            finished_at=at, received_at=at,
        )  # fmt: skip

    lines = [json.loads(line) for line in sys.stdin]
    wanted = itertools.islice(itertools.cycle(lines), given.repeat) if given.repeat else lines
    numbered = enumerate(wanted, start)
    while part := list(itertools.islice(numbered, AT_ONCE)):
        Submission.objects.bulk_create(made(number, said) for number, said in part)


if __name__ == "__main__":
    main()
