"""What is on and who helps: calendars and service directories from files to the kiosks."""
