"""A kiosk in trouble is written down once, told by e-mail once, and struck off when it is over."""

from django.db import transaction
from django.utils import timezone

from sync.collector import fleet
from sync.collector.chores import mail
from sync.collector.fleet import Trouble
from sync.collector.models import Alert, Council, Device

NO_ALERT = {"revoked"}
"""Somebody did this on purpose."""


def tell() -> None:
    """Look at every kiosk of every council."""
    for council in Council.objects.all():
        _look(council)
        _mail(council)


def _look(council: Council) -> None:
    devices = Device.kiosks(council).select_related("hub")
    open_ones = Alert.objects.filter(council=council, over_at=None)
    for device in devices:
        now = {each.kind for each in fleet.troubles(device)} - NO_ALERT
        known = set(open_ones.filter(device=device).values_list("kind", flat=True))
        with transaction.atomic():
            new = [Alert(council=council, device=device, kind=kind) for kind in now - known]
            Alert.objects.bulk_create(new, ignore_conflicts=True)
            over = open_ones.filter(device=device, kind__in=known - now)
            over.update(over_at=timezone.now())


def _mail(council: Council) -> None:
    new = Alert.objects.filter(council=council, over_at=None, told_at=None)
    found = list(new.select_related("device__hub").order_by("since", "pk"))
    if not found:
        return
    known = {each.kind: each for each in fleet.EVERY}
    lines = [_line(each, known[each.kind]) for each in found if each.kind in known]
    count = len({each.device_id for each in found})
    subject = f"{count} kiosk{'s' if count > 1 else ''} of {council.name} in need of help"
    if mail.send(council.alerts_to.split(), subject, lines):
        new.filter(pk__in=[each.pk for each in found]).update(told_at=timezone.now())


def _line(alert: Alert, trouble: Trouble) -> str:
    return f"{alert.device.name}: {trouble.short}. {trouble.what_to_do}"
