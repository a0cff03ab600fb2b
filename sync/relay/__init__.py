"""A kiosk that has the network passes on, unread, what others in the building send."""
