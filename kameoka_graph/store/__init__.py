"""Quads in, answers out: the embedded engine, any SPARQL endpoint, and every published syntax."""
