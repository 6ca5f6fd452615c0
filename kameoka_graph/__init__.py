"""Municipal plans as linked open data: read, stated, checked, released, asked and shown."""

from typing import Final

__version__: Final = "0.1.0"
