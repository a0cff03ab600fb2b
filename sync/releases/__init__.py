"""New versions of the kiosk's program as they travel: PROTOCOL.md, section 13."""
