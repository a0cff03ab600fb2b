"""Ways for the same bytes to travel."""
