"""Graphs to an immutable release folder, and a release folder to an open store."""
