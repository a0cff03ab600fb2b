"""What the collector keeps. Every table of records leads with the council and the device."""

from sync.collector.models.audit import Audit
from sync.collector.models.backup import Backup
from sync.collector.models.board import Notice, PlaceItem
from sync.collector.models.council import Council, Device, EnrolmentCode, Hub, Officer
from sync.collector.models.drawing import Drawing
from sync.collector.models.erasure import Erasure
from sync.collector.models.part import FilePart
from sync.collector.models.publish import FeedIndex, FeedItem, Form
from sync.collector.models.reading import SetAside, Submission
from sync.collector.models.record import SealedRecord
from sync.collector.models.reply import Outcome, Progress, Reply, ReplyTemplate

__all__ = [
    "Audit", "Backup", "Council", "Device", "Drawing", "EnrolmentCode", "Erasure", "FeedIndex",
    "FeedItem", "FilePart", "Form", "Hub", "Notice", "Officer", "Outcome", "PlaceItem", "Progress",
    "Reply", "ReplyTemplate", "SealedRecord", "SetAside", "Submission",
]  # fmt: skip
