"""Tells a council's other systems that something happened, signed; told of in API.md."""
