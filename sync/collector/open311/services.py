"""Which forms are public reports, and what they ask, as services."""

from typing import Any

from django.db.models import Max

from sync.collector.models import Council, Form, Jurisdiction, PublicService
from sync.collector.open311.documents import Wrong
from sync.collector.pages import answers
from sync.fields import FieldInfo

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
CHANGED = "%Y-%m-%d %H:%M"
DATATYPES = {
    "string": "text",
    "int": "number",
    "decimal": "number",
    "date": "datetime",
    "dateTime": "datetime",
}
MANY = ("select", "rank")


def discovery(address: str) -> dict[str, Any]:
    """Where the services of every council here are, and since when they are as they are; raises
    Wrong."""
    every = Jurisdiction.objects.select_related("council").order_by("pk")
    if not every:
        raise Wrong(404, "There are no public reports here")
    newest = Form.objects.filter(
        council__jurisdiction__isnull=False,
        form_id__in=PublicService.objects.values("form_id"),
    ).aggregate(at=Max("published_at"))["at"]
    changed = (newest or every[0].council.created_at).strftime(CHANGED)
    endpoint = {
        "specification": SPECIFICATION, "url": address, "changeset": changed, "type": "production",
        "formats": ["text/xml", "application/json"],
    }  # fmt: skip
    names = ", ".join(each.council.name for each in every)
    return {
        "changeset": changed, "contact": f"Ask {names}.",
        "key_service": "No key is needed: reports are made at kiosks, and read here by anybody.",
        "endpoints": [endpoint],
    }  # fmt: skip


def council_of(jurisdiction: str | None) -> Council:
    """Whose reports are asked for; raises Wrong."""
    every = Jurisdiction.objects.select_related("council").order_by("pk")
    if jurisdiction is None:
        found = list(every[:2])
        if len(found) > 1:
            raise Wrong(400, "jurisdiction_id was not provided")
    else:
        found = list(every.filter(name=jurisdiction)) if "\0" not in jurisdiction else []
    if not found:
        raise Wrong(404, "jurisdiction_id was not found")
    return found[0].council


def public(council: Council) -> dict[str, tuple[PublicService, Form]]:
    """The services of a council by their codes, each with the newest version of its form."""
    services = {each.form_id: each for each in PublicService.objects.filter(council=council)}
    forms = Form.objects.filter(council=council, form_id__in=services).order_by("published_at")
    newest = {form.form_id: form for form in forms}
    return {code: (services[code], form) for code, form in sorted(newest.items())}


def service(form: Form) -> dict[str, Any]:
    """A service as the list of them has it."""
    return {
        "service_code": form.form_id, "service_name": form.title, "description": form.title,
        "metadata": True, "type": "batch", "keywords": "", "group": "",
    }  # fmt: skip


def definition(form: Form) -> dict[str, Any]:
    """What a form asks, as attributes of its service."""
    asked = answers.asked(form)
    every = enumerate(asked.questions.items(), 1)
    attributes = [_attribute(order, path, each, asked) for order, (path, each) in every]
    return {"service_code": form.form_id, "attributes": attributes}


def _attribute(order: int, path: str, question: FieldInfo, asked: answers.Asked) -> dict[str, Any]:
    many = "multivaluelist" if question.kind in MANY else "singlevaluelist"
    kind = many if question.choices else DATATYPES.get(question.kind, "string")
    values = [{"key": code, "name": asked.said(path, code)} for code in question.choices]
    return {
        "variable": True, "code": path.partition("/")[2].partition("/")[2], "datatype": kind,
        "required": False, "datatype_description": "", "order": order,
        "description": asked.label(path), "values": values,
    }  # fmt: skip
