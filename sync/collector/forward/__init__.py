"""Sends finished submissions on to ODK Central, KoboToolbox or another OpenRosa server."""
