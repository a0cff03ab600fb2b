"""Everything the collector refuses, as one tree; each message is one sentence for a person."""


class CollectorError(Exception):
    """The collector cannot do what was asked; the message says why and what to do."""


class ConfigError(CollectorError):
    """The settings or the data folder cannot be used."""


class PublishError(CollectorError):
    """A spreadsheet cannot become a form on the kiosks."""


class NotFound(CollectorError):
    """Something named on the command line does not exist."""
