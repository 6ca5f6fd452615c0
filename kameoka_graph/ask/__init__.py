"""From a store to view values: named queries, descriptions, and public queries under guard."""
