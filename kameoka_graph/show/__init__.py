"""Views as pages, data files and HTTP answers."""
