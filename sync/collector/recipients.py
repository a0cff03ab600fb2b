"""Where answers go from here: to other systems of a council, and what of them is public."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from sync.collector.models import ApiToken, Council, Forwarding, Hook, Jurisdiction, PublicService


def lines(council: Council) -> list[tuple[str, str, bool]]:
    """What, how it is, and whether somebody should look at it before signing."""
    return [_programs(council), _told(council), _forwarded(council), *_public(council)]


def _programs(council: Council) -> tuple[str, str, bool]:
    names = ApiToken.objects.filter(council=council, revoked_at=None).order_by("called")
    text = ", ".join(each.called for each in names)
    read = f"{text}. What they read stands in the log." if text else "None."
    return "Programs that may read answers", read, bool(text)


def _told(council: Council) -> tuple[str, str, bool]:
    hooks = Hook.objects.filter(council=council, stopped_at=None)
    text = _hosts(each.address for each in hooks)
    return "Systems that hear that something came, without answers", text, False


def _forwarded(council: Council) -> tuple[str, str, bool]:
    found = Forwarding.objects.filter(council=council).order_by("form_id")
    text = "; ".join(f"{each.form_id} to {_hosts([each.server])}" for each in found)
    return "Forms that are sent on whole", text or "None.", bool(text)


def _public(council: Council) -> list[tuple[str, str, bool]]:
    found = PublicService.objects.filter(council=council).order_by("form_id")
    public = ", ".join(each.form_id for each in found)
    server = Jurisdiction.objects.filter(council=council).exclude(server="").first()
    passed = [each for each in found if each.their_code and server]
    whole = [each.form_id for each in passed if each.unseen]
    told = f"{', '.join(each.form_id for each in passed)} to {_hosts([server.server])}." \
        if passed and server else "None."  # fmt: skip
    unseen = f" Whole, before an officer has looked: {', '.join(whole)}." if whole else ""
    return [
        ("Forms whose answers everybody reads, as far as an officer lets others see them",
         public or "None.", False),
        ("Public reports that are passed on", told + unseen, bool(whole)),
    ]  # fmt: skip


def _hosts(addresses: Iterable[str]) -> str:
    """The machines alone: a path or a query may hold a secret."""
    found = sorted({urlsplit(each).hostname or "" for each in addresses})
    return ", ".join(found) or "None."
