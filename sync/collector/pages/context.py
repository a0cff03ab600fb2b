"""What every page shows."""

from django.http import HttpRequest


def council(request: HttpRequest) -> dict[str, object]:
    """The council of who is signed in."""
    officer = getattr(request.user, "officer", None) if hasattr(request, "user") else None
    return {"council": officer.council if officer else None}
