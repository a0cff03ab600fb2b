"""What the kiosk and the collector share, and the two ends of the line between them."""
