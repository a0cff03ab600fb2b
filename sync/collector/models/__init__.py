"""What the collector keeps. Every table of records leads with the council and the device."""

from sync.collector.models.audit import Audit
from sync.collector.models.backup import Backup
from sync.collector.models.board import Listing, Notice, PlaceItem
from sync.collector.models.council import Council, Device, EnrolmentCode, Hub, Officer
from sync.collector.models.drawing import Drawing
from sync.collector.models.erasure import Erasure
from sync.collector.models.handling import AboutSubmission, Moderation, Tag, Tagged
from sync.collector.models.part import FilePart
from sync.collector.models.publish import Draft, DraftFile, FeedIndex, FeedItem, Form
from sync.collector.models.reading import SetAside, Submission
from sync.collector.models.record import SealedRecord
from sync.collector.models.reply import Outcome, Progress, Reply, ReplyTemplate
from sync.collector.models.rosa import RosaClient, RosaReceived
from sync.collector.models.service import Alert, Pulse

__all__ = [
    "AboutSubmission", "Alert", "Audit", "Backup", "Council", "Device", "Draft", "DraftFile",
    "Drawing", "EnrolmentCode", "Erasure", "FeedIndex", "FeedItem", "FilePart", "Form", "Hub",
    "Listing", "Moderation", "Notice", "Officer", "Outcome", "PlaceItem", "Progress", "Pulse",
    "Reply", "ReplyTemplate", "RosaClient", "RosaReceived", "SealedRecord", "SetAside",
    "Submission", "Tag", "Tagged",
]  # fmt: skip
