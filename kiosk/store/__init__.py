"""What the kiosk keeps: submissions on their way, the council's content, and who it is."""

from kiosk.store.content import Content
from kiosk.store.database import Database, StoreError
from kiosk.store.device import Device, DeviceFile
from kiosk.store.hub import HubState
from kiosk.store.lock import Lock, Try
from kiosk.store.outbox import Outbox, Posted, Status

__all__ = [
    "Content",
    "Database",
    "Device",
    "DeviceFile",
    "HubState",
    "Lock",
    "Outbox",
    "Posted",
    "Status",
    "StoreError",
    "Try",
]
