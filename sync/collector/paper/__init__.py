"""A form as paper: every question, what it depends on in plain words, and a code for staff."""
