"""What stands in the library: the touchscreen, its store and its forms."""
