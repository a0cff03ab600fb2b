"""The officers' pages: plain HTML that works without JavaScript."""
