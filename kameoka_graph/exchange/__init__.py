"""A store to the files that other systems and people take: tables, workbooks, other standards."""
