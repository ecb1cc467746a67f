"""One reader per format of a source, all giving the same common rows."""
