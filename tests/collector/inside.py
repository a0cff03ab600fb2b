"""The collector within the test's own process, on a database in memory: quick, and all of Django.

What only a real process or a real browser can show is tested with ``CollectorProcess`` instead.
"""

import datetime
import hashlib
import importlib
import os
import re
import secrets
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from django.core.management import call_command
from django.test import Client, override_settings

from sync.collector import keys, secret
from sync.collector.place import Place
from tests.journeys.parts import PASSWORD

OWN = {"DATABASES", "SECRET_KEY", "PACKAGE", "PLACE", "CONFIG"}
XFORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:orx="http://openrosa.org/xforms"><h:head><h:title>{title}</h:title><model>
<instance><data id="{id}" version="{version}"><kind/><where/><count/><day/><wants/>
<visit><when/><note/></visit>
<orx:meta><orx:instanceID/></orx:meta></data></instance>
<bind nodeset="/data/kind" type="string"/><bind nodeset="/data/where" type="string"/>
<bind nodeset="/data/count" type="int"/><bind nodeset="/data/day" type="date"/>
<bind nodeset="/data/visit/when" type="date"/><bind nodeset="/data/visit/note" type="string"/>
</model></h:head><h:body>
<select1 ref="/data/kind"><label>{label}</label>
<item><value>light</value><label>Street light</label></item>
<item><value>road</value><label>Road</label></item>
<item><value>litter</value><label>Litter</label></item></select1>
<input ref="/data/where"><label>Where is it?</label></input>
<input ref="/data/count"><label>How many?</label></input>
<input ref="/data/day"><label>Since when?</label></input>
<select ref="/data/wants"><label>What would help?</label>
<item><value>food</value><label>Food</label></item>
<item><value>heat</value><label>Heating</label></item></select>
<group ref="/data/visit"><repeat nodeset="/data/visit">
<input ref="/data/visit/when"><label>When?</label></input>
<input ref="/data/visit/note"><label>What happened?</label></input></repeat></group>
</h:body></h:html>"""


@contextmanager
def collector(root: Path) -> Iterator[Place]:
    """A new collector; its database is gone afterwards."""
    place = Place(root)
    root.mkdir(mode=0o700, parents=True)
    keys.make(place)
    secret.make_web_secret(place)
    secret.make_database_key(place)
    with mock.patch.dict(os.environ, {"COLLECTOR_DATA": str(root)}):
        module = importlib.reload(importlib.import_module("sync.collector.settings"))
        values = {name: each for name, each in vars(module).items() if name.isupper()}
        values = {name: each for name, each in values.items() if name not in OWN}
        with override_settings(**{**values, "ALLOWED_HOSTS": ["*"]}):
            call_command("migrate", verbosity=0, interactive=False)
            yield place
            call_command("flush", verbosity=0, interactive=False)


def council(name: str = "Anytown Council", hubs: tuple[str, ...] = ("Central Library",)) -> Any:
    """A council with its hubs."""
    from sync.collector.models import Council

    made = Council.objects.create(name=name)
    for hub in hubs:
        made.hubs.create(name=hub)
    return made


def form(
    owner: Any, id: str = "street", version: str = "1", title: str = "Streets",
    label: str = "What is wrong?",
) -> Any:  # fmt: skip
    """A published form of every kind of question."""
    words = {"id": id, "version": version, "title": title, "label": label}
    escaped = {name: ET.tostring(_text(word))[3:-4].decode() for name, word in words.items()}
    return owner.forms.create(
        key=secrets.token_hex(32), form_id=id, version=version, title=title,
        xml=XFORM.format(**escaped), dictionary=b"",
    )  # fmt: skip


def _text(word: str) -> ET.Element:
    made = ET.Element("a")
    made.text = word
    return made


def say(
    to: Any, said: Mapping[str, Any], hub: str = "", at: int = 1_760_000_000, **more: Any
) -> Any:
    """One submission; ``more`` are fields of its row."""
    from sync.collector.models import Device, Submission

    owner = to.council
    where = owner.hubs.get(name=hub) if hub else owner.hubs.order_by("pk").first()
    name = hashlib.blake2b(f"{owner.pk} {where.pk}".encode(), digest_size=16).hexdigest()
    device, _ = Device.objects.get_or_create(
        id=name, council=owner, defaults={"hub": where, "signing_key": bytes(32), "have_head": ""}
    )
    when, head = datetime.datetime.fromtimestamp(at, datetime.UTC), secrets.token_hex(32)
    values = {
        "language": "en", "finished_at": when, "received_at": when, "record": head,
        "reference": head[:14], "instance": instance(to, said), **more,
    }  # fmt: skip
    return Submission.objects.create(
        council=owner, device=device, head=head, hub=where, form=to, **values
    )


def instance(to: Any, said: Mapping[str, Any]) -> str:
    """The XML of answers; a list is a repeat."""
    root = ET.Element("data", {"id": to.form_id, "version": to.version})
    _add(root, said)
    return ET.tostring(root, encoding="unicode")


def _add(above: ET.Element, said: Mapping[str, Any]) -> None:
    for name, value in said.items():
        for each in value if isinstance(value, list) else [value]:
            made = ET.SubElement(above, name)
            if isinstance(each, Mapping):
                _add(made, each)
            else:
                made.text = str(each)


def officer(owner: Any, name: str = "amina", role: str = "officer") -> Client:
    """A browser in which an officer is signed in."""
    from django.contrib.auth.models import User

    from sync.collector.models import Officer

    user = User.objects.create_user(name, password=PASSWORD)
    Officer.objects.create(user=user, council=owner, role=role)
    browser = Client()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def body(response: Any) -> bytes:
    """All of a response."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def plain(response: Any) -> bytes:
    """All of a page but the token of its forms, which is another each time."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", body(response))
