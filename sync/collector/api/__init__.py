"""What a council's own programs read, as JSON; told of in API.md and in ``openapi.json``."""
