"""The collector of the journeys, for faults that need a whole line."""

from tests.journeys.conftest import collector

__all__ = ["collector"]
