"""Names, quotations and readings to an index that finds them however they are spelled."""
