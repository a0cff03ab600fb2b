"""Stands before numpy on the kiosk's path: only tools of development bring it, no kiosk has it."""

raise ImportError("left out")
