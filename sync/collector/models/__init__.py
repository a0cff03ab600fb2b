"""What the collector keeps. Every table of records leads with the council and the device."""

from sync.collector.models.account import BackupCode, BackupDevice, Session
from sync.collector.models.audit import Audit, AuditCut
from sync.collector.models.backup import Backup
from sync.collector.models.board import Listing, Notice, PlaceItem
from sync.collector.models.call import CallCode, CallForm, FollowUp
from sync.collector.models.card import Card, CardAnswer, CardStep
from sync.collector.models.council import Council, Device, EnrolmentCode, Hub, Officer
from sync.collector.models.drawing import Drawing
from sync.collector.models.erasure import Erasure
from sync.collector.models.figures import Counted, Release, Residents
from sync.collector.models.forward import Forwarded, Forwarding
from sync.collector.models.handling import AboutSubmission, Moderation, Tag, Tagged
from sync.collector.models.hook import Hook, HookMessage
from sync.collector.models.open311 import Jurisdiction, PassedOn, PublicService
from sync.collector.models.part import FilePart
from sync.collector.models.playing import Elsewhere, PlayedBack
from sync.collector.models.program import ApiToken
from sync.collector.models.publish import Draft, DraftFile, FeedIndex, FeedItem, Form
from sync.collector.models.reading import SetAside, Submission
from sync.collector.models.record import SealedRecord
from sync.collector.models.release import Program, ProgramPiece
from sync.collector.models.reply import Outcome, Progress, Reply, ReplyTemplate
from sync.collector.models.rosa import RosaClient, RosaReceived
from sync.collector.models.service import Alert, Pulse
from sync.collector.models.voice import Voice

__all__ = [
    "AboutSubmission", "Alert", "ApiToken", "Audit", "AuditCut", "Backup", "BackupCode",
    "BackupDevice", "CallCode", "CallForm", "Card", "CardAnswer", "CardStep",
    "Council", "Counted", "Device", "Draft", "DraftFile", "Drawing", "Elsewhere",
    "EnrolmentCode", "Erasure", "FeedIndex", "FeedItem",
    "FilePart", "FollowUp", "Form", "Forwarded", "Forwarding", "Hook", "HookMessage", "Hub",
    "Jurisdiction",
    "Listing", "Moderation", "Notice", "Officer", "Outcome", "PassedOn", "PlaceItem", "PlayedBack",
    "Program", "ProgramPiece", "Progress",
    "PublicService", "Pulse", "Release", "Reply", "ReplyTemplate", "Residents", "RosaClient",
    "RosaReceived", "SealedRecord", "Session", "SetAside", "Submission", "Tag", "Tagged", "Voice",
]  # fmt: skip
