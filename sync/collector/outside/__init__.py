"""Requests to systems outside: the only place from which the collector calls anybody."""
