"""What each command does; loaded once it is known which, so that a window starts without them."""
