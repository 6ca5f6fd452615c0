"""From files to frozen values: the plan's text, each character with its span, and the tables."""
