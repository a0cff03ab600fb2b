"""New versions of the kiosk's program as they travel: PROTOCOL.md, section 13."""

PROGRAM = "kiosk"
"""What is started stands at the top of a release under this name."""
