"""From a store to view values: descriptions, the pages' queries, and public queries under guard."""
