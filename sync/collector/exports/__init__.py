"""Submissions as files: CSV, XLSX, JSON and their data dictionary, a row at a time."""
