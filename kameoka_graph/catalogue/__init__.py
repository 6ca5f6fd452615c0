"""The named queries of the competency questions: read, bound, written, and stated as RDF."""
