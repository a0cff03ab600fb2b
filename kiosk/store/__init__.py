"""What the kiosk keeps: submissions on their way, the council's content, and who it is."""

from kiosk.store.calls import Calls
from kiosk.store.content import Content
from kiosk.store.database import Database, StoreError, VoiceSpentError
from kiosk.store.device import Device, DeviceFile
from kiosk.store.drafts import Drafts, Place
from kiosk.store.hub import HubState
from kiosk.store.incidents import Incident, Incidents
from kiosk.store.lock import Lock, Try
from kiosk.store.network import NetworkNote, Reached
from kiosk.store.outbox import Outbox, Posted, Status

__all__ = [
    "Calls",
    "Content",
    "Database",
    "Device",
    "DeviceFile",
    "Drafts",
    "HubState",
    "Incident",
    "Incidents",
    "Lock",
    "NetworkNote",
    "Outbox",
    "Place",
    "Posted",
    "Reached",
    "Status",
    "StoreError",
    "Try",
    "VoiceSpentError",
]
