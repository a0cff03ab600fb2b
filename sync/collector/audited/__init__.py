"""The audit log as a chain: what was changed or taken out of it shows."""
