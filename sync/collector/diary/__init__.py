"""What is on and the last days to answer, as calendars that anybody can subscribe to."""
