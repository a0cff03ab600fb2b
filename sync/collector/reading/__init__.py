"""The reading worker: the only part that opens what residents said."""
