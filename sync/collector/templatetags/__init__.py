"""What the templates of the pages call."""
