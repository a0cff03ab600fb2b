"""Public reports as Open311 GeoReport v2, and passed on to a council's own server; in API.md.

The specification: https://wiki.open311.org/GeoReport_v2/.
"""
