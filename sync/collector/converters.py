"""Ids as they stand in addresses; whoever imports this can name them in a path."""

from django.urls import register_converter
from django.urls.converters import StringConverter


class Head(StringConverter):
    """A record's chain hash as hexadecimal digits; nothing else reaches the database."""

    regex = "[0-9a-f]{64}"


class DeviceId(StringConverter):
    """A kiosk's id as hexadecimal digits."""

    regex = "[0-9a-f]{32}"


register_converter(Head, "head")
register_converter(DeviceId, "device")
