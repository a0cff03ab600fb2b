"""libical, which the calendars of GNOME and KDE read with, as a judge of a file.

Its rules are those of RFC 5545 and, for a file that names a METHOD, of RFC 5546.
"""

import ctypes
import ctypes.util

NAME = ctypes.util.find_library("ical")
"""Debian's libical3; nothing where it is not installed."""


def faults(content: bytes) -> int:
    """How much it finds wrong with a file by the rules; it reads past dates that are none."""
    library = ctypes.CDLL(NAME)
    library.icalparser_parse_string.restype = ctypes.c_void_p
    parsed = ctypes.c_void_p(library.icalparser_parse_string(content))
    if not parsed:
        return 1
    kept = library.icalrestriction_check(parsed)
    found = int(library.icalcomponent_count_errors(parsed))
    library.icalcomponent_free(parsed)
    return found if kept else max(found, 1)
