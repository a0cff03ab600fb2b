"""Whether a network answers with its own page first, as the Wi-Fi of libraries does.

Such a network answers plain HTTP in everybody's name. So what is asked is the collector's address
without TLS: a page, or being sent to another host, is the network's own answer. Nothing is believed
because of it, and nothing is sent but the question.
"""

from urllib.parse import urlsplit

import requests

from sync.carriers import session
from sync.carriers.http import HEALTH_PATH

SECONDS = 5.0
SIGN_IN = 511
"""Network Authentication Required, RFC 6585."""


def stands_before(address: str) -> bool:
    """Whether a log-in page stands between this kiosk and the collector at an address."""
    parts = urlsplit(address)
    plain = address.rstrip("/") if parts.scheme == "http" else f"http://{parts.hostname}"
    try:
        with (
            session.made() as asking,
            asking.get(
                plain + HEALTH_PATH, stream=True, allow_redirects=False, timeout=SECONDS
            ) as answer,
        ):
            return _is_a_page(answer, parts.hostname or "")
    except (requests.RequestException, ValueError):
        return False


def _is_a_page(answer: requests.Response, host: str) -> bool:
    if answer.status_code == SIGN_IN:
        return True
    if answer.is_redirect:
        return urlsplit(answer.headers["Location"]).hostname not in (None, host)
    kind = answer.headers.get("Content-Type", "")
    return answer.status_code == 200 and kind.lower().startswith("text/html")
