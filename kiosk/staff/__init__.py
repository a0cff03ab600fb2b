"""What hub staff can do at the kiosk: menus, never anybody's answers. Knows no window."""

from kiosk.staff.health import Facts
from kiosk.staff.room import Staff
from kiosk.staff.services import Progress, StaffServices

__all__ = ["Facts", "Progress", "Staff", "StaffServices"]
