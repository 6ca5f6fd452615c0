"""Graphs and shapes to a report of findings."""
