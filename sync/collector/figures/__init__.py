"""Figures that can be shown to everybody: counted once, kept as they were, nobody in them to find.

``FIGURES.md`` says in plain words what is held back, and why nobody can be worked out.
"""
