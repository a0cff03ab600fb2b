"""What every page shows."""

from django.http import HttpRequest

from sync.collector.pages.access import Duty, duties_of


def council(request: HttpRequest) -> dict[str, object]:
    """The council of who is signed in, and the parts of the pages that are open to them."""
    officer = getattr(request.user, "officer", None) if hasattr(request, "user") else None
    duties = duties_of(officer)
    return {
        "council": officer.council if officer else None,
        "me": officer,
        "may": {duty.name.lower(): duty in duties for duty in Duty},
    }
