"""Which forms stand on the kiosks of a hub."""

import datetime
from collections.abc import Iterable

from django.db.models import Q

from sync.collector.models import Form


def begun(council_id: int, today: datetime.date) -> list[Form]:
    """Every version of a council's forms whose first day has come, in the order they came, with
    their hubs and without what they ask."""
    forms = Form.objects.filter(Q(opens_on=None) | Q(opens_on__lte=today), council=council_id)
    light = forms.defer("xml", "dictionary").prefetch_related("hubs")
    return list(light.order_by("published_at", "pk"))


def on(forms: Iterable[Form], hub_id: int, today: datetime.date) -> list[Form]:
    """Of ``forms`` the newest version of each that is for this hub, where that one is open."""
    newest: dict[str, Form] = {}
    for form in forms:
        hubs = {each.pk for each in form.hubs.all()}
        if not hubs or hub_id in hubs:
            newest[form.form_id] = form
    return [form for form in newest.values() if form.open_on(today)]
