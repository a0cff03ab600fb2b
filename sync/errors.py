"""The one tree of errors of everything that travels."""


class SyncError(Exception):
    """Something about what travels is wrong; the message says what, never what was answered."""


class ProtocolError(SyncError):
    """Bytes that are not what PROTOCOL.md describes: wrong shape, too long, wrong version."""


class SignatureError(SyncError):
    """Bytes that were not signed by the key that should have signed them."""


class SealingError(SyncError):
    """A sealed record that cannot be opened with the keys at hand."""


class CodecError(SyncError):
    """An instance that does not fit its form, or packed values that do not."""


class ReferenceError(SyncError):
    """Words or digits that are not a reference; most often a slip in writing it down."""


class FeedError(SyncError):
    """A feed that may not be applied: older than what is here, incomplete or altered."""


class EnrolmentError(SyncError):
    """A code that is wrong or used up, or an answer that does not come from the council."""


class CarrierError(SyncError):
    """The other end could not be reached, or what answered was not the collector."""
