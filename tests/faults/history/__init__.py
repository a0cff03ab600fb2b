"""A kiosk's real store and a collector's real database, and everything that may happen to them."""
